package searchbench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"verbatim/search"
	"verbatim/search/corpus"
)

const (
	searchers    = 8
	writeEvery   = 100 * time.Millisecond
	writeAnswers = 10 // at a time: 100 a second

	lookAgain = time.Millisecond // between two looks for a new answer
	giveUp    = 5 * time.Second  // on a new answer
)

// Writing is how searches went while answers arrived.
type Writing struct {
	Searchers int     `json:"searchers"`
	PerSecond float64 `json:"answers_per_second"` // that arrived
	Searches  *Times  `json:"searches"`
	Rate      float64 `json:"searches_per_second"`
	Failures  int     `json:"failures"`
	Found     *Times  `json:"found"` // from giving an answer to the index until it is found
}

// whileWriting searches with several at once while answers arrive and looks for
// one of each batch.
func (b *bench) whileWriting(ctx context.Context) error {
	for _, e := range b.engines[1:] {
		if err := e.close(); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, b.Config.Writing)
	defer cancel()
	var mu sync.Mutex
	var all []time.Duration
	failures := 0
	var wg sync.WaitGroup
	for i := range searchers {
		wg.Go(func() {
			times, failed := b.searchOn(ctx, i)
			mu.Lock()
			defer mu.Unlock()
			all, failures = append(all, times...), failures+failed
		})
	}
	start := b.Now()
	found, err := b.arrive(ctx)
	wg.Wait()
	took := b.Now().Sub(start).Seconds()
	if err != nil || len(found) == 0 || len(all) == 0 {
		return errors.Join(err, errIf(len(found) == 0 || len(all) == 0, "nothing was searched or written"))
	}
	b.report.Writing = Writing{
		Searchers: searchers, PerSecond: float64(len(found)*writeAnswers) / took, Searches: timesOf(all), Rate: float64(len(all)) / took,
		Failures: failures, Found: timesOf(found),
	}
	return nil
}

func errIf(wrong bool, text string) error {
	if wrong {
		return errors.New(text)
	}
	return nil
}

// searchOn searches for everything in turn until the context ends.
func (b *bench) searchOn(ctx context.Context, from int) (times []time.Duration, failures int) {
	var requests []search.Request
	for _, k := range kinds() {
		requests = append(requests, k.requests...)
	}
	const stride = 31 // searchers begin at different requests
	for i := from * stride; ctx.Err() == nil; i++ {
		took, err := b.time(func() error {
			_, err := b.engines[0].find(context.WithoutCancel(ctx), requests[i%len(requests)])
			return err
		})
		times = append(times, took)
		if err != nil {
			failures++
		}
	}
	return times, failures
}

// arrive writes answers until the context ends and returns how long each batch
// took to be found.
func (b *bench) arrive(ctx context.Context) ([]time.Duration, error) {
	var found []time.Duration
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return found, nil
		case <-tick.C:
		}
		docs := make([]search.Document, writeAnswers)
		for i := range docs {
			docs[i] = corpus.Document(b.Answers + n*writeAnswers + i)
		}
		word := fmt.Sprintf("newword%d", n)
		docs[0].Text += " " + word
		took, err := b.time(func() error { return b.putAndFind(context.WithoutCancel(ctx), docs, word) })
		if err != nil {
			return nil, err
		}
		found = append(found, took)
	}
}

func (b *bench) putAndFind(ctx context.Context, docs []search.Document, word string) error {
	if err := b.engines[0].put(ctx, docs); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, giveUp)
	defer cancel()
	for {
		n, err := b.engines[0].find(ctx, search.Request{Query: search.Word{Text: word, Exact: true}, Size: 1})
		if n > 0 || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("a new answer was not found")
		case <-time.After(lookAgain):
		}
	}
}
