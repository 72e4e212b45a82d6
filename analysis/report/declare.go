package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
)

// declared returns the edits that turn the words of span into those that
// somebody typed: words that are gone are left out, others are put in brackets.
// It declares what was done and does not judge it.
func declared(source string, span analysis.Span, after string) []analysis.Edit {
	var edits []analysis.Edit
	at := span.Start // where the pieces have come to in the answer
	ps := Words(span.In(source), after)
	for i := 0; i < len(ps); i++ {
		p := ps[i]
		switch {
		case p.Op == Put:
			edits = append(edits, insertion(source, at, p.Text)...)
		case p.Op == Gone && i+1 < len(ps) && ps[i+1].Op == Put:
			edits = append(edits, replacement(source, analysis.Span{Start: at, End: at + len(p.Text)}, ps[i+1].Text)...)
			at += len(p.Text)
			i++
		case p.Op == Gone:
			edits = append(edits, omission(source, analysis.Span{Start: at, End: at + len(p.Text)}))
			at += len(p.Text)
		default:
			at += keptLength(source, at, p.Text)
		}
	}
	return edits
}

// keptLength returns how many bytes of the answer a kept piece takes: it has the
// white space of the other text.
func keptLength(source string, at int, kept string) int {
	n := 0
	for word := range strings.FieldsSeq(kept) {
		n += len(source[at+n:]) - len(strings.TrimLeftFunc(source[at+n:], unicode.IsSpace)) + len(word)
	}
	rest := source[at+n:]
	return n + len(rest) - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
}

// omission leaves words out, and keeps the space after them.
func omission(source string, span analysis.Span) analysis.Edit {
	span.End = span.Start + len(strings.TrimRightFunc(span.In(source), unicode.IsSpace))
	return analysis.Edit{Op: analysis.Omit, Span: span}
}

// insertion puts words in brackets between others.
func insertion(source string, at int, words string) []analysis.Edit {
	words = bare(words)
	if words == "" || words == "..." || words == "…" {
		return nil
	}
	if before := strings.TrimRightFunc(source[:at], unicode.IsSpace); len(before) > 0 {
		at = len(before)
	}
	if words == "sic" {
		return []analysis.Edit{{Op: analysis.Sic, Span: analysis.Span{Start: at, End: at}}}
	}
	return []analysis.Edit{{Op: analysis.Insert, Span: analysis.Span{Start: at, End: at}, Text: words}}
}

// replacement declares words that stand in the place of others. Marks that both
// have at their ends stay outside of the brackets.
func replacement(source string, span analysis.Span, words string) []analysis.Edit {
	old := strings.TrimRightFunc(span.In(source), unicode.IsSpace)
	put := strings.TrimRightFunc(words, unicode.IsSpace)
	span.End = span.Start + len(old)
	for old != "" && put != "" {
		a, n := utf8.DecodeLastRuneInString(old)
		if b, _ := utf8.DecodeLastRuneInString(put); a != b || unicode.IsLetter(a) || unicode.IsDigit(a) {
			break
		}
		old, put, span.End = old[:len(old)-n], put[:len(put)-n], span.End-n
	}
	first, n := utf8.DecodeRuneInString(old)
	other, m := utf8.DecodeRuneInString(put)
	inner := bare(put)
	switch {
	case inner == "..." || inner == "…" || inner == "":
		return []analysis.Edit{{Op: analysis.Omit, Span: span}}
	case len(old) > n && old[n:] == put[m:] && unicode.ToLower(first) == unicode.ToLower(other) && first != other:
		return []analysis.Edit{{Op: analysis.Case, Span: analysis.Span{Start: span.Start, End: span.Start + n}}}
	}
	return []analysis.Edit{{Op: analysis.Replace, Span: span, Text: inner}}
}

// bare returns words without brackets, which the document sets itself.
func bare(words string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("[", " ", "]", " ").Replace(words)), " ")
}
