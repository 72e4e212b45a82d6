package theme

import (
	"math"

	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// A vector is a text as features: a sparse part, and a dense one that holds the
// averaged word vectors and the topics.
type vector struct {
	idx   []int32
	val   []float32
	dense []float32
}

// A counter counts the features of the words that are put into it and turns
// them into a vector. It is not safe for concurrent use; clear it after use.
type counter struct {
	space   *space
	counts  []float32 // by feature
	touched [blocks][]int32
	mean    []float32           // sum of weighted word vectors
	prev    int32               // feature of the word before
	scales  [blocks + 1]float32 // what fill multiplied each block by, then the averaged word vectors
}

func (s *space) counter() *counter {
	return &counter{space: s, counts: make([]float32, len(s.idf)), mean: make([]float32, vectors.Dim), prev: none}
}

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
	w.addTo(c.mean, c.space.table)
}

func (c *counter) bump(b block, f int32, n float32) {
	if c.counts[f] == 0 {
		c.touched[b] = append(c.touched[b], f)
	}
	c.counts[f] += n
}

// merge adds what o has counted to c.
func (c *counter) merge(o *counter) {
	for b := range blocks {
		for _, f := range o.touched[b] {
			c.bump(b, f, o.counts[f])
		}
	}
	add(c.mean, 1, o.mean)
}

func (c *counter) clear() {
	for b := range blocks {
		for _, f := range c.touched[b] {
			c.counts[f] = 0
		}
		c.touched[b] = c.touched[b][:0]
	}
	clear(c.mean)
	c.prev = none
}

// fill writes what c has counted into v, reusing its memory.
func (c *counter) fill(v *vector) {
	v.idx, v.val = v.idx[:0], v.val[:0]
	for b := range blocks {
		from := len(v.val)
		var sq float32
		for _, f := range c.touched[b] {
			x := damped(c.counts[f]) * c.space.idf[f]
			v.idx, v.val = append(v.idx, f), append(v.val, x)
			sq += x * x
		}
		c.scales[b] = 0
		if sq > 0 {
			c.scales[b] = blockWeight[b] / float32(math.Sqrt(float64(sq)))
			scale(v.val[from:], c.scales[b])
		}
	}
	c.fillDense(v)
}

func (c *counter) fillDense(v *vector) {
	s := c.space
	if n := vectors.Dim + s.nTopics; len(v.dense) != n {
		v.dense = make([]float32, n)
	}
	mean, topics := v.dense[:vectors.Dim], v.dense[vectors.Dim:]
	copy(mean, c.mean)
	add(mean, -vectors.Dot(mean, s.common), s.common)
	c.scales[blocks] = 0
	if sq := vectors.Dot(mean, mean); sq > 0 {
		c.scales[blocks] = meanWeight / float32(math.Sqrt(float64(sq)))
		scale(mean, c.scales[blocks])
	}
	if s.nTopics == 0 {
		return
	}
	clear(topics)
	for _, f := range c.touched[stems] {
		if t := s.topics[f]; t != nil {
			add(topics, damped(c.counts[f])*s.idf[f], t)
		}
	}
	vectors.Normalise(topics)
	scale(topics, topicWeight)
}

// logs holds 1+ln(n) for the counts that occur; a word that is said four times
// does not count four times.
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

// vector returns a text as a new vector.
func (c *counter) vector(text string) *vector {
	for _, t := range nlp.Words(text) {
		c.add(c.space.word(t.Text))
	}
	v := &vector{}
	c.fill(v)
	c.clear()
	return v
}

func (v *vector) square() float32 {
	var s float32
	for _, x := range v.val {
		s += x * x
	}
	return s + vectors.Dot(v.dense, v.dense)
}
