package quote

import (
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
)

// boundary reports whether text may be cut at byte i without cutting a word. An
// apostrophe, a hyphen, a full stop or a comma between two letters or digits
// belongs to the word, because cutting "non-" off "non-inclusive" or "n't" off
// "isn't" turns the meaning round.
func boundary(text string, i int) bool {
	if i <= 0 || i >= len(text) {
		return i == 0 || i == len(text)
	}
	prev, psize := utf8.DecodeLastRuneInString(text[:i])
	next, nsize := utf8.DecodeRuneInString(text[i:])
	switch {
	case !utf8.RuneStart(text[i]) || extends(next) || prev == zeroWidthJoiner:
		return false
	case isWord(prev) && isWord(next):
		return false
	case isJoint(prev) && isWord(next):
		before, _ := utf8.DecodeLastRuneInString(text[:i-psize])
		return !joins(before, prev, next)
	case isWord(prev) && isJoint(next):
		after, _ := utf8.DecodeRuneInString(text[i+nsize:])
		return !joins(prev, next, after)
	}
	return true
}

// betweenLetters reports whether byte i of text stands between two letters or
// digits: the looser rule for replacements, which may leave a possessive "'s".
func betweenLetters(text string, i int) bool {
	prev, _ := utf8.DecodeLastRuneInString(text[:i])
	next, _ := utf8.DecodeRuneInString(text[i:])
	return i > 0 && i < len(text) && (isWord(prev) && isWord(next) || extends(next) || prev == zeroWidthJoiner)
}

const (
	zeroWidthNonJoiner = '\u200C'
	zeroWidthJoiner    = '\u200D'
	softHyphen         = '\u00AD'
)

// extends reports whether r belongs to the character before it.
func extends(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == zeroWidthJoiner || r == zeroWidthNonJoiner || r == softHyphen
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || extends(r) || r == '_'
}

// isJoint reports whether r may stand inside a word.
func isJoint(r rune) bool {
	switch r {
	case '\'', '’', 'ʼ', '-', '‐', '‑', '.', ',':
		return true
	}
	return false
}

// joins reports whether joint makes one word of what stands around it. Dots and
// commas do so between digits only: a missing space after a full stop is common.
func joins(before, joint, after rune) bool {
	if joint == '.' || joint == ',' {
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return isWord(before) && isWord(after)
}

// A token is a word, a run of dots, or one other character that is no space.
type token struct {
	text  string // as it stands
	fold  string // folded, for comparison
	span  analysis.Span
	space bool // white space before it
}

func (t token) word() bool {
	r, _ := utf8.DecodeRuneInString(t.fold)
	return isWord(r)
}

// tokens splits text, with folding applied to the copies that are compared.
func tokens(text string) []token {
	var ts []token
	for i, space := 0, false; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if folded, ok := foldRune(r); ok && (folded == " " || folded == "") {
			space = space || folded == " "
			i += size
			continue
		}
		end := tokenEnd(text, i, r, size)
		ts = append(ts, token{text[i:end], fold(text[i:end]), analysis.Span{Start: i, End: end}, space})
		i, space = end, false
	}
	return ts
}

func tokenEnd(text string, i int, r rune, size int) int {
	end := i + size
	if r == '.' || r == '…' {
		for end < len(text) {
			next, n := utf8.DecodeRuneInString(text[end:])
			if next != '.' && next != '…' {
				break
			}
			end += n
		}
		return end
	}
	for end < len(text) && !boundary(text, end) {
		_, n := utf8.DecodeRuneInString(text[end:])
		end += n
	}
	return end
}

// countWords returns the number of words of text.
func countWords(text string) int {
	n := 0
	for _, t := range tokens(text) {
		if t.word() {
			n++
		}
	}
	return n
}
