package similar

import (
	"math"
	"slices"

	"verbatim/analysis/vectors"
)

// A Space weighs words by how common they are in the texts at hand and compares
// texts by them. It is immutable and safe for concurrent use.
type Space struct {
	table *vectors.Table
	df    map[string]int // in how many texts a stem occurs
	n     int            // texts
}

// NewSpace returns a Space for the texts at hand. With none it knows only how
// common words are in English.
func NewSpace(texts []string) *Space {
	s := &Space{table: vectors.Load(), df: map[string]int{}, n: len(texts)}
	for _, t := range texts {
		s.learn(t)
	}
	return s
}

func (s *Space) learn(text string) {
	seen := map[string]bool{}
	for _, t := range terms(s.table, text) {
		if !seen[t.stem] {
			seen[t.stem] = true
			s.df[t.stem]++
		}
	}
}

// A text is prepared for comparison once, then compared often.
type text struct {
	terms []term
	info  []float64 // of the terms
	total float64   // sum of info
	grams []weighted
	dir   []float32 // weighted direction of the vectors, unit length
}

// weighted is a gram, as a number, with its share of the text; a text's are
// sorted by gram and of unit length together.
type weighted struct {
	gram   uint64
	weight float64
}

func (s *Space) prepare(raw string) *text {
	t := &text{terms: terms(s.table, raw), dir: make([]float32, s.table.Dim())}
	t.info = make([]float64, len(t.terms))
	bag := map[uint64]float64{}
	for i, w := range t.terms {
		t.info[i] = w.information(s.df[w.stem], s.n)
		t.total += t.info[i]
		eachGram(w.word, func(g gram) { bag[hashed(g)] += t.info[i] })
		s.lean(t.dir, w)
	}
	vectors.Normalise(t.dir)
	t.grams = unit(bag)
	return t
}

// sifA is the smoothing of SIF weights; see analysis/vectors.
const sifA = 1e-3

// lean adds the word's direction with its SIF weight, for which the texts at
// hand count as much as in information.
func (s *Space) lean(dir []float32, w term) {
	if w.vec == nil {
		return
	}
	p := (float64(s.df[w.stem])/wordsPerText + priorTexts*w.probability()) / (float64(s.n) + priorTexts)
	weight := float32(sifA / (sifA + p))
	for i, x := range w.vec {
		dir[i] += weight * x
	}
}

// hashed returns the FNV-1a hash of a gram.
func hashed(g gram) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(g) {
		h = (h ^ uint64(g[i])) * prime
	}
	return h
}

func unit(bag map[uint64]float64) []weighted {
	out := make([]weighted, 0, len(bag))
	for g, w := range bag {
		out = append(out, weighted{g, w})
	}
	slices.SortFunc(out, func(a, b weighted) int {
		if a.gram < b.gram {
			return -1
		}
		return 1
	})
	sum := 0.0
	for _, w := range out {
		sum += w.weight * w.weight
	}
	for i := range out {
		out[i].weight /= math.Sqrt(sum)
	}
	return out
}

func dot(a, b []weighted) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].gram < b[j].gram:
			i++
		case a[i].gram > b[j].gram:
			j++
		default:
			sum += a[i].weight * b[j].weight
			i++
			j++
		}
	}
	return sum
}

// How much each view of likeness counts: words that have a counterpart, runs of
// letters in common (which forgive spelling), and direction of meaning.
const (
	alignedShare   = 0.5
	lettersShare   = 0.35
	directionShare = 0.15
)

func (s *Space) compare(a, b *text) float64 {
	if len(a.terms) == 0 || len(b.terms) == 0 {
		return 0
	}
	direction := max(0, float64(vectors.Dot(a.dir, b.dir)))
	return min(1, alignedShare*aligned(a, b)+lettersShare*dot(a.grams, b.grams)+directionShare*direction)
}

// aligned returns the share of both texts' information whose words have a
// counterpart in the other, after Mihalcea, Corley and Strapparava (2006).
func aligned(a, b *text) float64 {
	best := make([]float64, len(a.terms)+len(b.terms))
	for i, x := range a.terms {
		for j, y := range b.terms {
			s := alike(x, y)
			best[i] = max(best[i], s)
			best[len(a.terms)+j] = max(best[len(a.terms)+j], s)
		}
	}
	sum := 0.0
	for i, w := range a.info {
		sum += w * best[i]
	}
	for j, w := range b.info {
		sum += w * best[len(a.terms)+j]
	}
	if a.total+b.total == 0 {
		return 0
	}
	return sum / (a.total + b.total)
}

// Similarity returns how much a and b say the same, 0 to 1; 1 for equal texts.
func (s *Space) Similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	return s.compare(s.prepare(a), s.prepare(b))
}
