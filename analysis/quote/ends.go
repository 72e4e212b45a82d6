package quote

import (
	"slices"
	"unicode/utf8"

	"verbatim/analysis"
)

// Words returns where the words of a text stand, with the marks that belong to
// them: what a person can choose from when the ends of a quote are moved.
func Words(text string) []analysis.Span {
	var out []analysis.Span
	for _, t := range tokens(text) {
		w := widened(text, t.span)
		n := len(out)
		if n > 0 && (w.Start < out[n-1].End || !t.space && w.Start == out[n-1].End) {
			out[n-1].End = max(w.End, out[n-1].End) // a mark right after a word, or before it
			continue
		}
		out = append(out, w)
	}
	return out
}

// widened returns the span moved outwards to where the text may be cut. An
// accent that stands by itself belongs to the space before it.
func widened(text string, s analysis.Span) analysis.Span {
	for !boundary(text, s.Start) {
		s.Start--
	}
	for !boundary(text, s.End) {
		s.End++
	}
	return s
}

// An End is one of the two ends of a quote.
type End int

// The ends.
const (
	First End = iota // where the quote begins
	Last             // where it ends
)

// Step moves an end of a quote by one unit, such as a word or a sentence:
// outwards when more is true, else inwards. It returns the span as it was when
// there is nothing to move to, or when nothing would be left.
func Step(units []analysis.Span, span analysis.Span, end End, more bool) analysis.Span {
	to := span
	switch {
	case end == First && more:
		for _, u := range units {
			if u.Start < span.Start {
				to.Start = u.Start
			}
		}
	case end == First:
		if i := slices.IndexFunc(units, func(u analysis.Span) bool { return u.Start > span.Start }); i >= 0 {
			to.Start = units[i].Start
		}
	case more:
		if i := slices.IndexFunc(units, func(u analysis.Span) bool { return u.End > span.End }); i >= 0 {
			to.End = units[i].End
		}
	default:
		for _, u := range units {
			if u.End < span.End {
				to.End = u.End
			}
		}
	}
	if to.Start >= to.End {
		return span
	}
	return to
}

// Snap returns the span that holds the words which a span touches, so that what
// was marked with a mouse cuts none. It is the span of the whole text where none
// is touched.
func Snap(text string, span analysis.Span) analysis.Span {
	words := Words(text)
	if len(words) == 0 {
		return analysis.Span{Start: 0, End: len(text)}
	}
	first := slices.IndexFunc(words, func(w analysis.Span) bool { return w.End > span.Start })
	last := len(words) - 1
	for last >= 0 && words[last].Start >= span.End {
		last--
	}
	if first < 0 || last < first {
		return analysis.Span{Start: words[0].Start, End: words[len(words)-1].End}
	}
	return analysis.Span{Start: words[first].Start, End: words[last].End}
}

// Whole returns the span with its ends moved outwards until a replacement of it
// cuts no word: letters, digits and what belongs to them stay together.
func Whole(text string, span analysis.Span) analysis.Span {
	for betweenLetters(text, span.Start) {
		_, size := utf8.DecodeLastRuneInString(text[:span.Start])
		span.Start -= size
	}
	for betweenLetters(text, span.End) {
		_, size := utf8.DecodeRuneInString(text[span.End:])
		span.End += size
	}
	return span
}

// Within returns the edits that lie inside a span, in their order: what is left
// of them when the ends of a quote were moved.
func Within(edits []analysis.Edit, span analysis.Span) []analysis.Edit {
	var out []analysis.Edit
	for _, e := range edits {
		if e.Span.Start >= span.Start && e.Span.End <= span.End {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b analysis.Edit) int { return a.Span.Start - b.Span.Start })
	return out
}
