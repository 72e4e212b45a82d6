package store_test

import (
	"context"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
)

func TestFirstDecidedActions(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		v, _ := b.answer(ctx, "Pay us. Train us. Feed us.")
		spans := []analysis.Span{{Start: 0, End: 7}, {Start: 8, End: 17}, {Start: 18, End: 26}}
		var all []analysis.Action
		for _, s := range spans {
			all = append(all, asked(s.Start, s.End))
		}
		b.ok(b.store.ReplaceSuggestions(ctx, v, "m1", nil, all))
		b.decidedActions(ctx, 0)
		b.ok(b.store.DecideAction(ctx, analysis.ActionID(v, spans[2]), "ana", analysis.Accepted))
		b.ok(b.store.DecideAction(ctx, analysis.ActionID(v, spans[0]), "ana", analysis.Rejected))
		if got := b.decidedActions(ctx, 2); got[0].Status == got[1].Status {
			b.Errorf("decided actions = %+v, want one accepted and one rejected", got)
		}
		b.ok(b.store.DecideAction(ctx, analysis.ActionID(v, spans[0]), "ana", analysis.Suggested))
		if got := b.decidedActions(ctx, 1); got[0].Span != spans[2] {
			b.Errorf("decided actions = %+v, want the accepted one alone: the other decision was taken back", got)
		}
	})
}

// decidedActions returns the decided actions of the programme, which must be so
// many, and none of them another programme's.
func (b *bench) decidedActions(ctx context.Context, want int) []analysis.Action {
	b.Helper()
	n, err := b.store.CountDecidedActions(ctx, b.programme.ID)
	b.ok(err)
	got, err := b.store.FirstDecidedActions(ctx, b.programme.ID, 10)
	b.ok(err)
	if n != want || len(got) != want {
		b.Fatalf("%d decided actions counted and %d read, want %d", n, len(got), want)
	}
	if one, err := b.store.FirstDecidedActions(ctx, b.programme.ID, 1); err != nil || len(one) != min(1, want) {
		b.Errorf("the first decided action = %v, %v", one, err)
	}
	if others, err := b.store.FirstDecidedActions(ctx, survey.VerbatimID("another", "programme"), 10); err != nil || len(others) != 0 {
		b.Errorf("decided actions of another programme = %v, %v", others, err)
	}
	return got
}
