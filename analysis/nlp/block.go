package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
)

// blocks cuts text into lines and items of lists, trimmed. A line that goes on
// in lower case after a break in mid-sentence, as in text pasted from a PDF,
// stays with the line before it.
func blocks(text string) []analysis.Span {
	var out []analysis.Span
	for _, p := range paragraphs(text) {
		for _, line := range unwrapped(text, p) {
			out = append(out, items(text, line)...)
		}
	}
	return out
}

// paragraphs returns runs of lines that no empty line interrupts, as the spans
// of their lines.
func paragraphs(text string) [][]analysis.Span {
	var out [][]analysis.Span
	var lines []analysis.Span
	for start := 0; start <= len(text); {
		end := len(text)
		if i := lineEnd(text[start:]); i >= 0 {
			end = start + i
		}
		line := trimmed(text, start, end)
		if line.Len() > 0 {
			lines = append(lines, line)
		} else if len(lines) > 0 {
			out, lines = append(out, lines), nil
		}
		_, n := utf8.DecodeRuneInString(text[end:])
		start = end + max(n, 1)
	}
	if len(lines) > 0 {
		out = append(out, lines)
	}
	return out
}

// lineEnd returns the place of the first character that ends a line in s, or -1.
// It is strings.IndexAny without its slow way for sets that are not ASCII.
func lineEnd(s string) int {
	for i := range len(s) {
		switch s[i] {
		case '\n', '\r', '\v', '\f':
			return i
		case "\u0085"[0], "\u2028"[0]:
			if strings.HasPrefix(s[i:], "\u0085") || strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029") {
				return i
			}
		}
	}
	return -1
}

// unwrapped joins the lines of a paragraph that were only broken to fit a page:
// the next line goes on in lower case, this one has no end, and the paragraph
// is prose, for it ends as a sentence does. Without that end it is a list.
func unwrapped(text string, lines []analysis.Span) []analysis.Span {
	prose := endsSentence(lines[len(lines)-1].In(text))
	out := lines[:1:1]
	for _, line := range lines[1:] {
		last := &out[len(out)-1]
		s := line.In(text)
		r, _ := utf8.DecodeRuneInString(s)
		if prose && unicode.IsLower(r) && markerLen(s) == 0 && !endsSentence(last.In(text)) && markerLen(last.In(text)) == 0 {
			last.End = line.End
			continue
		}
		out = append(out, line)
	}
	return out
}

func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"')]}”’»"))
	return strings.ContainsRune(".!?:;…", r)
}

// items cuts a line at the bullets and at the numbers or letters that count on
// inside it, as in "1) this 2) that".
func items(text string, line analysis.Span) []analysis.Span {
	s := line.In(text)
	var out []analysis.Span
	start := 0
	next := successor(s)
	for i := 1; i < len(s); i++ {
		if !isSpaceByte(s[i-1]) {
			continue
		}
		if bullet(s[i:]) || next != "" && strings.HasPrefix(s[i:], next) {
			out = appendTrimmed(out, text, line.Start+start, line.Start+i)
			start = i
			if !bullet(s[i:]) {
				next = successor(s[i:])
			}
		}
	}
	return appendTrimmed(out, text, line.Start+start, line.End)
}

func isSpaceByte(b byte) bool { return b == ' ' || b == '\t' }

// bullet reports whether s begins with a mark that is only used as a bullet.
func bullet(s string) bool {
	if s == "" || s[0] < utf8.RuneSelf {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("•⁃▪◦‣●○■", r) && r != utf8.RuneError
}

// markerLen returns the length of the bullet, number or letter that s begins
// with as an item of a list does, with the white space after it; 0 for none. A
// number may follow a bullet.
func markerLen(s string) int {
	i := spaceAfter(s, bulletLen(s))
	if n := countLen(s[i:]); n > 0 && (len(s) == i+n || isSpaceByte(s[i+n])) {
		i = spaceAfter(s, i+n)
	}
	return i
}

// bulletLen returns the length of the bullet s begins with. Marks that are also
// written inside sentences count only with a space after them.
func bulletLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if bullet(s) || strings.ContainsRune("*-–—·>", r) && n < len(s) && isSpaceByte(s[n]) {
		return n
	}
	return 0
}

func spaceAfter(s string, i int) int {
	for i > 0 && i < len(s) && isSpaceByte(s[i]) {
		i++
	}
	return i
}

// MarkerLen returns the length in bytes of the bullet, number or letter with
// which an item of a list begins ("• ", "2) ", "b. "), with the white space
// after it; 0 where s begins with none.
func MarkerLen(s string) int { return markerLen(s) }

// isMarker reports whether s is nothing but a bullet or number of a list.
func isMarker(s string) bool { return s != "" && markerLen(s) == len(s) }

// maxCount is how many digits a number of a list has at most: "2021." is a year.
const maxCount = 2

// countLen returns the length of "1.", "1)", "1.)", "(1)", "a.", "a)" or "(a)"
// at the beginning of s, 0 for none.
func countLen(s string) int {
	i := 0
	open := strings.HasPrefix(s, "(")
	if open {
		i++
	}
	from := i
	for i < len(s) && i-from < maxCount && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == from && i < len(s) && s[i] >= 'a' && s[i] <= 'h' {
		i++
	}
	if i == from {
		return 0
	}
	tail := s[i:]
	switch {
	case strings.HasPrefix(tail, ".)"):
		return i + len(".)")
	case strings.HasPrefix(tail, ")"), !open && strings.HasPrefix(tail, "."):
		return i + 1
	}
	return 0
}

// successor returns the count that would follow the one s begins with, after
// its bullet if it has one: "2." after "1.", "c)" after "b)"; "" for none.
func successor(s string) string {
	n := countLen(s)
	if n == 0 || n == len(s) || !isSpaceByte(s[n]) {
		return ""
	}
	count := s[:n]
	digits := strings.Trim(count, "().")
	if digits[0] >= 'a' {
		return strings.Replace(count, digits, string(digits[0]+1), 1) + " "
	}
	return strings.Replace(count, digits, plusOne(digits), 1) + " "
}

// plusOne adds one to a number of at most maxCount digits.
func plusOne(digits string) string {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
	return "1" + string(b)
}
