package research

import (
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/web/page"
)

const (
	// wholeBytes is the longest answer shown whole in a list, in bytes: about
	// 150 words, the longest of the published quotes three times over.
	wholeBytes = 900
	// contextBytes is how much is shown on either side of what a longer answer
	// is shown for, in bytes: about 40 words, enough to see what is meant.
	contextBytes = 240
)

// A mark is a coding as it is shown in the text: its span, its colour and the
// letter that stands where it ends, leading to it.
type mark struct {
	span   analysis.Span
	letter page.Link
	colour int
}

// pieces cuts the kept parts of text wherever a found word or a mark begins or
// ends. The texts of the pieces joined are the kept parts, byte for byte;
// between two kept parts stands a piece that says how much is not shown. Spans
// that do not fit the text are passed over.
func pieces(text string, keep, found []analysis.Span, marks []mark) []page.Piece {
	found = slices.DeleteFunc(slices.Clone(found), func(s analysis.Span) bool { return !fits(text, s) })
	marks = slices.DeleteFunc(slices.Clone(marks), func(m mark) bool { return !fits(text, m.span) })
	var out []page.Piece
	at := 0
	for _, k := range keep {
		out = appendCut(out, text[at:k.Start])
		for _, s := range cut(k, found, marks) {
			out = append(out, onePiece(text, s, found, marks))
		}
		at = k.End
	}
	return appendCut(out, text[at:])
}

// whole keeps all of text.
func whole(text string) []analysis.Span { return []analysis.Span{{Start: 0, End: len(text)}} }

// fits reports whether s covers something of text and cuts no character.
func fits(text string, s analysis.Span) bool {
	return s.Start >= 0 && s.End <= len(text) && s.Start < s.End &&
		utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}

// cut divides k at every place where something begins or ends inside it.
func cut(k analysis.Span, found []analysis.Span, marks []mark) []analysis.Span {
	edges := []int{k.Start, k.End}
	for _, f := range found {
		edges = append(edges, f.Start, f.End)
	}
	for _, m := range marks {
		edges = append(edges, m.span.Start, m.span.End)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	edges = slices.DeleteFunc(edges, func(e int) bool { return e < k.Start || e > k.End })
	var out []analysis.Span
	for i := 1; i < len(edges); i++ {
		out = append(out, analysis.Span{Start: edges[i-1], End: edges[i]})
	}
	return out
}

func onePiece(text string, s analysis.Span, found []analysis.Span, marks []mark) page.Piece {
	p := page.Piece{Text: s.In(text)}
	p.Found = slices.ContainsFunc(found, s.Overlaps)
	from := -1
	for _, m := range marks {
		if !m.span.Overlaps(s) {
			continue
		}
		p.Coded = true
		if m.span.Start > from {
			from, p.Colour = m.span.Start, m.colour
		}
		if m.span.End == s.End && m.letter.Text != "" {
			p.Ends = append(p.Ends, m.letter)
		}
	}
	return p
}

func appendCut(out []page.Piece, hidden string) []page.Piece {
	n := len(strings.Fields(hidden))
	if n == 0 {
		return out
	}
	return append(out, page.Piece{Cut: Plural(n, "word", "words") + " not shown"})
}

// excerpt chooses what of text is shown in a list: all of it when it is short,
// else the surroundings of each of the places it is shown for, or its beginning
// when there is none.
func excerpt(text string, around []analysis.Span) []analysis.Span {
	if len(text) <= wholeBytes {
		return whole(text)
	}
	var keep []analysis.Span
	for _, s := range around {
		if fits(text, s) {
			keep = append(keep, widen(text, s))
		}
	}
	if len(keep) == 0 {
		return []analysis.Span{widen(text, analysis.Span{Start: 0, End: 2 * contextBytes})}
	}
	slices.SortFunc(keep, func(a, b analysis.Span) int { return a.Start - b.Start })
	return merge(text, keep)
}

// widen adds the context on either side and stops between words.
func widen(text string, s analysis.Span) analysis.Span {
	start, end := max(0, s.Start-contextBytes), min(len(text), s.End+contextBytes)
	if i := strings.LastIndexAny(text[:start], " \n"); start > 0 {
		start = i + 1
	}
	if i := strings.IndexAny(text[end:], " \n"); i >= 0 {
		end += i
	} else {
		end = len(text)
	}
	return analysis.Span{Start: start, End: end}
}

// merge joins parts that overlap or have fewer words between them than it
// would take to say so.
func merge(text string, parts []analysis.Span) []analysis.Span {
	const fewWords = 8
	out := parts[:1]
	for _, p := range parts[1:] {
		last := &out[len(out)-1]
		if p.Start <= last.End || len(strings.Fields(text[last.End:p.Start])) < fewWords {
			last.End = max(last.End, p.End)
			continue
		}
		out = append(out, p)
	}
	return out
}
