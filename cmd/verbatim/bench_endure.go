package main

import (
	"context"
	"slices"
	"time"

	"verbatim/cmd/internal/load"
)

// submitMinute is one line of a long run.
type submitMinute struct {
	At     float64 `json:"at_s"` // seconds since the beginning
	Rates  rates   `json:"rates"`
	Stored int     `json:"stored"`
	Behind int64   `json:"behind"` // rows of the feed that the slowest follower has not dealt with

	Memory load.Memory `json:"memory"`
}

// submitSlope sets the first lines of a long run against the last.
type submitSlope struct {
	Lines     int     `json:"lines"` // on each side
	FirstRate float64 `json:"first_per_second"`
	LastRate  float64 `json:"last_per_second"`
	FirstP99  float64 `json:"first_p99_ms"`
	LastP99   float64 `json:"last_p99_ms"`
	FirstRSS  int64   `json:"first_rss"`
	LastRSS   int64   `json:"last_rss"`
	FirstOwn  int64   `json:"first_rss_anon"`
	LastOwn   int64   `json:"last_rss_anon"`
}

// slopeLines is how many lines are compared at each end of a long run: ten
// minutes of an hour.
const slopeLines = 10

// endure keeps a crowd at work and prints a line now and then: what grows with
// time shows in the slope.
func (m *submitBench) endure(ctx context.Context) error {
	m.result.Errors = map[string]int{}
	began := time.Now()
	until := began.Add(m.cmd.For)
	for time.Now().Before(until) && ctx.Err() == nil {
		line, err := m.minute(ctx, began, until)
		if err != nil {
			return err
		}
		m.result.Minutes = append(m.result.Minutes, line)
		if !m.cmd.JSON {
			m.c.say(time.Duration(line.At*float64(time.Second)).Round(time.Second).String(), "%s; %s, %s, index %d behind",
				line.Rates, line.Memory, some(line.Stored, "response", "responses"), line.Behind)
		}
	}
	m.result.Slope = slopeOf(m.result.Minutes)
	if s := m.result.Slope; s != nil && !m.cmd.JSON {
		m.c.say("Slope", "first and last %d lines: %.0f and %.0f/s, p99 %.1f and %.1f ms, memory %d and %d MB (%d and %d MB in no file)",
			s.Lines, s.FirstRate, s.LastRate, s.FirstP99, s.LastP99, s.FirstRSS>>20, s.LastRSS>>20, s.FirstOwn>>20, s.LastOwn>>20)
	}
	return nil
}

func (m *submitBench) minute(ctx context.Context, began, until time.Time) (line submitMinute, err error) {
	end := time.Now().Add(m.cmd.Every)
	if until.Before(end) {
		end = until
	}
	limited, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	crowd := m.crowd(m.cmd.People[0], m.bases, "")
	crowd.Visits, crowd.Think = 0, m.cmd.Think
	r := crowd.Run(limited)
	for kind, n := range r.Errors {
		m.result.Errors[kind] += n
	}
	line = submitMinute{At: time.Since(began).Seconds(), Rates: ratesOf(r), Stored: m.ledger.Acknowledged()}
	line.Memory = m.memory()
	line.Behind, err = load.Behind(context.WithoutCancel(ctx), m.c.log, m.database)
	return line, err
}

// slopeOf compares the ends of a run, by medians; a short run has none.
func slopeOf(lines []submitMinute) *submitSlope {
	n := min(slopeLines, len(lines)/2)
	if n == 0 {
		return nil
	}
	first, last := lines[:n], lines[len(lines)-n:]
	rate := func(l submitMinute) float64 { return l.Rates.PerSecond }
	p99 := func(l submitMinute) float64 { return l.Rates.P99 }
	rss := func(l submitMinute) float64 { return float64(l.Memory.Held) }
	own := func(l submitMinute) float64 { return float64(l.Memory.Own) }
	return &submitSlope{
		Lines: n, FirstRate: median(first, rate), LastRate: median(last, rate), FirstP99: median(first, p99), LastP99: median(last, p99),
		FirstRSS: int64(median(first, rss)), LastRSS: int64(median(last, rss)),
		FirstOwn: int64(median(first, own)), LastOwn: int64(median(last, own)),
	}
}

func median(lines []submitMinute, of func(submitMinute) float64) float64 {
	var values []float64
	for _, l := range lines {
		values = append(values, of(l))
	}
	slices.Sort(values)
	return values[len(values)/2]
}
