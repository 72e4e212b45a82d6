package disclose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis/disclose"
)

func TestCountText(t *testing.T) {
	for n, want := range map[int]string{-1: "0", 0: "0", 1: "fewer than 5", 4: "fewer than 5", 5: "5", 120: "120"} {
		if got := disclose.CountText(n); got != want {
			t.Errorf("CountText(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSuppress(t *testing.T) {
	const f, h = "fewer than 5", disclose.Hidden
	tests := []struct {
		name string
		row  []int
		want []string
	}{
		{"nothing small", []int{10, 0, 7}, []string{"10", "0", "7"}},
		{"one small hides one more", []int{10, 2, 7}, []string{"10", f, h}},
		{"noughts stay where another can go", []int{10, 2, 0}, []string{h, f, "0"}},
		{"two small hide each other", []int{10, 2, 3}, []string{"10", f, f}},
		{"two ones are given away by their sum", []int{10, 1, 1}, []string{h, f, f}},
		{"two fours too", []int{10, 4, 4}, []string{h, f, f}},
		{"only one cell", []int{3}, []string{f}},
		{"none", nil, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, disclose.Suppress(tt.row)); diff != "" {
				t.Errorf("Suppress(%v) (-want +got):\n%s", tt.row, diff)
			}
		})
	}
}

// FuzzFind checks that whatever is found lies in the text, in order and apart.
