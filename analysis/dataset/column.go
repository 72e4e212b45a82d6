package dataset

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fill"
)

// A column is a variable with the way to its cells.
type column struct {
	Variable
	cell func(asked) any
}

// asked is one question as one person was asked it.
type asked struct {
	question survey.Question // in the version that was answered
	answer   survey.Answer
}

// A thing is what is asked under one key in one manner, through all versions of
// a form. A question whose manner of answering changed, or which was moved to a
// page that repeats, is another thing.
type thing struct {
	key      string
	kind     survey.Kind
	page     survey.Page // the latest
	numbers  []int       // of the versions that ask it
	versions []survey.Question
}

// is reports whether a question of a page asks for the thing.
func (t thing) is(p survey.Page, q survey.Question) bool {
	return t.key == q.Key && t.kind == q.Kind && repeatOf(t.page) == repeatOf(p)
}

// repeatOf returns the key of the turns of a page, "" for one without.
func repeatOf(p survey.Page) string {
	if p.Repeat == nil {
		return ""
	}
	return p.Repeat.Key
}

func (t thing) latest() survey.Question { return t.versions[len(t.versions)-1] }

// soft reports whether a reason could ever be given in place of an answer.
func (t thing) soft() bool {
	return slices.ContainsFunc(t.versions, func(q survey.Question) bool { return q.Soft })
}

// in returns the question as a version asks it.
func (t thing) in(version int) (survey.Question, bool) {
	i := slices.Index(t.numbers, version)
	if i < 0 {
		return survey.Question{}, false
	}
	return t.versions[i], true
}

// things returns what the versions of a form ask, in the order of the latest;
// what it no longer asks stands behind what it used to follow.
func things(forms []survey.Form) []*thing {
	var order []*thing
	for _, f := range slices.Backward(forms) {
		after := 0
		for _, p := range f.Pages {
			for _, q := range p.Questions {
				if q.Kind == survey.Info {
					continue
				}
				i := slices.IndexFunc(order, func(t *thing) bool { return t.is(p, q) })
				if i < 0 {
					i = after
					order = slices.Insert(order, i, &thing{key: q.Key, kind: q.Kind, page: p})
				}
				t := order[i]
				t.numbers, t.versions = slices.Insert(t.numbers, 0, f.Version), slices.Insert(t.versions, 0, q)
				after = i + 1
			}
		}
	}
	return order
}

// columns returns the columns of a thing.
func (n names) columns(t *thing) []column {
	var out []column
	switch t.kind {
	case survey.Consent:
		out = []column{n.number(t, "", []Value{{0, "", "Not agreed"}, {1, "yes", "Agreed"}}, agreed)}
	case survey.Single:
		out = n.single(t)
	case survey.Multiple:
		out = n.multiple(t)
	case survey.Likert:
		values := coding(t.versions, choices)
		for _, item := range coding(t.versions, items) {
			out = append(out, n.number(t, item.Key, values, func(a asked) any { return pairedCode(a, item.Key, values) }))
		}
		if t.page.Instrument != nil {
			out = append(out, n.scores(t)...)
		}
	case survey.Ranking:
		for _, item := range coding(t.versions, items) {
			out = append(out, n.number(t, item.Key, nil, func(a asked) any { return pairedNumber(a, item.Key) }))
		}
	case survey.Rating, survey.Number:
		out = []column{n.number(t, "", coding(t.versions, choices), number)}
	case survey.Date, survey.Calculated:
		out = []column{n.text(t, "", first)}
	case survey.File:
		out = []column{n.number(t, "", []Value{{1, "", "A file was given"}}, given)}
	case survey.ShortText, survey.LongText:
		out = n.words(t)
	}
	return out
}

// variable describes a column of a thing.
func (n names) variable(t *thing, part string) Variable {
	q := t.latest()
	v := Variable{Name: n.of(t.key, part), Label: survey.Unpiped(q.Label), Kind: t.kind, Question: t.key, Part: part, Page: survey.Unpiped(t.page.Title)}
	if v.Label == "" {
		v.Label = t.key
	}
	for i, q := range t.versions {
		v.Wordings = append(v.Wordings, Wording{Version: t.numbers[i], Label: survey.Unpiped(q.Label), Choices: offered(q)})
	}
	return v
}

// offered lists the choices and items of a question.
func offered(q survey.Question) string {
	var out []string
	for _, c := range slices.Concat(q.Items, q.Choices) {
		out = append(out, c.Key+" = "+survey.Unpiped(c.Label))
	}
	return strings.Join(out, "; ")
}

func (n names) number(t *thing, part string, values []Value, cell func(asked) any) column {
	v := n.variable(t, part)
	v.Values, v.Missing = values, missing(t)
	if t.kind == survey.Consent {
		v.Missing = nil
	}
	if label := labelOf(t, part); label != "" {
		v.Label += " – " + label
	}
	return column{v, func(a asked) any {
		if code, ok := reasonCode(a.answer); ok {
			return code - far(t)
		}
		if a.answer.Empty() && t.kind != survey.Consent {
			return notAnswered - far(t)
		}
		return cell(a)
	}}
}

// labelOf returns the latest words of an item or a choice.
func labelOf(t *thing, part string) string {
	for _, q := range slices.Backward(t.versions) {
		for _, c := range slices.Concat(q.Items, q.Choices) {
			if c.Key == part && part != "" {
				return survey.Unpiped(c.Label)
			}
		}
	}
	return ""
}

func (n names) text(t *thing, part string, cell func(asked) any) column {
	v := n.variable(t, part)
	v.Text = true
	return column{v, cell}
}

// single is a column of numbers, and one of words where "other" can be said.
func (n names) single(t *thing) []column {
	values := coding(t.versions, choices)
	out := []column{n.number(t, "", values, func(a asked) any {
		if code, ok := codeOf(values, a.answer.Choices[0]); ok {
			return code
		}
		return notAnswered
	})}
	return append(out, n.other(t)...)
}

// multiple is a column of 0 and 1 for each choice.
func (n names) multiple(t *thing) []column {
	var out []column
	for _, c := range coding(t.versions, choices) {
		out = append(out, n.number(t, c.Key, []Value{{0, "", "Not taken"}, {1, c.Key, "Taken"}}, func(a asked) any {
			switch {
			case slices.Contains(a.answer.Choices, c.Key):
				return 1
			case !slices.ContainsFunc(a.question.Choices, func(o survey.Choice) bool { return o.Key == c.Key }):
				return nil // this version did not offer it
			}
			return 0
		}))
	}
	return append(out, n.other(t)...)
}

// other is the column of what people said who took a choice that asks for words.
func (n names) other(t *thing) []column {
	if !slices.ContainsFunc(t.versions, func(q survey.Question) bool {
		return slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Other })
	}) {
		return nil
	}
	c := n.text(t, "said", words)
	c.Label += " – in their words"
	c.Part = ""
	return []column{c}
}

// words are three columns: the words, whether there are any, and what may be
// done with them.
func (n names) words(t *thing) []column {
	text := n.text(t, "", words)
	state := n.number(t, "given", []Value{{1, "", "Answered"}}, func(a asked) any {
		if !a.answer.QuoteConsent.MayAnalyse() {
			return withheld
		}
		return 1
	})
	state.Label += " – whether there is an answer"
	state.Missing = append(state.Missing, Value{withheld, "", "Answered, and only to be counted: the words are not here"})
	state.Part = ""
	consent := n.number(t, "quote", []Value{{0, "", "Nobody asked"}, {1, string(survey.QuoteWords), "The words may be printed"}, {2, string(survey.ThemesOnly), "Only under themes, nothing printed"}, {3, string(survey.CountOnly), "Only to be counted"}}, func(a asked) any {
		return slices.Index([]survey.QuoteConsent{survey.ConsentUnasked, survey.QuoteWords, survey.ThemesOnly, survey.CountOnly}, a.answer.QuoteConsent)
	})
	consent.Label += " – what may be done with the words"
	consent.Part = ""
	return []column{text, state, consent}
}

func words(a asked) any {
	if a.answer.Text == "" || !a.answer.QuoteConsent.MayAnalyse() {
		return nil
	}
	return a.answer.Text
}

func agreed(a asked) any {
	if len(a.answer.Choices) > 0 {
		return 1
	}
	return 0
}

func given(asked) any { return 1 }

func first(a asked) any {
	if _, reason := reasonCode(a.answer); reason || len(a.answer.Choices) == 0 {
		return nil
	}
	return a.answer.Choices[0]
}

func number(a asked) any { return numberOf(a.answer.Choices[0]) }

func numberOf(text string) any {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f
	}
	return notAnswered
}

// paired returns what stands behind item= in an answer.
func paired(a asked, item string) (string, bool) {
	for _, c := range a.answer.Choices {
		if key, value, _ := strings.Cut(c, "="); key == item {
			return value, true
		}
	}
	return "", false
}

// pairedCode is the number of the choice that an item was given; nothing where
// this version has no such item.
func pairedCode(a asked, item string, values []Value) any {
	value, ok := paired(a, item)
	if code, known := codeOf(values, value); ok && known {
		return code
	}
	return unpaired(a, item)
}

func pairedNumber(a asked, item string) any {
	if value, ok := paired(a, item); ok {
		return numberOf(value)
	}
	return unpaired(a, item)
}

func unpaired(a asked, item string) any {
	if !slices.ContainsFunc(a.question.Items, func(c survey.Choice) bool { return c.Key == item }) {
		return nil
	}
	return notAnswered
}

// cellOf returns what a response has in a column of a thing: nothing where it
// was not asked.
func cellOf(t *thing, c column, version int, f *fill.Filled, turn int) any {
	q, ok := t.in(version)
	if !ok || !f.Relevant(t.key, turn) {
		return nil
	}
	return c.cell(asked{q, f.Answer(survey.InTurn(t.key, turn))})
}
