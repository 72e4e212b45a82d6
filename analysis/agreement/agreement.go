// Package agreement measures how far coders agree: percent agreement, Cohen's
// and Fleiss' kappa, Krippendorff's alpha and Gwet's AC1, each as published.
//
// It is for the pages and reports that say how reliable a coding is, and for
// researchers who must name the coefficient, the number of units and an
// interval. A missing rating is never a category, and a coefficient that is
// zero divided by zero is reported as not defined.
//
// It does not know what a codebook is and does not choose a coefficient.
package agreement

// Missing is the rating of a coder who did not rate a unit.
const Missing = -1

// Ratings are the ratings of units by coders: Ratings[unit][coder] is the index
// of a category, from 0, or Missing. Rows may differ in length.
type Ratings [][]int

// A Value is a coefficient, which is not defined where its formula divides zero
// by zero.
type Value struct {
	Value   float64 `json:"value"`
	Defined bool    `json:"defined"`
}
