package research

import (
	"strings"

	"verbatim/analysis"
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
		if !emptyWord(folded) {
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

// emptyWord reports whether a folded word says nothing about what a text is
// about: it is in every second sentence, so that marking it would be noise.
func emptyWord(folded string) bool {
	const words = " a about after all also am an and any are as at be because been before being both but by can could did do does for from had has have he her here him his how i if in into is it its it's i'm i've just may me more most much my no not of off on one only or other our out over own she should so some such than that that's the their them then there these they this those through to too under until up us very was we were what when where which while who why will with would you your "
	return strings.Contains(words, " "+strings.ReplaceAll(folded, "’", "'")+" ")
}
