package theme

import (
	"math"
	"slices"
)

// A calibration turns scores of models into how sure the machine is, and says
// from how sure a theme is suggested.
type calibration struct {
	slope     float64
	offset    []float64 // by theme
	threshold []float64 // by theme, of how sure
}

// Before anything is known, a calibration is the usual one: the slope of eight
// examples a theme, and an offset by which a text that says nothing about any
// theme is one that a theme fits with a chance of silent. The weights are the
// precisions of that as a prior: of the slope, and of what one theme's offset
// differs from the others'.
const (
	usualSlope  = 5.0
	silent      = 0.05
	slopeWeight = 2.0
	shiftWeight = 5.0
)

// Thresholds stay within these: below the one the list of suggestions is mostly
// wrong, above the other a theme that is likelier than not would be kept back.
const (
	minThreshold   = 0.15
	maxThreshold   = 0.5
	usualThreshold = 0.3
	// Before anything is coded, how sure the machine is comes from phrases held
	// back from it, and it knows all of them when it meets an answer: it is
	// surer than it says.
	phraseThreshold = 0.22
)

// A sample is one score that a model gave to a text that it had not learnt
// from, and whether the theme does fit.
type sample struct {
	theme  int
	score  float64
	fits   bool
	weight float64
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// calibrate learns from samples how sure a score should make the machine;
// silence is the mean score of a text that says nothing. It fits one slope for
// all themes and an offset for each, which is drawn to the common one as far as
// the theme has few answers (Platt 1999 with a ridge), by coordinate-wise
// Newton steps.
func calibrate(samples []sample, themes, coded int, silence float64) calibration {
	const steps = 40
	c := calibration{slope: usualSlope, offset: make([]float64, themes), threshold: make([]float64, themes)}
	usualOffset := math.Log(silent/(1-silent)) - usualSlope*silence
	common := usualOffset
	type sums struct{ g, h float64 }
	for range steps {
		var slope, all sums
		each := make([]sums, themes)
		for _, s := range samples {
			p := sigmoid(c.slope*s.score + common + c.offset[s.theme])
			e, h := -s.weight*p, s.weight*p*(1-p)
			if s.fits {
				e += s.weight
			}
			slope.g += e * s.score
			slope.h += h * s.score * s.score
			each[s.theme].g += e
			each[s.theme].h += h
			all.g += e
			all.h += h
		}
		c.slope += .5 * (slope.g - slopeWeight*(c.slope-usualSlope)) / (slope.h + slopeWeight)
		common += .5 * (all.g - (common - usualOffset)) / (all.h + 1)
		for t, s := range each {
			c.offset[t] += .7 * (s.g - shiftWeight*c.offset[t]) / (s.h + shiftWeight)
		}
	}
	trust := float64(phraseTrust) / float64(phraseTrust+coded)
	for t := range c.offset {
		c.offset[t] += common
		c.threshold[t] = trust*phraseThreshold + (1-trust)*usualThreshold
	}
	return c
}

// sure returns how sure a score makes that the theme fits, 0 to 1.
func (c *calibration) sure(theme int, score float32) float64 {
	return sigmoid(c.slope*float64(score) + c.offset[theme])
}

// choose sets the threshold of a theme from how sure the machine is about
// texts that nobody has coded: the one with the highest F1 to be expected
// there, halfway to the usual one because the estimate varies.
func (c *calibration) choose(theme int, sure []float64) {
	slices.SortFunc(sure, descending)
	var total, above, best float64
	for _, p := range sure {
		total += p
	}
	at := usualThreshold
	for i, p := range sure {
		above += p
		if f := 2 * above / (float64(i+1) + total); f > best {
			best, at = f, p
		}
	}
	c.threshold[theme] = min(max(math.Sqrt(at*usualThreshold), minThreshold), maxThreshold)
}
