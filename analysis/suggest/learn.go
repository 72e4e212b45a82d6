package suggest

import (
	"math"
	"math/bits"
	"strconv"

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

// features returns what the correction looks at: the rules, sequences of stems
// and of parts of speech, how the sentence begins and ends, and its length.
func features(ws []word, votes []vote, offset float64) []feature {
	fs := make(featureList, 0, featuresPerWord*len(ws)+len(votes)+len(ws))
	fs.add(ruleUnit, "bias")
	fs.add(float32(offset/2), "rules") // half, so that it weighs about as much as one rule
	for _, v := range votes {
		fs.add(ruleUnit, "rule", v.name)
	}
	stems := stemsOf(ws)
	for i := range ws {
		fs.add(textUnit, "1", stems[i])
		if i > 0 {
			fs.add(textUnit, "2", stems[i-1], stems[i])
			fs.add(textUnit, "t2", ws[i-1].tag, ws[i].tag)
		}
		if i > 1 {
			fs.add(textUnit, "3", stems[i-2], stems[i-1], stems[i])
			fs.add(textUnit, "t3", ws[i-2].tag, ws[i-1].tag, ws[i].tag)
		}
	}
	if len(ws) > 2 {
		fs.add(ruleUnit, "first", stems[0])
		fs.add(ruleUnit, "first two", stems[0], stems[1])
		fs.add(ruleUnit, "first tags", ws[0].tag, ws[1].tag, ws[2].tag)
		fs.add(ruleUnit, "last", stems[len(stems)-1])
	}
	fs.add(ruleUnit, "length", strconv.Itoa(bits.Len(uint(len(ws))))) // doubling steps
	return fs
}

// featuresPerWord is how many features a word brings at most.
const featuresPerWord = 5

type featureList []feature

// add appends the feature that the parts name together, by their FNV-1a hash.
func (fs *featureList) add(value float32, parts ...string) {
	const offset, prime = 2166136261, 16777619
	h := uint32(offset)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * prime
		}
		h *= prime // a zero byte, so that parts cannot run together
	}
	*fs = append(*fs, feature{h % slots, value})
}

func stemsOf(ws []word) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = nlp.Stem(w.lower)
	}
	return out
}
