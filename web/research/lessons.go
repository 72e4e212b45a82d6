package research

import (
	"fmt"
	"hash/fnv"
	"sync"

	"verbatim/analysis/theme"
)

// A lesson is what was measured in a round from one state of its codings.
type lesson struct {
	state   uint64
	quality []theme.Quality
	next    []string
}

// lessons keep the last lesson of each round: measuring takes seconds, and the
// page is reloaded more often than somebody decides. Only one is made at a time,
// so that the page cannot take every core.
type lessons struct {
	mu sync.Mutex
	of map[string]lesson // by the round's identifier
}

// learn gives m its lesson, made anew when anything that it rests on changed.
func (l *lessons) learn(m *measured) {
	l.mu.Lock()
	defer l.mu.Unlock()
	state := m.state()
	kept, ok := l.of[m.round.ID]
	if !ok || kept.state != state {
		m.learn()
		kept = lesson{state, m.quality, m.next}
		l.of[m.round.ID] = kept
	}
	m.quality, m.next = kept.quality, kept.next
}

// state returns a digest of what a lesson rests on.
func (m *measured) state() uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, m.book.Version, m.decisions, m.examples)
	for _, v := range m.verbatims {
		fmt.Fprint(h, v.ID, v.Hash)
	}
	for _, c := range m.codings {
		fmt.Fprint(h, c.ID, c.Status)
	}
	return h.Sum64()
}
