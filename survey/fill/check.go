package fill

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
)

// A checker makes a plan and collects what is wrong with the form.
type checker struct {
	plan   *Plan
	faults []error
}

func (c *checker) fail(code, format string, args ...any) {
	c.faults = append(c.faults, fault.Coded(code, format, args...))
}

func (c *checker) page(page survey.Page) {
	where := fmt.Sprintf("Page %q", page.Title)
	s := &sheet{Page: page, place: len(c.plan.pages)}
	s.relevant = c.expression(where, "when it is asked", page.Relevant, false)
	s.title, s.intro = c.piped(where, "its title", page.Title), c.piped(where, "its introduction", page.Intro)
	if slices.ContainsFunc(c.plan.pages, func(o *sheet) bool { return o.Key == page.Key }) {
		c.fail("G01", "%s: another page has the key %q too. Give each its own.", where, page.Key)
	}
	if page.Repeat != nil {
		c.repeat(where, s)
	}
	c.plan.pages = append(c.plan.pages, s)
	for _, q := range page.Questions {
		c.question(s, q)
	}
}

func (c *checker) repeat(where string, s *sheet) {
	r := &repeat{Repeat: *s.Page.Repeat}
	if r.Most == 0 {
		r.Most = survey.MostTurns
	}
	r.count = c.expression(where, "how often it is asked", r.Count, false)
	if r.Least < 0 || r.Least > r.Most || r.Most > survey.MostTurns {
		c.fail("G02", "%s is asked %d to %d times. Make the first number the smaller, and the second %d at most.", where, r.Least, r.Most, survey.MostTurns)
	}
	c.name(where+", which is asked again and again", r.Key)
	c.plan.turns[r.Key] = r
	s.repeat = r
}

// name checks a key that expressions use. One that none can use, because it
// begins with a digit, is all right: nothing refers to it, and files of answers
// that were collected elsewhere bring such keys.
func (c *checker) name(where, key string) {
	if !expr.IsName("k"+key) || key == "" {
		c.fail("G03", "%s has the key %q, which cannot be one. Use letters, digits, hyphens and underscores.", where, key)
	}
	if c.plan.asks[key] != nil || c.plan.turns[key] != nil {
		c.fail("G01", "%s has the key %q, which something before it has too. Give each its own.", where, key)
	}
}

func (c *checker) question(s *sheet, q survey.Question) {
	where := fmt.Sprintf("Question %q", q.Key)
	c.name(where, q.Key)
	a := &ask{Question: q, page: s, label: c.piped(where, "its words", q.Label), hint: c.piped(where, "its hint", q.Hint)}
	a.choices, a.items = c.pipedLabels(where, "its choices", q.Choices), c.pipedLabels(where, "its rows", q.Items)
	a.constraintText = c.piped(where, "what is said where its constraint is broken", q.ConstraintText)
	a.relevant = c.expression(where, "when it is asked", q.Relevant, false)
	a.constraint = c.expression(where, "its constraint", q.Constraint, true)
	a.calculation = c.expression(where, "what is calculated", q.Calculation, false)
	a.filter = c.filter(where, q)
	c.plan.asks[q.Key] = a
	c.kind(where, q)
}

// kind checks that a question has what its kind needs.
func (c *checker) kind(where string, q survey.Question) {
	needsChoices := q.Kind == survey.Single || q.Kind == survey.Multiple || q.Kind == survey.Likert
	needsItems := q.Kind == survey.Likert || q.Kind == survey.Ranking
	switch {
	case !slices.Contains(kinds, q.Kind):
		c.fail("G04", "%s is of the kind %q, which does not exist. The kinds are: %s.", where, q.Kind, kindsInWords())
	case needsChoices && len(q.Choices) == 0:
		c.fail("G05", "%s offers nothing to choose. Add choices.", where)
	case needsItems && len(q.Items) == 0:
		c.fail("G05", "%s has no rows. Add what is to be answered or put in order.", where)
	case q.Kind == survey.Rating && (q.Least == nil || q.Most == nil || *q.Most-*q.Least > mostStars):
		c.fail("G06", "%s is a rating and needs a lowest and a highest number, %d apart at most.", where, mostStars)
	case q.Kind == survey.Calculated && q.Calculation == "":
		c.fail("G07", "%s calculates nothing. Say what, or leave it out.", where)
	case q.Least != nil && q.Most != nil && *q.Least > *q.Most, q.Earliest != "" && q.Latest != "" && q.Earliest > q.Latest:
		c.fail("G02", "%s takes nothing: its lowest value is above its highest.", where)
	}
	c.choices(where, q.Choices, q.Filter != "")
	c.choices(where, q.Items, false)
}

// mostStars is how wide a rating can be: the steps from 0 to 10 are common, and
// no row of radio buttons with more fits a telephone.
const mostStars = 10

var kinds = []survey.Kind{
	survey.Consent, survey.Single, survey.Multiple, survey.Likert, survey.Rating, survey.Number, survey.Date,
	survey.Ranking, survey.ShortText, survey.LongText, survey.File, survey.Info, survey.Calculated,
}

func kindsInWords() string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// choices checks keys: they are stored side by side, as in "item=choice", and
// expressions hold them apart by spaces. Where a filter decides which are
// offered, one key may be there for several cases.
func (c *checker) choices(where string, choices []survey.Choice, filtered bool) {
	seen := map[string]bool{}
	for _, ch := range choices {
		switch {
		case ch.Key == "" || strings.ContainsAny(ch.Key, " \t\n=") || strings.HasPrefix(ch.Key, "~"):
			c.fail("G08", "%s has a choice with the key %q. A key has no spaces and no =, and does not begin with a tilde.", where, ch.Key)
		case seen[ch.Key] && !filtered:
			c.fail("G01", "%s has two choices with the key %q. Give each its own.", where, ch.Key)
		}
		seen[ch.Key] = true
	}
}

// expression reads one expression of the form. A full stop stands for the
// answer, which only constraints have.
func (c *checker) expression(where, part, text string, current bool) expr.Expr {
	e, err := expr.Parse(text)
	if err != nil {
		c.fail("G09", "%s, %s: %s", where, part, fault.Text(err))
	}
	if e.HasCurrent() && !current {
		c.fail("G10", "%s, %s: a full stop stands for the answer only in a constraint. Name the question, as ${name}.", where, part)
	}
	return e
}

// filter reads the expression that says which choices are offered.
func (c *checker) filter(where string, q survey.Question) expr.Expr {
	e, err := expr.ParseFilter(q.Filter)
	if err != nil {
		c.fail("G09", "%s, which choices are offered: %s", where, fault.Text(err))
	}
	for _, name := range e.Columns() {
		if !slices.ContainsFunc(q.Choices, func(ch survey.Choice) bool { _, ok := ch.Columns[name]; return ok }) {
			c.fail("G13", "%s, which choices are offered: no choice has a column %q. Put texts in quotation marks, answers in ${ }.", where, name)
		}
	}
	return e
}

// references checks that expressions name what there is and that none needs
// itself.
func (c *checker) references() {
	for _, s := range c.plan.pages {
		c.known(fmt.Sprintf("Page %q", s.Title), slices.Concat([]expr.Expr{s.relevant}, s.title.refs, s.intro.refs)...)
		if s.repeat != nil {
			c.known(fmt.Sprintf("Page %q", s.Title), s.repeat.count)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.plan.asks)) {
		a := c.plan.asks[key]
		c.known(fmt.Sprintf("Question %q", key), slices.Concat([]expr.Expr{a.relevant, a.constraint, a.calculation, a.filter}, a.refs())...)
	}
	if len(c.faults) > 0 {
		return
	}
	if circle := c.plan.circle(); circle != nil {
		c.fail("G11", "These need each other in a circle, so none can be worked out first: %s. Change one so that it does not need the next.", strings.Join(circle, " needs "))
	}
}

func (c *checker) known(where string, expressions ...expr.Expr) {
	for _, e := range expressions {
		for _, name := range e.Refs() {
			if a, _ := c.plan.find(name); a == nil && c.plan.turns[name] == nil {
				c.fail("G12", "%s refers to ${%s}, and nothing has that key%s.", where, name, c.suggest(name))
			}
		}
	}
}

// suggest returns a key that differs from name in capitals or signs only.
func (c *checker) suggest(name string) string {
	fold := func(s string) string {
		return strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(s))
	}
	for _, key := range slices.Sorted(maps.Keys(c.plan.asks)) {
		if fold(key) == fold(name) {
			return fmt.Sprintf(". Did you mean ${%s}?", key)
		}
	}
	return ""
}

// circle returns keys of which each needs the next and the last is the first, or
// nil.
func (p *Plan) circle() []string {
	const onPath, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(key string) []string
	visit = func(key string) []string {
		switch state[key] {
		case done:
			return nil
		case onPath:
			return append(slices.Clone(path[slices.Index(path, key):]), key)
		}
		state[key] = onPath
		path = append(path, key)
		for _, need := range p.needs(key) {
			if found := visit(need); found != nil {
				return found
			}
		}
		path, state[key] = path[:len(path)-1], done
		return nil
	}
	for _, q := range p.form.Questions() {
		if found := visit(q.Key); found != nil {
			return found
		}
	}
	return nil
}
