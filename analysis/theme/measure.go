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

// Measure returns the quality of the suggestions for each theme of the book, in its order,
// by cross-validation on the examples: each part is suggested by a tagger that
// learnt from the others, and no person is in two parts.
func Measure(book analysis.Codebook, examples []Example, background []string) []Quality { return nil }
