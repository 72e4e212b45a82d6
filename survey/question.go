package survey

import (
	"strconv"
	"strings"
)

// A Kind is a kind of question.
type Kind string

// The kinds of question. What an answer to each holds is said at Answer.
const (
	Consent    Kind = "consent"    // one statement to agree to; required means the form cannot go on without
	Single     Kind = "single"     // one of Choices
	Multiple   Kind = "multiple"   // any of Choices, within Least and Most
	Likert     Kind = "likert"     // each of Items on the scale of Choices
	Rating     Kind = "rating"     // a whole number from Least to Most; Choices name some of them, such as the ends
	Number     Kind = "number"     // a number within Least and Most
	Date       Kind = "date"       // a day within Earliest and Latest
	Ranking    Kind = "ranking"    // all Items in an order
	ShortText  Kind = "short-text" // one line
	LongText   Kind = "long-text"  // paragraphs
	File       Kind = "file"       // one file of one of Types, not larger than MostBytes
	Info       Kind = "info"       // words to read, nothing to answer
	Calculated Kind = "calculated" // what Calculation gives; never shown, never sent by a browser
)

// FreeText reports whether answers of this kind are verbatims.
func (k Kind) FreeText() bool { return k == ShortText || k == LongText }

// Asked reports whether a participant answers questions of this kind.
func (k Kind) Asked() bool { return k != Info && k != Calculated }

// A Purpose says what a question is for, where the rest of Verbatim needs to
// know: which question states the role, and which asks for recommendations.
type Purpose string

// The purposes that mean something to other packages.
const (
	ForRole           Purpose = "role"           // its choices are the keys of the programme's roles
	ForRecommendation Purpose = "recommendation" // answers are recommendations unless they say otherwise
	ForPraise         Purpose = "praise"         // what worked: answers are seldom recommendations
)

// A Question is one thing asked. Expressions are those of package expr, and
// name other questions by their keys.
type Question struct {
	Key      string   `json:"key"`
	Kind     Kind     `json:"kind"`
	Label    string   `json:"label"`
	Hint     string   `json:"hint,omitempty"`
	Required bool     `json:"required,omitempty"`
	Soft     bool     `json:"soft,omitempty"` // may be passed over with a reason, see Reasons; implies that an answer is asked for
	Choices  []Choice `json:"choices,omitempty"`
	Items    []Choice `json:"items,omitempty"` // the rows of a Likert question, what a Ranking orders
	Purpose  Purpose  `json:"purpose,omitempty"`
	Quotable bool     `json:"quotable,omitempty"` // ask, beside the answer, whether it may be quoted
	MaxRunes int      `json:"max_runes,omitempty"`

	Least    *float64 `json:"least,omitempty"`    // of a number, a rating, or how many choices are taken
	Most     *float64 `json:"most,omitempty"`     // the same
	Whole    bool     `json:"whole,omitempty"`    // a number without decimals
	Unit     string   `json:"unit,omitempty"`     // of a number, such as "minutes"
	Earliest Day      `json:"earliest,omitempty"` // of a date
	Latest   Day      `json:"latest,omitempty"`   // of a date

	Types     []string `json:"types,omitempty"`      // ends of file names, such as ".pdf"; empty means DefaultTypes
	MostBytes int64    `json:"most_bytes,omitempty"` // of a file; 0 means DefaultMostBytes

	Relevant       string `json:"relevant,omitempty"`        // expression: when it is asked; empty means always
	Constraint     string `json:"constraint,omitempty"`      // expression on the answer, a full stop in it
	ConstraintText string `json:"constraint_text,omitempty"` // what to do about an answer that breaks it
	Calculation    string `json:"calculation,omitempty"`     // expression, for Calculated
	Filter         string `json:"filter,omitempty"`          // expression on the Columns of a choice: when it is offered
}

// A Choice is one possible value of a closed question, or one row of a Likert
// question.
type Choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Other bool   `json:"other,omitempty"` // whoever takes it may say what in the answer's Text
	Alone bool   `json:"alone,omitempty"` // goes with no other, such as "None of these"; for scoring it is no answer

	Columns map[string]string `json:"columns,omitempty"` // what the question's Filter looks at
}

// ChoiceLabel returns the words of the choice with the given key, or the key itself.
func (q Question) ChoiceLabel(choice string) string {
	for _, c := range q.Choices {
		if c.Key == choice {
			return c.Label
		}
	}
	return choice
}

// Reasons are what may be given in place of an answer to a Soft question: the
// only choice of the answer then is the key of a reason, which begins with a
// tilde as no choice's key does.
func Reasons() []Choice {
	return []Choice{
		{Key: "~prefer-not-to-say", Label: "I prefer not to say"},
		{Key: "~not-applicable", Label: "It does not apply to me"},
		{Key: "~do-not-know", Label: "I do not know"},
	}
}

// InTurn returns what an answer to a question of a page that repeats is stored
// under: turns count from 1, and turn 0 is a page that does not repeat.
func InTurn(question string, turn int) string {
	if turn == 0 {
		return question
	}
	return question + "#" + strconv.Itoa(turn)
}

// SplitTurn returns the question and the turn of what InTurn returned. A number
// that is none belongs to the name.
func SplitTurn(key string) (question string, turn int) {
	name, digits, found := strings.Cut(key, "#")
	if !found { // nearly all: an error of Atoi would cost more than all else here
		return key, 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || strconv.Itoa(n) != digits {
		return key, 0
	}
	return name, n
}
