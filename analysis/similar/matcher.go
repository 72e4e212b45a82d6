package similar

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// A Matcher tells which recommendation of an earlier round a text builds on. It
// is immutable and safe for concurrent use.
//
// The question is not whether two texts say the same: an earlier title names an
// area in a few words, and a later text builds on it when it is about that area,
// whatever it asks for. So a text is measured by how much of the title's topic
// it covers: nouns before verbs, rare words before common ones, and hardly the
// words that everybody in the programme uses or the verbs of asking for change.
type Matcher struct {
	table    *vectors.Table
	previous []topic
}

// A topic is what an earlier recommendation is about.
type topic struct {
	reference string
	terms     []term
	weights   []float64
	total     float64 // what a text has to cover to be about all of it
}

// NewMatcher returns a Matcher for the recommendations of an earlier round.
// texts are further texts of the programme, such as this round's answers: words
// that many of them share say less about what one is about.
func NewMatcher(previous []analysis.Recommendation, texts ...string) *Matcher {
	m := &Matcher{table: vectors.Load()}
	shares := m.shares(previous, texts)
	for _, p := range previous {
		m.previous = append(m.previous, m.topic(p, shares))
	}
	return m
}

// shares returns the share of all texts that have each stem.
func (m *Matcher) shares(previous []analysis.Recommendation, texts []string) map[string]float64 {
	all := slices.Clone(texts)
	for _, p := range previous {
		all = append(all, p.Title)
	}
	s := NewSpace(all)
	out := make(map[string]float64, len(s.df))
	for stem, df := range s.df {
		if df > 1 {
			out[stem] = float64(df-1) / float64(len(all))
		}
	}
	return out
}

func (m *Matcher) topic(p analysis.Recommendation, shares map[string]float64) topic {
	t := topic{reference: p.Reference}
	for _, w := range tagged(m.table, p.Title) {
		weight := w.topical() * w.rarity() * (1 - shares[w.stem])
		if weight > 0 {
			t.terms = append(t.terms, w.term)
			t.weights = append(t.weights, weight)
		}
	}
	t.total = demand(t.weights)
	return t
}

const (
	coreWords = 2   // words of a title that a text about it is expected to have
	restShare = 0.5 // how much of the others' weight is asked for: a title may list several areas
)

// demand returns the weight of the strongest words and a part of the others'.
func demand(weights []float64) float64 {
	sorted := slices.Sorted(slices.Values(weights))
	slices.Reverse(sorted)
	sum := 0.0
	for i, w := range sorted {
		if i >= coreWords {
			w *= restShare
		}
		sum += w
	}
	return sum
}

// A taggedTerm is a term with its part of speech.
type taggedTerm struct {
	term
	tag string
}

func tagged(table *vectors.Table, text string) []taggedTerm {
	tokens := nlp.Tokens(text)
	var out []taggedTerm
	k := 0
	for _, w := range nlp.Words(text) {
		for k < len(tokens) && tokens[k].Span.End <= w.Span.Start {
			k++
		}
		t := taggedTerm{term: newTerm(table, w.Text)}
		if k < len(tokens) {
			t.tag = tokens[k].Tag
		}
		out = append(out, t)
	}
	return out
}

// How much a word can say about what a recommendation is about.
const (
	nounTopic    = 1.0
	adjTopic     = 0.6
	verbTopic    = 0.5
	adverbTopic  = 0.2
	settingTopic = 0.45 // who takes part, where and when: in every recommendation of every programme
	changeTopic  = 0.3  // that something is to change
)

func (t taggedTerm) topical() float64 {
	switch {
	case functionWords[t.word]:
		return 0
	case changeWords[t.word]:
		return changeTopic
	case settingWords[t.word]:
		return settingTopic
	case strings.HasPrefix(t.tag, "NN"), t.tag == "FW", t.tag == "CD":
		return nounTopic
	case strings.HasPrefix(t.tag, "JJ"):
		return adjTopic
	case strings.HasPrefix(t.tag, "VB"):
		return verbTopic
	case strings.HasPrefix(t.tag, "RB"), t.tag == "RP", t.tag == "IN":
		return adverbTopic
	}
	return 0
}

// rarity returns how much information the word carries in English as a share
// of what a rare word does, 0 to 1.
func (t term) rarity() float64 {
	rarest := term{rank: -1}
	return t.information(0, 0) / rarest.information(0, 0)
}

// Match returns the earlier recommendation that text builds on, with how much
// of its topic the text covers and the words that both have. Reference is empty
// when text is new; Score then is that of the nearest one.
func (m *Matcher) Match(text string) analysis.Match {
	words := terms(m.table, text)
	var best analysis.Match
	for _, p := range m.previous {
		score, shared := p.covered(words)
		if score > best.Score {
			best = analysis.Match{Reference: p.reference, Score: score, Shared: shared}
		}
	}
	if best.Score < BuildsOn {
		best.Reference = ""
	}
	return best
}

// BuildsOn is the share of an earlier recommendation's topic from which a text
// builds on it: half. Below it the text is about something else that the title
// mentions too.
const BuildsOn = 0.5

// covered returns the share of the topic that words cover, and the words that
// do, strongest first.
func (p topic) covered(words []term) (float64, []string) {
	type hit struct {
		word   string
		weight float64
	}
	var hits []hit
	sum := 0.0
	for i := range p.terms {
		best, by := 0.0, ""
		for j := range words {
			if s := p.terms[i].covers(&words[j]); s > best {
				best, by = s, words[j].word
			}
		}
		sum += best * p.weights[i]
		if best > 0 {
			hits = append(hits, hit{by, best * p.weights[i]})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.weight, a.weight) })
	var shared []string
	for _, h := range hits {
		if !slices.Contains(shared, h.word) {
			shared = append(shared, h.word)
		}
	}
	if p.total == 0 {
		return 0, nil
	}
	return min(1, sum/p.total), shared
}

// minMeaning is the cosine from which words of different families count as
// about the same. Below it the nearest of forty words is near by chance.
const minMeaning = 0.6

// meaningShare is how much closeness of meaning counts against a word in
// common, so that one near word alone does not link a text: a course is not yet
// a curriculum.
const meaningShare = 0.8

// covers returns how much a word of a text stands for one of a topic.
func (t *term) covers(w *term) float64 {
	if t.word == w.word || t.stem == w.stem || family(t.stem, w.stem) {
		return alike(*t, *w)
	}
	if t.general || w.general {
		return 0
	}
	if c := cosine(*t, *w); c >= minMeaning {
		return meaningShare * c
	}
	return 0
}
