package searchbench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"verbatim/search"
	"verbatim/search/corpus"
)

// patience is how long the rounds of one kind may take on one engine; at a
// million answers a round can take longer than anybody waits for the second.
const patience = 20 * time.Second

// Kind is how long one kind of search took.
type Kind struct {
	Name    string            `json:"name"`
	Queries int               `json:"queries"`
	Times   map[string]*Times `json:"times"` // by engine
}

// Times are durations in milliseconds.
type Times struct {
	N       int     `json:"n"`
	P50     float64 `json:"p50_ms"`
	P99     float64 `json:"p99_ms"`
	CPU     float64 `json:"cpu_ms,omitempty"`  // mean of what was computed, on all cores together
	Missing string  `json:"missing,omitempty"` // why there are none
}

// timesOf returns the median and the 99th percentile.
func timesOf(all []time.Duration) *Times {
	slices.Sort(all)
	return &Times{N: len(all), P50: milliseconds(all[len(all)/2]), P99: milliseconds(all[len(all)*99/100])}
}

// kind is a kind of search with its requests.
type kind struct {
	name     string
	requests []search.Request
}

// kinds returns what is measured.
func kinds() []kind {
	var out []kind
	for _, k := range corpus.Kinds() {
		one := kind{name: k.Name}
		for _, q := range k.Queries {
			r := k.Request
			n, err := search.Parse(q)
			if err != nil {
				continue // a test holds that all can be read
			}
			r.Query = n
			one.requests = append(one.requests, r)
		}
		out = append(out, one)
	}
	return out
}

// search times every kind on every engine.
func (b *bench) search(ctx context.Context) error {
	for _, k := range kinds() {
		figures := Kind{Name: k.name, Queries: len(k.requests), Times: map[string]*Times{}}
		for _, e := range b.engines {
			times, err := b.measure(ctx, e, k.requests)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", e.name(), k.name, err)
			}
			figures.Times[e.name()] = times
		}
		b.report.Kinds = append(b.report.Kinds, figures)
	}
	return nil
}

func (b *bench) measure(ctx context.Context, e engine, requests []search.Request) (*Times, error) {
	for _, r := range requests {
		if why := e.lacks(r); why != "" {
			return &Times{Missing: why}, nil
		}
	}
	var all []time.Duration
	var computed time.Duration // when the first round was over
	begun := b.Now()
	for round := 0; round <= b.Rounds && (round < 2 || b.Now().Sub(begun) < patience); round++ {
		if round == 1 {
			computed = cpuTime()
		}
		for _, r := range requests {
			took, err := b.time(func() error {
				_, err := e.find(ctx, r)
				return err
			})
			if err != nil {
				return nil, err
			}
			if round > 0 { // the first is not counted: files and caches are cold
				all = append(all, took)
			}
		}
	}
	times := timesOf(all)
	times.CPU = milliseconds(cpuTime()-computed) / float64(len(all))
	return times, nil
}

// Truth is something that is to be found exactly so often.
type Truth struct {
	Query string `json:"query"`
	Want  int    `json:"want"`
	Got   int    `json:"got"`
}

// truths compares what our engine finds with what is planted and with a reading
// of the texts.
func (b *bench) truths(ctx context.Context) error {
	check := func(query string, want int) (Truth, error) {
		n, err := search.Parse(query)
		if err != nil {
			return Truth{}, err
		}
		got, err := b.engines[0].find(ctx, search.Request{Query: n})
		return Truth{query, want, got}, err
	}
	for _, p := range corpus.Plants() {
		t, err := check(p.Query, p.Count(b.Answers))
		if err != nil {
			return err
		}
		b.report.Planted = append(b.report.Planted, t)
	}
	for _, s := range b.scans {
		t, err := check(s.query, s.count)
		if err != nil {
			return err
		}
		b.report.Scanned = append(b.report.Scanned, t)
	}
	return nil
}
