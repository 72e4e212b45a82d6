package pipeline

import (
	"fmt"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
)

// TestLearnsFromDecidedActions rejects and accepts suggested actions of two
// kinds: from the milestone on, an answer of the rejected kind is less likely to
// ask for something than it was, by more than one of the accepted kind.
func TestLearnsFromDecidedActions(t *testing.T) {
	b := newBench(t)
	kinds := []string{"Remember the biscuits of week %d with more chocolate.", "Train the chairs of panel %d on bias."}
	for i := range 2 * fewestDecisions {
		b.answer("recommend", fmt.Sprintf(kinds[i%2], i), survey.QuoteWords)
	}
	b.catchUp()
	model := must(b.analysis.Model(t.Context(), b.programme.ID))(t)
	before := [2]float64{b.asks(fmt.Sprintf(kinds[0], 99)), b.asks(fmt.Sprintf(kinds[1], 99))}
	actions := must(b.analysis.RoundActions(t.Context(), b.wave.RoundID))(t)
	if len(actions) < fewestDecisions {
		t.Fatalf("only %d actions suggested", len(actions))
	}
	for _, a := range actions {
		status := analysis.Accepted
		if a.Text[0] == 'R' {
			status = analysis.Rejected
		}
		check(t, b.analysis.DecideAction(t.Context(), a.ID, "ana", status))
	}
	b.catchUp()
	if got := must(b.analysis.Model(t.Context(), b.programme.ID))(t); got == model {
		t.Fatalf("the model did not change after %d decisions on actions", len(actions))
	}
	after := [2]float64{b.asks(fmt.Sprintf(kinds[0], 99)), b.asks(fmt.Sprintf(kinds[1], 99))}
	if after[0] >= before[0] {
		t.Errorf("score of the rejected kind = %.3f, want less than %.3f", after[0], before[0])
	}
	if after[1]-before[1] <= after[0]-before[0] {
		t.Errorf("the accepted kind went from %.3f to %.3f, the rejected from %.3f to %.3f", before[1], after[1], before[0], after[0])
	}
}

// asks returns how sure the programme's miner is that a text asks for something.
func (b *bench) asks(text string) float64 {
	b.t.Helper()
	m := must(b.pipeline.model(b.t.Context(), b.programme.ID))(b.t)
	return m.miner.Score(text, survey.ForRecommendation)
}
