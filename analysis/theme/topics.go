package theme

import (
	"iter"
	"math"
	"math/rand/v2"

	"verbatim/analysis/vectors"
)

// How topics are found: nTopics directions from at most maxTopicTexts texts (a
// sample is enough for directions, and it bounds the time), in topicRounds
// rounds, after which they no longer move much. Fewer than minTopicTexts texts
// have no stable topics.
const (
	nTopics       = 100
	maxTopicTexts = 2000
	minTopicTexts = 200
	topicRounds   = 3
)

// findTopics finds the directions in which the texts differ most, as latent
// semantic analysis does (Deerwester et al. 1990): the leading right singular
// vectors of the matrix of texts by stems, by subspace iteration from a fixed
// random start (Halko, Martinsson and Tropp 2011, algorithm 4.4). It returns
// the place of each stem's feature, and how many topics there are: none when
// there are too few texts.
func findTopics(s *space, docs [][]*word, df []int32) ([][]float32, int) {
	features, column := topicColumns(s, df)
	if len(docs) < minTopicTexts || len(features) < 2*nTopics {
		return nil, 0
	}
	var rows []vector
	for _, i := range spread(len(docs), maxTopicTexts) {
		rows = append(rows, topicRow(s, docs[i], column))
	}
	basis := newMatrix(len(features), nTopics)
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the start is fixed so that the same texts give the same topics
	for _, row := range basis {
		for j := range row {
			row[j] = float32(rng.NormFloat64())
		}
	}
	for range topicRounds {
		basis = power(rows, basis)
		orthonormalise(basis)
	}
	topics := make([][]float32, len(df))
	for i, f := range features {
		topics[f] = basis[i]
	}
	return topics, nTopics
}

// spread returns at most n of the numbers below total, evenly spread.
func spread(total, n int) []int {
	n = min(n, total)
	out := make([]int, n)
	for i := range out {
		out[i] = i * total / n
	}
	return out
}

// topicColumns returns the stems that at least two texts have, in the order of
// their features, and for each feature its column or -1.
func topicColumns(s *space, df []int32) (features, column []int32) {
	column = make([]int32, len(df))
	for f := range column {
		column[f] = -1
	}
	for _, f := range s.stems {
		column[f] = 0
	}
	for f := range column {
		if column[f] == 0 && df[f] < 2 {
			column[f] = -1
		}
		if column[f] == 0 {
			column[f] = int32(len(features))
			features = append(features, int32(f))
		}
	}
	return features, column
}

func topicRow(s *space, ws []*word, column []int32) vector {
	var r vector
	place := map[int32]int{}
	for _, w := range ws {
		c := column[w.unit]
		if c < 0 {
			continue
		}
		if i, ok := place[c]; ok {
			r.val[i] += s.idf[w.unit]
			continue
		}
		place[c] = len(r.idx)
		r.idx, r.val = append(r.idx, c), append(r.val, s.idf[w.unit])
	}
	vectors.Normalise(r.val)
	return r
}

func newMatrix(rows, columns int) [][]float32 {
	cells := make([]float32, rows*columns)
	m := make([][]float32, rows)
	for i := range m {
		m[i] = cells[i*columns : (i+1)*columns : (i+1)*columns]
	}
	return m
}

// power returns A'A times basis, where A has the given sparse rows.
func power(rows []vector, basis [][]float32) [][]float32 {
	out := newMatrix(len(basis), len(basis[0]))
	y := make([]float32, len(basis[0]))
	for _, r := range rows {
		clear(y)
		all := sum{y: y}
		for i, c := range r.idx {
			all.add(r.val[i], basis[c])
		}
		all.done()
		for i, c := range r.idx {
			add(out[c], r.val[i], y)
		}
	}
	return out
}

// orthonormalise makes the columns of m orthonormal, through the Cholesky
// factor of their inner products.
func orthonormalise(m [][]float32) {
	l := cholesky(products(m))
	below := make([][]float64, len(l)) // column by column, from the diagonal down
	for p := range l {
		for _, row := range l[p:] {
			below[p] = append(below[p], row[p])
		}
	}
	share(len(m), func(numbers iter.Seq[int]) {
		x := make([]float64, len(l))
		for i := range numbers {
			solve(below, x, m[i])
		}
	})
}

// products returns the lower triangle of the inner products of m's columns.
func products(m [][]float32) [][]float32 {
	k := len(m[0])
	g := newMatrix(k, k)
	share(k, func(numbers iter.Seq[int]) {
		for i := range numbers {
			all := sum{y: g[i][:i+1]}
			for _, row := range m {
				if row[i] != 0 {
					all.add(row[i], row[:i+1])
				}
			}
			all.done()
		}
	})
	return g
}

// solve replaces row by x with l x = row; below holds the columns of l from the
// diagonal down.
func solve(below [][]float64, x []float64, row []float32) {
	for i, a := range row {
		x[i] = float64(a)
	}
	for p, column := range below {
		x[p] /= column[0]
		a := x[p]
		rest := x[p+1:]
		column = column[1:][:len(rest)]
		for i, b := range column {
			rest[i] -= b * a
		}
	}
	for i, a := range x {
		row[i] = float32(a)
	}
}

// cholesky returns the lower triangle l with l l' = g, of which only the lower
// triangle is read. A direction that has no length left is kept from dividing
// by zero.
func cholesky(g [][]float32) [][]float64 {
	const smallest = 1e-9
	l := make([][]float64, len(g))
	for i := range g {
		l[i] = make([]float64, i+1)
		for j := range i + 1 {
			sum := float64(g[i][j])
			for p := range j {
				sum -= l[i][p] * l[j][p]
			}
			if i == j {
				l[i][i] = math.Sqrt(max(sum, smallest))
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	return l
}
