package forms

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// mostClauses is how many sentences a condition is put together of: who needs
// more writes the expression.
const mostClauses = 12

// A typed condition is what was sent of one: sentences, and the expression
// itself.
type condition struct {
	sentence   design.Sentence
	expression string // as typed
	was        string // as the page showed it
}

// field gives what was typed under a name.
type field func(name string) string

// readCondition reads the fields of a condition. A sentence without a relation
// was not filled in, and one that is ticked to go goes.
func readCondition(name string, get field) condition {
	t := condition{expression: strings.TrimSpace(get(name + ".expression")), was: get(name + ".was")}
	t.sentence.Any = get(name+".any") == "any"
	for i := range mostClauses {
		at := name + "." + strconv.Itoa(i) + "."
		c := design.Clause{Subject: get(at + "about"), Relation: design.Relation(get(at + "is")), Value: strings.TrimSpace(get(at + "value"))}
		if c.Subject == "" || c.Relation == "" || get(at+"gone") != "" {
			continue
		}
		t.sentence.Clauses = append(t.sentence.Clauses, c)
	}
	return t
}

// result returns the expression that is meant: the one that was typed where
// somebody touched it, else the sentences where they say something else than
// before, else what there was.
func (t condition) result() (string, error) {
	if t.expression != t.was {
		return t.expression, syntax(t.expression)
	}
	before, simple := design.ReadSentence(t.was)
	if !simple || len(before.Clauses) >= mostClauses || same(before, t.sentence) {
		return t.was, syntax(t.was)
	}
	for _, c := range t.sentence.Clauses {
		if c.Relation.Needs() && c.Value == "" {
			return "", fault.Coded("W65", "Choose or enter what the answer is compared with, or tick the sentence to leave it out.")
		}
	}
	text, ok := t.sentence.Expression()
	if !ok {
		return "", fault.Coded("W65", "One of the sentences compares with something that is no number, no day written as 2026-05-01, or has both kinds of quotation marks.")
	}
	return text, nil
}

func same(a, b design.Sentence) bool {
	return slices.Equal(a.Clauses, b.Clauses) && (a.Any == b.Any || len(a.Clauses) < 2)
}

func syntax(expression string) error {
	_, err := expr.Parse(expression)
	return err
}

// show builds the fields of a condition. about is a subject that a sentence is to
// be added about, "" for none; problem is what is wrong with what was typed.
func (t condition) show(name string, f *survey.Form, subjects []page.Pick, about string, problem error) *page.Condition {
	v := &page.Condition{Name: name, Expression: t.expression, Was: t.was, Subjects: subjects}
	s, simple := design.ReadSentence(t.was)
	if problem != nil || !same(s, t.sentence) && t.expression == t.was && len(t.sentence.Clauses) > 0 {
		s = t.sentence // as it was typed
	}
	v.Simple = simple && len(s.Clauses) < mostClauses
	v.Any = s.Any
	if about != "" {
		s.Clauses = append(s.Clauses, design.Clause{Subject: about})
	}
	for i, c := range s.Clauses {
		v.Rows = append(v.Rows, clauseRow(name+"."+strconv.Itoa(i), f, c))
	}
	if t.was != "" && problem == nil {
		v.Words = design.InWords(f, t.was)
	}
	if problem != nil {
		v.Problem = fault.Text(problem)
		if at, ok := errors.AsType[*expr.SyntaxError](problem); ok {
			v.Before, v.At, v.After = around(t.expression, at.Offset)
		}
	}
	return v
}

// around cuts a text at a place that is shown.
func around(text string, offset int) (before, at, after string) {
	text = strings.ToValidUTF8(text, "�")
	offset = min(max(offset, 0), len(text))
	before = text[:offset]
	for i, r := range text[offset:] {
		if i > 0 {
			return before, at, text[offset+i:]
		}
		at = string(r)
	}
	return before, cmp.Or(at, "⎵"), ""
}

func clauseRow(name string, f *survey.Form, c design.Clause) page.ConditionRow {
	row := page.ConditionRow{Name: name, Subject: c.Subject, Words: "The answer", Value: c.Value}
	if c.Subject != design.TheAnswer {
		row.Words = design.SubjectWords(f, c.Subject)
	}
	q, _ := design.KindOf(f, c.Subject)
	relations := design.Relations(q.Kind)
	if c.Subject == design.TheAnswer {
		relations = []design.Relation{design.AtLeast, design.AtMost, design.More, design.Less, design.After, design.Before, design.Contains, design.Is, design.IsNot}
	}
	if c.Relation != "" && !slices.Contains(relations, c.Relation) {
		relations = append(slices.Clone(relations), c.Relation)
	}
	for _, r := range relations {
		row.Relations = append(row.Relations, page.Pick{Value: string(r), Text: string(r), Chosen: r == c.Relation})
	}
	choices := q.Choices
	switch q.Kind {
	case survey.Consent:
		choices = []survey.Choice{{Key: "yes", Label: "agreed to"}}
	case survey.Rating, survey.Number, survey.Calculated:
		choices, row.Hint = nil, "a number"
	case survey.Date:
		row.Hint = "a day, as 2026-05-01"
	}
	for _, ch := range choices {
		row.Values = append(row.Values, page.Pick{Value: ch.Key, Text: ch.Label, Chosen: ch.Key == c.Value})
	}
	return row
}

// subjects are the questions that a condition of the question or page with the
// given key can be about: those that are asked before it.
func subjects(f *survey.Form, before string) (out []page.Pick) {
	for _, p := range f.Pages {
		if p.Key == before {
			return out
		}
		for _, q := range p.Questions {
			if q.Key == before {
				return out
			}
			switch q.Kind {
			case survey.Info:
			case survey.Likert:
				for _, it := range q.Items {
					out = append(out, page.Pick{Value: q.Key + "." + it.Key, Text: short(q.Label) + ": " + short(it.Label)})
				}
			default:
				out = append(out, page.Pick{Value: q.Key, Text: short(design.Name(q))})
			}
		}
	}
	return out
}
