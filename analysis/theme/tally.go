package theme

import (
	"math"
	"slices"
)

// A tally counts suggestions against people's codings.
type tally struct{ right, wrong, missed int }

func tallyOf(scores []float64, fits []bool, threshold float64) tally {
	var c tally
	for i, s := range scores {
		c.count(s >= threshold, fits[i])
	}
	return c
}

func (c *tally) count(suggested, fits bool) {
	switch {
	case suggested && fits:
		c.right++
	case suggested:
		c.wrong++
	case fits:
		c.missed++
	}
}

func (c *tally) add(o tally) {
	c.right += o.right
	c.wrong += o.wrong
	c.missed += o.missed
}

func (c tally) precision() float64 { return ratio(c.right, c.right+c.wrong) }
func (c tally) recall() float64    { return ratio(c.right, c.right+c.missed) }
func (c tally) f1() float64        { return ratio(2*c.right, 2*c.right+c.wrong+c.missed) }

// ratio is 0 where it divides by nothing: nothing suggested is nothing right.
func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// averagePrecision is the mean, over the answers that the theme fits, of the
// precision down to each of them in the order of scores.
func averagePrecision(scores []float64, fits []bool) float64 {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return descending(scores[a], scores[b]) })
	hits, sum := 0, 0.0
	for rank, i := range order {
		if fits[i] {
			hits++
			sum += float64(hits) / float64(rank+1)
		}
	}
	if hits == 0 {
		return 0
	}
	return sum / float64(hits)
}

// descending compares numbers so that sorting puts the largest first.
func descending[F float32 | float64](a, b F) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// meanAndSpread returns the mean and the sample standard deviation.
func meanAndSpread(xs []float64) (mean, spread float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	if len(xs) < 2 {
		return mean, 0
	}
	for _, x := range xs {
		spread += (x - mean) * (x - mean) / float64(len(xs)-1)
	}
	return mean, math.Sqrt(spread)
}
