package search_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
)

// roled are three texts of two roles with the word "voice" found in them.
func roled() []search.Text {
	at := func(text string) []search.Span {
		i := strings.Index(text, "voice")
		if i < 0 {
			return nil
		}
		return []search.Span{{Start: i, End: i + len("voice")}}
	}
	var out []search.Text
	for _, t := range []search.Text{
		{ID: "1", Person: "p", Role: "mentor", Round: "2021", Text: "A strong voice at last."},
		{ID: "2", Person: "q", Role: "mentee", Round: "2020", Text: "My voice grew."},
		{ID: "3", Person: "q", Role: "mentee", Round: "2021", Text: "Nothing here."},
	} {
		t.Spans = at(t.Text)
		out = append(out, t)
	}
	return out
}

func TestColumnsAreNamed(t *testing.T) {
	for _, c := range search.Columns() {
		if got, ok := search.ParseColumn(strings.ToUpper(c.String())); !ok || got != c {
			t.Errorf("ParseColumn(%s) = %v, %t", c, got, ok)
		}
	}
	if _, ok := search.ParseColumn("L4"); ok {
		t.Error("ParseColumn(L4) is a column")
	}
}

func TestConcordanceSortsByAttributes(t *testing.T) {
	for by, want := range map[search.Column][]string{search.OfRole: {"2", "1"}, search.OfRound: {"2", "1"}, search.R1: {"1", "2"}} {
		var got []string
		for _, l := range search.Concordance(roled(), 5, by) {
			got = append(got, l.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sorted by %s (-want +got):\n%s", by, diff)
		}
	}
}

func TestParts(t *testing.T) {
	want := []search.Part{
		{Name: "mentee", Words: 5, Count: 1, People: 1, Everybody: 1},
		{Name: "mentor", Words: 5, Count: 1, People: 1, Everybody: 1},
	}
	got := search.Parts(roled(), search.OfRole)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parts (-want +got):\n%s", diff)
	}
	if rate := got[0].PerThousand(); rate != 200 {
		t.Errorf("PerThousand = %v, want 200", rate)
	}
}
