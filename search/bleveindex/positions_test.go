package bleveindex

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPositionCursor compares taking positions one text after the other with
// looking at all of them, in texts that are short, that go over the end of a
// block, and that are longer than a block.
func TestPositionCursor(t *testing.T) {
	for _, words := range []uint32{300, 3 * blockWords} {
		t.Run(fmt.Sprintf("%d words", words), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkCursor(t, words) })
		})
	}
}

func checkCursor(t *rapid.T, words uint32) {
	at := rapid.SliceOfDistinct(rapid.Uint32Range(0, words-1), func(n uint32) uint32 { return n }).Draw(t, "positions")
	slices.Sort(at)
	p := newPositions(words, 0)
	for _, n := range at {
		p.add(n)
	}
	p.open(words>>blockBits + 1)
	c := positionCursor{positions: p}
	for from := uint32(0); from < words; {
		from += rapid.Uint32Range(0, words/5).Draw(t, "gap")
		to := min(from+rapid.Uint32Range(0, words/2).Draw(t, "length"), words)
		if from >= to {
			continue
		}
		var want []uint32
		for _, n := range at {
			if from <= n && n < to {
				want = append(want, n-from)
			}
		}
		if got := c.take(from, to); !slices.Equal(got, want) {
			t.Fatalf("take(%d, %d) of %v = %v, want %v", from, to, at, got, want)
		}
		from = to
	}
}

// TestPositionCache holds that what is kept stays below the limit, that what was
// used last is kept, and that a reading which failed is tried again.
func TestPositionCache(t *testing.T) {
	c := newPositionCache(20)
	reads := map[string]int{}
	get := func(segment uint64, word string) {
		t.Helper()
		at, err := c.get(positionKey{segment, word}, func() (positions, error) {
			reads[word]++
			return positions{places: make([]uint16, 4)}, nil
		})
		if len(at.places) != 4 || err != nil {
			t.Errorf("get(%d, %s) = %v, %v", segment, word, at, err)
		}
		if c.held > c.limit {
			t.Errorf("after %s %d bytes are held, want at most %d", word, c.held, c.limit)
		}
	}
	get(1, "a")
	get(1, "b")
	get(1, "a")
	get(2, "c") // b goes
	get(1, "a")
	get(1, "b")
	if reads["a"] != 1 || reads["b"] != 2 {
		t.Errorf("a was read %d times and b %d, want 1 and 2", reads["a"], reads["b"])
	}
	c.keep(map[uint64]bool{2: true})
	for key := range c.byWord {
		if key.segment != 2 {
			t.Errorf("%v is kept after its segment has gone", key)
		}
	}
	c.keep(nil)
	if c.held != 0 || c.recent.Len() != 0 {
		t.Errorf("empty, it holds %d bytes in %d entries", c.held, c.recent.Len())
	}
	broken := errors.New("broken")
	key := positionKey{3, "d"}
	if _, err := c.get(key, func() (positions, error) { return positions{}, broken }); !errors.Is(err, broken) {
		t.Errorf("a failed reading: %v", err)
	}
	if at, err := c.get(key, func() (positions, error) { return positions{places: []uint16{7}}, nil }); err != nil || len(at.places) != 1 {
		t.Errorf("after a failed reading: %v, %v", at, err)
	}
}
