package load

import (
	"context"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Crowd is a number of people who fill in the form at the same time, each one
// filling after the other.
type Crowd struct {
	Bases   []string      // addresses of the servers, "http://127.0.0.1:8080": each person keeps to one
	Start   string        // path on which the form begins; empty means the form of SetUp
	Size    int           // people at the same time
	Visits  int           // fillings in all; 0 means until the context ends
	Think   time.Duration // longest pause before a filling; 0 means none
	Insists bool          // people repeat what was not acknowledged until it is
	Mixed   bool          // every second person fills in the log, with every kind of question and meeting after meeting
	Ledger  *Ledger
	Seed    uint64
}

// A Result is what a crowd met with.
type Result struct {
	Done   int             // fillings acknowledged
	Asked  int             // requests made for that, redirects followed among them
	Took   time.Duration   // from the first page to the last receipt
	Flow   []time.Duration // of each filling acknowledged, from its page to its receipt; in rising order
	Post   []time.Duration // of each request that was acknowledged; in rising order
	Errors map[string]int  // failures by kind
}

// PerSecond returns how many fillings a second were acknowledged.
func (r Result) PerSecond() float64 { return float64(r.Done) / r.Took.Seconds() }

// Failures returns how many failures there were.
func (r Result) Failures() int {
	n := 0
	for _, k := range r.Errors {
		n += k
	}
	return n
}

// Quantile returns the duration below which the share q of sorted lies, 0 for
// none.
func Quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// merge adds what another person met with.
func (r *Result) merge(o Result) {
	r.Done, r.Asked = r.Done+o.Done, r.Asked+o.Asked
	r.Flow, r.Post = append(r.Flow, o.Flow...), append(r.Post, o.Post...)
	for kind, n := range o.Errors {
		r.Errors[kind] += n
	}
}

// Run lets the crowd fill in forms until all visits are made or ctx ends.
func (c Crowd) Run(ctx context.Context) Result {
	return c.each(func(person int, all *Result, left *atomic.Int64) {
		c.person(ctx, person, all, left)
	})
}

// Look lets the crowd only look at the first page of the form, again and again.
func (c Crowd) Look(ctx context.Context) Result {
	return c.each(func(person int, r *Result, left *atomic.Int64) {
		b := newBrowser(c.Bases[person%len(c.Bases)])
		defer b.close()
		for left.Add(-1) >= 0 && ctx.Err() == nil {
			began := time.Now()
			s, err := b.get(ctx, c.start())
			if err != nil || s.status != http.StatusOK {
				r.Errors["form page"]++
				continue
			}
			r.Done++
			r.Flow = append(r.Flow, time.Since(began))
		}
		r.Asked = b.asked
	})
}

func (c Crowd) start() string {
	if c.Start != "" {
		return c.Start
	}
	return Path + "/page/1"
}

// each lets every person do something and puts together what they met with.
func (c Crowd) each(do func(person int, r *Result, left *atomic.Int64)) Result {
	all := Result{Errors: map[string]int{}}
	var left atomic.Int64
	left.Store(int64(c.Visits))
	var mu sync.Mutex
	var wg sync.WaitGroup
	began := time.Now()
	for i := range c.Size {
		wg.Go(func() {
			r := Result{Errors: map[string]int{}}
			do(i, &r, &left)
			mu.Lock()
			defer mu.Unlock()
			all.merge(r)
		})
	}
	wg.Wait()
	all.Took = time.Since(began)
	slices.Sort(all.Flow)
	slices.Sort(all.Post)
	return all
}

// person fills in one form after the other.
func (c Crowd) person(ctx context.Context, number int, r *Result, left *atomic.Int64) {
	random := rand.New(rand.NewPCG(c.Seed, uint64(number))) //nolint:gosec // what people write need not be unpredictable
	v := &visitor{
		browser: newBrowser(c.Bases[number%len(c.Bases)]), start: c.start(), bases: slices.Clone(c.Bases), insists: c.Insists,
		random: random, ledger: c.Ledger, failed: func(kind string) { r.Errors[kind]++ },
	}
	fill := NewFilling
	if c.Mixed && number%2 == 1 {
		v.start, fill = LogPath+"/page/1", NewLogFilling
	}
	defer v.close()
	defer func() { r.Asked = v.asked }()
	for (c.Visits == 0 || left.Add(-1) >= 0) && think(ctx, random, c.Think) {
		errors := maps.Clone(r.Errors)
		t, err := v.visit(ctx, fill(random))
		if ctx.Err() != nil { // cut off by us: neither done nor failed
			r.Errors = errors
			return
		}
		if err == nil {
			r.Done++
			r.Flow, r.Post = append(r.Flow, t.flow), append(r.Post, t.post)
		}
	}
}

// think waits for up to longest, and reports whether ctx still runs.
func think(ctx context.Context, random *rand.Rand, longest time.Duration) bool {
	if longest <= 0 {
		return ctx.Err() == nil
	}
	return Pause(ctx, time.Duration(random.Int64N(int64(longest)))) == nil
}
