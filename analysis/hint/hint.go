// Package hint reads answers in the background for names that neither the
// programme's people nor its lists nor the forms of identifiers find, with the
// model of the language.
//
// It is for the coordinator who looks through a round (see web/coordinate): what
// it finds is a weak hint there, blocks nothing and is in no way of anybody who
// waits for a page. It decides nothing and changes no answer.
package hint

import (
	"context"
	"strings"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

// Job is the name of the kind of work.
const Job = "identifier-hints"

const (
	// every is how often new answers are read: they are looked through by people
	// days later.
	every = time.Hour
	// together is how many answers are stored in one transaction, and between
	// two signs of life.
	together = 50
	// longest is how many bytes of an answer are read: the time for a sentence
	// grows with its length, and no form takes more.
	longest = 20_000
)

// Kind returns the work, for [store.Store.RunJobs].
func Kind(s *store.Store, a *astore.Store) store.JobKind {
	return store.JobKind{Name: Job, Every: every, Run: func(ctx context.Context, r *store.JobRun) error {
		_, err := Read(ctx, s, a, func(done int) error { return r.Progress(ctx, done, done) })
		return err
	}}
}

// Read reads the answers of all rounds that may be quoted and were not read yet,
// and returns how many it read. It calls progress, which may be nil, now and then;
// an error of it ends the reading. What was read before stays.
func Read(ctx context.Context, s *store.Store, a *astore.Store, progress func(done int) error) (n int, err error) {
	defer fault.Wrap(&err, "hint.Read")
	programmes, err := s.Programmes(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range programmes {
		rounds, err := s.Rounds(ctx, p.ID)
		if err != nil {
			return n, err
		}
		for _, r := range rounds {
			read, err := readRound(ctx, s, a, r, func(done int) error {
				if progress == nil {
					return nil
				}
				return progress(n + done)
			})
			n += read
			if err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

func readRound(ctx context.Context, s *store.Store, a *astore.Store, round survey.Round, progress func(done int) error) (n int, err error) {
	known, err := a.RoundHints(ctx, round.ID)
	if err != nil {
		return 0, err
	}
	all, err := s.RoundVerbatims(ctx, round.ID)
	if err != nil {
		return 0, err
	}
	batch := map[string][]analysis.Span{}
	flush := func() error {
		if err := a.SaveHints(ctx, batch); err != nil {
			return err
		}
		n += len(batch)
		clear(batch)
		return progress(n)
	}
	for _, v := range all {
		if _, read := known[v.ID]; read || !v.QuoteConsent.MayQuote() || strings.TrimSpace(v.Text) == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return n, err
		}
		batch[v.ID] = find(v.Text)
		if len(batch) == together {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	if len(batch) == 0 {
		return n, nil
	}
	return n, flush()
}

// find returns the names in an answer, of a very long one those in its beginning.
func find(text string) []analysis.Span {
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	return nlp.People(text)
}
