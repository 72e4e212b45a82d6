package design

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/instrument"
)

// A Finding is something about a form that whoever writes it should know.
type Finding struct {
	Blocks   bool   // the form cannot be published with it; else it is advice
	Page     string // key of the page it is about, empty for none
	Question string // key of the question it is about, empty for none
	Code     string // of what blocks
	Text     string
}

// Cohort is who will be asked, as far as it is known.
type Cohort struct {
	People int  // 0 for unknown
	Roles  bool // the programme has roles, which answers are counted by
}

// Check returns what is wrong with a form, and what could be better, in the
// order of the form.
func Check(f survey.Form, who Cohort) []Finding {
	c := &checker{form: &f, who: who}
	c.design()
	c.instruments()
	c.whole()
	for _, p := range f.Pages {
		c.page(p)
	}
	slices.SortStableFunc(c.out, func(a, b Finding) int { return c.place(a) - c.place(b) })
	return c.out
}

// Blocked reports whether any of the findings stands in the way of publishing.
func Blocked(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Blocks })
}

type checker struct {
	form *survey.Form
	who  Cohort
	out  []Finding
}

// questionsPerPage spreads the places of pages so that those of questions fit in
// between.
const questionsPerPage = 10_000

// place orders findings: the form as a whole, then page by page.
func (c *checker) place(f Finding) int {
	if f.Question != "" {
		i, j := Find(c.form, f.Question)
		return (i+1)*questionsPerPage + j + 1
	}
	if f.Page != "" {
		return (FindPage(c.form, f.Page) + 1) * questionsPerPage
	}
	return 0
}

func (c *checker) block(code, page, question, format string, args ...any) {
	c.out = append(c.out, Finding{true, page, question, code, fmt.Sprintf(format, args...)})
}

func (c *checker) advise(page, question, format string, args ...any) {
	c.out = append(c.out, Finding{false, page, question, "", fmt.Sprintf(format, args...)})
}

// design takes over what package fill finds.
func (c *checker) design() {
	_, err := fill.New(*c.form)
	for _, e := range each(err) {
		f, ok := errors.AsType[*fault.Error](e)
		if !ok {
			continue
		}
		out := Finding{Blocks: true, Code: f.Code, Text: f.Text}
		if key, ok := quoted(f.Text, "Question "); ok {
			out.Question = key
		} else if title, ok := quoted(f.Text, "Page "); ok {
			for _, p := range c.form.Pages {
				if p.Title == title {
					out.Page = p.Key
				}
			}
		}
		c.out = append(c.out, out)
	}
}

// each takes joined errors apart.
func each(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// quoted returns what stands in quotation marks behind a word that a text begins
// with, which is how package fill names a place.
func quoted(text, word string) (string, bool) {
	rest, ok := strings.CutPrefix(text, word)
	if !ok {
		return "", false
	}
	prefix, err := strconv.QuotedPrefix(rest)
	if err != nil {
		return "", false
	}
	s, err := strconv.Unquote(prefix)
	return s, err == nil
}

// Limits of advice.
const (
	longForm    = 20 // minutes: more than most people finish
	longMatrix  = 10 // rows: more are answered without being read
	oldReader   = 14 // years: what most adults read without effort
	smallCell   = 5  // people: fewer can be told apart
	longSayings = 30 // words of one question
)

// instruments takes over what package instrument finds changed.
func (c *checker) instruments() {
	for _, p := range instrument.Check(*c.form) {
		c.out = append(c.out, Finding{true, p.Page, "", p.Code, p.Text})
	}
}

func (c *checker) whole() {
	f := c.form
	if strings.TrimSpace(f.Title) == "" {
		c.block("W61", "", "", "The form has no title. Give it one: participants see it on top.")
	}
	if len(f.Questions()) == 0 {
		c.block("W62", "", "", "The form asks nothing. Add a page, and questions on it.")
		return
	}
	quotable := slices.ContainsFunc(f.Questions(), func(q survey.Question) bool { return q.Quotable })
	consents := slices.ContainsFunc(f.Questions(), func(q survey.Question) bool { return q.Kind == survey.Consent && q.Required })
	if quotable && !consents {
		c.block("W63", "", "", "The form asks whether words may be quoted, and nobody agrees to take part. Add a statement to agree to that needs an answer.")
	}
	if n := Minutes(*f); n > longForm {
		c.advise("", "", "It takes about %d minutes. Few people finish more than %d: leave out what nobody will use.", n, longForm)
	}
	if age := ReadingAge(*f); age > oldReader {
		c.advise("", "", "It reads like a text for people of %d. Shorter sentences and plainer words are read by more people.", age)
	}
	if _, ok := f.Purposed(survey.ForRole); !ok && c.who.Roles {
		c.advise("", "", "No question asks for the role. Answers can be counted by role only where the invitation states it.")
	}
	for _, tag := range f.Languages()[1:] {
		if n := len(Untranslated(*f, tag)); n > 0 {
			c.advise("", "", "%s not translated into “%s” yet: there they are shown in the form’s own language.", plural(n, "text is", "texts are"), tag)
		}
	}
}

func (c *checker) page(p survey.Page) {
	if strings.TrimSpace(p.Title) == "" {
		c.block("W61", p.Key, "", "The page has no title. Give it one: it is what progress is told by.")
	}
	if len(p.Questions) == 0 {
		c.block("W62", p.Key, "", "The page asks nothing. Add a question, or delete the page.")
	}
	c.compared(p.Key, "", p.Relevant)
	if _, locked := Locked(p); locked {
		return // its words are not ours to judge
	}
	for _, q := range p.Questions {
		c.question(p, q)
	}
}

func (c *checker) question(p survey.Page, q survey.Question) {
	if strings.TrimSpace(q.Label) == "" && (q.Kind != survey.Info || strings.TrimSpace(q.Hint) == "") && q.Kind != survey.Calculated {
		c.block("W61", p.Key, q.Key, "The question has no words. Write what is asked.")
	}
	for _, e := range []string{q.Relevant, q.Constraint, q.Calculation, q.Filter} {
		c.compared(p.Key, q.Key, e)
	}
	if q.Constraint != "" && q.ConstraintText == "" {
		c.advise(p.Key, q.Key, "Nothing tells people what to do about an answer that is not taken. Write it beside the rule.")
	}
	if !q.Kind.Asked() {
		return
	}
	c.words(p, q)
	c.repeated(p, q)
	switch {
	case q.Kind == survey.Likert && len(q.Items) > longMatrix:
		c.advise(p.Key, q.Key, "It has %d rows. From the tenth on people tick without reading: split it over two pages.", len(q.Items))
	case q.Kind == survey.LongText && q.MaxRunes == 0:
		c.advise(p.Key, q.Key, "It sets no limit. A number of characters tells people how much is expected: 2,000 is a long paragraph.")
	case q.Kind == survey.Multiple && q.Required && !slices.ContainsFunc(q.Choices, func(ch survey.Choice) bool { return ch.Alone }):
		c.advise(p.Key, q.Key, "It needs an answer, and who agrees with none has no way on. Add “None of these”, as a choice that stands alone.")
	}
	if q.Kind.FreeText() && q.Required {
		c.advise(p.Key, q.Key, "It forces people to write. Words that were forced are seldom worth reading: let it be left out.")
	}
	if aboutPerson(q) {
		c.person(p, q)
	}
}

// repeated tells of choices and rows that read the same.
func (c *checker) repeated(p survey.Page, q survey.Question) {
	for _, list := range [][]survey.Choice{q.Choices, q.Items} {
		seen := map[string]bool{}
		for _, ch := range list {
			label := strings.ToLower(oneLine(ch.Label))
			if seen[label] && q.Filter == "" {
				c.advise(p.Key, q.Key, "“%s” is there twice.", ch.Label)
			}
			seen[label] = true
		}
	}
}

// person looks at a question about who somebody is.
func (c *checker) person(p survey.Page, q survey.Question) {
	refuses := q.Soft || slices.ContainsFunc(q.Choices, func(ch survey.Choice) bool {
		l := strings.ToLower(ch.Label)
		return strings.Contains(l, "prefer not") || strings.Contains(l, "rather not")
	})
	if !refuses {
		c.advise(p.Key, q.Key, "It asks who somebody is and offers no “Prefer not to say”. Add it, or let the question be passed over with a reason.")
	}
	cells := 0
	for _, ch := range q.Choices {
		if !ch.Alone && !ch.Other && !strings.Contains(strings.ToLower(ch.Label), "prefer not") {
			cells++
		}
	}
	if cells > 1 && c.who.People > 0 && c.who.People/cells < smallCell {
		c.advise(p.Key, q.Key, "%d people over %d answers leave %s on average: fewer than %d can be told apart. Use fewer, wider answers, or do not ask.",
			c.who.People, cells, plural(c.who.People/cells, "person an answer", "people an answer"), smallCell)
	}
}

// compared tells of comparisons with a choice that the question does not have:
// they are never true.
func (c *checker) compared(page, question, expression string) {
	s, ok := ReadSentence(expression)
	if !ok {
		if e, err := expr.Parse(expression); err == nil {
			s = Sentence{Clauses: comparisons(e.Root(), nil)}
		}
	}
	for _, cl := range s.Clauses {
		q, known := KindOf(c.form, cl.Subject)
		if !known || len(q.Choices) == 0 || !slices.Contains([]Relation{Is, IsNot, Includes, IncludesNot}, cl.Relation) || q.Kind == survey.Rating {
			continue
		}
		if !slices.ContainsFunc(q.Choices, func(ch survey.Choice) bool { return ch.Key == cl.Value }) {
			c.block("W64", page, question, "A condition asks whether “%s” %s “%s”, which is none of its answers. Choose one that is there.", Name(q), cl.Relation, cl.Value)
		}
	}
}

// comparisons collects what can be read as a clause anywhere in an expression.
func comparisons(n expr.Node, out []Clause) []Clause {
	if cl, ok := readClause(n); ok {
		return append(out, cl)
	}
	switch n := n.(type) {
	case expr.Binary:
		return comparisons(n.Right, comparisons(n.Left, out))
	case expr.Unary:
		return comparisons(n.Operand, out)
	case expr.Call:
		for _, a := range n.Args {
			out = comparisons(a, out)
		}
	}
	return out
}
