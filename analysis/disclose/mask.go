package disclose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
)

// EditReason is the declared reason of an edit that a masking makes.
const EditReason = "identifier"

// Apply returns the edits of a quote of span of text together with those that
// the maskings in force make of it: where words are masked, their descriptor
// stands in brackets, in every quote over them. An omission or a replacement
// that covers a masked place whole stands, because the words are not printed
// then; of one that covers a part the rest stands; what else touches a masked
// place gives way to it. The edits it returns are in order and do not overlap.
func Apply(text string, span analysis.Span, edits []analysis.Edit, maskings []analysis.Masking) []analysis.Edit {
	out := slices.Clone(edits)
	for _, m := range maskings {
		at := analysis.Span{Start: max(m.Span.Start, span.Start), End: min(m.Span.End, span.End)}
		if m.Decision != analysis.Masked || at.Start >= at.End || at.In(text) == "" || covered(out, at) {
			continue
		}
		var kept []analysis.Edit
		for _, e := range out {
			kept = append(kept, around(text, e, at)...)
		}
		out = append(kept, analysis.Edit{Op: analysis.Replace, Span: at, Text: m.Descriptor, Reason: EditReason, By: m.By})
	}
	slices.SortStableFunc(out, func(a, b analysis.Edit) int {
		return cmp.Or(a.Span.Start-b.Span.Start, a.Span.End-b.Span.End)
	})
	return out
}

// covered reports whether one edit takes all the words of a place out of print.
func covered(edits []analysis.Edit, at analysis.Span) bool {
	return slices.ContainsFunc(edits, func(e analysis.Edit) bool {
		return (e.Op == analysis.Omit || e.Op == analysis.Replace) && e.Span.Start <= at.Start && at.End <= e.Span.End
	})
}

// around returns what is left of an edit beside a masked place.
func around(text string, e analysis.Edit, at analysis.Span) []analysis.Edit {
	inside := e.Span.Len() == 0 && at.Start < e.Span.Start && e.Span.Start < at.End
	switch {
	case !inside && !e.Span.Overlaps(at):
		return []analysis.Edit{e}
	case e.Op != analysis.Omit && e.Op != analysis.Replace:
		return nil
	}
	var left []analysis.Edit
	for _, part := range []analysis.Span{{Start: e.Span.Start, End: min(e.Span.End, at.Start)}, {Start: max(e.Span.Start, at.End), End: e.Span.End}} {
		if part.Start < part.End && strings.ContainsFunc(part.In(text), isWordRune) {
			e.Span = trimmed(text, part)
			left = append(left, e)
		}
	}
	return left
}

// Places returns where words stand whole in a text.
func Places(text, words string) []analysis.Span {
	if words == "" {
		return nil
	}
	var out []analysis.Span
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return out
		}
		at := analysis.Span{Start: from + i, End: from + i + len(words)}
		before, _ := utf8.DecodeLastRuneInString(text[:at.Start])
		after, _ := utf8.DecodeRuneInString(text[at.End:])
		if !isWordRune(before) && !isWordRune(after) {
			out = append(out, at)
		}
		from = at.End
	}
}

// ReplaceWords replaces words wherever they stand whole in a text by a
// descriptor in brackets.
func ReplaceWords(text, words, descriptor string) string {
	var b strings.Builder
	from := 0
	for _, at := range Places(text, words) {
		b.WriteString(text[from:at.Start] + "[" + descriptor + "]")
		from = at.End
	}
	return b.String() + text[from:]
}

// blanks are replacements that say nothing of what they stand for.
var blanks = []string{"redacted", "removed", "name", "name removed", "name redacted", "anonymised", "anonymized", "censored", "withheld", "deleted", "hidden", "blank", "x", "xx", "xxx", "xxxx", "n", "..", "?", "id", "somebody", "something"}

// Blank reports whether a replacement leaves a blank rather than saying who or
// what is meant.
func Blank(descriptor string) bool {
	fold := strings.ToLower(strings.Trim(descriptor, " []()<>.*"))
	return slices.Contains(blanks, fold) || !strings.ContainsFunc(fold, unicode.IsLetter)
}
