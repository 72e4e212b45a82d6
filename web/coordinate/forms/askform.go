package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// asked is the form of one question as it was sent, every field a text.
type asked struct {
	values     url.Values
	when, rule condition
}

// get returns what was typed into a field.
func (a asked) get(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(a.values.Get(name), "\r\n", "\n"))
}

// readAsked reads the form of a question.
func readAsked(values url.Values) asked {
	a := asked{values: values}
	a.when, a.rule = readCondition("when", a.get), readCondition("rule", a.get)
	return a
}

// fill puts a question into the fields of its form.
func fillAsked(q survey.Question) asked {
	v := url.Values{}
	for name, text := range map[string]string{
		"kind": string(q.Kind), "key": q.Key, "label": q.Label, "hint": q.Hint, "choices": design.Lines(q.Choices), "items": design.Lines(q.Items),
		"purpose": string(q.Purpose), "unit": q.Unit, "earliest": string(q.Earliest), "latest": string(q.Latest), "least": number(q.Least), "most": number(q.Most),
		"rule-text": q.ConstraintText, "calculation": q.Calculation, "filter": q.Filter, "need": needOf(q),
		"when.was": q.Relevant, "when.expression": q.Relevant, "rule.was": q.Constraint, "rule.expression": q.Constraint,
	} {
		v.Set(name, text)
	}
	if q.MaxRunes > 0 {
		v.Set("most-runes", strconv.Itoa(q.MaxRunes))
	}
	if q.MostBytes > 0 {
		v.Set("most-bytes", strconv.FormatFloat(float64(q.MostBytes)/megabyte, 'f', -1, 64))
	}
	v.Set("types", strings.Join(q.Types, " "))
	for name, on := range map[string]bool{"quotable": q.Quotable, "whole": q.Whole} {
		if on {
			v.Set(name, "yes")
		}
	}
	for _, c := range q.Choices {
		if c.Other {
			v.Add("other", c.Key)
		}
		if c.Alone {
			v.Add("alone", c.Key)
		}
	}
	a := asked{values: v}
	a.when, a.rule = condition{expression: q.Relevant, was: q.Relevant}, condition{expression: q.Constraint, was: q.Constraint}
	a.when.sentence, _ = design.ReadSentence(q.Relevant)
	a.rule.sentence, _ = design.ReadSentence(q.Constraint)
	return a
}

func number(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

func needOf(q survey.Question) string {
	switch {
	case q.Required:
		return "required"
	case q.Soft:
		return "soft"
	}
	return ""
}

// problems are what is wrong with fields, in the order in which they were found.
type problems struct {
	lines []page.Problem
	field map[string]string
	errs  map[string]error
}

func (p *problems) add(name string, err error) {
	if err == nil {
		return
	}
	if p.field == nil {
		p.field, p.errs = map[string]string{}, map[string]error{}
	}
	p.field[name], p.errs[name] = fault.Text(err), err
	p.lines = append(p.lines, page.Problem{Anchor: "#" + name, Text: fault.Text(err)})
}

// question returns the question that was typed, in the place of old. Only the
// fields that the kind on the page had are read; the others stay as they are.
func (a asked) question(old survey.Question, p *problems) survey.Question {
	q := old
	shows := shows(survey.Kind(a.get("shown")))
	if k := survey.Kind(a.get("kind")); slices.ContainsFunc(design.Kinds(), func(n design.KindName) bool { return n.Kind == k }) {
		q.Kind = k
	}
	q.Label, q.Hint = a.get("label"), a.get("hint")
	q.Required, q.Soft = a.get("need") == "required", a.get("need") == "soft"
	var err error
	if q.Relevant, err = a.when.result(); err != nil {
		p.add("when.expression", err)
	}
	if shows["choices"] {
		q.Choices, err = design.ReadLines(a.get("choices"), old.Choices)
		p.add("choices", err)
		a.marks(old.Choices, q.Choices)
		q.Filter = a.get("filter")
		_, err = expr.ParseFilter(q.Filter)
		p.add("filter", err)
	}
	if shows["items"] {
		q.Items, err = design.ReadLines(a.get("items"), old.Items)
		p.add("items", err)
	}
	a.limits(&q, shows, p)
	if shows["words"] {
		q.Quotable, q.Purpose = a.get("quotable") != "", survey.Purpose(a.get("purpose"))
	}
	if shows["role"] && q.Purpose != survey.ForRecommendation && q.Purpose != survey.ForPraise {
		q.Purpose = survey.Purpose(a.get("purpose"))
	}
	if shows["rule"] {
		if q.Constraint, err = a.rule.result(); err != nil {
			p.add("rule.expression", err)
		}
		q.ConstraintText = a.get("rule-text")
	}
	if shows["calculation"] {
		q.Calculation = a.calculation()
		p.add("calculation", syntax(q.Calculation))
	}
	if q.Kind != old.Kind {
		design.Complete(&q)
	}
	return q
}

// marks sets which choices ask for words and which stand alone. Choices that the
// page did not know yet have no boxes.
func (a asked) marks(known, choices []survey.Choice) {
	for i := range choices {
		c := &choices[i]
		if slices.ContainsFunc(known, func(k survey.Choice) bool { return k.Key == c.Key }) {
			c.Other, c.Alone = slices.Contains(a.values["other"], c.Key), slices.Contains(a.values["alone"], c.Key)
		}
	}
}

// megabyte is the unit in which the size of files is entered, in bytes.
const megabyte = 1 << 20

// limits reads which answers are taken.
func (a asked) limits(q *survey.Question, shows map[string]bool, p *problems) {
	if shows["limits"] {
		q.Least, q.Most = a.number("least", p), a.number("most", p)
	}
	if shows["number"] {
		q.Whole, q.Unit = a.get("whole") != "", a.get("unit")
	}
	if shows["days"] {
		q.Earliest, q.Latest = a.day("earliest", p), a.day("latest", p)
	}
	if shows["file"] {
		q.Types, q.MostBytes = strings.Fields(strings.ToLower(strings.ReplaceAll(a.get("types"), ",", " "))), 0
		if n := a.number("most-bytes", p); n != nil {
			q.MostBytes = int64(*n * megabyte)
		}
	}
	if shows["words"] {
		q.MaxRunes = 0
		if t := a.get("most-runes"); t != "" {
			n, err := strconv.Atoi(strings.ReplaceAll(t, ",", ""))
			if err != nil || n < 1 || n > survey.DefaultMaxRunes {
				p.add("most-runes", fault.Coded("W65", "Enter the most characters as a number from 1 to %d, or leave it empty.", survey.DefaultMaxRunes))
			} else {
				q.MaxRunes = n
			}
		}
	}
}

func (a asked) number(name string, p *problems) *float64 {
	t := a.get(name)
	if t == "" {
		return nil
	}
	n, err := strconv.ParseFloat(t, 64)
	if err != nil || n-n != 0 {
		p.add(name, fault.Coded("W65", "Enter the limit as a number, such as 5, or leave it empty: %q is none.", t))
		return nil
	}
	return &n
}

func (a asked) day(name string, p *problems) survey.Day {
	d, err := survey.ParseDay(a.get(name))
	p.add(name, err)
	return d
}

// calculation returns what was typed, or what was put together of questions.
func (a asked) calculation() string {
	how, of := a.get("sum-how"), a.values["sum"]
	if how == "" || len(of) == 0 {
		return a.get("calculation")
	}
	refs := make([]string, len(of))
	for i, key := range of {
		refs[i] = "${" + key + "}"
	}
	switch how {
	case "sum", "min", "max":
		return how + "(" + strings.Join(refs, ", ") + ")"
	case "mean":
		return "(" + strings.Join(refs, " + ") + ") div " + strconv.Itoa(len(refs))
	}
	for i, r := range refs {
		refs[i] = "count-selected(" + r + ")"
	}
	return strings.Join(refs, " + ")
}

// shows says which fields a question of the kind has.
func shows(k survey.Kind) map[string]bool {
	s := map[string]bool{}
	for _, part := range []struct {
		name  string
		kinds []survey.Kind
	}{
		{"choices", []survey.Kind{survey.Single, survey.Multiple, survey.Likert, survey.Rating}},
		{"other", []survey.Kind{survey.Single, survey.Multiple}},
		{"alone", []survey.Kind{survey.Single, survey.Multiple, survey.Likert}},
		{"items", []survey.Kind{survey.Likert, survey.Ranking}},
		{"limits", []survey.Kind{survey.Multiple, survey.Rating, survey.Number}},
		{"number", []survey.Kind{survey.Number}},
		{"days", []survey.Kind{survey.Date}},
		{"words", []survey.Kind{survey.ShortText, survey.LongText}},
		{"role", []survey.Kind{survey.Single}},
		{"calculation", []survey.Kind{survey.Calculated}},
		{"file", []survey.Kind{survey.File}},
		{"rule", []survey.Kind{survey.Multiple, survey.Number, survey.Date, survey.ShortText, survey.LongText, survey.Rating, survey.Single}},
	} {
		s[part.name] = slices.Contains(part.kinds, k)
	}
	s["need"] = k.Asked()
	return s
}

// mark returns a short hash of something, by which it is known again.
func mark(what any) string {
	b, err := json.Marshal(what)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
