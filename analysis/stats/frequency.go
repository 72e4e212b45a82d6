package stats

import (
	"cmp"
	"math"
	"slices"
)

// A Frequency says how many people were coded with a theme.
type Frequency struct {
	Theme     string
	People    int
	Base      int     // people who could have been
	Share     float64 // People of Base, 0 to 1
	Low, High float64 // where the share lies at 95 %, if the people are a sample: see Wilson
}

// Frequencies returns how many different people were coded with each theme, the
// most frequent first and equals in the order of the themes.
func Frequencies(themes []string, base int, marks []Mark) []Frequency {
	people := map[string]map[string]bool{}
	for _, m := range marks {
		if people[m.Theme] == nil {
			people[m.Theme] = map[string]bool{}
		}
		people[m.Theme][m.Person] = true
	}
	out := make([]Frequency, len(themes))
	for i, t := range themes {
		n := len(people[t])
		out[i] = Frequency{Theme: t, People: n, Base: base, Share: over(float64(n), float64(base))}
		out[i].Low, out[i].High = Wilson(n, base)
	}
	slices.SortStableFunc(out, func(a, b Frequency) int { return cmp.Compare(b.People, a.People) })
	return out
}

// Wilson returns the 95 % score interval of a share of n in base (Wilson,
// Probable Inference, the Law of Succession, and Statistical Inference, JASA
// 22(158), 1927), which stays within 0 and 1 for the few people of a cohort. Of
// nobody it is the whole range.
func Wilson(n, base int) (low, high float64) {
	if base == 0 {
		return 0, 1
	}
	const z = 1.959964 // the normal deviate of 97.5 %
	p, m := float64(n)/float64(base), float64(base)
	centre := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (centre-half)/(1+z*z/m)), min(1, (centre+half)/(1+z*z/m))
}
