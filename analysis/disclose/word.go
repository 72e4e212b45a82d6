package disclose

import (
	"strings"
	"unicode"

	"verbatim/analysis"
)

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// trimmed returns the span without white space at its ends.
func trimmed(text string, s analysis.Span) analysis.Span {
	words := s.In(text)
	s.Start += len(words) - len(strings.TrimLeft(words, " \t\n\r"))
	s.End -= len(words) - len(strings.TrimRight(words, " \t\n\r"))
	return s
}
