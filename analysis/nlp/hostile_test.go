package nlp_test

import (
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// TestHostileRuns gives what a cat on a keyboard or an attacker writes: as long
// an answer as is taken, of one thing. What grows with the square of it would
// take minutes here, against milliseconds.
func TestHostileRuns(t *testing.T) {
	const length = 20_000
	for _, unit := range []string{
		"a", "a.", "'", "\"", "-", "...", "!?", "(", ")", ":)", "www.", ".", ",", "A.B.", "https://a.b/", "e.g. ", "Dr. ", ". ", "' ", "a\n", "- a\n", "1. ", "é", "👍", "no.No", "a.m. A ",
	} {
		text := strings.Repeat(unit, length/len(unit))
		for _, s := range nlp.Sentences(text) {
			if s.In(text) == "" {
				t.Errorf("%q: an empty sentence", unit)
			}
		}
		end := 0
		for _, tok := range nlp.Tokens(text) {
			if tok.Span.Start < end || (analysis.Span{Start: tok.Span.Start, End: tok.Span.End}).In(text) != tok.Text {
				t.Fatalf("%q: token %+v after byte %d", unit, tok.Span, end)
			}
			end = tok.Span.End
		}
	}
}
