// Package agreement measures how far coders agree: percent agreement, Cohen's,
// Scott's and Fleiss' coefficients, Brennan and Prediger's, Krippendorff's alpha
// and Gwet's AC1, each as published, with intervals by the bootstrap.
//
// It is for the pages and reports that say how reliable a coding is, and for
// researchers who must name the coefficient, the number of units and an
// interval. A missing rating is never a category, and a coefficient that is
// zero divided by zero is reported as not defined: percent agreement is then
// the figure to show.
//
// It does not know what a codebook is and does not choose a coefficient.
package agreement

import (
	"encoding/json"
	"math"
)

// Missing is the rating of a coder who did not rate a unit.
const Missing = -1

// Ratings are the ratings of units by coders: Ratings[unit][coder] is the index
// of a category, from 0, or Missing. Rows may differ in length.
type Ratings [][]int

// A Value is a coefficient, which is not defined where its formula divides zero
// by zero. As JSON it is a number or null.
type Value struct {
	Value   float64
	Defined bool
}

// MarshalJSON returns the number, or null when it is not defined.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Defined {
		return []byte("null"), nil
	}
	return json.Marshal(v.Value)
}

// chanceCorrected returns (observed-expected)/(1-expected).
func chanceCorrected(observed, expected float64) Value {
	if 1-expected < tiny || math.IsNaN(observed) || math.IsNaN(expected) {
		return Value{}
	}
	return Value{(observed - expected) / (1 - expected), true}
}

// tiny is what a difference of proportions that is zero in exact arithmetic can
// amount to in floating point; the smallest true one of a million units is
// above it.
const tiny = 1e-12

// tallied returns, for each unit that anybody rated, how often each category
// was given and how many ratings it has.
func (r Ratings) tallied() (counts []map[int]int, totals []int) {
	for _, unit := range r {
		c, n := map[int]int{}, 0
		for _, k := range unit {
			if k != Missing {
				c[k]++
				n++
			}
		}
		if n > 0 {
			counts, totals = append(counts, c), append(totals, n)
		}
	}
	return counts, totals
}

// Units returns how many units at least two coders rated: the n to state beside
// every coefficient.
func (r Ratings) Units() int {
	n := 0
	_, totals := r.tallied()
	for _, t := range totals {
		if t > 1 {
			n++
		}
	}
	return n
}

// Percent returns the share of pairs of coders that agree, as a mean over the
// units that at least two coders rated. It is not defined without such units.
func Percent(r Ratings) Value {
	counts, totals := r.tallied()
	sum, units := 0.0, 0
	for u, c := range counts {
		if totals[u] < 2 {
			continue
		}
		agree := 0
		for _, n := range c {
			agree += n * (n - 1)
		}
		sum += float64(agree) / float64(totals[u]*(totals[u]-1))
		units++
	}
	if units == 0 {
		return Value{}
	}
	return Value{sum / float64(units), true}
}

// shares returns the mean share of each category over all rated units, as
// irrCAC has it: units with a single rating count here.
func (r Ratings) shares() map[int]float64 {
	counts, totals := r.tallied()
	pi := map[int]float64{}
	for u, c := range counts {
		for k, n := range c {
			pi[k] += float64(n) / float64(totals[u]) / float64(len(counts))
		}
	}
	return pi
}

// observed is Percent as a number, NaN where it is not defined.
func observed(r Ratings) float64 {
	if p := Percent(r); p.Defined {
		return p.Value
	}
	return math.NaN()
}

// Fleiss returns Fleiss' kappa for any number of coders, generalised to missing
// ratings as irrCAC does (Fleiss 1971; Gwet 2014, chapter 2).
func Fleiss(r Ratings) Value {
	expected := 0.0
	for _, p := range r.shares() {
		expected += p * p
	}
	return chanceCorrected(observed(r), expected)
}

// AC1 returns Gwet's AC1 (Gwet 2008), which stays near percent agreement where
// one category is rare. The number of categories is that of the codebook, not
// of the categories that happen to be seen; at least 2.
func AC1(r Ratings, categories int) Value {
	if categories < 2 {
		return Value{}
	}
	expected := 0.0
	for _, p := range r.shares() {
		expected += p * (1 - p) / float64(categories-1)
	}
	return chanceCorrected(observed(r), expected)
}

// BrennanPrediger returns Brennan and Prediger's coefficient (1981), for which
// chance is 1 in the number of categories of the codebook; at least 2.
func BrennanPrediger(r Ratings, categories int) Value {
	if categories < 2 {
		return Value{}
	}
	return chanceCorrected(observed(r), 1/float64(categories))
}
