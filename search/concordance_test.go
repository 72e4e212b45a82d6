package search_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
)

// found returns a text with spans where the bracketed words are.
func found(id, marked string) search.Text {
	t := search.Text{ID: id, Person: id}
	for {
		before, rest, ok := strings.Cut(marked, "[")
		t.Text += before
		if !ok {
			return t
		}
		word, after, _ := strings.Cut(rest, "]")
		t.Spans = append(t.Spans, search.Span{Start: len(t.Text), End: len(t.Text) + len(word)})
		t.Text += word
		marked = after
	}
}

func TestConcordance(t *testing.T) {
	texts := []search.Text{
		found("a", "My [confidence] grew, and with it the [confidence] of others."),
		found("b", "[Confidence]!"),
		found("c", "I had no “[confidence]” at all, café."),
	}
	got := search.Concordance(texts, 2, search.R1, search.L1)
	want := []search.Line{
		{ID: "b", Span: search.Span{Start: 0, End: 10}, Left: "", Node: "Confidence", Right: "!"},
		{ID: "c", Span: search.Span{Start: 12, End: 22}, Left: "had no “", Node: "confidence", Right: "” at all"},
		{ID: "a", Span: search.Span{Start: 3, End: 13}, Left: "My ", Node: "confidence", Right: " grew, and"},
		{ID: "a", Span: search.Span{Start: 36, End: 46}, Left: "it the ", Node: "confidence", Right: " of others."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Concordance (-want +got):\n%s", diff)
	}
	aligned := search.Aligned(got, 8)
	wantAligned := []string{
		"          Confidence  !",
		"had no “  confidence  ” at all",
		"      My  confidence  grew, an",
		"  it the  confidence  of other",
	}
	if diff := cmp.Diff(wantAligned, aligned); diff != "" {
		t.Errorf("Aligned (-want +got):\n%s", diff)
	}
}

// TestConcordanceColumns sorts by each column of lines whose words are in
// opposite orders.
func TestConcordanceColumns(t *testing.T) {
	texts := []search.Text{found("a", "c2 b1 a3 [x] c1 B2 a2"), found("b", "a1 c2 b2 [É] b3 a2 c1"), found("c", "b5 a5 c5 [y] a9 c9 b9")}
	tests := map[search.Column]string{search.L3: "bca", search.L2: "cab", search.L1: "abc", search.Centre: "bac", search.R1: "cba", search.R2: "bac", search.R3: "acb"}
	for column, want := range tests {
		got := ""
		for _, l := range search.Concordance(texts, 5, column) {
			got += l.ID
		}
		if got != want {
			t.Errorf("by column %d the order is %s, want %s", column, got, want)
		}
	}
}

func TestHighlight(t *testing.T) {
	tests := []struct {
		text  string
		spans []search.Span
		want  string
	}{
		{"My café here", []search.Span{{Start: 3, End: 8}}, "My |[café]| here"},
		{"all", []search.Span{{Start: 0, End: 3}}, "[all]"},
		{"é", []search.Span{{Start: 0, End: 1}}, "é"},
		{"short", []search.Span{{Start: 2, End: 99}, {Start: -1, End: 2}, {Start: 3, End: 3}}, "short"},
		{"<b>", nil, "<b>"},
		{"", nil, ""},
	}
	for _, tt := range tests {
		if got := show(search.Highlight(tt.text, tt.spans)); got != tt.want {
			t.Errorf("Highlight(%q, %v) = %s, want %s", tt.text, tt.spans, got, tt.want)
		}
	}
}

func show(segments []search.Segment) string {
	parts := make([]string, len(segments))
	for i, s := range segments {
		switch {
		case s.Gap:
			parts[i] = "..."
		case s.Hit:
			parts[i] = "[" + s.Text + "]"
		default:
			parts[i] = s.Text
		}
	}
	return strings.Join(parts, "|")
}

func TestExcerpt(t *testing.T) {
	long := "one two three four five six [seven] eight nine ten eleven twelve thirteen [fourteen] fifteen sixteen seventeen eighteen."
	tests := []struct {
		marked string
		words  int
		want   string
	}{
		{long, 2, "...|five six |[seven]| eight nine|...|twelve thirteen |[fourteen]| fifteen sixteen|..."},
		{long, 4, "one two three four five six |[seven]| eight nine ten eleven twelve thirteen |[fourteen]| fifteen sixteen seventeen eighteen."},
		{"no hit in this text at all", 2, "no hit in|..."},
		{"[all]", 3, "[all]"},
		{"", 3, ""},
	}
	for _, tt := range tests {
		text := found("a", tt.marked)
		if got := show(search.Excerpt(text.Text, text.Spans, tt.words)); got != tt.want {
			t.Errorf("Excerpt(%q, %d) = %s, want %s", tt.marked, tt.words, got, tt.want)
		}
	}
}

func TestFrequencies(t *testing.T) {
	texts := []search.Text{{ID: "1", Person: "p", Text: "Café, café! the"}, {ID: "2", Person: "p", Text: "the cafe"}, {ID: "3", Text: "THE"}}
	got, total := search.Frequencies(texts)
	want := []search.Frequency{{Word: "cafe", Count: 3, Texts: 2, People: 1}, {Word: "the", Count: 3, Texts: 3, People: 2}}
	if diff := cmp.Diff(want, got); diff != "" || total != 6 {
		t.Errorf("Frequencies total %d (-want +got):\n%s", total, diff)
	}
}

func TestCollocates(t *testing.T) {
	texts := []search.Text{
		found("a", "strong [tea] and strong [tea] please"),
		found("b", "powerful computer and strong coffee"),
	}
	got := search.Collocates(texts, 1, 1, 2)
	if len(got) != 1 || got[0].Word != "strong" {
		t.Fatalf("Collocates = %+v, want strong alone", got)
	}
	c := got[0]
	if c.Count != 2 || c.Left != 2 || c.Right != 0 || c.Texts != 1 || c.Total != 3 {
		t.Errorf("strong: %+v, want twice of three, both on the left, in one text", c)
	}
	// Nine words that are not tea, four of them beside it: 4·3/9 expected.
	if !near(c.Expected, 4.0*3/9, 1e-9) || !near(c.MI, 0.585, 0.001) || !near(c.LogDice, 14+math.Log2(2.0*2/(2+3)), 1e-9) {
		t.Errorf("strong: expected %v, MI %v, logDice %v", c.Expected, c.MI, c.LogDice)
	}
	table := search.Contingency{Both: 2, First: 2, Second: 1, Neither: 4}
	if !near(c.LogLikelihood, table.LogLikelihood(), 1e-9) {
		t.Errorf("strong: log-likelihood %v, want %v", c.LogLikelihood, table.LogLikelihood())
	}
	if tea := search.Collocates(texts, 5, 5, 3); len(tea) != 0 {
		t.Errorf("Collocates with a least count of 3 = %+v, want none", tea)
	}
}
