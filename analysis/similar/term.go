package similar

import (
	"math"
	"strings"

	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// A term is a word of a text as it is compared.
type term struct {
	word string // as written, in lower case
	stem string
	rank int       // in the frequency of English, -1 when the table lacks it
	vec  []float32 // unit length, nil when the table lacks it
	// general: the word is one of those that stand near everything, so that only
	// itself speaks for it, not its neighbours in meaning.
	general bool
}

// terms returns the words of text, without genitives.
func terms(table *vectors.Table, text string) []term {
	words := nlp.Words(text)
	out := make([]term, 0, len(words))
	for _, w := range words {
		out = append(out, newTerm(table, w.Text))
	}
	return out
}

func newTerm(table *vectors.Table, written string) term {
	w := lowered(written)
	t := term{word: w, stem: nlp.Stem(w), rank: table.Rank(w), general: functionWords[w] || settingWords[w] || changeWords[w]}
	if v, ok := table.Vector(w); ok {
		vectors.Normalise(v)
		t.vec = v
	}
	return t
}

func lowered(word string) string {
	w := strings.ToLower(word)
	if strings.Contains(w, "’") {
		w = strings.ReplaceAll(w, "’", "'")
	}
	return strings.TrimSuffix(strings.TrimSuffix(w, "'"), "'s")
}

// tableWords is about how many words the table of vectors has; a word that it
// lacks is rarer than all of them.
const tableWords = 50_000

// harmonic is the sum of 1/rank over the table's words, by which Zipf's law
// turns a rank into a probability.
const harmonic = 11.4

// probability returns how often the term is among the words of English.
func (t term) probability() float64 {
	rank := t.rank
	if rank < 0 {
		rank = tableWords
	}
	return 1 / (float64(rank+1) * harmonic)
}

// The likeness of two words, 0 to 1.
const (
	sameStem   = 0.95
	sameFamily = 0.9  // "curriculum" and "curricular"
	nearest    = 0.9  // the most that closeness of meaning alone can be
	farthest   = 0.35 // cosine below which words have nothing to do with each other
)

// alike returns how alike two words are: the same, of one stem, of one family,
// or close in meaning by their vectors.
func alike(a, b term) float64 {
	switch {
	case a.word == b.word:
		return 1
	case a.stem == b.stem:
		return sameStem
	case family(a.stem, b.stem):
		return sameFamily
	}
	return max(0, nearest*(cosine(a, b)-farthest)/(1-farthest))
}

func cosine(a, b term) float64 {
	if a.vec == nil || b.vec == nil {
		return 0
	}
	return float64(vectors.Dot(a.vec, b.vec))
}

const (
	minFamily   = 6   // letters that words of a family have in common at least
	familyShare = 0.8 // of the longer one's letters
)

// family reports whether two stems look derived from one word: they begin with
// the same letters for most of their length, as "curriculum" and "curricular".
func family(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= minFamily && float64(n) >= familyShare*float64(max(len(a), len(b)))
}

// A gram is a run of three to five letters of a word with its edges.
type gram string

const minGram, maxGram = 3, 5

// eachGram calls fn with the grams of a word between spaces.
func eachGram(word string, fn func(gram)) {
	padded := " " + word + " "
	var starts []int
	for i := range padded {
		starts = append(starts, i)
	}
	starts = append(starts, len(padded))
	if len(starts)-1 < minGram {
		fn(gram(padded))
	}
	for n := minGram; n <= maxGram; n++ {
		for i := 0; i+n < len(starts); i++ {
			fn(gram(padded[starts[i]:starts[i+n]]))
		}
	}
}

// information returns how much it says that a word is in a text, in nats, when
// n texts are known of which df have it. What is known of English stands in for
// prior texts, so that it means something for one text too.
func (t term) information(df, n int) float64 {
	expected := min(1, wordsPerText*t.probability())
	share := (float64(df) + priorTexts*expected + flat) / (float64(n) + priorTexts + flat)
	return -math.Log(share)
}

const (
	wordsPerText = 12.0  // of the short texts compared here
	priorTexts   = 200.0 // how many texts of its own English counts for
	flat         = 0.2   // keeps a word that nothing knows finite
)
