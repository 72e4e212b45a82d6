package quote_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/quote"
)

// FuzzRender checks that what Render gives, if anything, is the source's words
// outside brackets and is read back as that.
func FuzzRender(f *testing.F) {
	f.Add("I was not afraid, really", 0, 24, 6, 9, "omit", "")
	f.Add("the Dean's view", 0, 15, 4, 8, "replace", "leader")
	f.Add("été … so", 0, 12, 0, 2, "case", "")
	f.Fuzz(func(t *testing.T, source string, start, end, from, to int, op, text string) {
		span, edit := analysis.Span{Start: start, End: end}, analysis.Edit{Op: analysis.EditOp(op), Span: analysis.Span{Start: from, End: to}, Text: text}
		printed, err := quote.Render(source, span, []analysis.Edit{edit})
		if err != nil {
			return
		}
		if !utf8.ValidString(printed) {
			t.Fatalf("Render(%q) = %q, not UTF-8", source, printed)
		}
		if !strings.HasPrefix(printed, source[span.Start:from]) || !strings.HasSuffix(printed, source[to:span.End]) {
			t.Fatalf("Render(%q, %v, %v) = %q: words outside the edit changed", source, span, edit, printed)
		}
		quote.Hidden(source, span, []analysis.Edit{edit})
	})
}

// FuzzCompare checks that any run of words of an answer is found in it, and
// that what is called exact or typographic is there.
func FuzzCompare(f *testing.F) {
	f.Add("valid and", "My voice is valid and important")
	f.Add("[...] a [x] … [sic] [M]y", "a my b … c")
	f.Add("“a”\u00ad b", "\"a\" b")
	f.Fuzz(func(t *testing.T, printed, source string) {
		got := quote.Compare(printed, []string{source})
		switch got.Level {
		case quote.Exact:
			if got.Span.In(source) != printed {
				t.Fatalf("Compare(%q, %q): exact at %v, which is %q", printed, source, got.Span, got.Span.In(source))
			}
		case quote.Typographic, quote.Edited:
			if got.Span.In(source) == "" {
				t.Fatalf("Compare(%q, %q) = %+v: an empty span", printed, source, got)
			}
		case quote.Mismatch:
			if got.Divergence == "" {
				t.Fatalf("Compare(%q, %q): a mismatch without a reason", printed, source)
			}
		}
		if strings.TrimSpace(source) != "" && quote.Compare(source, []string{source}).Level != quote.Exact {
			t.Fatalf("Compare(%q, itself) is not exact", source)
		}
	})
}
