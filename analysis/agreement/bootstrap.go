package agreement

import (
	"math/rand/v2"
	"slices"
)

// A Bootstrap says how an interval is found: units are drawn again, with
// replacement, Samples times, from a random sequence that Seed fixes, and the
// interval leaves out (1-Level)/2 of the coefficients at either end.
type Bootstrap struct {
	Samples int     // 0 means 1,000
	Level   float64 // 0 means 0.95
	Seed    uint64
}

// The usual bootstrap: more samples than 1,000 move the ends of a 95 % interval
// by less than they are printed with.
const (
	usualSamples = 1000
	usualLevel   = 0.95
)

// A Range is where a coefficient lies in most samples. It is not defined
// when the coefficient was not in more than half of the samples.
type Range struct {
	Low  Value `json:"low"`
	High Value `json:"high"`
}

// RangeOf returns the percentile interval of a coefficient of some units (Efron
// 1979). Units are those of Ratings or of Sets. The same seed gives the same
// interval.
func RangeOf[S ~[]U, U any](b Bootstrap, units S, coefficient func(S) Value) Range {
	if b.Samples == 0 {
		b.Samples = usualSamples
	}
	if b.Level == 0 {
		b.Level = usualLevel
	}
	rng := rand.New(rand.NewPCG(b.Seed, 0x5eed)) //nolint:gosec // an interval must be repeatable
	var got []float64
	drawn := make(S, len(units))
	for range b.Samples {
		if len(units) == 0 {
			break
		}
		for i := range drawn {
			drawn[i] = units[rng.IntN(len(units))]
		}
		if v := coefficient(drawn); v.Defined {
			got = append(got, v.Value)
		}
	}
	if 2*len(got) <= b.Samples {
		return Range{}
	}
	slices.Sort(got)
	tail := (1 - b.Level) / 2
	return Range{Value{quantile(got, tail), true}, Value{quantile(got, 1-tail), true}}
}

// quantile interpolates between the sorted values.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
