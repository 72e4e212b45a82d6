package similar

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"

	"verbatim/survey/fault"
)

// SimilarityReport says how well Similarity agrees with people.
type SimilarityReport struct {
	N        int     `json:"n"`        // pairs
	Spearman float64 `json:"spearman"` // rank correlation of Similarity with people's scores, -1 to 1
	Alone    float64 `json:"alone"`    // the same without knowing the other texts
}

// pair is two texts and how alike people found them.
type pair struct {
	A     string  `json:"a"`
	B     string  `json:"b"`
	Score float64 `json:"score"`
}

// EvaluateSimilarity measures Similarity on pairs that people have scored: JSON
// lines of objects with "a", "b" and "score". Only the texts, never the scores,
// are known to what is measured.
func EvaluateSimilarity(test io.Reader) (r SimilarityReport, err error) {
	defer fault.Wrap(&err, "similar.EvaluateSimilarity")
	pairs, err := readPairs(test)
	if err != nil {
		return SimilarityReport{}, err
	}
	var texts []string
	for _, p := range pairs {
		texts = append(texts, p.A, p.B)
	}
	informed, alone := NewSpace(texts), NewSpace(nil)
	gold, with, without := make([]float64, len(pairs)), make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		gold[i] = p.Score
		with[i] = informed.Similarity(p.A, p.B)
		without[i] = alone.Similarity(p.A, p.B)
	}
	return SimilarityReport{N: len(pairs), Spearman: spearman(with, gold), Alone: spearman(without, gold)}, nil
}

func readPairs(r io.Reader) ([]pair, error) {
	var out []pair
	for d := json.NewDecoder(r); ; {
		var p pair
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fault.Coded("N02", "Pair %d is not a JSON object with \"a\", \"b\" and \"score\": %v.", len(out)+1, err)
		}
		out = append(out, p)
	}
}

// spearman returns the rank correlation of x and y with mean ranks for ties: the
// product-moment correlation of their ranks (Spearman 1904). It is 0 when one of
// them does not vary.
func spearman(x, y []float64) float64 {
	rx, ry := ranks(x), ranks(y)
	mean := float64(len(x)+1) / 2
	var xy, xx, yy float64
	for i := range rx {
		dx, dy := rx[i]-mean, ry[i]-mean
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

// ranks returns the rank of each value from 1, equal values sharing their mean.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return a - b
	})
	out := make([]float64, len(x))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && x[order[to]] == x[order[from]] {
			to++
		}
		for k := from; k < to; k++ {
			out[order[k]] = float64(from+to+1) / 2
		}
		from = to
	}
	return out
}
