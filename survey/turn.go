package survey

import (
	"slices"
	"strconv"
	"strings"
)

// WordsOf returns what people call a question who read answers: its label
// without references to other answers, and on a page that repeats with the turn,
// as in "How long? (Meeting 2)". The key is one that InTurn made.
func (f Form) WordsOf(key string) string {
	question, turn := SplitTurn(key)
	for _, p := range f.Pages {
		i := slices.IndexFunc(p.Questions, func(q Question) bool { return q.Key == question })
		if i < 0 {
			continue
		}
		words := Unpiped(p.Questions[i].Label)
		if words == "" {
			words = question
		}
		if turn == 0 {
			return words
		}
		label := ""
		if p.Repeat != nil && p.Repeat.Label != "" {
			label = p.Repeat.Label + " "
		}
		return words + " (" + label + strconv.Itoa(turn) + ")"
	}
	return key
}

// Unpiped returns a text of a form with an ellipsis in the place of each
// reference to an answer, for those who see it outside of a filled-in form.
func Unpiped(text string) string {
	if !strings.Contains(text, "${") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("${" + rest)
			return b.String()
		}
		b.WriteString("…")
		text = after
	}
}
