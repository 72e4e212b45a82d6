package publishbench

import (
	"testing"
	"time"
)

// TestRun measures a small round: nothing is missed, and nothing is told of
// untouched files.
func TestRun(t *testing.T) {
	r, err := Run(Config{Answers: 500, Mutations: 60, Seed: 1, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if r.Missed != 0 || r.FalseAlarms != 0 || r.Caught != 60 || r.Untouched == 0 || r.Quotes < 40 {
		t.Errorf("Run = %+v", r)
	}
	if _, err := Run(Config{Answers: 1, Now: time.Now}); err == nil {
		t.Error("one answer is measured")
	}
}
