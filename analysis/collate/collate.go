// Package collate makes the draft.
package collate

import "verbatim/analysis"

// Collate makes the summary of the input.
func Collate(in Input) analysis.Summary { return analysis.Summary{} }

// Quantifier returns the word for people of a base.
func Quantifier(people, base int) string { return "" }
