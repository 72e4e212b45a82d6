package instrument

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
)

// A Result is what one answer comes to on one scale.
type Result struct {
	Scale    string  // its key
	Value    float64 // means nothing unless Given
	Answered int     // items
	Given    bool    // enough items were answered
}

// Score returns what one person's answer to the instrument's question comes to,
// for each of its scales. Items that are reversed count from the other end: low +
// high - x. What is no number, such as "Does not apply", is missing.
//
// Where at least Scale.Least items were answered, the missing ones count as the
// mean of the person's others on the scale (the half rule of Fairclough and
// Cella, Quality of Life Research 1996;5:321-329, with the share that the
// instrument sets); else there is no score.
func Score(i survey.Instrument, answer survey.Answer) []Result {
	var out []Result
	for _, scale := range i.Scoring.Scales {
		values := answered(i.Scoring, scale, answer)
		s := Result{Scale: scale.Key}
		sum := 0.0
		for _, v := range values {
			if !math.IsNaN(v) {
				s.Answered++
				sum += v
			}
		}
		if s.Given = s.Answered > 0 && s.Answered >= scale.Least; s.Given {
			s.Value = sum / float64(s.Answered)
			if i.Scoring.Method == survey.SumScore {
				s.Value *= float64(len(values))
			}
		}
		out = append(out, s)
	}
	return out
}

// answered returns the number that each item of the scale counts, NaN for what
// is missing.
func answered(s survey.Scoring, scale survey.Scale, answer survey.Answer) []float64 {
	given := map[string]string{}
	for _, v := range answer.Choices {
		item, choice, _ := strings.Cut(v, "=")
		given[item] = choice
	}
	out := make([]float64, len(scale.Items))
	for n, item := range scale.Items {
		v, err := strconv.ParseFloat(given[item], 64)
		switch {
		case err != nil || v < s.Low || v > s.High:
			v = math.NaN()
		case slices.Contains(scale.Reverse, item):
			v = s.Low + s.High - v
		}
		out[n] = v
	}
	return out
}

// A Summary describes the scores of many people on one scale.
type Summary struct {
	Scale    survey.Scale
	N        int // people with a score
	Mean     float64
	SD       float64 // of the sample, n - 1; 0 for one person
	Complete int     // people who answered every item, whom Alpha is of
	Alpha    float64 // means nothing unless HasAlpha
	HasAlpha bool
}

// Summarise describes the answers of many people, scale by scale.
func Summarise(i survey.Instrument, answers []survey.Answer) []Summary {
	out := make([]Summary, len(i.Scoring.Scales))
	for n, scale := range i.Scoring.Scales {
		s := Summary{Scale: scale}
		var scores []float64
		var complete [][]float64
		for _, a := range answers {
			if score := Score(i, a)[n]; score.Given {
				scores = append(scores, score.Value)
			}
			if values := answered(i.Scoring, scale, a); !slices.ContainsFunc(values, math.IsNaN) {
				complete = append(complete, values)
			}
		}
		s.N, s.Complete = len(scores), len(complete)
		s.Mean, s.SD = mean(scores), math.Sqrt(variance(scores))
		s.Alpha, s.HasAlpha = Alpha(complete)
		out[n] = s
	}
	return out
}

// Alpha returns Cronbach's alpha of the answers of several people, a row each,
// to the same items: k/(k-1) · (1 - Σ s²(item) / s²(sum)), as in Cronbach,
// Psychometrika 1951;16:297-334, and Bland and Altman, BMJ 1997;314:572. There is
// none for fewer than two people or items, or where all sums are equal.
func Alpha(rows [][]float64) (alpha float64, ok bool) {
	if len(rows) < 2 || len(rows[0]) < 2 {
		return 0, false
	}
	k := len(rows[0])
	sums := make([]float64, len(rows))
	ofItems := 0.0
	for item := range k {
		column := make([]float64, len(rows))
		for n, row := range rows {
			column[n] = row[item]
			sums[n] += row[item]
		}
		ofItems += variance(column)
	}
	total := variance(sums)
	if total == 0 {
		return 0, false
	}
	return float64(k) / float64(k-1) * (1 - ofItems/total), true
}

func mean(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// variance is that of a sample, over n - 1; 0 for fewer than two.
func variance(xs []float64) float64 {
	if len(xs) < 2 {
		return 0
	}
	m, sum := mean(xs), 0.0
	for _, x := range xs {
		sum += (x - m) * (x - m)
	}
	return sum / float64(len(xs)-1)
}
