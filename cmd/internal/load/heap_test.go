package load

import (
	"strings"
	"testing"
)

func TestLastHeap(t *testing.T) {
	const (
		first  = "gc 1 @0.011s 6%: 0.015+1.9+0.079 ms clock, 0.030+0.55/0.60/0+0.15 ms cpu, 4->5->3 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P\n"
		forced = "gc 9 @12.3s 2%: 0.015+1.9+0.079 ms clock, 0.030+0.55/0.60/0+0.15 ms cpu, 40->41->23 MB, 46 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)\n"
		other  = "time=2026-11-22T10:00:00Z level=INFO msg=\"gc is no word of ours\"\n"
	)
	for _, tt := range []struct {
		name, log string
		want      Heap
		ok        bool
	}{
		{"nothing", other, Heap{}, false},
		{"one", other + first, Heap{Live: 3 << 20}, true},
		{"at rest", first + other + forced + other, Heap{Live: 23 << 20, Rested: true}, true},
		{"at work again", forced + first, Heap{Live: 3 << 20}, true},
		{"cut off", forced + "gc 10 @13s 2%: 0.0", Heap{Live: 23 << 20, Rested: true}, true},
	} {
		if got, ok := LastHeap(strings.NewReader(tt.log)); got != tt.want || ok != tt.ok {
			t.Errorf("%s: LastHeap() = %+v, %v, want %+v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}
