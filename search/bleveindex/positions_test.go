package bleveindex

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPositionCursor compares counting along positions with counting all.
func TestPositionCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfDistinct(rapid.Uint32Range(0, 300), func(n uint32) uint32 { return n }).Draw(t, "positions")
		slices.Sort(at)
		c := positionCursor{at}
		from := uint32(0)
		for from < 300 {
			from += rapid.Uint32Range(0, 60).Draw(t, "gap")
			to := from + rapid.Uint32Range(0, 20).Draw(t, "length")
			want := uint32(0)
			for _, p := range at {
				if from <= p && p < to {
					want++
				}
			}
			if got := c.count(from, to); got != want {
				t.Fatalf("count(%d, %d) of %v = %d, want %d", from, to, at, got, want)
			}
			from = to
		}
	})
}

// TestPositionCache holds that what is kept stays below the limit, that what was
// used last is kept, and that a reading which failed is tried again.
func TestPositionCache(t *testing.T) {
	c := newPositionCache(10 * positionBytes)
	reads := map[string]int{}
	get := func(segment uint64, word string) {
		t.Helper()
		at, err := c.get(positionKey{segment, word}, func() (positions, error) {
			reads[word]++
			return make(positions, 4), nil
		})
		if len(at) != 4 || err != nil {
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
	if _, err := c.get(key, func() (positions, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("a failed reading: %v", err)
	}
	if at, err := c.get(key, func() (positions, error) { return positions{7}, nil }); err != nil || len(at) != 1 {
		t.Errorf("after a failed reading: %v, %v", at, err)
	}
}
