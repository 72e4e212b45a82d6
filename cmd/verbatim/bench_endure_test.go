package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/cmd/internal/load"
)

func TestSlopeOf(t *testing.T) {
	line := func(rate float64, held int64) submitMinute {
		return submitMinute{Rates: rates{PerSecond: rate, P99: 2 * rate}, Memory: load.Memory{Held: held, Own: held / 2}}
	}
	if got := slopeOf([]submitMinute{line(1, 1)}); got != nil {
		t.Errorf("slopeOf one line = %+v, want none", got)
	}
	got := slopeOf([]submitMinute{line(10, 100), line(90, 300), line(20, 200), line(5, 9), line(30, 600), line(40, 400), line(50, 800)})
	want := &submitSlope{Lines: 3, FirstRate: 20, LastRate: 40, FirstP99: 40, LastP99: 80, FirstRSS: 200, LastRSS: 600, FirstOwn: 100, LastOwn: 300}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("slopeOf (-want +got):\n%s", diff)
	}
}
