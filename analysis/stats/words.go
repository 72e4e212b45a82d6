package stats

import (
	"cmp"
	"math"
	"slices"

	"verbatim/search"
)

// A Word is a word that is more, or less, frequent in one selection of answers
// than in another.
type Word struct {
	search.Key
	LogOdds float64 // difference of the log-odds: positive when more frequent in the target
	Z       float64 // the same in standard errors; beyond ±1.96 is beyond chance at 5 %
}

// Words compares the words of two selections of answers, those most typical of
// the target first and equals in order of the alphabet: by the log-odds with an
// informative Dirichlet prior, beside search's log-likelihood. background is
// what people usually write, such as all answers of the programme; each word
// gets its share in it as prior, together priorWords words. Words with fewer
// than least occurrences in both together are left out.
func Words(target, reference, background []search.Text, least int, priorWords float64) []Word {
	_, inTarget := search.Frequencies(target)
	_, inReference := search.Frequencies(reference)
	prior := newPrior(background, priorWords)
	var out []Word
	for _, k := range search.Keyness(target, reference, least) {
		o := Odds{
			Count: k.Target.Count, Words: inTarget, OtherCount: k.Reference.Count, OtherWords: inReference,
			Prior: prior.of(k.Word), PriorWords: prior.words,
		}
		difference, z := o.LogOdds()
		out = append(out, Word{Key: k, LogOdds: difference, Z: z})
	}
	slices.SortFunc(out, func(a, b Word) int { return cmp.Or(cmp.Compare(b.Z, a.Z), cmp.Compare(a.Word, b.Word)) })
	return out
}

// A prior is what is expected of each word before the selections are read.
type prior struct {
	share  map[string]float64
	unseen float64 // share of a word that the background does not have
	words  float64
}

// unseenCount is what a word counts in the background that is not in it: half an
// occurrence, as if the next text might bring it.
const unseenCount = 0.5

func newPrior(background []search.Text, words float64) prior {
	list, total := search.Frequencies(background)
	p := prior{share: make(map[string]float64, len(list)), words: words}
	all := float64(total) + unseenCount
	for _, f := range list {
		p.share[f.Word] = float64(f.Count) / all
	}
	p.unseen = unseenCount / all
	return p
}

// of returns the pseudo-count of a word.
func (p prior) of(word string) float64 {
	if s, ok := p.share[word]; ok {
		return s * p.words
	}
	return p.unseen * p.words
}

// Odds are the counts of one word in two corpora and its prior.
type Odds struct {
	Count, Words           int     // of the word, and of all words, in the target
	OtherCount, OtherWords int     // and in the reference
	Prior, PriorWords      float64 // pseudo-counts, of the word and of all words
}

// LogOdds returns the difference of the log-odds of the word in the two corpora
// and the same divided by its standard deviation:
//
//	δ = ln((y₁+α)/(n₁+α₀-y₁-α)) - ln((y₂+α)/(n₂+α₀-y₂-α)), σ² = 1/(y₁+α) + 1/(y₂+α)
//
// with an informative prior α (Monroe, Colaresi and Quinn, Fightin' Words,
// Political Analysis 16(4), 2008, equations 16, 20 and 22, and section 3.5.1).
// Both are 0 when a corpus has no other word or the word has no count at all.
func (o Odds) LogOdds() (difference, z float64) {
	x, y := float64(o.Count)+o.Prior, float64(o.OtherCount)+o.Prior
	restX, restY := float64(o.Words)+o.PriorWords-x, float64(o.OtherWords)+o.PriorWords-y
	if x <= 0 || y <= 0 || restX <= 0 || restY <= 0 {
		return 0, 0
	}
	difference = math.Log(x/restX) - math.Log(y/restY)
	return difference, difference / math.Sqrt(1/x+1/y)
}
