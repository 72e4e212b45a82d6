package theme

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// sentenceShare is how much the best sentence counts against the whole text in
// the score of a text. An answer that speaks of a theme in one sentence of five
// is about it, and a theme spread over all of them is not missed: on coded
// reviews of several sentences an even share gained .03 of average precision
// at eight examples a theme and .04 at 64 over the whole text alone.
const sentenceShare = 0.5

// A part is one sentence of a text.
type part struct {
	span   analysis.Span
	tokens []nlp.Token
}

// A reader turns texts into vectors, sentence by sentence and as a whole. It
// reuses its memory and is not safe for concurrent use.
type reader struct {
	space       *space
	part, whole *counter
	v           vector
	vs          []vector  // by part, as score has read it
	placed      []float32 // where the whole lies among the topics, not scaled
	sums, total []float32 // by kind of feature and theme: of a part, of all parts
	spread      []float32 // scratch: all zeros, by feature
	parts       []part
	scores      []float32 // a row for each part, then one for the whole
	joint       []float32 // what the parts and the whole say together, by theme
}

func (s *space) reader() *reader {
	return &reader{space: s, part: s.counter(), whole: s.counter()}
}

// split sets the parts of a text: its sentences, or all of it when there is
// none that fits. Sentences that overlap an earlier one, lie outside the text
// or cut a rune are passed over.
func (r *reader) split(text string, sentences []analysis.Span) {
	r.parts = r.parts[:0]
	for _, s := range sentences {
		if fits(text, s) && (len(r.parts) == 0 || s.Start >= r.parts[len(r.parts)-1].span.End) {
			r.parts = append(r.parts, part{span: s})
		}
	}
	if len(r.parts) == 0 {
		end := len(strings.TrimRightFunc(text, unicode.IsSpace))
		start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
		r.parts = append(r.parts, part{span: analysis.Span{Start: start, End: max(start, end)}})
	}
	tokens := nlp.Words(text)
	for i := range r.parts {
		p := &r.parts[i]
		for len(tokens) > 0 && tokens[0].Span.Start < p.span.Start {
			tokens = tokens[1:]
		}
		n := 0
		for n < len(tokens) && tokens[n].Span.End <= p.span.End {
			n++
		}
		p.tokens, tokens = tokens[:n], tokens[n:]
	}
	r.parts = slices.DeleteFunc(r.parts, func(p part) bool { return len(p.tokens) == 0 })
}

func fits(text string, s analysis.Span) bool {
	return s.Start >= 0 && s.Start < s.End && s.End <= len(text) &&
		utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}

// count puts the words of a part into the counter of parts, which it clears
// first.
func (r *reader) count(p part) {
	r.part.clear()
	for _, t := range p.tokens {
		r.part.add(r.space.word(t.Text))
	}
}

// values returns v's sparse part by feature, in memory that the caller sets to
// zero again.
func (r *reader) values(v *vector) []float32 {
	if r.spread == nil {
		r.spread = make([]float32, len(r.space.idf))
	}
	for i, f := range v.idx {
		r.spread[f] = v.val[i]
	}
	return r.spread
}

// vector returns the whole text as a new vector.
func (r *reader) vector(text string) *vector {
	r.split(text, nlp.Sentences(text))
	r.begin()
	for _, p := range r.parts {
		r.count(p)
		r.part.fill(&r.v)
		r.join(&r.v)
	}
	v := &vector{}
	r.finish(v)
	return v.scaled()
}

// begin forgets the text before.
func (r *reader) begin() {
	r.whole.clear()
	r.placed = slices.Grow(r.placed[:0], r.space.nTopics)[:r.space.nTopics]
	clear(r.placed)
}

// join adds a part to the whole.
func (r *reader) join(part *vector) {
	r.whole.merge(part)
	add(r.placed, 1, part.dense[part.meant:])
}

// finish writes the whole into v.
func (r *reader) finish(v *vector) {
	r.whole.take(v)
	copy(v.dense[v.meant:], r.placed)
	v.scale[topics] = length(topicWeight, vectors.Dot(r.placed, r.placed))
}

// score scores a text for every theme: its parts, the whole, and both together
// in joint. It reports whether the text has any words.
func (r *reader) score(s *scorer, text string, sentences []analysis.Span) bool {
	r.split(text, sentences)
	n := s.themes
	r.scores = slices.Grow(r.scores[:0], (len(r.parts)+1)*n)[:(len(r.parts)+1)*n]
	r.joint = slices.Grow(r.joint[:0], n)[:n]
	r.sums = slices.Grow(r.sums[:0], int(kinds)*n)[:int(kinds)*n]
	r.total = slices.Grow(r.total[:0], int(kinds)*n)[:int(kinds)*n]
	if len(r.parts) == 0 {
		return false
	}
	for len(r.vs) < len(r.parts) {
		r.vs = append(r.vs, vector{})
	}
	clear(r.total)
	r.begin()
	for i, p := range r.parts {
		r.count(p)
		v := &r.vs[i]
		r.part.fill(v)
		r.join(v)
		s.sums(v, r.sums)
		s.score(r.sums, &v.scale, r.of(i))
		add(r.total, 1, r.sums)
	}
	last := r.of(len(r.parts))
	r.finish(&r.v)
	s.score(r.total, &r.v.scale, last)
	for t := range r.joint {
		r.joint[t] = (1-sentenceShare)*last[t] + sentenceShare*r.of(r.best(t))[t]
	}
	return true
}

// of returns the scores of part i, or of the whole after the last part.
func (r *reader) of(i int) []float32 {
	n := len(r.joint)
	return r.scores[i*n : (i+1)*n]
}

// best returns the part that scores highest for a theme.
func (r *reader) best(theme int) int {
	best := 0
	for i := range r.parts {
		if r.of(i)[theme] > r.of(best)[theme] {
			best = i
		}
	}
	return best
}
