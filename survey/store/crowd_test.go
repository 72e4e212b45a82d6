package store

import "testing"

func TestCrowds(t *testing.T) {
	for _, c := range []struct{ first, n, from, to, least int }{
		{0, 5, 0, 0, 5},
		{0, 63, 0, 0, 63},
		{0, 200, 0, 2, 64},
		{3, 130, 3, 4, 64},
		{3, 1, 0, 2, 0},
	} {
		sizes := map[int]int{}
		for _, k := range crowds(c.first, c.n) {
			sizes[k]++
			if k < c.from || k > c.to {
				t.Errorf("crowds(%d, %d) deals %d, want %d to %d", c.first, c.n, k, c.from, c.to)
			}
		}
		for k, n := range sizes {
			if n < c.least {
				t.Errorf("crowds(%d, %d): crowd %d has %d, want at least %d", c.first, c.n, k, n, c.least)
			}
		}
	}
}
