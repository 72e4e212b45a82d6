package search

import "math"

// Contingency is the table of two events: how often both, one and neither
// happened. For a collocation the events are "stands near the node" and "is
// this word", counted over all words.
type Contingency struct {
	Both, First, Second, Neither int
}

// LogLikelihood returns Dunning's G², -2 log λ, of the table:
//
//	2 Σ O ln(O/E)
//
// over its four cells, with E the expected counts under independence (Dunning,
// Accurate Methods for the Statistics of Surprise and Coincidence, Computational
// Linguistics 19(1), 1993). It is 0 for independent events and grows with the
// evidence; 3.84 is beyond chance at 5 %, 10.83 at 0.1 %. It does not tell
// attraction from repulsion.
func (c Contingency) LogLikelihood() float64 {
	r1, r2 := float64(c.Both+c.First), float64(c.Second+c.Neither)
	c1, c2 := float64(c.Both+c.Second), float64(c.First+c.Neither)
	n := r1 + r2
	return 2 * (surprise(c.Both, r1*c1/n) + surprise(c.First, r1*c2/n) + surprise(c.Second, r2*c1/n) + surprise(c.Neither, r2*c2/n))
}

// surprise is O ln(O/E), 0 for nothing observed.
func surprise(observed int, expected float64) float64 {
	if observed == 0 {
		return 0
	}
	return float64(observed) * math.Log(float64(observed)/expected)
}

// MutualInformation returns log₂(O/E): how many times, as a power of two, more
// often than by chance both events happened (Church and Hanks, Word Association
// Norms, Mutual Information, and Lexicography, Computational Linguistics 16(1),
// 1990). It favours rare words; ask for a least count.
func MutualInformation(both int, expected float64) float64 {
	return math.Log2(float64(both) / expected)
}

// LogDice returns 14 + log₂(2 f(xy) / (f(x) + f(y))) (Rychlý, A Lexicographer-
// Friendly Association Score, RASLAN 2008). It is at most 14, does not depend
// on the size of the corpus, and a point more means twice as often.
func LogDice(both, first, second int) float64 {
	const top = 14
	return top + math.Log2(2*float64(both)/float64(first+second))
}
