package theme

import (
	"iter"
	"slices"

	"verbatim/analysis/nlp"
)

// How calibration is rehearsed: texts in folds, each scored by models that did
// not learn from it. From maxRehearsed answers on, one fold of that many is
// enough and saves the time.
const (
	folds        = 3
	phraseFolds  = 5 // most themes have at least 5 phrases
	maxRehearsed = 900
	maxPhrased   = 200 // coded answers from which on phrases hardly count
)

// phraseTrust says how many coded answers count as much in calibration as all
// the phrases of the codebook, which are shorter and clearer than answers.
const phraseTrust = 20

// rehearse scores the phrases of the codebook and the coded answers with models
// that have not learnt from them.
func (t *Tagger) rehearse(said, coded []class) []sample {
	var out []sample
	phrase := 0
	fold := func(c *class) int { // of the phrases, in turn; -1 for what is always learnt
		if !c.phrase {
			return -1
		}
		phrase++
		return phrase % phraseFolds
	}
	parts := make([]int, len(said))
	for i := range said {
		parts[i] = fold(&said[i])
	}
	if phrase >= len(t.themes) && len(coded) < maxPhrased {
		weight := float64(phraseTrust) / float64(phraseTrust+len(coded))
		for f := range phraseFolds {
			out = append(out, t.held(said, func(i int) bool { return parts[i] == f }, nil, weight)...)
		}
	}
	n := max(folds, (len(coded)+maxRehearsed-1)/maxRehearsed)
	for f := range n {
		out = append(out, t.held(coded, func(i int) bool { return i%n == f }, said, 1)...)
		if n > folds {
			break
		}
	}
	return out
}

// held scores those of the classes that are held back with models that learn
// from the others, and from more.
func (t *Tagger) held(classes []class, back func(int) bool, more []class, weight float64) []sample {
	learnt := slices.Clone(more)
	var tested []class
	for i, c := range classes {
		if back(i) {
			tested = append(tested, c)
		} else {
			learnt = append(learnt, c)
		}
	}
	if len(tested) == 0 {
		return nil
	}
	scores := t.scores(t.fit(learnt), tested)
	var out []sample
	for i, c := range tested {
		for th, x := range scores[i] {
			if fits, known := c.says(th); known > doubtWeight {
				out = append(out, sample{theme: th, score: float64(x), fits: fits, weight: weight})
			}
		}
	}
	return out
}

// scores returns the scores of each theme for texts, none for texts without
// words.
func (t *Tagger) scores(s *scorer, texts []class) [][]float32 {
	out := make([][]float32, len(texts))
	share(len(texts), func(numbers iter.Seq[int]) {
		r := t.space.reader()
		for i := range numbers {
			if r.score(s, texts[i].text, nlp.Sentences(texts[i].text)) {
				out[i] = slices.Clone(r.joint)
			}
		}
	})
	return out
}
