package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// TestOneTermWrites lets a process that was cut off come back after another has
// taken over: each of its writes is refused and leaves nothing.
func TestOneTermWrites(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I listen better.")
		old, err := b.store.StartTerm(ctx)
		b.ok(err)
		first := []analysis.Coding{{Theme: "heard", Span: analysis.Span{End: 8}, Score: 0.5}}
		b.ok(old.ReplaceSuggestions(ctx, v, "m1", first, nil))
		b.ok(old.MoveCursor(ctx, "pipeline", 1))
		led, err := b.store.StartTerm(ctx)
		b.ok(err)
		writes := map[string]func(s *store.Store) error{
			"ReplaceSuggestions": func(s *store.Store) error {
				return s.ReplaceSuggestions(ctx, v, "m2", []analysis.Coding{{Theme: "time", Span: analysis.Span{End: 3}}}, nil)
			},
			"MoveCursor": func(s *store.Store) error { return s.MoveCursor(ctx, "pipeline", 2) },
			"FirstModel": func(s *store.Store) error { return s.FirstModel(ctx, b.programme.ID, "m2") },
			"SetModel":   func(s *store.Store) error { return s.SetModel(ctx, b.programme.ID, "m2") },
			"SetAside":   func(s *store.Store) error { return s.SetAside(ctx, v, "themes", "broken") },
			"AddSample":  func(s *store.Store) error { return s.AddSample(ctx, b.programme.ID, []string{"none"}) },
		}
		for name, write := range writes {
			err := write(old)
			if fault.KindOf(err) != fault.Conflict || !strings.HasPrefix(fault.Text(err), "P10: ") {
				b.Errorf("%s after another took over = %v, want P10", name, err)
			}
		}
		codings, err := b.store.Codings(ctx, v)
		b.ok(err)
		if len(codings) != 1 || codings[0].Theme != "heard" {
			b.Errorf("codings after the refused writes are %+v, want those of the first term", codings)
		}
		if cursor, err := b.survey.Cursor(ctx, "pipeline"); err != nil || cursor != 1 {
			b.Errorf("Cursor() = %d, %v after a refused move, want 1", cursor, err)
		}
		for name, write := range writes {
			if err := write(led); err != nil {
				b.Errorf("%s in the present term = %v", name, err)
			}
		}
	})
}

// TestTakingOverWaitsForAWrite starts a term while a write of the last one is
// under way: it is stored before, or not at all.
func TestTakingOverWaitsForAWrite(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "I listen better.")
		old, err := b.store.StartTerm(ctx)
		b.ok(err)
		refused := 0
		for range 20 {
			ended := make(chan error, 1)
			go func() {
				ended <- old.ReplaceSuggestions(ctx, v, "m", []analysis.Coding{{Theme: "heard", Span: analysis.Span{End: 8}, Score: 0.5}}, nil)
			}()
			led, err := b.store.StartTerm(ctx)
			b.ok(err)
			seen, err := b.store.Codings(ctx, v)
			b.ok(err)
			if <-ended != nil {
				refused++
			}
			after, err := b.store.Codings(ctx, v)
			b.ok(err)
			if len(after) != len(seen) {
				b.Errorf("%d codings when the term began, %d after the last one's write had ended", len(seen), len(after))
			}
			b.ok(led.ReplaceSuggestions(ctx, v, "m", nil, nil))
			old = led
		}
		b.Logf("%d of 20 writes came too late", refused)
	})
}

func TestSample(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		var all []string
		var code string
		for range 4 {
			v, c := b.answer(ctx, sqldb.NewID())
			all, code = append(all, strings.TrimSuffix(v, ".changed")), c
		}
		b.ok(b.store.AddSample(ctx, b.programme.ID, all[2:]))
		b.ok(b.store.AddSample(ctx, b.programme.ID, all)) // two of them are there
		got, err := b.store.Sample(ctx, b.programme.ID, 3)
		b.ok(err)
		if diff := cmp.Diff([]string{all[2], all[3], all[0]}, got); diff != "" {
			b.Errorf("Sample(3) (-want +got):\n%s", diff)
		}
		b.ok(b.survey.Withdraw(ctx, code))
		got, err = b.store.Sample(ctx, b.programme.ID, 10)
		b.ok(err)
		if diff := cmp.Diff([]string{all[2], all[0], all[1]}, got); diff != "" {
			b.Errorf("Sample(10) after a withdrawal (-want +got):\n%s", diff)
		}
	})
}
