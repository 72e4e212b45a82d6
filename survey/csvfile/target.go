package csvfile

import (
	"strings"

	"verbatim/survey"
)

// A target is where a column's cells go: a question, or one row of a Likert
// question.
type target struct {
	question survey.Question
	item     string
}

// target finds the question that name means: by key, by label, by the label of
// a Likert row, or by "question.item".
func (r *reader) target(name string) (target, bool) {
	for _, q := range r.form.Questions() {
		if q.Kind == survey.Likert {
			for _, it := range q.Items {
				if name == q.Key+"."+it.Key || fold(name) == fold(it.Label) {
					return target{q, it.Key}, true
				}
			}
			continue
		}
		if name == q.Key || fold(name) == fold(q.Label) {
			return target{question: q}, true
		}
	}
	return target{}, false
}

// choices reads a cell of a closed question. It returns the part that is none
// of the choices, if there is one.
func (t target) choices(cell string) (choices []string, bad string) {
	parts := []string{cell}
	if t.question.Kind == survey.Multiple {
		parts = strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '|' || r == '\n' })
	}
	for _, p := range parts {
		key, ok := t.choice(strings.TrimSpace(p))
		if !ok {
			return nil, strings.TrimSpace(p)
		}
		if t.item != "" {
			key = t.item + "=" + key
		}
		choices = append(choices, key)
	}
	return choices, ""
}

func (t target) choice(given string) (string, bool) {
	if t.question.Kind == survey.Consent {
		return "yes", fold(given) == "yes" || given == "1" || fold(given) == "true"
	}
	for _, c := range t.question.Choices {
		if given == c.Key || fold(given) == fold(c.Label) {
			return c.Key, true
		}
	}
	return "", false
}

func (t target) offered() []string {
	if t.question.Kind == survey.Consent {
		return []string{"yes"}
	}
	var labels []string
	for _, c := range t.question.Choices {
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
