package page

import "strings"

// A text of a page may hold words in another language than its own: the label of a
// question that nobody has translated, within a sentence that says what is wrong
// with the answer. They stand between marks, which are characters that no text
// has, so that a text stays one that can be compared, kept and put into sentences.
const (
	openMark  = "\uFDD0" // before the language
	tagMark   = "\uFDD1" // between that and the words
	closeMark = "\uFDD2"
)

// A Spoken is a part of a text in one language, "" for that of the page.
type Spoken struct{ Lang, Text string }

// Marked returns a text that says in which language it is, "" for that of the
// page.
func Marked(lang, text string) string {
	if lang == "" || text == "" {
		return text
	}
	return openMark + lang + tagMark + text + closeMark
}

// Parts returns a text with the language of each part.
func Parts(text string) []Spoken {
	var out []Spoken
	for text != "" {
		before, rest, marked := strings.Cut(text, openMark)
		if before != "" {
			out = append(out, Spoken{Text: before})
		}
		if !marked {
			break
		}
		lang, words, tagged := strings.Cut(rest, tagMark)
		inside, after, closed := strings.Cut(words, closeMark)
		if !tagged || !closed {
			return append(out, Spoken{Text: rest})
		}
		out, text = append(out, Spoken{lang, inside}), after
	}
	return out
}

// Plain returns a text without its marks.
func Plain(text string) string {
	if !strings.Contains(text, openMark) {
		return text
	}
	var b strings.Builder
	for _, p := range Parts(text) {
		b.WriteString(p.Text)
	}
	return b.String()
}
