package store

import (
	"context"
	"encoding/json"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// maxProblems is how many problems an error lists; a page lists them itself.
const maxProblems = 3

// formOf returns the form that the response was given to: the wave's, unless
// the response names another version.
func (f *filing) formOf(wave formKey) formKey {
	if f.given.FormKey != "" {
		wave.key = f.given.FormKey
	}
	if f.given.FormVersion != 0 {
		wave.version = f.given.FormVersion
	}
	return wave
}

// prepare normalises the answers and checks them against the form. What is
// wrong with them is kept in f.problem, because they are only refused once the
// wave is known to ask with this form still.
func (f *filing) prepare(ctx context.Context, q sqldb.Querier, wave formKey) error {
	f.form = f.formOf(wave)
	form, err := f.s.form(ctx, q, f.form)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return fault.Coded("S12", "There is no form %q of version %d: publish it first.", f.form.key, f.form.version)
		}
		return err
	}
	f.ready = f.given
	f.ready.FormKey, f.ready.FormVersion = f.form.key, f.form.version
	f.ready.Answers = tidy(form, f.given.Answers)
	if f.problem = checkResponse(form, f.ready); f.problem != nil {
		return nil
	}
	if q, ok := form.Purposed(survey.ForRole); ok && f.ready.Role == "" {
		if a, ok := f.ready.Answer(q.Key); ok && len(a.Choices) == 1 {
			f.ready.Role = a.Choices[0]
		}
	}
	f.answers, err = answerRows(form, f.ready)
	return err
}

// tidy returns the answers as they are stored: normalised, each with only what
// its kind of question holds, without those to questions that ask nothing.
func tidy(form survey.Form, answers []survey.Answer) []survey.Answer {
	var tidied []survey.Answer
	for _, a := range answers {
		q, known := form.Question(a.Question)
		a = a.Normalise()
		switch {
		case !known:
		case q.Kind == survey.Info:
			continue
		case q.Kind.FreeText():
			a.Choices = nil
		default:
			a.Text, a.QuoteConsent = "", survey.ConsentUnasked
		}
		tidied = append(tidied, a)
	}
	return tidied
}

// checkResponse refuses what the form does not allow. The error names questions
// and never repeats answers.
func checkResponse(form survey.Form, r survey.Response) error {
	if err := checkLines("response", r.Role); err != nil {
		return err
	}
	if _, err := survey.ParseDay(string(r.ReceivedOn)); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, a := range r.Answers {
		if seen[a.Question] {
			return fault.Coded("S18", "The question %q is answered twice: leave one answer out.", a.Question)
		}
		seen[a.Question] = true
	}
	problems := form.Validate(r.Answers)
	if len(problems) == 0 {
		return nil
	}
	var texts []string
	for _, p := range problems[:min(len(problems), maxProblems)] {
		texts = append(texts, p.Text)
	}
	return fault.Coded("S19", "These answers do not fit the form %q: %s.", form.Key, strings.Join(texts, "; "))
}

// answerRows returns the rows of the answers that are not empty.
func answerRows(form survey.Form, r survey.Response) ([][]any, error) {
	places := map[string]int{}
	for i, q := range form.Questions() {
		places[q.Key] = i
	}
	rows := make([][]any, 0, len(r.Answers))
	for _, a := range r.Answers {
		if a.Empty() {
			continue
		}
		choices, err := encodeChoices(a.Choices)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []any{r.ID, a.Question, places[a.Question], choices, a.Text, hashText(a.Text), string(a.QuoteConsent)})
	}
	return rows, nil
}

func encodeChoices(choices []string) (string, error) {
	if len(choices) == 0 {
		return "", nil
	}
	text, err := json.Marshal(choices)
	return string(text), err
}
