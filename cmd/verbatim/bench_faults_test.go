package main

import (
	"fmt"
	"os"
	"testing"
	"time"

	"verbatim/cmd/internal/faults"
	"verbatim/survey/surveytest"
)

// faultsFor is how long things are broken in a test; `verbatim bench faults`
// goes on for longer.
const faultsFor = time.Second

// TestFaults breaks what the site stands on for a moment.
func TestFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills the program for seconds")
	}
	t.Setenv(asCommand, "1")
	try := func(t *testing.T, database string) {
		t.Helper()
		r, err := faults.New(surveytest.Log(t), faults.Config{
			Program: os.Args[0], For: faultsFor, Database: database, People: 4, Seed: 3,
			Say: func(about, format string, args ...any) { t.Log(about, fmt.Sprintf(format, args...)) },
		}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r.Rounds == 0 || r.Looks < 2 || r.Tally.Acknowledged == 0 || r.Tally.Found != r.Tally.Acknowledged || r.Tally.Lost+r.Tally.Doubled+r.Tally.Strange != 0 {
			t.Errorf("after %d rounds: %+v", r.Rounds, r.Tally)
		}
	}
	t.Run("sqlite", func(t *testing.T) { try(t, faults.SQLite) })
	t.Run("postgresql", func(t *testing.T) { try(t, surveytest.Postgres(t)) })
}
