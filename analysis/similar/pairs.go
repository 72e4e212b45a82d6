package similar

import (
	"cmp"
	"slices"
)

// Alike is the similarity from which two texts are put side by side for a person
// to say whether they ask for the same. It is set for finding: a pair too many
// costs a glance.
const Alike = 0.55

// A Pair is two texts that may ask for the same.
type Pair struct {
	A, B     int      // places of the texts, A before B
	Score    float64  // similarity, 0 to 1
	Near     bool     // they say nearly the same: see Near
	Contrary bool     // one may ask for the opposite of the other
	Shared   []string // words that both have, those that say most first
}

// Pairs returns the pairs of texts that are similar by at least least, the most
// alike first. Texts without letters in common are not compared.
func Pairs(texts []string, least float64) []Pair {
	s := NewSpace(texts)
	prepared := make([]*text, len(texts))
	for i, t := range texts {
		prepared[i] = s.prepare(t)
	}
	var out []Pair
	for b, near := range s.candidates(prepared) {
		for _, a := range near {
			score, same := s.near(prepared[a], prepared[b])
			if score < least {
				continue
			}
			out = append(out, Pair{a, b, score, same, contrary(prepared[a], prepared[b]), shared(prepared[a], prepared[b])})
		}
	}
	slices.SortStableFunc(out, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), x.A-y.A, x.B-y.B)
	})
	return out
}

// maxShared is how many shared words are told: as many as are taken in at once.
const maxShared = 6

// shared returns the words of a that b has too, or one of their family.
func shared(a, b *text) []string {
	type word struct {
		text string
		info float64
	}
	var found []word
	for i, t := range a.terms {
		told := func(w word) bool { return w.text == t.word }
		if functionWords[t.word] || slices.ContainsFunc(found, told) {
			continue
		}
		if slices.ContainsFunc(b.terms, func(o term) bool { return alike(t, o) >= sameFamily }) {
			found = append(found, word{t.word, a.info[i]})
		}
	}
	slices.SortStableFunc(found, func(x, y word) int { return cmp.Compare(y.info, x.info) })
	var out []string
	for _, w := range found[:min(len(found), maxShared)] {
		out = append(out, w.text)
	}
	return out
}
