package coordinate

import (
	"testing"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/web/page"
)

// FuzzQuoteEdits posts what no page would: whatever comes, the quote that is made
// of it renders or is refused, and nobody is the author of another's edit.
func FuzzQuoteEdits(f *testing.F) {
	f.Add(`{"op":"omit","span":{"start":2,"end":5}}`, "0-9", "end-more-word", 1, 2, "case")
	f.Add(`{"op":"case","by":"mallory"}`, "-3-x", "start-less-sentence", -4, 99, "omit")
	f.Fuzz(func(t *testing.T, edit, span, do string, from, to int, op string) {
		const text = "I was not sure. “Now” I speak up — e\u0301t voilà!"
		at, ok := readSpanText(span)
		if !ok {
			at = analysis.Span{Start: 0, End: len(text)}
		}
		draft := analysis.Chosen{Span: quote.Snap(text, at)}
		draft.Edits = readEdits([]string{edit}, []string{"because"}, nil, "anna")
		for _, e := range draft.Edits {
			if e.By != "anna" {
				t.Fatalf("an edit by %q was taken from the form", e.By)
			}
		}
		draft.Span = quote.Snap(text, moved(text, draft.Span, do))
		draft.Edits = quote.Within(draft.Edits, draft.Span)
		_, before := quote.Render(text, draft.Span, draft.Edits)
		wrong := addEdit(&draft, text, page.QuoteEdit{Op: op, From: from, To: to, Text: "x", Reason: "because"}, "anna")
		if printed, err := quote.Render(text, draft.Span, draft.Edits); err == nil && !utf8.ValidString(printed) {
			t.Fatalf("%q is no text", printed)
		} else if err != nil && before == nil {
			t.Fatalf("adding made it unprintable (%q): %v", wrong, err)
		}
	})
}
