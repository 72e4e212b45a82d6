package fill

import (
	"math"
	"slices"
	"strings"
	"time"

	"verbatim/survey"
	"verbatim/survey/expr"
)

// A Filled is a form with the answers given so far. It works out what it is
// asked for when it is asked, once, and is for one goroutine.
type Filled struct {
	plan    *Plan
	now     time.Time
	answers []survey.Answer
	at      map[string]int        // place in answers, by question and turn; nil where there are few
	shown   map[string]bool       // by question and turn, or by the key of a page
	values  map[string]expr.Value // by question and turn
	counts  map[string]int        // turns, by the key of the repeat
	failed  error                 // the first expression that took too much
}

// fewAnswers is how many answers are looked through one by one: as quick as a
// map of them, which would have to be made.
const fewAnswers = 16

// Fill joins the form with answers. The time is what today() and now() give, in
// the place of the programme.
func (p *Plan) Fill(answers []survey.Answer, now time.Time) *Filled {
	f := &Filled{plan: p, now: now, answers: answers}
	if !p.Plain() {
		f.shown, f.values, f.counts = map[string]bool{}, map[string]expr.Value{}, map[string]int{}
	}
	if len(answers) > fewAnswers {
		f.at = make(map[string]int, len(answers))
		for i, a := range answers {
			f.at[a.Question] = i
		}
	}
	return f
}

// Answer returns the answer given under a key that [survey.InTurn] made, empty
// where there is none. Of several the last counts.
func (f *Filled) Answer(key string) survey.Answer {
	if f.at != nil {
		if i, ok := f.at[key]; ok {
			return f.answers[i]
		}
		return survey.Answer{Question: key}
	}
	for _, a := range slices.Backward(f.answers) {
		if a.Question == key {
			return a
		}
	}
	return survey.Answer{Question: key}
}

// Err returns the fault of the first expression that took too many steps, whose
// result counts as unanswered. It is complete after everything was asked.
func (f *Filled) Err() error { return f.failed }

// A Sheet is a page as it is asked: one that repeats, in one of its turns.
type Sheet struct {
	Page  survey.Page
	Place int // of the page in the form, from 0
	Turn  int // from 1; 0 for a page that does not repeat
}

// Same reports whether two sheets are the same page in the same turn.
func (s Sheet) Same(o Sheet) bool { return s.Place == o.Place && s.Turn == o.Turn }

// Sheets returns the pages that are asked, in their order. The caller leaves
// them as they are.
func (f *Filled) Sheets() []Sheet {
	if f.plan.Plain() {
		return f.plan.plain
	}
	var out []Sheet
	for _, s := range f.plan.pages {
		switch {
		case !f.pageShown(s):
		case s.repeat == nil:
			out = append(out, Sheet{Page: s.Page, Place: s.place})
		default:
			for turn := range f.turns(s.repeat) {
				out = append(out, Sheet{Page: s.Page, Place: s.place, Turn: turn + 1})
			}
		}
	}
	return out
}

// Heading returns the title and the introduction of a sheet, with earlier answers
// put into them.
func (f *Filled) Heading(s Sheet) (title, intro string) {
	if f.plan.Plain() {
		return s.Page.Title, s.Page.Intro
	}
	p := f.plan.pages[s.Place]
	value := func(name string) string { return f.words(name, spot{p.repeat, s.Turn}) }
	return p.title.text(value), p.intro.text(value)
}

// Questions returns the questions of a sheet that are asked, with earlier
// answers put into their words. The caller leaves them as they are.
func (f *Filled) Questions(s Sheet) []survey.Question {
	if f.plan.Plain() {
		return s.Page.Questions
	}
	var out []survey.Question
	for _, q := range s.Page.Questions {
		if !f.Relevant(q.Key, s.Turn) || q.Kind == survey.Calculated {
			continue
		}
		a := f.plan.asks[q.Key]
		value := func(name string) string { return f.words(name, spot{a.page.repeat, s.Turn}) }
		q.Label, q.Hint, q.ConstraintText = a.label.text(value), a.hint.text(value), a.constraintText.text(value)
		q.Choices, q.Items = f.offered(a, s.Turn, worded(a.Choices, a.choices, value)), worded(a.Items, a.items, value)
		out = append(out, q)
	}
	return out
}

// offered returns the choices that the question's filter lets through.
func (f *Filled) offered(a *ask, turn int, choices []survey.Choice) []survey.Choice {
	if a.filter.IsZero() {
		return choices
	}
	var out []survey.Choice
	for _, c := range choices {
		s := f.scope(spot{a.page.repeat, turn}, expr.Value{})
		s.Column = func(name string) string { return c.Columns[name] }
		if f.run(a.filter, s).Holds() {
			out = append(out, c)
		}
	}
	return out
}

// Relevant reports whether the question is asked in the turn.
func (f *Filled) Relevant(question string, turn int) bool {
	if f.plan.Plain() {
		return turn == 0 && f.plan.asks[question] != nil
	}
	key := survey.InTurn(question, turn)
	shown, known := f.shown[key]
	if known {
		return shown
	}
	a := f.plan.asks[question]
	shown = a != nil && f.pageShown(a.page) && f.inTurns(a.page, turn) && f.holds(a.relevant, spot{a.page.repeat, turn})
	f.shown[key] = shown
	return shown
}

func (f *Filled) inTurns(s *sheet, turn int) bool {
	if s.repeat == nil {
		return turn == 0
	}
	return turn >= 1 && turn <= f.turns(s.repeat)
}

func (f *Filled) pageShown(s *sheet) bool {
	key := "page " + s.Key // no question has a space in its key
	shown, known := f.shown[key]
	if !known {
		shown = f.holds(s.relevant, spot{})
		f.shown[key] = shown
	}
	return shown
}

// A spot is where an expression stands: in a turn of a repeat, or, as the zero
// value, outside of all.
type spot struct {
	repeat *repeat
	turn   int
}

// holds reports whether the condition is met; an empty one always is.
func (f *Filled) holds(e expr.Expr, at spot) bool {
	return e.IsZero() || f.eval(e, at, expr.Value{}).Holds()
}

func (f *Filled) eval(e expr.Expr, at spot, current expr.Value) expr.Result {
	return f.run(e, f.scope(at, current))
}

// scope is what an expression can see at a spot.
func (f *Filled) scope(at spot, current expr.Value) expr.Scope {
	return expr.Scope{Answer: func(name string) expr.Value { return f.value(name, at) }, Current: current, Label: f.label, Now: f.now}
}

func (f *Filled) run(e expr.Expr, s expr.Scope) expr.Result {
	r, err := e.Eval(s)
	if err != nil && f.failed == nil {
		f.failed = err
	}
	return r
}

// turns returns how often a page is asked: as its expression says, else as often
// as the participant wants, and once where nothing was said.
func (f *Filled) turns(r *repeat) int {
	if n, known := f.counts[r.Key]; known {
		return n
	}
	wanted := math.Max(1, float64(r.Least))
	if !r.count.IsZero() {
		wanted, _ = f.eval(r.count, spot{}, expr.Value{}).Value.Number()
	} else if a := f.Answer(r.Key); len(a.Choices) == 1 {
		if n, ok := expr.TextOf(a.Choices[0]).Number(); ok {
			wanted = n
		}
	}
	n := int(min(max(wanted, float64(r.Least), 0), float64(r.Most)))
	f.counts[r.Key] = n
	return n
}

// value is what ${name} stands for at a spot: the answer in the same turn where
// the question belongs to the same repeat, else those of all turns. A row of a
// Likert question is named question.row.
func (f *Filled) value(name string, at spot) expr.Value {
	if r := f.plan.turns[name]; r != nil {
		return expr.ListOf(make([]expr.Value, f.shownTurns(r))...)
	}
	a, row := f.plan.find(name)
	switch {
	case a == nil:
		return expr.Value{}
	case a.page.repeat == at.repeat:
		return f.single(a, row, at.turn)
	case a.page.repeat == nil:
		return f.single(a, row, 0)
	}
	var all []expr.Value
	for t := range f.shownTurns(a.page.repeat) {
		all = append(all, f.single(a, row, t+1))
	}
	return expr.ListOf(all...)
}

func (f *Filled) shownTurns(r *repeat) int {
	if !f.pageShown(f.plan.pageOf(r.Key)) {
		return 0
	}
	return f.turns(r)
}

// single is the value of a question, or of one of its rows, in one turn; what is
// not asked is unanswered.
func (f *Filled) single(a *ask, row string, turn int) expr.Value {
	key := survey.InTurn(a.Key+" "+row, turn)
	v, known := f.values[key]
	if known {
		return v
	}
	if f.Relevant(a.Key, turn) {
		v = f.given(a, row, turn)
	}
	f.values[key] = v
	return v
}

func (f *Filled) given(a *ask, row string, turn int) expr.Value {
	answer := f.Answer(survey.InTurn(a.Key, turn))
	switch {
	case a.Kind == survey.Calculated:
		return f.eval(a.calculation, spot{a.page.repeat, turn}, expr.Value{}).Value
	case row != "":
		return expr.TextOf(chosenFor(answer, row))
	}
	return valueOf(a.Question, answer)
}

// chosenFor returns what was chosen on a row of a Likert question.
func chosenFor(a survey.Answer, row string) string {
	for _, v := range a.Choices {
		if item, choice, _ := strings.Cut(v, "="); item == row {
			return choice
		}
	}
	return ""
}

// valueOf returns an answer as expressions see it.
func valueOf(q survey.Question, a survey.Answer) expr.Value {
	switch {
	case q.Kind.FreeText():
		return expr.TextOf(a.Text)
	case survey.IsReason(a) && q.Soft:
		return expr.Value{}
	case q.Kind == survey.Ranking:
		return expr.ChosenOf(ranked(a)...)
	case q.Kind == survey.Number || q.Kind == survey.Rating:
		return expr.TextOf(strings.Join(a.Choices, " ")).AsNumber()
	}
	return expr.ChosenOf(a.Choices...)
}

// ranked returns the items of a ranking in their order.
func ranked(a survey.Answer) []string {
	sorted := slices.SortedFunc(slices.Values(a.Choices), func(x, y string) int { return place(x) - place(y) })
	for i, v := range sorted {
		sorted[i], _, _ = strings.Cut(v, "=")
	}
	return sorted
}

func place(choice string) int {
	_, digits, _ := strings.Cut(choice, "=")
	n, _ := expr.TextOf(digits).Number()
	return int(n)
}

// label returns the words of a choice.
func (f *Filled) label(question, choice string) string {
	a, _ := f.plan.find(question)
	if a == nil {
		return choice
	}
	gaps := func(string) string { return unknown } // words within words would have no end
	for _, list := range [][]survey.Choice{worded(a.Choices, a.choices, gaps), worded(a.Items, a.items, gaps)} {
		for _, c := range list {
			if c.Key == choice {
				return c.Label
			}
		}
	}
	return choice
}

// words is what a label shows for ${name}.
func (f *Filled) words(name string, at spot) string {
	v := f.value(name, at)
	if !v.IsAnswered() {
		return unknown
	}
	a, _ := f.plan.find(name)
	if a == nil || len(a.Choices) == 0 && len(a.Items) == 0 {
		return v.String()
	}
	labels := strings.Fields(v.String())
	for i, c := range labels {
		labels[i] = f.label(name, c)
	}
	return strings.Join(labels, ", ")
}
