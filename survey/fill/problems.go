package fill

import (
	"slices"

	"verbatim/survey"
	"verbatim/survey/expr"
)

// Problems returns what is wrong with the answers on one sheet, in the order of
// its questions. The question of a Problem is named with its turn.
func (f *Filled) Problems(s Sheet) []survey.Problem {
	var out []survey.Problem
	for _, q := range f.Questions(s) {
		key := survey.InTurn(q.Key, s.Turn)
		found := q.Validate(f.answers[key])
		if len(found) == 0 {
			found = f.broken(q, s.Turn)
		}
		for _, p := range found {
			p.Question = key
			out = append(out, p)
		}
	}
	return out
}

// broken checks the constraint of an answer; none is asked of what is not there.
func (f *Filled) broken(q survey.Question, turn int) []survey.Problem {
	a := f.plan.asks[q.Key]
	current := f.single(a, "", turn)
	if a.constraint.IsZero() || !current.IsAnswered() || !f.eval(a.constraint, spot{a.page.repeat, turn}, current).Broken() {
		return nil
	}
	if q.ConstraintText != "" {
		return []survey.Problem{{Text: q.ConstraintText}}
	}
	return []survey.Problem{{Text: "Check your answer to: " + q.Label}}
}

// AllProblems returns what is wrong with the whole form, page by page. Answers to
// questions that the form does not have come first.
func (f *Filled) AllProblems() []survey.Problem {
	var out []survey.Problem
	for _, key := range f.strangers() {
		out = append(out, survey.Problem{Question: key, Text: "This form has no question " + key})
	}
	for _, s := range f.Sheets() {
		out = append(out, f.Problems(s)...)
	}
	return out
}

// strangers returns the keys of answers that belong to no question, in order.
func (f *Filled) strangers() []string {
	var out []string
	for key := range f.answers {
		q, turn := survey.SplitTurn(key)
		a := f.plan.asks[q]
		repeats := a != nil && a.page.repeat != nil
		if a == nil && f.plan.turns[key] == nil || a != nil && repeats != (turn > 0) || turn > survey.MostTurns {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// Stored returns the answers that belong to the response: those to questions
// that are asked, with what was calculated, in the order of the form. What was
// left empty is left out.
func (f *Filled) Stored() []survey.Answer {
	var out []survey.Answer
	for _, s := range f.Sheets() {
		for _, q := range s.Page.Questions {
			a := f.answers[survey.InTurn(q.Key, s.Turn)]
			if q.Kind == survey.Calculated {
				a = survey.Answer{Choices: one(f.single(f.plan.asks[q.Key], "", s.Turn))}
			}
			if a.Question = survey.InTurn(q.Key, s.Turn); !a.Empty() && f.Relevant(q.Key, s.Turn) && q.Kind != survey.Info {
				out = append(out, a)
			}
		}
	}
	return out
}

// one returns a value as Choices holds it.
func one(v expr.Value) []string {
	if !v.IsAnswered() {
		return nil
	}
	return []string{v.String()}
}
