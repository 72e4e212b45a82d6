package main

import "testing"

func TestResting(t *testing.T) {
	var r resting
	steps := []struct {
		total uint64
		want  bool
	}{
		{20 << 20, false},          // the start is still going on
		{20<<20 + 100, true},       // over
		{20<<20 + 200, false},      // given back: see below
		{40 << 20, false},          // work
		{40<<20 + restCalm, false}, // still
		{41<<20 + 1000, true},
	}
	for i, s := range steps {
		got := r.due(s.total)
		if got != s.want {
			t.Errorf("step %d: due(%d) = %v", i, s.total, got)
		}
		if got {
			r.given = s.total
		}
	}
}
