package stats

import (
	"cmp"
	"math"
	"slices"
)

// A Pair says how two themes go together among people.
type Pair struct {
	A, B   string // themes, A before B in the order asked
	Both   int    // people coded with both
	CountA int    // people coded with A
	CountB int
	Base   int // people who could have been coded
}

// CoOccurrences returns every pair of the themes that at least one person has
// both of, those with most people first and equals in the order of the themes.
// base is the number of people who could have been coded.
func CoOccurrences(themes []string, base int, marks []Mark) []Pair {
	have := map[string]map[string]bool{}
	for _, m := range marks {
		if have[m.Theme] == nil {
			have[m.Theme] = map[string]bool{}
		}
		have[m.Theme][m.Person] = true
	}
	var out []Pair
	for i, a := range themes {
		for _, b := range themes[i+1:] {
			p := Pair{A: a, B: b, CountA: len(have[a]), CountB: len(have[b]), Base: base}
			for person := range have[a] {
				if have[b][person] {
					p.Both++
				}
			}
			if p.Both > 0 {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Pair) int { return cmp.Compare(b.Both, a.Both) })
	return out
}

// Jaccard returns the share of the people with either theme who have both, 0 to
// 1 (Jaccard, Étude comparative de la distribution florale, Bulletin de la
// Société vaudoise des sciences naturelles 37, 1901). It is 0 where nobody has
// either.
func (p Pair) Jaccard() float64 {
	return over(float64(p.Both), float64(p.CountA+p.CountB-p.Both))
}

// Expected returns how many people would have both themes if having one said
// nothing about having the other: CountA·CountB / Base.
func (p Pair) Expected() float64 {
	return over(float64(p.CountA)*float64(p.CountB), float64(p.Base))
}

// Lift returns how many times more people have both than expected (Brin, Motwani
// and Silverstein, Beyond Market Baskets, SIGMOD 1997, where it is called
// interest). 1 is independence; it is 0 where nobody has one of the themes.
func (p Pair) Lift() float64 { return over(float64(p.Both), p.Expected()) }

// Phi returns the correlation of having one theme with having the other, -1 to
// 1 (Yule, On the Methods of Measuring Association Between Two Attributes,
// Journal of the Royal Statistical Society 75(6), 1912). It is 0 where everybody
// or nobody has one of the themes: there is nothing to correlate.
func (p Pair) Phi() float64 {
	a, b, n := float64(p.CountA), float64(p.CountB), float64(p.Base)
	return over(n*float64(p.Both)-a*b, math.Sqrt(a*(n-a)*b*(n-b)))
}

// NPMI returns the normalised pointwise mutual information, -1 for never
// together, 0 for independent, 1 for always together (Bouma, on normalising
// mutual information in collocation extraction, GSCL 2009, section 3).
func (p Pair) NPMI() float64 {
	switch {
	case p.CountA == 0 || p.CountB == 0 || p.Base == 0:
		return 0
	case p.Both == 0:
		return -1
	case p.Both == p.Base:
		return 1
	}
	return math.Log(p.Lift()) / -math.Log(float64(p.Both)/float64(p.Base))
}

// over returns a/b, 0 where b is 0.
func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
