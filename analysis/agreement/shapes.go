package agreement

import (
	"encoding/json"
	"slices"

	"verbatim/survey/fault"
)

// ratings returns the data set as ratings, and the numbers that its categories
// stand for (their places, when they are words).
func (p published) ratings() (Ratings, []float64, error) {
	switch {
	case p.Table != nil:
		return fromTable(p.Table), places(len(p.Table)), nil
	case p.Distribution != nil:
		return fromDistribution(p.Distribution), places(len(p.Distribution[0])), nil
	case p.Counts != nil:
		disagree := p.Counts.OneOnly
		return fromTable([][]int{{p.Counts.Both, disagree}, {0, p.Counts.Neither}}), places(2), nil
	}
	return p.fromUnits()
}

func places(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

// fromTable spells out a table of two coders, by category of the first and then
// of the second.
func fromTable(table [][]int) Ratings {
	var r Ratings
	for a, row := range table {
		for b, n := range row {
			for range n {
				r = append(r, []int{a, b})
			}
		}
	}
	return r
}

// fromDistribution spells out how many coders put each unit in each category.
// Which coder did so is not known and does not matter to coefficients of many
// coders.
func fromDistribution(distribution [][]int) Ratings {
	r := make(Ratings, len(distribution))
	for u, counts := range distribution {
		for k, n := range counts {
			r[u] = append(r[u], slices.Repeat([]int{k}, n)...)
		}
	}
	return r
}

// fromUnits reads cells that are numbers, words or null.
func (p published) fromUnits() (Ratings, []float64, error) {
	index := map[string]int{}
	var values []float64
	for _, c := range p.Categories {
		values = learn(index, values, c)
	}
	r := make(Ratings, len(p.Units))
	for u, unit := range p.Units {
		for _, cell := range unit {
			if string(cell) == "null" {
				r[u] = append(r[u], Missing)
				continue
			}
			if !json.Valid(cell) || cell[0] == '[' || cell[0] == '{' {
				return nil, nil, fault.Coded("A25", "A rating of %s in the reliability data is not a number, a word or null.", p.ID)
			}
			values = learn(index, values, cell)
			r[u] = append(r[u], index[string(cell)])
		}
	}
	return r, values, nil
}

// learn gives a category the next index if it is new, with its number as value.
func learn(index map[string]int, values []float64, cell json.RawMessage) []float64 {
	if _, ok := index[string(cell)]; ok {
		return values
	}
	number := float64(len(values))
	if json.Unmarshal(cell, &number) != nil {
		number = float64(len(values))
	}
	index[string(cell)] = len(values)
	return append(values, number)
}
