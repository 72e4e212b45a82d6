package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestConcordanceOfParts compares the lines of texts of which only the
// surroundings of what was found are cut into words with those of the same texts
// cut as a whole.
func TestConcordanceOfParts(t *testing.T) {
	pieces := strings.Fields("word Wörter don't 3.5 – — ... 👍🏽 👨‍👩‍👧 (a) x-y confi\u00addence 自信 mentor's \xff")
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces") {
			b.WriteString(p)
			b.WriteString(rapid.SampledFrom([]string{" ", " ", "\n", "  ", ", ", " - ", ""}).Draw(t, "between"))
		}
		text := b.String()
		words := Words(text)
		if len(words) == 0 {
			return
		}
		first := rapid.IntRange(0, len(words)-1).Draw(t, "first")
		last := min(first+rapid.IntRange(0, 3).Draw(t, "length"), len(words)-1)
		span := Span{words[first].Start, words[last].End}
		size := rapid.IntRange(0, 12).Draw(t, "context")
		columns := []Column{L3, L2, L1, R1, R2, R3}
		part := Concordance([]Text{{Text: text, Spans: []Span{span}}}, size, columns...)
		if diff := cmp.Diff([]Line{wholeLine(text, words, span, size)}, part, cmp.AllowUnexported(Line{})); diff != "" {
			t.Fatalf("the line of %v in %q (-whole +part):\n%s", span, text, diff)
		}
		around := wordsAround(text, span, max(size, 3)+1)
		af, al := wordRange(around, span)
		wf, wl := wordRange(words, span)
		for _, c := range columns {
			if got, want := columnWord(text, around, af, al, c), columnWord(text, words, wf, wl, c); got != want {
				t.Fatalf("column %v of %v in %q = %q, want %q", c, span, text, got, want)
			}
		}
	})
}

// columnWord is the word of a column without its folding.
func columnWord(text string, all []Span, first, last int, c Column) string {
	i := last + int(c)
	if c < Centre {
		i = first + int(c)
	}
	if i < 0 || i >= len(all) {
		return ""
	}
	return text[all[i].Start:all[i].End]
}

func wholeLine(text string, words []Span, s Span, size int) Line {
	first, last := wordRange(words, s)
	return lineOf(&Text{Text: text}, words, s, first, last, size)
}
