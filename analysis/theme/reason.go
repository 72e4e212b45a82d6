package theme

import (
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/vectors"
)

// What a person is shown as a reason: at most maxReasonWords words, none that
// spoke less than leastShare as loud as the loudest, and at most
// maxReasonExamples phrases, none less similar than leastSimilar (two texts
// without a meaningful word in common have less), cut to maxExampleRunes.
// Words of fewer than leastLetters letters, and the commonest ones of English,
// say nothing by themselves.
const (
	maxReasonWords    = 4
	leastShare        = 0.25
	maxReasonExamples = 2
	leastSimilar      = 0.15
	leastLetters      = 3
	commonest         = 120
	maxExampleRunes   = 160
)

// maxPhrases is how many phrases a theme is compared with for a reason: the
// codebook's own and then the latest coded answers.
const maxPhrases = 16

// A phrase is a text that people have said fits a theme.
type phrase struct {
	text string
	v    *vector
}

// phrases returns, for each theme, what its suggestions can be likened to.
func phrases(themes int, said, coded []class) [][]phrase {
	out := make([][]phrase, themes)
	put := func(c *class) {
		for _, th := range c.yes {
			if len(out[th]) < maxPhrases {
				out[th] = append(out[th], phrase{shortened(c.text), c.v})
			}
		}
	}
	for i := range said {
		if said[i].phrase {
			put(&said[i])
		}
	}
	for i := range slices.Backward(coded) {
		put(&coded[i])
	}
	return out
}

// shortened cuts a long text at a space, and says so by an ellipsis.
func shortened(text string) string {
	if utf8.RuneCountInString(text) <= maxExampleRunes {
		return text
	}
	text = string([]rune(text)[:maxExampleRunes])
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		text = text[:i]
	}
	return text + "…"
}

// reason says why a theme is suggested for the parts from one to another of the
// text that r has scored.
func (t *Tagger) reason(r *reader, theme, from, to int) analysis.Reason {
	r.begin()
	for i := from; i <= to; i++ {
		r.join(&r.vs[i])
	}
	r.finish(&r.v)
	return analysis.Reason{Words: t.loudest(r, theme, r.parts[from:to+1]), Examples: t.nearest(r, theme)}
}

// A voice is a word and how much it spoke for a theme.
type voice struct {
	word string
	loud float32
}

// loudest returns the words of the parts that spoke most for the theme.
func (t *Tagger) loudest(r *reader, theme int, parts []part) []string {
	var voices []voice
	for _, p := range parts {
		for _, tok := range p.tokens {
			w := t.space.word(tok.Text)
			common := w.rank != none && w.rank < commonest
			if common || len(w.text) < leastLetters || slices.ContainsFunc(voices, func(v voice) bool { return v.word == w.text }) {
				continue
			}
			voices = append(voices, voice{w.text, t.loudness(&r.v.scale, w, theme)})
		}
	}
	slices.SortStableFunc(voices, func(a, b voice) int { return descending(a.loud, b.loud) })
	var out []string
	for _, v := range voices {
		if len(out) == maxReasonWords || v.loud <= 0 || v.loud < leastShare*voices[0].loud {
			break
		}
		out = append(out, v.word)
	}
	return out
}

// loudness returns what one word brings to the score of a theme, with its stem,
// its pieces and its vector if words have one, in a text whose features are scaled so.
func (t *Tagger) loudness(scales *[kinds]float32, w *word, theme int) float32 {
	s := t.space
	var loud float32
	if w.unit != none {
		loud += scales[stems] * s.idf[w.unit] * t.scorer.weight(w.unit, theme)
	}
	for _, f := range w.pieces {
		loud += scales[pieces] * s.idf[f] * t.scorer.weight(f, theme)
	}
	if w.rank == none || s.other != nil {
		return loud
	}
	weights := t.scorer.each[theme][:s.dim]
	meant := s.table.DotRank(weights, int(w.rank))
	meant -= s.table.DotRank(s.common, int(w.rank)) * vectors.Dot(s.common, weights)
	return loud + scales[means]*meant
}

// nearest returns the phrases of a theme that the text in r.v resembles most.
func (t *Tagger) nearest(r *reader, theme int) []string {
	r.v.scaled()
	values := r.values(&r.v)
	type like struct {
		text string
		near float32
	}
	var likes []like
	for _, p := range t.phrases[theme] {
		near := vectors.Dot(p.v.dense, r.v.dense)
		for i, f := range p.v.idx {
			near += p.v.val[i] * values[f]
		}
		likes = append(likes, like{p.text, near / r.v.sq})
	}
	for _, f := range r.v.idx {
		values[f] = 0
	}
	slices.SortStableFunc(likes, func(a, b like) int { return descending(a.near, b.near) })
	var out []string
	for _, l := range likes {
		if len(out) < maxReasonExamples && l.near >= leastSimilar {
			out = append(out, l.text)
		}
	}
	return out
}
