package agreement

import "slices"

// A Metric says how far apart two values are for Krippendorff's alpha.
type Metric int

// The metrics of Krippendorff (2011), "Computing Krippendorff's
// alpha-reliability".
const (
	Nominal  Metric = iota // different or not
	Ordinal                // by the ranks between them
	Interval               // by their difference
	Ratio                  // by their difference against their sum
)

// Alpha returns Krippendorff's alpha for any number of coders and missing
// ratings. values are the numbers that the categories stand for, which Ordinal,
// Interval and Ratio need; nil means that a category's index is its number.
// Only units that at least two coders rated count. It is not defined when all
// of their ratings are the same.
func Alpha(r Ratings, m Metric, values []float64) Value {
	units := pairable(r, func(k int) bool { return k == Missing })
	value := func(k int) float64 {
		if k < len(values) {
			return values[k]
		}
		return float64(k)
	}
	return alpha(units, m.distance(units, value))
}

// pairable returns the ratings of the units that at least two coders rated.
func pairable[T any](units [][]T, missing func(T) bool) [][]T {
	var out [][]T
	for _, unit := range units {
		rated := slices.DeleteFunc(slices.Clone(unit), missing)
		if len(rated) > 1 {
			out = append(out, rated)
		}
	}
	return out
}

// distance returns the squared difference of two categories. Ordinal counts how
// often the ranks between them occur.
func (m Metric) distance(units [][]int, value func(int) float64) func(a, b int) float64 {
	switch m {
	case Ordinal:
		return ordinal(units, value)
	case Interval:
		return func(a, b int) float64 {
			d := value(a) - value(b)
			return d * d
		}
	case Ratio:
		return func(a, b int) float64 {
			x, y := value(a), value(b)
			if x+y == 0 {
				return 0
			}
			d := (x - y) / (x + y)
			return d * d
		}
	case Nominal:
	}
	return func(a, b int) float64 {
		if a == b {
			return 0
		}
		return 1
	}
}

func ordinal(units [][]int, value func(int) float64) func(a, b int) float64 {
	counts := map[int]float64{}
	for _, unit := range units {
		for _, k := range unit {
			counts[k]++
		}
	}
	return func(a, b int) float64 {
		if a == b {
			return 0
		}
		low, high := min(value(a), value(b)), max(value(a), value(b))
		d := -(counts[a] + counts[b]) / 2
		for k, n := range counts {
			if v := value(k); v >= low && v <= high {
				d += n
			}
		}
		return d * d
	}
}

// alpha returns 1 - observed/expected disagreement over pairable units. What is
// observed within units is weighted by 1/(ratings-1); what is expected is over
// all pairs of values.
func alpha[T any](units [][]T, distance func(a, b T) float64) Value {
	var all []T
	within := 0.0
	for _, unit := range units {
		within += disagreement(unit, distance) / float64(len(unit)-1)
		all = append(all, unit...)
	}
	if len(all) == 0 {
		return Value{}
	}
	between := disagreement(all, distance) / float64(len(all)-1)
	if between == 0 {
		return Value{}
	}
	return Value{1 - within/between, true}
}

// disagreement is the sum of the distances of all pairs.
func disagreement[T any](values []T, distance func(a, b T) float64) float64 {
	sum := 0.0
	for i, a := range values {
		for _, b := range values[:i] {
			sum += distance(a, b)
		}
	}
	return sum
}
