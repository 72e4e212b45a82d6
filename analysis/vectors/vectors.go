// Package vectors turns words into vectors whose closeness stands for closeness
// of meaning, from a table that is part of the program: the 50,000 most
// frequent words of GloVe, 100 dimensions, in eight bits (see NOTICE).
//
// It is for the stages that compare texts (themes, near-duplicates). The table
// is read when it is first asked for, so that a program that does not compare
// texts does not pay for it. A better table, or an endpoint of one's own, takes
// its place by implementing [Embedder].
//
// It does not split text into words, does not stem, and does not learn.
package vectors

import (
	_ "embed" // the table is part of the program
	"encoding/binary"
	"math"
	"strings"
	"sync"

	"verbatim/survey/fault"
)

// Dim is the number of dimensions of the table that is part of the program.
const Dim = 100

// sifA is the smoothing of the SIF weights, a/(a+p(w)): words with a
// probability well above it count little. Arora, Liang and Ma (2017), "A simple
// but tough-to-beat baseline for sentence embeddings", use 1e-3.
const sifA = 1e-3

//go:embed glove-50k-int8.bin
var raw string

// An Embedder turns the words of a text into one vector of unit length. It is
// an interface so that another table, or an endpoint that the owner of the
// machine has chosen, can take the place of the table here.
type Embedder interface {
	// Dim returns the length of the vectors.
	Dim() int
	// Embed returns the vector of the lower-case words of one text, of unit
	// length, or all zeros when none of them is known.
	Embed(words []string) []float32
}

// A Table is a list of words in order of frequency, with a vector each. It is
// safe for concurrent use.
type Table struct {
	ranks    map[string]int32
	scales   []float32
	weights  []float32 // SIF weights by rank
	cells    string    // Dim signed bytes a word
	harmonic float64   // the sum of 1/rank, by which Zipf's law is scaled
}

var load = sync.OnceValue(func() *Table {
	t, err := Read(raw)
	if err != nil {
		panic(err) // the table is compiled in: it is damaged only if the program is
	}
	return t
})

// Load returns the table that is part of the program. The first call reads it,
// which takes some milliseconds; later calls return the same table.
func Load() *Table { return load() }

// Read reads a table in the format of the one that is part of the program:
// little-endian, the number n of words and the number of bytes of the words
// (unsigned 32 bits each), the words joined by newlines in order of frequency,
// n scales (32-bit floats), and n times Dim signed bytes.
func Read(data string) (*Table, error) {
	const head = 8
	if len(data) < head {
		return nil, fault.New(fault.Invalid, "A table of vectors has at least %d bytes, this has %d", head, len(data))
	}
	n, size := int(le32(data)), int(le32(data[4:]))
	if want := head + size + n*(4+Dim); n < 1 || len(data) != want {
		return nil, fault.New(fault.Invalid, "A table of %d vectors has %d bytes, this has %d", n, want, len(data))
	}
	words := strings.Split(data[head:head+size], "\n")
	if len(words) != n {
		return nil, fault.New(fault.Invalid, "The table says %d words and has %d", n, len(words))
	}
	t := &Table{ranks: make(map[string]int32, n), scales: make([]float32, n)}
	rest := data[head+size:]
	for i, w := range words {
		t.ranks[w] = int32(i)
		t.scales[i] = math.Float32frombits(le32(rest[4*i:]))
		t.harmonic += 1 / float64(i+1)
	}
	t.cells = rest[4*n:]
	t.weights = make([]float32, n)
	for i := range t.weights {
		p := 1 / (float64(i+1) * t.harmonic)
		t.weights[i] = float32(sifA / (sifA + p))
	}
	return t, nil
}

func le32(s string) uint32 { return binary.LittleEndian.Uint32([]byte(s[:4])) }

// Len returns the number of words in the table.
func (t *Table) Len() int { return len(t.scales) }

// Dim returns the length of the vectors.
func (t *Table) Dim() int { return Dim }

// Rank returns the place of a lower-case word in the order of frequency, 0 for
// the most frequent, or -1 when the table does not have it.
func (t *Table) Rank(word string) int {
	if r, ok := t.ranks[word]; ok {
		return int(r)
	}
	return -1
}

// Vector returns the vector of a lower-case word, a new slice of Dim values, and
// whether the table has the word.
func (t *Table) Vector(word string) ([]float32, bool) {
	r, ok := t.ranks[word]
	if !ok {
		return nil, false
	}
	v := make([]float32, Dim)
	t.add(v, int(r), 1)
	return v, true
}

// Weight returns the SIF weight of a lower-case word, between 0 and 1: near 0
// for the most frequent words, near 1 for rare ones, 0 for unknown ones. The
// probability of a word is taken from its rank by Zipf's law.
func (t *Table) Weight(word string) float32 {
	r, ok := t.ranks[word]
	if !ok {
		return 0
	}
	return t.weights[r]
}

// Add adds the vector of a lower-case word, times its SIF weight, to sum, which
// has Dim values, and reports whether the table has the word.
func (t *Table) Add(sum []float32, word string) bool {
	r, ok := t.ranks[word]
	if ok {
		t.add(sum, int(r), t.weights[r])
	}
	return ok
}

// AddRank is Add for a word whose Rank, not negative, is known already, which
// saves looking it up.
func (t *Table) AddRank(sum []float32, rank int) { t.add(sum, rank, t.weights[rank]) }

// DotRank returns the inner product of v, which has Dim values, with what AddRank
// adds for a word.
func (t *Table) DotRank(v []float32, rank int) float32 {
	row := t.cells[rank*Dim : (rank+1)*Dim]
	v = v[:len(row)]
	var even, odd float32 // two sums side by side do not wait for one another
	for i := 0; i+1 < len(row); i += 2 {
		even += v[i] * float32(int8(row[i]))
		odd += v[i+1] * float32(int8(row[i+1]))
	}
	return t.weights[rank] * t.scales[rank] * (even + odd)
}

func (t *Table) add(sum []float32, rank int, weight float32) {
	weight *= t.scales[rank]
	row := t.cells[rank*Dim : (rank+1)*Dim]
	sum = sum[:len(row)]
	for i := range len(row) {
		sum[i] += weight * float32(int8(row[i]))
	}
}

// SIF returns the weighted mean direction of the words' vectors: a vector of
// unit length, or all zeros when the table has none of the words. Words are
// lower case.
func (t *Table) SIF(words []string) []float32 {
	sum := make([]float32, Dim)
	for _, w := range words {
		t.Add(sum, w)
	}
	Normalise(sum)
	return sum
}

// Embed is SIF, under the name that [Embedder] asks for.
func (t *Table) Embed(words []string) []float32 { return t.SIF(words) }

// Normalise scales v to unit length in place; all zeros stay as they are.
func Normalise(v []float32) {
	var sq float64
	for _, x := range v {
		sq += float64(x) * float64(x)
	}
	if sq == 0 {
		return
	}
	inv := float32(1 / math.Sqrt(sq))
	for i := range v {
		v[i] *= inv
	}
}

// Dot returns the inner product of two vectors of the same length: the cosine,
// when both have unit length.
func Dot(a, b []float32) float32 {
	var s, t, u, v float32 // four sums side by side do not wait for one another
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s += a[i] * b[i]
		t += a[i+1] * b[i+1]
		u += a[i+2] * b[i+2]
		v += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s += a[i] * b[i]
	}
	return s + t + u + v
}
