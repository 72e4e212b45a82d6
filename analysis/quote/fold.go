package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldRune returns what r is compared as, and whether that differs from r. What
// word processors change by themselves is folded: quotation marks, the three
// dots, special spaces, invisible characters and hyphens. Case, spelling and
// dashes are not, because they are the participant's.
func foldRune(r rune) (string, bool) {
	switch r {
	case '‘', '’', '‚', '‛', 'ʼ':
		return "'", true
	case '“', '”', '„', '‟':
		return `"`, true
	case '…':
		return "...", true
	case '\u2010', '\u2011', '\uFE63', '\uFF0D':
		return "-", true
	case '\u200B', zeroWidthNonJoiner, zeroWidthJoiner, '\u2060', '\uFEFF', softHyphen:
		return "", true
	}
	if unicode.IsSpace(r) {
		return " ", true
	}
	return "", false
}

// fold returns text as it is compared, runs of white space as one space.
func fold(text string) string {
	folded, _ := foldMap(text, false)
	return folded
}

// foldMap folds text and, when offsets are wanted, returns for each byte of the
// result, and for its end, the byte of text that it comes from.
func foldMap(text string, offsets bool) (string, []int) {
	var b strings.Builder
	var at []int
	b.Grow(len(text))
	space := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		s, ok := foldRune(r)
		if !ok {
			s = text[i : i+size]
		}
		if s != "" && (s != " " || !space) {
			b.WriteString(s)
			at = extend(at, offsets, len(s), i)
		}
		space = s == " " || s == "" && space
		i += size
	}
	return b.String(), extend(at, offsets, 1, len(text))
}

// extend appends i n times when wanted: folded bytes that come from byte i.
func extend(at []int, wanted bool, n, i int) []int {
	for range n {
		if wanted {
			at = append(at, i)
		}
	}
	return at
}
