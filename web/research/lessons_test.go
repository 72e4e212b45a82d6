package research

import (
	"slices"
	"testing"

	"verbatim/analysis"
)

func TestLessonsAreKeptUntilSomethingChanges(t *testing.T) {
	l := &lessons{of: map[string]lesson{}}
	m := measuredRound()
	l.learn(&m)
	if len(m.next) == 0 {
		t.Fatal("nothing to code next in a round without codings")
	}
	l.of[m.round.ID] = lesson{m.state(), nil, []string{"kept"}}
	again := measuredRound()
	if l.learn(&again); !slices.Equal(again.next, []string{"kept"}) {
		t.Errorf("the same state was measured again: %v", again.next)
	}
	for name, change := range map[string]func(m *measured){
		"a decision":    func(m *measured) { m.decisions++ },
		"a coding":      func(m *measured) { m.code("a", "rob", "", analysis.Accepted, 0, 1) },
		"an answer":     func(m *measured) { m.verbatims = m.verbatims[1:] },
		"a new version": func(m *measured) { m.book.Version++ },
	} {
		changed := measuredRound()
		change(&changed)
		if l.learn(&changed); slices.Equal(changed.next, []string{"kept"}) {
			t.Errorf("after %s the old lesson is shown", name)
		}
		fresh := measuredRound()
		l.of[m.round.ID] = lesson{fresh.state(), nil, []string{"kept"}}
	}
}
