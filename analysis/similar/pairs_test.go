package similar_test

import (
	"fmt"
	"slices"
	"testing"

	"verbatim/analysis/similar"
)

func TestPairs(t *testing.T) {
	texts := []string{
		"Pay mentors for their time",
		"The faculty should pay the mentors for the time they give",
		"Print a poster in colour",
		"Do not pay mentors for their time",
		"Include cultural competency in the curriculum",
	}
	var got []string
	for _, p := range similar.Pairs(texts, similar.Alike) {
		got = append(got, fmt.Sprint(p.A, p.B, p.Near, p.Contrary))
		if p.Score < similar.Alike || !slices.Contains(p.Shared, "mentors") || slices.Contains(p.Shared, "for") {
			t.Errorf("%d and %d: score %.2f, shared %q", p.A, p.B, p.Score, p.Shared)
		}
	}
	for _, want := range []string{"0 1 true false", "0 3 false true"} {
		if !slices.Contains(got, want) {
			t.Errorf("pairs = %q, want %q among them", got, want)
		}
	}
	for _, p := range got {
		if p[0] == '2' || p[2] == '2' {
			t.Errorf("pairs = %q: nobody else asks for a poster", got)
		}
	}
	if got := similar.Pairs(nil, 0); got != nil {
		t.Errorf("of no texts = %v", got)
	}
}
