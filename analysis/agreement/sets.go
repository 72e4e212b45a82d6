package agreement

import "slices"

// Sets are the codes that coders gave to units: Sets[unit][coder] holds each
// code once. nil means that the coder did not see the unit; empty, but not nil,
// means that the coder gave it no code.
type Sets [][][]string

// Codes returns every code that anybody gave, sorted.
func (s Sets) Codes() []string {
	var out []string
	for _, unit := range s {
		for _, codes := range unit {
			out = append(out, codes...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Of returns who gave one code and who did not, as ratings with the two
// categories 0 (not given) and 1 (given).
func (s Sets) Of(code string) Ratings {
	out := make(Ratings, len(s))
	for u, unit := range s {
		for _, codes := range unit {
			rating := Missing
			if codes != nil {
				rating = 0
			}
			if slices.Contains(codes, code) {
				rating = 1
			}
			out[u] = append(out[u], rating)
		}
	}
	return out
}

// Alpha returns Krippendorff's alpha over whole sets of codes, with a distance
// of sets such as Jaccard or MASI.
func (s Sets) Alpha(distance func(a, b []string) float64) Value {
	return alpha(pairable(s, func(codes []string) bool { return codes == nil }), distance)
}

// Jaccard returns 1 minus the share of codes that both sets have: 0 for equal
// sets, 1 for sets that share none. Two empty sets are equal.
func Jaccard(a, b []string) float64 {
	both, either := overlap(a, b)
	if either == 0 {
		return 0
	}
	return 1 - float64(both)/float64(either)
}

// MASI returns the distance of sets of Passonneau (2006), "Measuring agreement
// on set-valued items": the Jaccard similarity times 1 for equal sets, 2/3 when
// one holds the other, 1/3 when they overlap and 0 otherwise, taken from 1.
func MASI(a, b []string) float64 {
	both, either := overlap(a, b)
	if either == 0 {
		return 0
	}
	monotonic := 0.0
	switch {
	case both == either:
		monotonic = 1
	case both == len(a) || both == len(b):
		monotonic = 2.0 / 3
	case both > 0:
		monotonic = 1.0 / 3
	}
	return 1 - float64(both)/float64(either)*monotonic
}

func overlap(a, b []string) (both, either int) {
	for _, x := range a {
		if slices.Contains(b, x) {
			both++
		}
	}
	return both, len(a) + len(b) - both
}
