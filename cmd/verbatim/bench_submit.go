package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"verbatim/cmd/internal/bare"
	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
)

type benchSubmitCmd struct {
	People   []int         `short:"c" help:"How many people fill in the form at the same time, one figure after the other." default:"1,8,32,128"`
	N        int           `short:"n" help:"Responses for each of these." default:"2000"`
	Repeat   int           `help:"How often each is measured; the run with the median rate is printed." default:"3"`
	For      time.Duration `help:"Go on for so long with the first of -c instead, and print a line a minute."`
	Every    time.Duration `help:"How often a line is printed with -for." default:"1m"`
	URL      string        `help:"A server that runs already, such as http://127.0.0.1:8080; -database is then the one it serves (default: our own server in a scratch folder)." placeholder:"URL"`
	Database string        `help:"Address of a PostgreSQL server where databases may be made (default: SQLite in the scratch folder)." placeholder:"URL"`
	Servers  int           `help:"How many servers share the database; more than one needs PostgreSQL." default:"1"`
	Think    time.Duration `help:"Longest pause of each person before the next form, with -for."`
	NoBare   bool          `help:"Do not measure the bare server beside ours."`
	Pages    bool          `help:"Measure too how often the form's page alone can be asked for."`
	Rest     bool          `help:"Wait until the server has come to rest before its memory is read at the end."`
	JSON     bool          `help:"Print one JSON object."`
}

// Run lets a crowd fill in forms, then looks up every acknowledgement.
func (s *benchSubmitCmd) Run(ctx context.Context, c *console) (err error) {
	if err := s.check(); err != nil {
		return err
	}
	b, err := newBench(c, s.postgres())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	m := &submitBench{bench: b, cmd: s, ledger: load.NewLedger(), result: submitResult{Engine: "sqlite", Servers: s.Servers}}
	if strings.HasPrefix(s.Database, "postgres") {
		m.result.Engine = "postgresql"
	}
	if err := m.prepare(ctx); err != nil {
		return err
	}
	if s.For > 0 {
		err = m.endure(ctx)
	} else {
		err = m.measure(ctx)
	}
	if err != nil && ctx.Err() == nil {
		return err
	}
	return m.conclude(context.WithoutCancel(ctx))
}

// postgres is the server on which databases are made.
func (s *benchSubmitCmd) postgres() string {
	if s.URL != "" {
		return ""
	}
	return s.Database
}

func (s *benchSubmitCmd) check() error {
	postgres := strings.HasPrefix(s.Database, "postgres")
	switch {
	case s.URL != "" && s.Database == "":
		return fault.Coded("T08", "Every acknowledgement is looked up in the database: say with -database which one the server at %s serves.", s.URL)
	case s.URL == "" && s.Database != "" && !postgres:
		return fault.Coded("T09", "-database takes the address of a PostgreSQL server here; leave it out for SQLite in a scratch folder.")
	case s.Servers > 1 && !postgres:
		return fault.Coded("T10", "Several servers can share a PostgreSQL database only: give one with -database.")
	case len(s.People) == 0 || slices.Min(s.People) < 1 || s.N < 1 || s.Repeat < 1 || s.Servers < 1:
		return fault.Coded("T11", "-c, -n, -repeat and -servers take whole numbers from 1 on.")
	}
	return nil
}

// submitResult is what the measurement prints with -json.
type submitResult struct {
	Engine  string         `json:"engine"`
	Servers int            `json:"servers"`
	Runs    []submitRun    `json:"runs,omitempty"`
	Minutes []submitMinute `json:"minutes,omitempty"`
	Slope   *submitSlope   `json:"slope,omitempty"`
	Start   float64        `json:"start_ms"`      // until the server was ready, on an empty database
	Memory  load.Memory    `json:"memory"`        // of the first server after everything, at rest
	Tally   load.Tally     `json:"looked_up"`     // every acknowledgement
	Errors  map[string]int `json:"errors"`        // by kind, of all runs
	Settled bool           `json:"index_settled"` // what follows the feed had caught up when memory was read
}

// rates are the figures of one crowd.
type rates struct {
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P90       float64 `json:"p90_ms"`
	P99       float64 `json:"p99_ms"`
	Requests  float64 `json:"requests_per_second"`
	PostP50   float64 `json:"post_p50_ms"`
	PostP99   float64 `json:"post_p99_ms"`
	Errors    int     `json:"errors"`
}

type submitRun struct {
	People     int     `json:"c"`
	Ours       rates   `json:"ours"`
	Bare       rates   `json:"bare"`
	Ratio      float64 `json:"ratio"`          // of submissions a second, in one sitting: ours take five requests and two commits, the bare ones three and one
	Requests   float64 `json:"requests_ratio"` // of requests a second
	Pages      rates   `json:"pages"`
	BarePages  rates   `json:"bare_pages"`
	PagesRatio float64 `json:"pages_ratio"`

	Memory load.Memory `json:"memory"` // of our first server, as the crowd left
}

// submitBench measures.
type submitBench struct {
	*bench
	cmd      *benchSubmitCmd
	database string // ours
	ours     []*load.Server
	bases    []string
	bareBase string
	ledger   *load.Ledger
	seed     uint64
	before   load.Tally // what the database of a server that runs already held
	result   submitResult
}

func (m *submitBench) prepare(ctx context.Context) (err error) {
	if m.cmd.URL != "" {
		m.database, m.bases = m.cmd.Database, []string{strings.TrimRight(m.cmd.URL, "/")}
		if err := load.SetUp(ctx, m.c.log, m.database); err != nil {
			return err
		}
		m.before, err = load.Audit{Log: m.c.log, Database: m.database, Ledger: m.ledger}.Count(ctx)
		return err
	}
	if m.database, err = m.bench.database(ctx, "ours"); err != nil {
		return err
	}
	if err := load.SetUp(ctx, m.c.log, m.database); err != nil {
		return err
	}
	if m.ours, err = m.serve(ctx, m.database, m.cmd.Servers); err != nil {
		return err
	}
	for _, s := range m.ours {
		m.bases = append(m.bases, s.Base)
		m.result.Start = ms(s.Took)
	}
	if m.cmd.NoBare || m.cmd.For > 0 {
		return nil
	}
	s, err := m.bare(ctx)
	if err == nil {
		m.bareBase = s.Base
	}
	return err
}

// measure measures each size of the crowd.
func (m *submitBench) measure(ctx context.Context) error {
	m.result.Errors = map[string]int{}
	for _, people := range m.cmd.People {
		r, err := m.compare(ctx, people)
		if err != nil {
			return err
		}
		m.result.Runs = append(m.result.Runs, r)
		if !m.cmd.JSON {
			r.print(m.c, m.bareBase != "")
		}
	}
	return nil
}

// compare measures ours and the bare server in turn, so that what else happens
// on the machine happens to both, and keeps of each the run in the middle.
func (m *submitBench) compare(ctx context.Context, people int) (r submitRun, err error) {
	r.People = people
	var ours, bares, pages, barePages []load.Result
	for range m.cmd.Repeat {
		ours = append(ours, m.crowd(people, m.bases, "").Run(ctx))
		r.Memory = m.memory()
		if err := load.Settle(ctx, m.c.log, m.database); err != nil {
			return r, err
		}
		if m.cmd.Pages {
			pages = append(pages, m.crowd(people, m.bases, "").Look(ctx))
		}
		if m.bareBase == "" {
			continue
		}
		crowd := m.crowd(people, []string{m.bareBase}, bare.FormPath)
		crowd.Ledger = load.NewLedger() // another database, looked up by nobody
		bares = append(bares, crowd.Run(ctx))
		if m.cmd.Pages {
			barePages = append(barePages, crowd.Look(ctx))
		}
	}
	for _, o := range ours {
		for kind, n := range o.Errors {
			m.result.Errors[kind] += n
		}
	}
	r.Ours, r.Bare, r.Pages, r.BarePages = middle(ours), middle(bares), middle(pages), middle(barePages)
	r.Requests = ratio(r.Ours.Requests, r.Bare.Requests)
	r.Ratio, r.PagesRatio = ratio(r.Ours.PerSecond, r.Bare.PerSecond), ratio(r.Pages.PerSecond, r.BarePages.PerSecond)
	return r, nil
}

func (m *submitBench) crowd(people int, bases []string, start string) load.Crowd {
	m.seed++
	return load.Crowd{Bases: bases, Start: start, Size: people, Visits: m.cmd.N, Ledger: m.ledger, Seed: m.seed}
}

func (m *submitBench) memory() load.Memory {
	if len(m.ours) == 0 {
		return load.Memory{}
	}
	memory, _ := m.bench.memory(firstServer, m.ours[0])
	return memory
}

// restWithin is how long a server may take to give back the memory of its last
// work: three times as long as it looks for that.
const restWithin = 3 * restEvery

// restEnds is how long a server may take from its last collection until what it
// found is given back.
const restEnds = 2 * time.Second

// rest waits until our first server has come to rest.
func (m *submitBench) rest(ctx context.Context) {
	for end := time.Now().Add(restWithin); len(m.ours) > 0 && time.Now().Before(end); {
		_, rested := m.bench.memory(firstServer, m.ours[0])
		if load.Pause(ctx, restEnds) != nil || rested {
			return
		}
	}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// middle returns the figures of the run with the median rate.
func middle(results []load.Result) rates {
	if len(results) == 0 {
		return rates{}
	}
	slices.SortFunc(results, func(a, b load.Result) int { return cmp.Compare(a.PerSecond(), b.PerSecond()) })
	return ratesOf(results[len(results)/2])
}

func ratesOf(r load.Result) rates {
	return rates{
		PerSecond: r.PerSecond(), P50: ms(load.Quantile(r.Flow, .5)), P90: ms(load.Quantile(r.Flow, .9)), P99: ms(load.Quantile(r.Flow, .99)),
		Requests: float64(r.Asked) / r.Took.Seconds(), PostP50: ms(load.Quantile(r.Post, .5)), PostP99: ms(load.Quantile(r.Post, .99)), Errors: r.Failures(),
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (r rates) String() string {
	s := fmt.Sprintf("%.0f/s, p50 %.1f, p90 %.1f, p99 %.1f ms", r.PerSecond, r.P50, r.P90, r.P99)
	if r.PostP50 > 0 {
		s += fmt.Sprintf(" (the post alone %.1f and %.1f)", r.PostP50, r.PostP99)
	}
	return fmt.Sprintf("%s, %s", s, some(r.Errors, "error", "errors"))
}

func (r submitRun) print(c *console, compared bool) {
	c.say(fmt.Sprint("c=", r.People), "%s", r.Ours)
	if compared {
		c.say("  bare", "%s; ratio %.2f of submissions, %.2f of requests", r.Bare, r.Ratio, r.Requests)
	}
	if r.Pages.PerSecond > 0 {
		c.say("  page", "%s", r.Pages)
	}
	if r.BarePages.PerSecond > 0 {
		c.say("  bare page", "%s; ratio %.2f", r.BarePages, r.PagesRatio)
	}
	if r.Memory.Held > 0 {
		c.say("  memory", "%s", r.Memory)
	}
}

// conclude looks up every acknowledgement and prints what was found. It fails
// when something is lost or there twice.
func (m *submitBench) conclude(ctx context.Context) error {
	if err := load.Settle(ctx, m.c.log, m.database); err != nil {
		return err
	}
	m.result.Settled = true
	if m.cmd.Rest {
		m.rest(ctx)
	}
	m.result.Memory = m.memory()
	audit := load.Audit{Log: m.c.log, Database: m.database, Ledger: m.ledger}
	var err error
	if m.result.Tally, err = audit.Count(ctx); err != nil {
		return err
	}
	m.result.Tally.Strange -= m.before.Strange
	if err := m.print(); err != nil {
		return err
	}
	return errors.Join(m.result.Tally.Err(), audit.Sound(ctx))
}

func (m *submitBench) print() error {
	r, c := m.result, m.c
	if m.cmd.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", " ")
		return enc.Encode(r)
	}
	for kind, n := range r.Errors {
		c.say("Errors", "%s: %d", kind, n)
	}
	if r.Memory.Held > 0 {
		c.say("Memory", "at rest with %s: %s", some(r.Tally.Stored, "response", "responses"), r.Memory)
	}
	c.say("Looked up", "acknowledged %d, found %d, doubled %d, lost %d", r.Tally.Acknowledged, r.Tally.Found, r.Tally.Doubled, r.Tally.Lost)
	return nil
}
