package pipeline

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestGiveWay holds that the pipeline waits while people do, not longer than it
// should, and goes on when they have gone.
func TestGiveWay(t *testing.T) {
	tests := []struct {
		name   string
		busy   time.Duration // how long people wait
		worked time.Duration
		want   time.Duration
	}{
		{"nobody waits", 0, time.Second, 0},
		{"all the time", time.Hour, 100 * time.Millisecond, 400 * time.Millisecond},
		{"all the time, after long work", time.Hour, time.Minute, longestGiving},
		{"for a moment", 50 * time.Millisecond, time.Second, 60 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				p := New(nil, Config{Now: time.Now, Busy: func() bool { return time.Since(start) < tt.busy }})
				p.giveWay(t.Context(), tt.worked)
				if took := time.Since(start); took != tt.want {
					t.Errorf("waited %v, want %v", took, tt.want)
				}
			})
		})
	}
}
