package quote_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"verbatim/analysis"
	"verbatim/analysis/quote"
)

func TestCompare(t *testing.T) {
	sources := []string{
		"My voice is valid and important as much as anyone else's, I shouldn't be afraid to speak and share my own views/ experiences",
		"It's the best thing. Dr Jane Smith was, frankly, not dismissive. It matter's … a lot [honestly] to the \"stereotype\" of me",
		"needs some thought - as to how it can be scaled up",
	}
	tests := []struct {
		name, printed string
		level         quote.Level
		source        int
		divergence    string
	}{
		{"exact", "valid and important", quote.Exact, 0, ""},
		{"exact to the end of the answer", "to the \"stereotype\" of me", quote.Exact, 1, ""},
		{"curly apostrophe", "as anyone else’s, I shouldn’t be afraid", quote.Typographic, 0, ""},
		{"curly marks inside", "to the “stereotype” of me", quote.Typographic, 1, ""},
		{"three dots", "matter's ... a lot", quote.Typographic, 1, ""},
		{"no-break space and soft hyphen", "valid\u00a0and impor\u00adtant", quote.Typographic, 0, ""},
		{"line break", "valid\nand  important", quote.Typographic, 0, ""},
		{"omission", "My voice is valid [...] as much as anyone else's", quote.Edited, 0, ""},
		{"replacement", "[a senior doctor] was, frankly, not dismissive.", quote.Edited, 1, ""},
		{"sic", "It matter's [sic] … a lot", quote.Edited, 1, ""},
		{"case", "[N]eeds some thought", quote.Edited, 2, ""},
		{"typed brackets and an omission", "It matter's [...] lot [honestly] to", quote.Edited, 1, ""},
		{"bare dots", "My voice is valid … as much as", quote.Edited, 0, ""},
		{"another word", "My voice is valuable and important", quote.Mismatch, 0, "printed 'valuable' where the answer has 'valid'"},
		{"another first word", "Your voice is valid and important as", quote.Mismatch, 0, "printed 'Your' where the answer has 'My'"},
		{"dropped not", "Dr Jane Smith was, frankly, dismissive.", quote.Mismatch, 1, "left out 'not' after ','"},
		{"added word", "My voice is very valid and", quote.Mismatch, 0, "printed 'very', which the answer does not have after 'is'"},
		{"tail of a word cut", "My voice is vali", quote.Mismatch, 0, "printed 'vali' where the answer has 'valid'"},
		{"head of a word cut", "t's the best thin", quote.Mismatch, 1, "printed 't's' where the answer has 'It's'"},
		{"spelling mended", "It matters … a lot", quote.Mismatch, 1, "printed 'matters' where the answer has 'matter's'"},
		{"case mended", "Needs some thought", quote.Mismatch, 2, "printed 'Needs' where the answer has 'needs'"},
		{"dash for a hyphen", "needs some thought – as to", quote.Mismatch, 2, "printed '–' where the answer has '-'"},
		{"a space mended", "my own views/experiences", quote.Mismatch, 0, "the space before 'experiences' differs"},
		{"words moved", "My voice is important and valid", quote.Mismatch, 0, "printed 'important', which the answer does not have after 'is'"},
		{"nobody said it", "Zebras graze", quote.Mismatch, -1, "no answer has these words"},
		{"nothing", " ", quote.Mismatch, -1, "nothing is printed"},
		{"only brackets", "[...]", quote.Edited, 0, ""},
	}
	c := quote.NewComparer(sources)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := c.Compare(tt.printed)
			if got.Level != tt.level || got.Source != tt.source || got.Divergence != tt.divergence {
				t.Errorf("Compare(%q) = %+v, want %s in %d, %q", tt.printed, got, tt.level, tt.source, tt.divergence)
			}
		})
	}
}

func TestCompareFillsInEdits(t *testing.T) {
	const source = "When I spoke to Dr Jane Smith she was, frankly, not dismissive at all of my recieved views." //nolint:misspell // a participant's own
	const printed = "[...] she was, [...] dismissive at all of my recieved [sic] views."                         //nolint:misspell // a participant's own
	got := quote.Compare(printed, []string{source})
	want := []analysis.Edit{
		{Op: analysis.Omit, Span: at(t, source, "Smith")},
		{Op: analysis.Omit, Span: at(t, source, "frankly, not")},
		{Op: analysis.Sic, Span: analysis.Span{Start: strings.Index(source, " views"), End: strings.Index(source, " views")}},
	}
	if diff := cmp.Diff(want, got.Edits); diff != "" {
		t.Errorf("edits (-want +got):\n%s", diff)
	}
	if len(got.Warnings) == 0 || !strings.Contains(strings.Join(got.Warnings, "\n"), `"not"`) {
		t.Errorf("warnings = %q, want one about the hidden \"not\"", got.Warnings)
	}
	if text, err := quote.Render(source, got.Span, got.Edits); err != nil || text != printed {
		t.Errorf("Render(filled in) = %q, %v, want %q", text, err, printed)
	}
}

// TestRoundTrip renders random edits and reads them back.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 4, 60).Draw(t, "words")
		source := strings.Join(words, " ")
		edits := drawEdits(t, words)
		span := analysis.Span{End: len(source)}
		printed, err := quote.Render(source, span, edits)
		if err != nil {
			t.Fatalf("Render(%q, %v): %v", source, edits, err)
		}
		got := quote.Compare(printed, []string{"an answer of somebody else", source})
		if got.Level == quote.Mismatch || got.Level != quote.Edited && len(edits) > 0 {
			t.Fatalf("Compare(%q, %q) = %+v", printed, source, got)
		}
		if again, err := quote.Render(source, got.Span, got.Edits); got.Level == quote.Edited && (err != nil || again != printed) {
			t.Fatalf("the edits filled in give %q, %v, want %q", again, err, printed)
		}
	})
}

var vocabulary = []string{"my", "voice", "is", "not", "valid,", "isn't", "well-being", "£3,000", "été.", "(then)", "Dean's", "views/ own", "…", `"so"`, "A", "and", "the"}

// drawEdits draws at most one edit for each third word.
func drawEdits(t *rapid.T, words []string) []analysis.Edit {
	var edits []analysis.Edit
	at := 0
	for i, w := range words {
		span := analysis.Span{Start: at, End: at + len(w)}
		at = span.End + 1
		if i%3 != 1 {
			continue
		}
		switch rapid.IntRange(0, 5).Draw(t, "edit") {
		case 0:
			edits = append(edits, analysis.Edit{Op: analysis.Omit, Span: span})
		case 1:
			edits = append(edits, analysis.Edit{Op: analysis.Replace, Span: span, Text: "a person"})
		case 2:
			edits = append(edits, analysis.Edit{Op: analysis.Sic, Span: analysis.Span{Start: span.End, End: span.End}})
		}
	}
	return edits
}

// TestHostileText aligns texts made to cost as much as possible: the table is
// bounded by words x words, however many omissions are printed.
func TestHostileText(t *testing.T) {
	source := strings.Repeat("a b ", 2000)
	for _, printed := range []string{
		strings.Repeat("[...] a ", 400) + "z",
		strings.Repeat("[x] a ", 400) + "z",
		strings.Repeat("… ", 400) + "z",
		strings.Repeat("[", 5000),
		strings.Repeat("a ", 100_000) + "z",
	} {
		if got := quote.Compare(printed, []string{source}); got.Level != quote.Mismatch {
			t.Errorf("Compare(%.20q...) = %s, want mismatch", printed, got.Level)
		}
	}
}

func TestPick(t *testing.T) {
	cand := func(person, text string, score float64, critical bool) quote.Candidate {
		return quote.Candidate{Person: person, Score: score, Critical: critical, Quote: analysis.Quote{VerbatimID: person + text[:2], Text: text, Span: analysis.Span{End: len(text)}}}
	}
	long := strings.Repeat("we were heard in every meeting and ", 3) + "it stayed so."
	cands := []quote.Candidate{
		cand("m1", long, 0.9, false), cand("m1", "Oh "+long, 0.89, false), cand("m1", "Ah "+long, 0.88, false),
		cand("m2", "We "+long, 0.7, false), cand("m3", "No "+long, 0.3, true), cand("m4", "Good.", 0.9, false),
	}
	people := func(cs []quote.Candidate) string {
		var ps []string
		for _, c := range cs {
			ps = append(ps, c.Person)
		}
		return strings.Join(ps, " ")
	}
	tests := []struct {
		limit int
		want  string
	}{{0, ""}, {1, "m1"}, {2, "m1 m3"}, {3, "m1 m2 m3"}, {4, "m1 m2 m4 m3"}, {9, "m1 m1 m1 m2 m4 m3"}}
	for _, tt := range tests {
		if got := people(quote.Pick(cands, tt.limit)); got != tt.want {
			t.Errorf("Pick(limit %d) = %s, want %s", tt.limit, got, tt.want)
		}
	}
}

func TestGrow(t *testing.T) {
	const text = "Yes. It changed how I teach. I ask more and I listen for longer than I did before we met. Thanks."
	var sentences []analysis.Span
	for _, s := range []string{"Yes.", "It changed how I teach.", "I ask more and I listen for longer than I did before we met.", "Thanks."} {
		sentences = append(sentences, at(t, text, s))
	}
	got := quote.Grow(text, at(t, text, "changed"), sentences).In(text)
	if want := "It changed how I teach. I ask more and I listen for longer than I did before we met."; got != want {
		t.Errorf("Grow = %q, want %q", got, want)
	}
	if core := (analysis.Span{Start: 900, End: 910}); quote.Grow(text, core, sentences) != core {
		t.Error("a core outside the text is not returned as it is")
	}
}

func TestMeter(t *testing.T) {
	var said []quote.Said
	for who := range strings.FieldsSeq("M03 M01 M02 M03 M03 E01 E02 E03 E04 E05 M03") {
		said = append(said, quote.Said{Person: who, Label: who})
	}
	m := quote.Fair(said, 10).Meter
	if got, want := m.String(), "11 quotes from 8 of 10; M03 four times"; got != want {
		t.Errorf("Fair = %q, want %q", got, want)
	}
	if len(m.Often) != 1 || m.Often[0].Label != "M03" || m.Often[0].Quotes != 4 {
		t.Errorf("Often = %v, want M03 four times", m.Often)
	}
	if got := quote.Fair(nil, 3).String(); got != "no quotes" {
		t.Errorf("Fair(none) = %q", got)
	}
	if got := quote.Fair(said[:2], 10); len(got.Often) != 0 {
		t.Errorf("two people quoted once each: %+v", got)
	}
}
