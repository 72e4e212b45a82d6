package theme

import (
	"math"
	"slices"

	"verbatim/analysis/vectors"
)

// A vector is a text as features: a sparse part, block after block, and a dense
// one that holds the averaged word vectors and the topics. Until it is scaled,
// its values are sums over the words, and those of a text are the sums of those
// of its sentences.
type vector struct {
	idx   []int32
	val   []float32
	cut   int // where in idx the block of pieces begins
	dense []float32
	meant int            // where in dense the topics begin
	scale [kinds]float32 // what brings each kind of feature to its length
	sq    float32        // its squared length, once it is scaled
}

// The dense kinds of features come after the sparse blocks.
const (
	means  = blocks // averaged word vectors
	topics = blocks + 1
	kinds  = blocks + 2
)

// A counter sums the features of the words that are put into it and turns them
// into a vector. It is not safe for concurrent use; clear it after use.
type counter struct {
	space   *space
	sums    []float32 // by feature
	touched [blocks][]int32
	mean    []float32 // sum of weighted word vectors
	prev    int32     // feature of the word before
	words   []string  // where words have no vectors of their own
}

func (s *space) counter() *counter {
	return &counter{space: s, sums: make([]float32, len(s.idf)), mean: make([]float32, s.dim), prev: none}
}

// add counts the features of a word.
func (c *counter) add(w *word) {
	if w.unit != none {
		c.bump(stems, w.unit, 1)
		if c.prev != none {
			if f, ok := c.space.pairs[pairKey(c.prev, w.unit)]; ok {
				c.bump(stems, f, 1)
			}
		}
	}
	c.prev = w.unit
	for _, f := range w.pieces {
		c.bump(pieces, f, 1)
	}
	if c.space.other != nil {
		c.words = append(c.words, w.text)
		return
	}
	w.addTo(c.mean, c.space.table)
}

func (c *counter) bump(b block, f int32, n float32) {
	if c.sums[f] == 0 {
		c.touched[b] = append(c.touched[b], f)
	}
	c.sums[f] += n
}

// merge adds the values of a vector that is not scaled.
func (c *counter) merge(v *vector) {
	for i, f := range v.idx {
		b := stems
		if i >= v.cut {
			b = pieces
		}
		c.bump(b, f, v.val[i])
	}
	add(c.mean, 1, v.dense[:v.meant])
}

func (c *counter) clear() {
	for b := range blocks {
		for _, f := range c.touched[b] {
			c.sums[f] = 0
		}
		c.touched[b] = c.touched[b][:0]
	}
	clear(c.mean)
	c.prev, c.words = none, c.words[:0]
}

// fill turns what c has counted in one sentence into v, reusing v's memory: a
// feature that occurs four times does not weigh four times as much.
func (c *counter) fill(v *vector) {
	for b := range blocks {
		for _, f := range c.touched[b] {
			c.sums[f] = damped(c.sums[f]) * c.space.idf[f]
		}
	}
	s := c.space
	if s.other != nil {
		s.of(c.mean, c.words)
	}
	add(c.mean, -vectors.Dot(c.mean, s.common), s.common)
	c.take(v)
	if s.nTopics == 0 {
		return
	}
	place := v.dense[v.meant:]
	clear(place)
	all := sum{y: place}
	for i, f := range v.idx[:v.cut] {
		if t := s.topics[f]; t != nil {
			all.add(v.val[i], t)
		}
	}
	all.done()
	v.scale[topics] = length(topicWeight, vectors.Dot(place, place))
}

// take writes what c holds into v, without the topics, and how v is scaled.
func (c *counter) take(v *vector) {
	n := len(c.touched[stems]) + len(c.touched[pieces])
	v.idx, v.val = slices.Grow(v.idx[:0], n), slices.Grow(v.val[:0], n)
	for b := range blocks {
		if b == pieces {
			v.cut = len(v.idx)
		}
		var square float32
		for _, f := range c.touched[b] {
			x := c.sums[f]
			v.idx, v.val = append(v.idx, f), append(v.val, x)
			square += x * x
		}
		v.scale[b] = length(blockWeight[b], square)
	}
	v.meant = len(c.mean)
	if n := v.meant + c.space.nTopics; len(v.dense) != n {
		v.dense = make([]float32, n)
	}
	copy(v.dense, c.mean)
	v.scale[means] = length(meanWeight, vectors.Dot(c.mean, c.mean))
}

// length returns what brings a vector of the given squared length to a length;
// 0 when it has none.
func length(want, square float32) float32 {
	if square == 0 {
		return 0
	}
	return want / float32(math.Sqrt(float64(square)))
}

// logs holds 1+ln(n) for the counts that occur.
var logs = func() (l [64]float32) {
	for n := 1; n < len(l); n++ {
		l[n] = float32(1 + math.Log(float64(n)))
	}
	return l
}()

func damped(n float32) float32 {
	if i := int(n); i < len(logs) {
		return logs[i]
	}
	return float32(1 + math.Log(float64(n)))
}

// scaled brings each kind of feature to its length.
func (v *vector) scaled() *vector {
	scale(v.val[:v.cut], v.scale[stems])
	scale(v.val[v.cut:], v.scale[pieces])
	scale(v.dense[:v.meant], v.scale[means])
	scale(v.dense[v.meant:], v.scale[topics])
	v.sq = vectors.Dot(v.val, v.val) + vectors.Dot(v.dense, v.dense)
	return v
}
