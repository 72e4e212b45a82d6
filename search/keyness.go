package search

import (
	"cmp"
	"math"
	"slices"
)

// A Key is a word that is more, or less, frequent in one set of texts than in
// another.
type Key struct {
	Word              string
	Target, Reference Frequency
	// LogLikelihood is the evidence for a difference, positive when the word is
	// more frequent in the target: see KeynessLL.
	LogLikelihood float64
	// LogRatio is the size of the difference: see LogRatio.
	LogRatio float64
	// Z is the difference after allowing for how frequent the word is in
	// general: see LogOdds.
	Z float64
}

// Keyness compares the words of two sets of texts, strongest evidence for the
// target first and equals in order of the alphabet. Words with fewer than least
// occurrences in both together are left out. Mentors against mentees, this year
// against last: the sets should not overlap.
func Keyness(target, reference []Text, least int) []Key {
	a, aTotal := Frequencies(target)
	b, bTotal := Frequencies(reference)
	keys := map[string]*Key{}
	for _, f := range a {
		keys[f.Word] = &Key{Word: f.Word, Target: f, Reference: Frequency{Word: f.Word}}
	}
	for _, f := range b {
		if k := keys[f.Word]; k != nil {
			k.Reference = f
		} else {
			keys[f.Word] = &Key{Word: f.Word, Target: Frequency{Word: f.Word}, Reference: f}
		}
	}
	var list []Key
	prior := priorWeight * float64(len(keys))
	for _, k := range keys {
		if k.Target.Count+k.Reference.Count < least {
			continue
		}
		k.LogLikelihood = KeynessLL(k.Target.Count, aTotal, k.Reference.Count, bTotal)
		k.LogRatio = LogRatio(k.Target.Count, aTotal, k.Reference.Count, bTotal)
		k.Z = LogOdds(k.Target.Count, aTotal, k.Reference.Count, bTotal, priorWeight, prior)
		list = append(list, *k)
	}
	slices.SortFunc(list, func(a, b Key) int {
		return cmp.Or(cmp.Compare(b.LogLikelihood, a.LogLikelihood), cmp.Compare(a.Word, b.Word))
	})
	return list
}

// priorWeight is the pseudo-count of each word in LogOdds, the flat prior of
// the authors' examples.
const priorWeight = 0.05

// KeynessLL returns the log-likelihood that corpus linguistics uses to compare a
// word's frequency in two corpora, a times in c words against b times in d:
//
//	2 (a ln(a/E1) + b ln(b/E2)), E1 = c(a+b)/(c+d), E2 = d(a+b)/(c+d)
//
// (Rayson and Garside, Comparing Corpora using Frequency Profiling, 2000). It is
// negative when the word is less frequent in the first corpus. It is 0 when
// either corpus is empty.
func KeynessLL(a, c, b, d int) float64 {
	if c == 0 || d == 0 || a+b == 0 {
		return 0
	}
	both, all := float64(a+b), float64(c+d)
	ll := 2 * (surprise(a, float64(c)*both/all) + surprise(b, float64(d)*both/all))
	if float64(a)*float64(d) < float64(b)*float64(c) {
		return -ll
	}
	return ll
}

// LogRatio returns the binary logarithm of how many times more frequent a word
// is in the first corpus, a times in c words, than in the second, b times in d:
// 1 is twice, -1 half as frequent. None counts as half a time (Hardie, Log
// Ratio: an informal introduction, CASS 2014). It is 0 when either corpus is
// empty.
func LogRatio(a, c, b, d int) float64 {
	if c == 0 || d == 0 || a+b == 0 {
		return 0
	}
	const noneAt = 0.5
	x, y := max(float64(a), noneAt), max(float64(b), noneAt)
	return math.Log2(x / float64(c) / (y / float64(d)))
}

// LogOdds returns the z-score of the log-odds-ratio with a Dirichlet prior, a
// times in c words against b times in d; word is the prior's pseudo-count of
// the word and all that of all words (Monroe, Colaresi and Quinn, Fightin'
// Words, Political Analysis 16(4), 2008, equations 16 and 19 to 22). Beyond
// ±1.96 is beyond chance at 5 %. It is 0 when a corpus has no other word.
func LogOdds(a, c, b, d int, word, all float64) float64 {
	x, y := float64(a)+word, float64(b)+word
	restX, restY := float64(c)+all-x, float64(d)+all-y
	if restX <= 0 || restY <= 0 {
		return 0
	}
	delta := math.Log(x/restX) - math.Log(y/restY)
	return delta / math.Sqrt(1/x+1/y)
}
