package research

import (
	"verbatim/analysis"
	"verbatim/analysis/stats"
	"verbatim/search"
	"verbatim/search/stem"
)

// A contentWord is a word that says something about what a text is about.
type contentWord struct {
	span   analysis.Span // in the text
	folded string        // as the index compares it
	stem   string        // of all its forms
}

// contentWords returns the words of text that say something, in order.
func contentWords(text string) []contentWord {
	var out []contentWord
	for _, s := range search.Words(text) {
		folded := search.Fold(text[s.Start:s.End])
		if !stats.IsFunctionWord(folded) {
			out = append(out, contentWord{span: analysis.Span(s), folded: folded, stem: stem.Of(folded)})
		}
	}
	return out
}

// sharedWords returns where in the span of text stand the words, in any form,
// that other has too.
func sharedWords(text string, in analysis.Span, other string) []analysis.Span {
	has := map[string]bool{}
	for _, w := range contentWords(other) {
		has[w.stem] = true
	}
	var out []analysis.Span
	for _, w := range contentWords(text) {
		if has[w.stem] && w.span.Start >= in.Start && w.span.End <= in.End {
			out = append(out, w.span)
		}
	}
	return out
}
