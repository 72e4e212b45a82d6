package dataset

import (
	"slices"
	"strconv"

	"verbatim/survey"
)

// A Variable is one column.
type Variable struct {
	Name     string // legal in R and SPSS, and the same in every version of the form
	Label    string // what was asked, as the latest version words it
	Kind     survey.Kind
	Question string // its key; empty for what nobody was asked
	Part     string // key of the item or choice that the column is about; empty for the whole question
	Page     string // title of the page
	Text     bool   // holds words; else numbers
	Values   []Value
	Missing  []Value // numbers that stand for no answer
	Wordings []Wording
}

// A Value says what a number in a column means.
type Value struct {
	Code int
	Key  string // of the choice
	Text string
}

// A Wording is how one version of the form asked.
type Wording struct {
	Version int
	Label   string
	Choices string // those offered, each with its number
}

// The numbers that stand for no answer. Where a question takes such numbers for
// answers, farther is taken off each. An empty cell means that the question was
// not asked of this person.
const (
	notAnswered    = -99
	preferNotToSay = -98
	notApplicable  = -97
	doNotKnow      = -96
	withheld       = -95

	farther = 999_900
)

// far returns how much is taken off the numbers that stand for no answer.
func far(t *thing) int {
	if t.kind == survey.Number && slices.ContainsFunc(t.versions, func(q survey.Question) bool { return q.Least == nil || *q.Least <= withheld }) {
		return farther
	}
	return 0
}

// missing returns the numbers that stand for no answer to a question.
func missing(t *thing) []Value {
	out := []Value{{notAnswered - far(t), "", "Asked and not answered"}}
	if t.soft() {
		for i, r := range survey.Reasons() {
			out = append(out, Value{preferNotToSay + i - far(t), r.Key, r.Label})
		}
	}
	return out
}

// reasonCode returns the number of a reason that was given in place of an
// answer.
func reasonCode(a survey.Answer) (int, bool) {
	if len(a.Choices) == 1 {
		for i, r := range survey.Reasons() {
			if a.Choices[0] == r.Key {
				return preferNotToSay + i, true
			}
		}
	}
	return 0, false
}

// coding gives the choices of a question numbers, which are the same in all
// versions: their keys, where these are whole numbers from 0, or else their
// places in the order in which they were first offered.
func coding(versions []survey.Question, of func(survey.Question) []survey.Choice) []Value {
	var out []Value
	at := map[string]int{}
	numbers := true
	for _, q := range versions {
		for _, c := range of(q) {
			i, known := at[c.Key]
			if !known {
				i = len(out)
				at[c.Key] = i
				out = append(out, Value{Code: i + 1, Key: c.Key})
				n, err := strconv.Atoi(c.Key)
				numbers = numbers && err == nil && n >= 0 && strconv.Itoa(n) == c.Key
			}
			out[i].Text = survey.Unpiped(c.Label) // the latest
		}
	}
	if numbers {
		for i := range out {
			out[i].Code, _ = strconv.Atoi(out[i].Key) // looked at above
		}
	}
	return out
}

func choices(q survey.Question) []survey.Choice { return q.Choices }

func items(q survey.Question) []survey.Choice { return q.Items }

// codeOf returns the number of a choice, and whether it has one.
func codeOf(values []Value, key string) (int, bool) {
	for _, v := range values {
		if v.Key == key {
			return v.Code, true
		}
	}
	return 0, false
}
