package analysis

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// And returns "a", "a and b" or "a, b and c".
func And(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// Plural returns "1 pair" or "3 pairs", and "no pairs" for none.
func Plural(n int, singular, many string) string {
	switch n {
	case 0:
		return "no " + many
	case 1:
		return "1 " + singular
	}
	return strconv.Itoa(n) + " " + many
}

// Capital returns a text with a capital at its beginning.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// excerptWords is how much of a text names it.
const excerptWords = 8

// Excerpt returns the first words of a text, by which it is known.
func Excerpt(text string) string {
	words := strings.Fields(text)
	if len(words) <= excerptWords {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:excerptWords], " ") + " …"
}
