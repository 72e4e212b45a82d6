package searchbench

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"verbatim/search"
	"verbatim/search/corpus"
	"verbatim/survey/fault"
)

// TestRun measures a little and holds what must be right at any size and speed.
func TestRun(t *testing.T) {
	r, err := Run(t.Context(), slog.New(slog.DiscardHandler), Config{
		Answers: minAnswers, Seed: 7, Rounds: 1, Against: []string{NameBleve, NameFTS5}, Dir: t.TempDir(), Writing: 350 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, truth := range append(r.Planted, r.Scanned...) {
		if truth.Got != truth.Want || truth.Want == 0 {
			t.Errorf("%s finds %d, want %d, and some", truth.Query, truth.Got, truth.Want)
		}
	}
	if len(r.Kinds) != len(corpus.Kinds()) || r.Writing.Failures != 0 || r.Concordance.Lines == 0 || len(r.Targets) == 0 || r.Engines[0].Bytes == 0 {
		t.Errorf("the report lacks something: %+v", r)
	}
	var out strings.Builder
	r.Print(&out)
	for _, want := range []string{"planted truths exact: 12 of 12", "screen, one term", "bleve", "fts5", "met"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, out.String())
		}
	}
}

func TestTooFew(t *testing.T) {
	if _, err := Run(t.Context(), slog.New(slog.DiscardHandler), Config{Answers: 10, Rounds: 1}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("Run of ten answers: %v, want Invalid", err)
	}
}

// TestKinds holds that every measured query can be read.
func TestKinds(t *testing.T) {
	for i, k := range corpus.Kinds() {
		if got := len(kinds()[i].requests); got != len(k.Queries) || got == 0 {
			t.Errorf("%s: %d of %d queries can be read", k.Name, got, len(k.Queries))
		}
	}
}

func TestScan(t *testing.T) {
	tests := []struct {
		s    scan
		text string
		want int
	}{
		{scan{letters: "of the"}, "one of the many", 1},
		{scan{letters: "of the"}, "one of them", 0},
		{scan{letters: "of the"}, "of them and of the", 1},
		{scan{letters: "conf", prefix: true}, "my confidence", 1},
		{scan{letters: "conf", prefix: true}, "unconfident", 0},
		{scan{letters: "the"}, "thé theé", 0},
	}
	for _, tt := range tests {
		if tt.s.look(tt.text); tt.s.count != tt.want {
			t.Errorf("%q in %q counts %d, want %d", tt.s.letters, tt.text, tt.s.count, tt.want)
		}
	}
}

// TestMatch holds how queries are put to FTS5.
func TestMatch(t *testing.T) {
	tests := []struct{ query, want string }{
		{"confidence", `"confidence"`},
		{`"out of order"`, `"out of order"`},
		{"conf*", `"conf"*`},
		{"a b -c", `("a" AND "b") NOT ("c")`},
		{"a OR b", `"a" OR "b"`},
		{"a NEAR/5 b", `NEAR("a" "b", 4)`},
		{"a PRE/5 b", ""},
		{"fuzzi~1", ""},
	}
	for _, tt := range tests {
		n, err := search.Parse(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := match(n)
		if (err != nil) != (tt.want == "") || err == nil && got != tt.want {
			t.Errorf("match(%s) = %q, %v, want %q", tt.query, got, err, tt.want)
		}
	}
}
