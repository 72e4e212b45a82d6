package store

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/sqldb"
)

// maxProblems is how many problems an error lists; a page lists them itself.
const maxProblems = 3

// prepare sets what the response leaves empty, normalises its answers, checks
// them against the form and makes rows of them.
func (f *filing) prepare(ctx context.Context, q sqldb.Querier) error {
	r := f.complete()
	form, err := f.s.published(ctx, q, formKey{f.seen.form.programme, r.FormKey, r.FormVersion})
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return fault.Coded("S12", "There is no form %q of version %d: publish it first.", r.FormKey, r.FormVersion)
		}
		return err
	}
	plan, err := form.plan()
	if err != nil {
		return fault.Coded("S30", "The form %q cannot be asked as it is: %s", form.Key, fault.Text(err))
	}
	r.Answers = tidy(form.Form, r.Answers)
	filled := plan.Fill(r.Answers, f.s.Now())
	if err := checkResponse(filled, form.Key, r); err != nil {
		return err
	}
	r.Answers = filled.Stored()
	if err := filled.Err(); err != nil { // its result counts as unanswered: no reason to turn answers away
		f.s.log.WarnContext(ctx, "an expression of a form took too long", slog.String("form", form.Key), slog.Int("version", form.Version), slog.Any("error", err))
	}
	if q, ok := form.Purposed(survey.ForRole); ok && r.Role == "" {
		if a, ok := r.Answer(q.Key); ok && len(a.Choices) == 1 {
			r.Role = a.Choices[0]
		}
	}
	f.ready = r
	f.form = form.Form
	if f.attached, err = f.files(ctx, q); err != nil {
		return err
	}
	f.answers, err = answerRows(r)
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

// tidy returns the answers as they are checked: normalised, those to closed
// questions without words that no choice asks for, without those to questions
// that nobody answers.
func tidy(form survey.Form, answers []survey.Answer) []survey.Answer {
	tidied := make([]survey.Answer, 0, len(answers))
	for _, a := range answers {
		key, _ := survey.SplitTurn(a.Question)
		q, known := form.Question(key)
		switch {
		case known && !q.Kind.Asked():
			continue
		case known && !q.Kind.FreeText() && !slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Other }):
			a.Text, a.QuoteConsent = "", survey.ConsentUnasked
		}
		tidied = append(tidied, a.Normalise())
	}
	return tidied
}

// checkResponse refuses what the form does not allow. The error names questions
// and never repeats answers.
func checkResponse(filled *fill.Filled, form string, r survey.Response) error {
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
	problems := filled.AllProblems()
	if len(problems) == 0 {
		return nil
	}
	var texts []string
	for _, p := range problems[:min(len(problems), maxProblems)] {
		texts = append(texts, p.Text)
	}
	return fault.Coded("S19", "These answers do not fit the form %q: %s.", form, strings.Join(texts, "; "))
}

// answerRows returns the rows of answers, whose places are those in which they
// were asked.
func answerRows(r survey.Response) ([][]any, error) {
	const columns = 7
	rows := make([][]any, 0, len(r.Answers))
	values := make([]any, 0, columns*len(r.Answers)) // of all rows
	var id any = r.ID
	for i, a := range r.Answers {
		choices, err := encodeChoices(a.Choices)
		if err != nil {
			return nil, err
		}
		values = append(values, id, a.Question, i, choices, a.Text, hashText(a.Text), string(a.QuoteConsent))
		rows = append(rows, values[columns*i:len(values):len(values)])
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
