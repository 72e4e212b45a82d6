package survey

import "fmt"

// A Problem is something wrong with one answer, in words for the participant.
// Text is in English, or in the words of the form. Where Format is set, Text is
// made of it and of Values, so that the same can be said in another language.
type Problem struct {
	Question string // key of the question, in its turn
	Item     string // key of the Likert row; empty for other kinds
	Text     string // "Enter what surprised you" in the imperative, without a full stop
	Format   string // as fmt.Sprintf takes it, with %s for each of Values; empty for words of the form
	Values   []any  // texts, numbers as texts, Days and Bytes
}

// NewProblem returns a problem whose words are made of format and values.
func NewProblem(question, item, format string, values ...any) Problem {
	return Problem{Question: question, Item: item, Text: fmt.Sprintf(format, values...), Format: format, Values: values}
}

// wrong returns one problem with the answer to q.
func (q Question) wrong(format string, values ...any) []Problem {
	return []Problem{NewProblem(q.Key, "", format, values...)}
}
