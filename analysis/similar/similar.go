package similar

import (
	"cmp"
	"slices"
)

// Similarity returns how much two short texts say the same, 0 to 1, knowing no
// other text. Where many are compared, a [Space] of all of them judges better.
func Similarity(a, b string) float64 { return NewSpace(nil).Similarity(a, b) }

// Near is the similarity from which two texts are offered as near-duplicates,
// if besides nearly all that they say has a counterpart and neither contradicts
// the other. It is set for precision: a pair that is missed costs a click, a
// wrong one costs trust.
const Near = 0.69

// minAligned is the share of the information of two near-duplicates that has a
// counterpart: "training for mentors" and "training for mentees" have less.
const minAligned = 0.7

// near returns the similarity of two texts, and whether they say nearly the same.
func (s *Space) near(a, b *text) (float64, bool) {
	score := s.compare(a, b)
	return score, score >= Near && aligned(a, b) >= minAligned && !contrary(a, b)
}

// A Like is a candidate that resembles a text.
type Like struct {
	Index int     // place in the candidates
	Score float64 // Similarity, 0 to 1
}

// FindLike returns the candidates that say nearly the same as text, most alike
// first; candidates equally alike stay in their order.
func FindLike(text string, candidates []string) []Like {
	s := NewSpace(append(slices.Clone(candidates), text))
	wanted := s.prepare(text)
	var out []Like
	for i, c := range candidates {
		if score, ok := s.near(wanted, s.prepare(c)); ok || c == text {
			out = append(out, Like{i, max(score, equal(c, text))})
		}
	}
	slices.SortStableFunc(out, func(a, b Like) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

func equal(a, b string) float64 {
	if a == b {
		return 1
	}
	return 0
}

// Groups returns the groups of texts that say nearly the same, each with the
// positions of its members in rising order, the groups by their first member;
// texts that resemble no other are in none. A text joins the group of which it
// resembles every member, so that a chain of small differences does not bring
// unlike texts together.
func Groups(texts []string) [][]int {
	s := NewSpace(texts)
	prepared := make([]*text, len(texts))
	for i, t := range texts {
		prepared[i] = s.prepare(t)
	}
	var groups [][]int
	at := make([]int, len(texts)) // group of a text, counted from one
	for i, near := range s.candidates(prepared) {
		best, most := 0, 0.0
		for _, j := range near {
			if at[j] == best && best != 0 || at[j] == 0 {
				continue
			}
			if score := s.closeness(prepared, groups[at[j]-1], i); score > most {
				best, most = at[j], score
			}
		}
		if best == 0 {
			groups = append(groups, nil)
			best = len(groups)
		}
		groups[best-1] = append(groups[best-1], i)
		at[i] = best
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return len(g) < 2 })
}

// closeness returns the least similarity of text i to the members of a group,
// or 0 when one of them is not near.
func (s *Space) closeness(prepared []*text, group []int, i int) float64 {
	least := 1.0
	for _, j := range group {
		score, ok := s.near(prepared[i], prepared[j])
		if !ok {
			return 0
		}
		least = min(least, score)
	}
	return least
}

// minLetters is the similarity of letters alone below which a pair cannot reach
// Near in practice and is not compared further.
const minLetters = 0.3

// candidates returns for each text the earlier texts with letters in common,
// found through an index of grams instead of by comparing all pairs.
func (s *Space) candidates(prepared []*text) [][]int {
	out := make([][]int, len(prepared))
	index := map[uint64][]posting{}
	sums := make([]float64, len(prepared))
	for i, t := range prepared {
		var touched []int
		for _, g := range t.grams {
			for _, p := range index[g.gram] {
				if sums[p.text] == 0 {
					touched = append(touched, p.text)
				}
				sums[p.text] += g.weight * p.weight
			}
			index[g.gram] = append(index[g.gram], posting{i, g.weight})
		}
		for _, j := range touched {
			if sums[j] >= minLetters {
				out[i] = append(out[i], j)
			}
			sums[j] = 0
		}
		slices.Sort(out[i])
	}
	return out
}

type posting struct {
	text   int
	weight float64
}
