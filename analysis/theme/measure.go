package theme

import "verbatim/analysis"

// A Quality says how well suggestions for one theme agree with people's
// codings, on answers that the tagger had not seen.
type Quality struct {
	Theme     string  `json:"theme"`
	N         int     `json:"n"` // answers that people gave the theme
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// measureFolds is into how many parts the coded answers are divided: a tagger
// that learns from four fifths is nearly as good as the one in use.
const measureFolds = 5

// Measure returns the quality of the suggestions for each theme of the book
// that has none below it, in the order of the book, by cross-validation on the
// examples: each part is suggested by a tagger that learnt from the others, and
// no person is in two parts. An answer is passed over for a theme about which
// nobody has decided.
func Measure(book analysis.Codebook, examples []Example, background []string) []Quality {
	m := study(Options{}, book, examples, background)
	parts := byPerson(examples)
	tallies := make([]tally, len(m.themes))
	for f := range measureFolds {
		m.test(func(i int) bool { return parts[i] == f }, tallies)
	}
	out := make([]Quality, len(m.themes))
	for i, c := range tallies {
		out[i] = Quality{m.themes[i], c.right + c.missed, c.precision(), c.recall(), c.f1()}
	}
	return out
}

// byPerson returns the part of each example. Persons are dealt out in turn.
func byPerson(examples []Example) []int {
	parts := make([]int, len(examples))
	seen := map[string]int{}
	dealt := 0
	for i, e := range examples {
		part, ok := seen[e.Person]
		if !ok || e.Person == "" {
			part = dealt % measureFolds
			seen[e.Person] = part
			dealt++
		}
		parts[i] = part
	}
	return parts
}

// test counts, for each theme, what a tagger that has not learnt from the left
// out answers suggests for them.
func (m *material) test(left func(i int) bool, tallies []tally) {
	t := m.tagger(left)
	r := t.space.reader()
	for i := range m.coded {
		c := &m.coded[i]
		if !left(i) || len(t.themes) == 0 {
			continue
		}
		sure := t.sure(r, c.text)
		for th, p := range sure {
			if fits, known := c.says(th); known > doubtWeight {
				tallies[th].count(p >= t.cal.threshold[th], fits)
			}
		}
	}
}
