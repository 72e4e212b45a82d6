package store

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// maxProblems is how many problems an error lists; a page lists them itself.
const maxProblems = 3

// prepare sets what the response leaves empty, normalises its answers, checks
// them against the form and makes rows of them.
func (f *filing) prepare(ctx context.Context, q sqldb.Querier) error {
	r := f.complete()
	form, err := f.s.form(ctx, q, formKey{f.seen.form.programme, r.FormKey, r.FormVersion})
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return fault.Coded("S12", "There is no form %q of version %d: publish it first.", r.FormKey, r.FormVersion)
		}
		return err
	}
	r.Answers = tidy(form, r.Answers)
	if err := checkResponse(form, r); err != nil {
		return err
	}
	if q, ok := form.Purposed(survey.ForRole); ok && r.Role == "" {
		if a, ok := r.Answer(q.Key); ok && len(a.Choices) == 1 {
			r.Role = a.Choices[0]
		}
	}
	f.ready = r
	f.answers, err = answerRows(form, r)
	return err
}

// complete returns the response with what the wave and the invitation say. Who
// was invited stays out of it in the modes that do not link.
func (f *filing) complete() survey.Response {
	r, d := f.given, f.seen
	r.FormKey = cmp.Or(r.FormKey, d.form.key)
	r.FormVersion = cmp.Or(r.FormVersion, d.form.version)
	r.Role = cmp.Or(r.Role, d.role.String)
	r.ReceivedOn = cmp.Or(r.ReceivedOn, f.s.today())
	if d.mode.Linked() {
		r.ParticipantID = cmp.Or(r.ParticipantID, d.participant.String)
	}
	return r
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
