package page

import (
	"slices"
	"strings"

	"verbatim/survey"
)

// The parts of the names of form fields: a question's answer, the row of a
// Likert question, and what may be done with the words. Keys hold no dots, so
// a name belongs to one field only.
const (
	answerPrefix  = "answer."
	consentPrefix = "quote."
)

// AnswerField returns the name of the field for a question, or for one row of a
// Likert question.
func AnswerField(question, item string) string {
	if item == "" {
		return answerPrefix + question
	}
	return answerPrefix + question + "." + item
}

// ConsentField returns the name of the field that asks whether the words of the
// answer may be quoted.
func ConsentField(question string) string { return consentPrefix + question }

// A Question is one question on a form page with the answer given so far.
type Question struct {
	survey.Question
	ID        string // of the field that an error links to
	Name      string
	Value     string   // of free text
	Options   []Option // of choices; for Likert the heads of the columns
	Rows      []Row    // of Likert
	Consent   []Option // what may be done with the words; empty when it is not asked
	Problem   string
	Described string // ids of hint and problem for aria-describedby
	Heading   bool   // the question is the heading of its page
	Mark      string // says whether it needs an answer, where the page has both
	Limit     int    // most characters
}

// A Row is one row of a Likert question.
type Row struct {
	ID, Name, Label, Problem string
	Options                  []Option
}

// An Option is a radio button or a checkbox.
type Option struct {
	ID, Name, Value, Label string
	Box                    bool // a checkbox
	Checked, Wrong         bool
	Described              string // ids for aria-describedby, where no group has them
}

// A Problem is a line of the error summary, with the field it leads to.
type Problem struct{ Anchor, Text string }

// newQuestion builds the view of one question from its answer and problems.
func newQuestion(q survey.Question, a survey.Answer, problems []survey.Problem) Question {
	v := Question{Question: q, Name: AnswerField(q.Key, ""), Value: a.Text, Limit: q.MaxRunes}
	v.ID = v.Name
	if v.Limit == 0 {
		v.Limit = survey.DefaultMaxRunes
	}
	v.Problem = problemFor(problems, q.Key, "")
	switch q.Kind {
	case survey.Consent:
		v.Options = options(v.Name, []survey.Choice{{Key: "yes", Label: q.Label}}, a.Choices)
	case survey.Single, survey.Multiple:
		v.Options = options(v.Name, q.Choices, a.Choices)
		v.addWayOut(a)
	case survey.Likert:
		v.addRows(a, problems)
	case survey.ShortText, survey.LongText:
		v.addConsent(a)
	case survey.Info:
	}
	if len(v.Options) > 0 && len(v.Rows) == 0 {
		v.ID = v.Options[0].ID
	}
	v.describe()
	v.finishOptions()
	return v
}

// finishOptions says of each option what it is and what is wrong with it.
func (v *Question) finishOptions() {
	for i := range v.Options {
		v.Options[i].Box = v.Kind == survey.Consent || v.Kind == survey.Multiple
		v.Options[i].Wrong = v.Problem != ""
		if v.Kind == survey.Consent {
			v.Options[i].Described = v.Described
		}
	}
	for _, r := range v.Rows {
		for i := range r.Options {
			r.Options[i].Wrong = r.Problem != ""
		}
	}
}

// addWayOut lets a choice be taken back, which radio buttons alone do not
// without a script. It appears once there is something to take back.
func (v *Question) addWayOut(a survey.Answer) {
	if v.Kind == survey.Single && !v.Required && len(a.Choices) > 0 {
		v.Options = append(v.Options, Option{ID: v.Name + ".none", Name: v.Name, Label: "Leave this out"})
	}
}

func (v *Question) addRows(a survey.Answer, problems []survey.Problem) {
	v.Options = options(v.Name, v.Choices, nil)
	for _, item := range v.Items {
		r := Row{Name: AnswerField(v.Key, item.Key), Label: item.Label, Problem: problemFor(problems, v.Key, item.Key)}
		var chosen []string
		for _, c := range a.Choices {
			if choice, ok := strings.CutPrefix(c, item.Key+"="); ok {
				chosen = append(chosen, choice)
			}
		}
		r.Options = options(r.Name, v.Choices, chosen)
		r.ID = r.Name
		v.Rows = append(v.Rows, r)
	}
}

func (v *Question) addConsent(a survey.Answer) {
	if !v.Quotable {
		return
	}
	v.Consent = options(ConsentField(v.Key), []survey.Choice{
		{Key: string(survey.QuoteWords), Label: ConsentWords(survey.QuoteWords)},
		{Key: string(survey.ThemesOnly), Label: ConsentWords(survey.ThemesOnly)},
		{Key: string(survey.CountOnly), Label: ConsentWords(survey.CountOnly)},
	}, []string{string(a.QuoteConsent)})
}

func (v *Question) describe() {
	var ids []string
	if v.Hint != "" {
		ids = append(ids, v.Name+".hint")
	}
	if v.Problem != "" {
		ids = append(ids, v.Name+".problem")
	}
	v.Described = strings.Join(ids, " ")
}

// ConsentWords returns what a participant permits, in the participant's words.
func ConsentWords(c survey.QuoteConsent) string {
	switch c {
	case survey.QuoteWords:
		return "You may quote my words"
	case survey.ThemesOnly:
		return "Use only in themes, do not quote"
	case survey.CountOnly:
		return "Only count that I answered"
	case survey.ConsentUnasked:
	}
	return "You did not choose, so we will not quote your words"
}

func options(name string, choices []survey.Choice, chosen []string) []Option {
	out := make([]Option, len(choices))
	for i, c := range choices {
		out[i] = Option{ID: name + "." + c.Key, Name: name, Value: c.Key, Label: c.Label, Checked: slices.Contains(chosen, c.Key)}
	}
	if len(out) > 0 {
		out[0].ID = name // the first carries the group's id: an error link puts the focus on it
	}
	return out
}

func problemFor(problems []survey.Problem, question, item string) string {
	for _, p := range problems {
		if p.Question == question && p.Item == item {
			return p.Text
		}
	}
	return ""
}
