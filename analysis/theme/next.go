package theme

import (
	"math"
	"slices"

	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// maxNextTexts is how many texts Next looks at: a sample of so many holds
// enough that are worth coding, and takes half a second.
const maxNextTexts = 4000

// A candidate is a text that could be coded next.
type candidate struct {
	place    int
	worth    float64   // how much its coding would teach by itself
	meaning  []float32 // where it lies, of unit length
	likeness float32   // to the nearest of those chosen
}

// Next returns the places in texts of those, at most limit, from whose coding
// the tagger would learn most, the most useful first: texts about which it is
// unsure, above all for themes of which it has seen little, and which are
// unlike one another.
func (t *Tagger) Next(texts []string, limit int) []int {
	left := t.candidates(texts)
	var out []int
	for len(out) < limit && len(left) > 0 {
		best := 0
		for i := range left {
			if left[i].gain() > left[best].gain() {
				best = i
			}
		}
		chosen := left[best]
		out = append(out, chosen.place)
		left = slices.Delete(left, best, best+1)
		for i := range left {
			left[i].likeness = max(left[i].likeness, vectors.Dot(left[i].meaning, chosen.meaning))
		}
	}
	return out
}

// gain is the worth of a text that is not already told by one that was chosen.
func (c *candidate) gain() float64 { return c.worth * float64(1-min(c.likeness, 1)) }

func (t *Tagger) candidates(texts []string) []candidate {
	var out []candidate
	r := t.space.reader()
	for _, i := range spread(len(texts), maxNextTexts) {
		if len(t.themes) == 0 || !r.score(t.scorer, texts[i], nlp.Sentences(texts[i])) {
			continue
		}
		c := candidate{place: i, meaning: slices.Clone(r.v.scaled().dense)}
		vectors.Normalise(c.meaning)
		for th, s := range r.joint {
			p := t.cal.sure(th, s)
			c.worth += p * (1 - p) / math.Sqrt(float64(1+t.found[th]))
		}
		out = append(out, c)
	}
	return out
}
