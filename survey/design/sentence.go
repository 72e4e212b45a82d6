package design

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
)

// A Relation is what a clause says of an answer.
type Relation string

// The relations, as people read them.
const (
	Is          Relation = "is"
	IsNot       Relation = "is not"
	Includes    Relation = "includes"
	IncludesNot Relation = "does not include"
	Contains    Relation = "contains the words"
	More        Relation = "is more than"
	AtLeast     Relation = "is at least"
	Less        Relation = "is less than"
	AtMost      Relation = "is at most"
	After       Relation = "is on or after"
	Before      Relation = "is before"
	Answered    Relation = "is answered"
	Unanswered  Relation = "is not answered"
)

// TheAnswer is the Subject of clauses of a constraint: the answer itself.
const TheAnswer = "."

// A Clause is one part of a condition: that the answer to a question stands in a
// relation to a value.
type Clause struct {
	Subject  string // the key of a question, of a row of a Likert question as "key.row", or TheAnswer
	Relation Relation
	Value    string // the key of a choice, a number, a day as 2026-05-01, or words
}

// A Sentence is a condition that can be put together without knowing the
// language of expressions.
type Sentence struct {
	Any     bool // one of the clauses is enough; else all must hold
	Clauses []Clause
}

// Needs reports whether a relation needs a value.
func (r Relation) Needs() bool { return r != Answered && r != Unanswered }

// Relations returns what clauses may say of answers to a question of the kind.
func Relations(k survey.Kind) []Relation {
	switch k {
	case survey.Single, survey.Likert, survey.Consent:
		return []Relation{Is, IsNot, Answered, Unanswered}
	case survey.Multiple:
		return []Relation{Includes, IncludesNot, Answered, Unanswered}
	case survey.Rating, survey.Number, survey.Calculated:
		return []Relation{Is, IsNot, More, AtLeast, Less, AtMost, Answered, Unanswered}
	case survey.Date:
		return []Relation{After, Before, Answered, Unanswered}
	case survey.ShortText, survey.LongText:
		return []Relation{Contains, Is, IsNot, Answered, Unanswered}
	}
	return []Relation{Answered, Unanswered}
}

// KindOf returns the kind of the question that a subject names.
func KindOf(f *survey.Form, subject string) (survey.Question, bool) {
	if q, ok := f.Question(subject); ok {
		return q, true
	}
	if i := strings.LastIndexByte(subject, '.'); i > 0 {
		q, ok := f.Question(subject[:i])
		return q, ok && q.Kind == survey.Likert && slices.ContainsFunc(q.Items, func(c survey.Choice) bool { return c.Key == subject[i+1:] })
	}
	return survey.Question{}, false
}

// Expression returns the sentence as an expression, "" for one without clauses.
// It reports false where a clause has a value that no expression can hold, or
// none where it needs one.
func (s Sentence) Expression() (string, bool) {
	parts := make([]string, len(s.Clauses))
	for i, c := range s.Clauses {
		text, ok := c.expression()
		if !ok {
			return "", false
		}
		parts[i] = text
	}
	if s.Any {
		return strings.Join(parts, " or "), true
	}
	return strings.Join(parts, " and "), true
}

var compared = map[Relation]expr.Op{
	Is: expr.Equal, IsNot: expr.NotEqual, More: expr.Greater, AtLeast: expr.GreaterEqual, Less: expr.Less, AtMost: expr.LessEqual,
	After: expr.GreaterEqual, Before: expr.Less, Answered: expr.NotEqual, Unanswered: expr.Equal,
}

func (c Clause) expression() (string, bool) {
	subject := "${" + c.Subject + "}"
	if c.Subject == TheAnswer {
		subject = "."
	}
	value, ok := c.literal()
	switch c.Relation {
	case Includes:
		return "selected(" + subject + ", " + value + ")", ok
	case IncludesNot:
		return "not(selected(" + subject + ", " + value + "))", ok
	case Contains:
		return "contains(" + subject + ", " + value + ")", ok
	case Answered, Unanswered:
		value, ok = "''", true
	}
	op, known := compared[c.Relation]
	return subject + " " + string(op) + " " + value, ok && known
}

// literal returns the value as it stands in an expression: what is compared by
// size as a number or a day, the rest in quotation marks.
func (c Clause) literal() (string, bool) {
	v := strings.TrimSpace(c.Value)
	switch c.Relation {
	case More, AtLeast, Less, AtMost:
		n, err := strconv.ParseFloat(v, 64)
		return strconv.FormatFloat(n, 'f', -1, 64), err == nil && n == n && n-n == 0
	case After, Before:
		_, err := survey.ParseDay(v)
		return "date('" + v + "')", err == nil && v != ""
	}
	switch {
	case v == "" && c.Relation.Needs():
		return "", false
	case !strings.Contains(v, "'"):
		return "'" + v + "'", true
	case !strings.Contains(v, `"`):
		return `"` + v + `"`, true
	}
	return "", false
}

// ReadSentence reads an expression back into a sentence. It reports false for
// one that says more than a sentence can. An empty expression is the empty
// sentence.
func ReadSentence(expression string) (Sentence, bool) {
	e, err := expr.Parse(expression)
	if err != nil {
		return Sentence{}, false
	}
	if e.IsZero() {
		return Sentence{}, true
	}
	var s Sentence
	join := expr.And
	if b, ok := e.Root().(expr.Binary); ok && b.Op == expr.Or {
		s.Any, join = true, expr.Or
	}
	ok := s.read(e.Root(), join)
	return s, ok
}

// read adds the clauses of a node that are joined by one operator.
func (s *Sentence) read(n expr.Node, join expr.Op) bool {
	if b, ok := n.(expr.Binary); ok && b.Op == join {
		return s.read(b.Left, join) && s.read(b.Right, join)
	}
	c, ok := readClause(n)
	s.Clauses = append(s.Clauses, c)
	return ok
}

func readClause(n expr.Node) (Clause, bool) {
	switch n := n.(type) {
	case expr.Binary:
		return readComparison(n)
	case expr.Call:
		return readCall(n)
	}
	return Clause{}, false
}

func readCall(n expr.Call) (c Clause, ok bool) {
	switch n.Function {
	case "selected":
		c.Relation = Includes
	case "contains":
		c.Relation = Contains
	case "not":
		inner, isCall := n.Args[0].(expr.Call)
		if c, ok = readCall(inner); isCall && ok && c.Relation == Includes {
			c.Relation = IncludesNot
			return c, true
		}
		return c, false
	default:
		return c, false
	}
	subject, known := subjectOf(n.Args[0])
	text, isText := n.Args[1].(expr.Text)
	c.Subject, c.Value = subject, text.Value
	return c, known && isText && strings.TrimSpace(text.Value) == text.Value && text.Value != ""
}

func readComparison(n expr.Binary) (c Clause, ok bool) {
	subject, known := subjectOf(n.Left)
	c.Subject = subject
	switch v := n.Right.(type) {
	case expr.Text:
		c.Value, c.Relation = v.Value, map[expr.Op]Relation{expr.Equal: Is, expr.NotEqual: IsNot}[n.Op]
		if v.Value == "" {
			c.Relation = map[expr.Op]Relation{expr.Equal: Unanswered, expr.NotEqual: Answered}[n.Op]
		}
		known = known && strings.TrimSpace(v.Value) == v.Value
	case expr.Number:
		c.Value = strconv.FormatFloat(v.Value, 'f', -1, 64)
		c.Relation = map[expr.Op]Relation{expr.Equal: Is, expr.NotEqual: IsNot, expr.Greater: More, expr.GreaterEqual: AtLeast, expr.Less: Less, expr.LessEqual: AtMost}[n.Op]
	case expr.Unary:
		number, isNumber := v.Operand.(expr.Number)
		c.Value = "-" + strconv.FormatFloat(number.Value, 'f', -1, 64)
		c.Relation = map[expr.Op]Relation{expr.Greater: More, expr.GreaterEqual: AtLeast, expr.Less: Less, expr.LessEqual: AtMost}[n.Op]
		known = known && isNumber
	case expr.Call:
		day, isDay := "", false
		if v.Function == "date" {
			text, isText := v.Args[0].(expr.Text)
			day, isDay = text.Value, isText
		}
		c.Value, c.Relation = day, map[expr.Op]Relation{expr.GreaterEqual: After, expr.Less: Before}[n.Op]
		known = known && isDay
	}
	_, holds := c.expression()
	return c, known && c.Relation != "" && holds
}

func subjectOf(n expr.Node) (string, bool) {
	switch n := n.(type) {
	case expr.Ref:
		return n.Name, true
	case expr.Current:
		return TheAnswer, true
	}
	return "", false
}

// Words returns the sentence as people read it, with the words of questions and
// choices instead of their keys: “How did you take part?” is “As a mentor”.
func (s Sentence) Words(f *survey.Form) string {
	parts := make([]string, len(s.Clauses))
	for i, c := range s.Clauses {
		parts[i] = c.words(f)
	}
	if s.Any {
		return strings.Join(parts, ", or ")
	}
	return strings.Join(parts, ", and ")
}

func (c Clause) words(f *survey.Form) string {
	out := "the answer"
	q, known := KindOf(f, c.Subject)
	if c.Subject != TheAnswer {
		out = "“" + SubjectWords(f, c.Subject) + "”"
	}
	out += " " + string(c.Relation)
	if !c.Relation.Needs() {
		return out
	}
	value := c.Value
	if known {
		value = q.ChoiceLabel(value)
		if q.Kind == survey.Consent && value == "yes" {
			value = "agreed to"
		}
	}
	if d, err := survey.ParseDay(value); err == nil && value != "" && (c.Relation == After || c.Relation == Before) {
		return out + " " + d.String()
	}
	return out + " “" + value + "”"
}

// SubjectWords returns what a subject is called on the page: the words of the
// question, with those of its row.
func SubjectWords(f *survey.Form, subject string) string {
	q, ok := KindOf(f, subject)
	if !ok {
		return subject
	}
	if q.Key != subject {
		row := subject[len(q.Key)+1:]
		for _, it := range q.Items {
			if it.Key == row {
				return q.Label + ": " + it.Label
			}
		}
	}
	return q.Label
}

// InWords returns an expression as people read it: as a sentence where it is
// one, and as it stands where it says more.
func InWords(f *survey.Form, expression string) string {
	if s, ok := ReadSentence(expression); ok {
		return s.Words(f)
	}
	return expression
}
