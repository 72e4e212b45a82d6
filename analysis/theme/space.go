package theme

import (
	"math"
	"strings"
	"sync"
	"sync/atomic"

	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// maxCachedWords is how many different words of answers a space remembers with
// their features, besides those it is learnt from: nearly every word that
// people use, in about 15 MB.
const maxCachedWords = 60_000

// minCommonTexts is from how many texts on the direction that all of them
// share is taken out of averaged vectors; of fewer it would take out meaning.
const minCommonTexts = 30

// A block is a part of a vector that is scaled to one length, so that no part
// outweighs another because it has more features.
type block int

const (
	stems  block = iota // stems and pairs of neighbouring stems
	pieces              // pieces of words of 3 to 5 runes
	blocks
)

// blockWeight is the length of each sparse block, meanWeight that of the
// averaged word vectors, and topicWeight that of the topics. They were chosen
// by average precision on coded answers of patients and students: word vectors
// of full length cost precision once there are 30 examples a theme.
var blockWeight = [blocks]float32{stems: 1, pieces: 1}

const (
	meanWeight  = 0.6
	topicWeight = 0.4
)

// A space turns texts into vectors: which features there are, how rare each
// is, and the directions in which the answers of the programme differ. It is
// learnt from texts without codings. It is safe for concurrent use.
type space struct {
	meaning
	stems   map[string]int32 // stem -> feature
	pairs   map[uint64]int32 // two features of stems -> feature
	pieces  map[string]int32 // piece of a word -> feature
	idf     []float32        // by feature
	common  []float32        // the direction that all texts share
	topics  [][]float32      // by feature of a stem: its place among the topics; nil for none
	nTopics int
	known   map[string]*word // by token: those of the texts it is learnt from
	cached  sync.Map         // token -> *word: others
	nCached atomic.Int64
}

func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// newSpace learns the features of the texts.
func newSpace(m meaning, texts []string) *space {
	s := &space{
		meaning: m, common: make([]float32, m.dim),
		stems: map[string]int32{}, pairs: map[uint64]int32{}, pieces: map[string]int32{},
		known: map[string]*word{},
	}
	l := &learner{space: s}
	docs := make([][]*word, len(texts))
	for i, text := range texts {
		docs[i] = l.read(text)
	}
	s.idf = make([]float32, len(l.df))
	for f, n := range l.df {
		s.idf[f] = float32(math.Log(float64(1+len(docs))/float64(1+n)) + 1)
	}
	s.findCommon(docs)
	s.topics, s.nTopics = findTopics(s, docs, l.df)
	return s
}

// A learner gives features their numbers in the order in which they occur and
// counts in how many texts each does.
type learner struct {
	*space
	df    []int32 // by feature: texts that have it
	seen  []int32 // by feature: the last text that had it, counted from 1
	texts int32
}

func (l *learner) read(text string) []*word {
	l.texts++
	tokens := nlp.Words(text)
	ws := make([]*word, len(tokens))
	prev := none
	for i, t := range tokens {
		w := l.word(t.Text)
		ws[i] = w
		l.count(w.unit)
		for _, g := range w.pieces {
			l.count(g)
		}
		if prev != none {
			l.count(feature(l, l.pairs, pairKey(prev, w.unit)))
		}
		prev = w.unit
	}
	return ws
}

func (l *learner) word(token string) *word {
	if w, ok := l.known[token]; ok {
		return w
	}
	w := newWord(l.table, token)
	w.unit = feature(l, l.stems, w.stem)
	eachPiece(w.text, func(p string) { w.pieces = append(w.pieces, feature(l, l.pieces, p)) })
	l.known[strings.Clone(token)] = w
	return w
}

// feature returns the number of the feature that key stands for, a new one
// when it has none.
func feature[K comparable](l *learner, features map[K]int32, key K) int32 {
	f, ok := features[key]
	if !ok {
		f = int32(len(l.df))
		features[key] = f
		l.df, l.seen = append(l.df, 0), append(l.seen, 0)
	}
	return f
}

func (l *learner) count(f int32) {
	if l.seen[f] != l.texts {
		l.seen[f] = l.texts
		l.df[f]++
	}
}

// word returns what a token brings, remembered from before where possible.
func (s *space) word(token string) *word {
	if w, ok := s.known[token]; ok {
		return w
	}
	if w, ok := s.cached.Load(token); ok {
		return w.(*word) //nolint:forcetypeassert // only words are stored
	}
	w := newWord(s.table, token)
	if f, ok := s.stems[w.stem]; ok {
		w.unit = f
	}
	eachPiece(w.text, func(p string) {
		if f, ok := s.pieces[p]; ok {
			w.pieces = append(w.pieces, f)
		}
	})
	if s.nCached.Load() < maxCachedWords {
		s.nCached.Add(1)
		s.cached.Store(strings.Clone(token), w)
	}
	return w
}

// findCommon finds the direction that the averaged vectors of all texts share.
// Taking it out follows Arora, Liang and Ma (2017), with the mean in place of
// the first principal component, which it is close to.
func (s *space) findCommon(docs [][]*word) {
	if len(docs) < minCommonTexts {
		return
	}
	mean := make([]float32, s.dim)
	for _, ws := range docs {
		clear(mean)
		s.ofWords(mean, ws)
		vectors.Normalise(mean)
		add(s.common, 1, mean)
	}
	vectors.Normalise(s.common)
}

// add adds a times x to y.
func add(y []float32, a float32, x []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += a * v
	}
}

func scale(v []float32, a float32) {
	for i := range v {
		v[i] *= a
	}
}
