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
		found := q.Validate(f.Answer(key))
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
	if a.constraint.IsZero() {
		return nil
	}
	current := f.single(a, "", turn)
	if !current.IsAnswered() || !f.eval(a.constraint, spot{a.page.repeat, turn}, current).Broken() {
		return nil
	}
	if q.ConstraintText != "" {
		return []survey.Problem{{Text: q.ConstraintText}}
	}
	return []survey.Problem{survey.NewProblem("", "", "Check your answer to: %s", q.Label)}
}

// AllProblems returns what is wrong with the whole form, page by page. Answers to
// questions that the form does not have come first.
func (f *Filled) AllProblems() []survey.Problem {
	var out []survey.Problem
	for _, key := range f.strangers() {
		out = append(out, survey.NewProblem(key, "", "This form has no question %s", key))
	}
	for _, s := range f.Sheets() {
		out = append(out, f.Problems(s)...)
	}
	return out
}

// strangers returns the keys of answers that belong to no question, in order.
func (f *Filled) strangers() []string {
	var out []string
	for _, given := range f.answers {
		q, turn := survey.SplitTurn(given.Question)
		a := f.plan.asks[q]
		repeats := a != nil && a.page.repeat != nil
		if a == nil && f.plan.turns[given.Question] == nil || a != nil && repeats != (turn > 0) || turn > survey.MostTurns {
			out = append(out, given.Question)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Stored returns the answers that belong to the response: those to questions
// that are asked, with what was calculated, in the order of the form, each with
// only what its kind of question holds. What was left empty is left out.
func (f *Filled) Stored() []survey.Answer {
	out := make([]survey.Answer, 0, len(f.answers))
	for _, s := range f.Sheets() {
		for _, q := range s.Page.Questions {
			key := survey.InTurn(q.Key, s.Turn)
			a := kept(q, f.Answer(key))
			if q.Kind == survey.Calculated {
				a = survey.Answer{Choices: one(f.single(f.plan.asks[q.Key], "", s.Turn))}
			}
			if a.Question = key; !a.Empty() && f.Relevant(q.Key, s.Turn) && q.Kind != survey.Info {
				out = append(out, a)
			}
		}
	}
	return out
}

// kept returns what is stored of an answer. What somebody wrote beside a choice
// that says "other" is theirs as much as an answer in words, and stored where
// that choice is taken; it may be quoted where the question asked about that.
func kept(q survey.Question, a survey.Answer) survey.Answer {
	switch {
	case q.Kind.FreeText() && a.Text != "":
		a.Choices = nil // a reason that was given before there were words
	case q.Kind.FreeText(), !saysOther(q, a):
		a.Text, a.QuoteConsent = "", survey.ConsentUnasked
	}
	if a.Text == "" {
		a.QuoteConsent = survey.ConsentUnasked
	}
	return a
}

// saysOther reports whether a choice is taken that is said in words.
func saysOther(q survey.Question, a survey.Answer) bool {
	return slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Other && slices.Contains(a.Choices, c.Key) })
}

// one returns a value as Choices holds it.
func one(v expr.Value) []string {
	if !v.IsAnswered() {
		return nil
	}
	return []string{v.String()}
}
