package analysis

import "strings"

// bullets are what people type before the items of a list.
const bullets = "•·▪◦*-–—"

// LineAt returns the line, or lines, of text that the span stands in, without
// the bullet before it and white space. In an answer to a question for
// recommendations a line is what was asked for in one breath.
func LineAt(text string, s Span) Span {
	start := strings.LastIndexByte(text[:s.Start], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[s.End:], '\n'); i >= 0 {
		end = s.End + i
	}
	left := strings.TrimLeft(text[start:end], " \t\r\u00a0")
	if item := strings.TrimLeft(left, bullets); item != left && strings.TrimLeft(item, " \t\u00a0") != item {
		left = strings.TrimLeft(item, " \t\u00a0")
	}
	start = min(end-len(left), s.Start)
	return Span{Start: start, End: start + len(strings.TrimRight(text[start:end], " \t\r\u00a0"))}
}
