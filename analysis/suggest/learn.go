package suggest

import (
	"hash/fnv"
	"math"

	"verbatim/analysis/nlp"
	"verbatim/survey"
)

// An Example is a sentence or part of one with what people decided about it.
type Example struct {
	Text    string
	Purpose survey.Purpose // of the question it answers; empty for none
	Action  bool           // whether it asks somebody to do something
}

// A correction is a linear model of what the rules get wrong in one programme:
// it is added to their logit. Its features are the rules that hold and the
// stems, parts of speech and their sequences, hashed to a fixed number of
// slots. Learning starts from no correction and pays for every step away from
// it, so that with few examples the rules speak and with many the examples do.
type correction struct {
	weights []float32
}

const (
	slots    = 1 << 18 // at 150 features a sentence, 10,000 examples collide seldom; 1 MB
	epochs   = 12      // passes over the examples; the weights have settled by then
	rate     = 0.15    // of the first step; AdaGrad shortens the later ones
	penalty  = 1.5     // L2, per feature and pass
	ruleUnit = 1.0     // value of a feature that says a rule holds
	textUnit = 0.35    // value of a feature of the words: there are many of them
)

// A feature is a slot and its value.
type feature struct {
	slot  uint32
	value float32
}

// logit returns what the correction adds.
func (c *correction) logit(fs []feature) float64 {
	sum := 0.0
	for _, f := range fs {
		sum += float64(c.weights[f.slot] * f.value)
	}
	return sum
}

// Learn replaces what m has learned by a correction fitted to the examples, by
// logistic regression with the rules' logit as its offset (AdaGrad; Duchi,
// Hazan and Singer 2011). The same examples in the same order give the same
// Miner; none give back the rules alone. It is not safe to call while m is in
// use.
func (m *Miner) Learn(examples []Example) {
	m.learned = nil
	if len(examples) == 0 {
		return
	}
	rows := make([]row, len(examples))
	seen := make([]float32, slots) // in how many examples a slot occurs
	for i, e := range examples {
		rows[i] = m.row(e)
		for _, f := range rows[i].features {
			seen[f.slot]++
		}
	}
	c := &correction{weights: make([]float32, slots)}
	squares := make([]float32, slots)
	for epoch := range epochs {
		for i := range rows {
			c.step(&rows[scattered(i, epoch, len(rows))], seen, squares)
		}
	}
	m.learned = c
}

// A row is an example as the correction sees it.
type row struct {
	offset   float64
	features []feature
	target   float64
}

func (m *Miner) row(e Example) row {
	ws := analyseAll(e.Text)
	offset, votes := m.ruleLogit(ws, e.Purpose)
	r := row{offset: offset, features: features(ws, votes, offset)}
	if e.Action {
		r.target = 1
	}
	return r
}

// scattered returns the place of the i-th example of a pass, so that runs of
// like examples are broken up the same way each time. The step is prime, so it
// visits every place once unless there are that many examples.
func scattered(i, epoch, n int) int {
	const step = 7919
	if n%step == 0 {
		return i
	}
	return (i*step + epoch) % n
}

// step moves the weights along the gradient of one example. Each feature pays
// its penalty in equal parts over the examples that have it.
func (c *correction) step(r *row, seen, squares []float32) {
	const small = 1e-6 // keeps the first step finite
	miss := float32(r.target - sigmoid(r.offset+c.logit(r.features)))
	for _, f := range r.features {
		g := miss*f.value - penalty*c.weights[f.slot]/seen[f.slot]
		squares[f.slot] += g * g
		c.weights[f.slot] += rate * g / float32(math.Sqrt(float64(squares[f.slot]))+small)
	}
}

// features returns what the correction looks at.
func features(ws []word, votes []vote, offset float64) []feature {
	fs := make([]feature, 0, 8*len(ws)+len(votes)+2)
	add := func(value float32, parts ...string) {
		h := fnv.New32a()
		for _, p := range parts {
			h.Write([]byte(p))
			h.Write([]byte{0})
		}
		fs = append(fs, feature{h.Sum32() % slots, value})
	}
	add(ruleUnit, "bias")
	add(float32(offset/2), "rules")
	for _, v := range votes {
		add(ruleUnit, "r", v.name)
	}
	stems := stemsOf(ws)
	for i := range ws {
		add(textUnit, "1", stems[i])
		if i > 0 {
			add(textUnit, "2", stems[i-1], stems[i])
			add(textUnit, "t2", ws[i-1].tag, ws[i].tag)
		}
		if i > 1 {
			add(textUnit, "3", stems[i-2], stems[i-1], stems[i])
			add(textUnit, "t3", ws[i-2].tag, ws[i-1].tag, ws[i].tag)
		}
	}
	return fs
}

func stemsOf(ws []word) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = nlp.Stem(w.lower)
	}
	return out
}
