package csvfile

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
)

// A target is where a column's cells go: a question, or one row of a Likert
// question, in a turn of a page that repeats.
type target struct {
	question survey.Question
	item     string
	turn     int // from 1; 0 where the page does not repeat
}

// key is what the answer is stored under.
func (t target) key() string { return survey.InTurn(t.question.Key, t.turn) }

// target finds the question that name means: by key, by label, by the label of
// a Likert row, or by "question.item". Turns follow a number sign, as in
// "minutes#2" or "agree#2.item".
func (r *reader) target(name string) (target, bool) {
	name, turn := cutTurn(name)
	for _, p := range r.form.Pages {
		if (p.Repeat != nil) != (turn > 0) {
			continue
		}
		for _, q := range p.Questions {
			if item, ok := named(q, name); ok {
				return target{q, item, turn}, true
			}
		}
	}
	return target{}, false
}

// cutTurn returns a column's name without the turn in it.
func cutTurn(name string) (rest string, turn int) {
	before, after, found := strings.Cut(name, "#")
	digits, item, dotted := strings.Cut(after, ".")
	_, turn = survey.SplitTurn("x#" + strings.TrimSpace(digits))
	if !found || turn == 0 || turn > survey.MostTurns {
		return name, 0
	}
	if dotted {
		before += "." + item
	}
	return strings.TrimSpace(before), turn
}

// named reports whether name means the question, or which of its rows.
func named(q survey.Question, name string) (item string, ok bool) {
	if q.Kind != survey.Likert {
		return "", name == q.Key || fold(name) == fold(q.Label) && q.Label != ""
	}
	for _, it := range q.Items {
		if name == q.Key+"."+it.Key || fold(name) == fold(it.Label) {
			return it.Key, true
		}
	}
	return "", false
}

// choices reads a cell of a closed question. It returns the part that is none
// of the choices, if there is one.
func (t target) choices(cell string) (choices []string, bad string) {
	parts := []string{cell}
	switch t.question.Kind {
	case survey.Number, survey.Date:
		return []string{strings.TrimSpace(cell)}, "" // whether it is one is for the form to say
	case survey.Multiple, survey.Ranking:
		parts = strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '|' || r == '\n' })
	}
	for i, p := range parts {
		key, ok := t.choice(strings.TrimSpace(p))
		if !ok {
			return nil, strings.TrimSpace(p)
		}
		switch {
		case t.item != "":
			key = t.item + "=" + key
		case t.question.Kind == survey.Ranking:
			key += "=" + strconv.Itoa(i+1) // named in their order
		}
		choices = append(choices, key)
	}
	return choices, ""
}

func (t target) choice(given string) (string, bool) {
	if t.question.Kind == survey.Consent {
		return "yes", fold(given) == "yes" || given == "1" || fold(given) == "true"
	}
	for _, c := range t.known() {
		if given == c.Key || fold(given) == fold(c.Label) {
			return c.Key, true
		}
	}
	return given, t.question.Kind == survey.Rating // whether the number is one of it is for the form to say
}

// known are what a cell can name.
func (t target) known() []survey.Choice {
	known := t.question.Choices
	if t.question.Kind == survey.Ranking {
		known = t.question.Items
	}
	if t.question.Soft {
		known = slices.Concat(known, survey.Reasons())
	}
	return known
}

func (t target) offered() []string {
	if t.question.Kind == survey.Consent {
		return []string{"yes"}
	}
	var labels []string
	for _, c := range t.known() {
		labels = append(labels, c.Label)
	}
	return labels
}

// nearest returns the label of the question that shares most words with name,
// or "" when none shares half of them.
func (r *reader) nearest(name string) string {
	best, bestShare := "", 0.5
	for _, q := range r.form.Questions() {
		if s := shared(fold(name), fold(q.Label)); s > bestShare {
			best, bestShare = q.Label, s
		}
	}
	return best
}

// shared returns the Dice coefficient of the two texts' sets of words.
func shared(a, b string) float64 {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(a) {
		set[w] = true
	}
	n, common, sizeA := 0, 0, len(set)
	for w := range strings.FieldsSeq(b) {
		n++
		if set[w] {
			common++
			delete(set, w)
		}
	}
	if sizeA+n == 0 {
		return 0
	}
	return 2 * float64(common) / float64(sizeA+n)
}
