package sentiment

import (
	"strings"
	"sync"

	"github.com/jonreiter/govader"

	"verbatim/survey"
)

// A Class is how an answer sounds.
type Class int

// The classes.
const (
	Negative Class = -1
	Neutral  Class = 0
	Positive Class = 1
)

// String returns "negative", "neutral" or "positive".
func (c Class) String() string {
	switch {
	case c < 0:
		return "negative"
	case c > 0:
		return "positive"
	}
	return "neutral"
}

// A Reading is how one answer sounds.
type Reading struct {
	Class Class
	Score float64 // -1 for the most negative to 1 for the most positive
}

// threshold is how far from 0 a score must be to count as negative or positive:
// the one that the authors of VADER recommend.
const threshold = 0.05

// asked is how much a question that asks for what is wrong, or right, says
// before a word is read: as much as a single "lack" in the answer, which is
// -1.3/√(1.3²+15) on VADER's scale.
const asked = 0.318

// An Analyser reads answers. It is safe for concurrent use.
type Analyser struct {
	vader func() *govader.SentimentIntensityAnalyzer
}

// New returns an Analyser. Its word list is loaded when it first reads.
func New() *Analyser { return &Analyser{vader: sync.OnceValue(load)} }

// load returns VADER with the words of evaluations that it does not know.
func load() *govader.SentimentIntensityAnalyzer {
	v := govader.NewSentimentIntensityAnalyzer()
	for word, valence := range evaluationWords() {
		if _, known := v.Lexicon[word]; !known {
			v.Lexicon[word] = valence
		}
	}
	return v
}

// Read returns how an answer to a question with the given purpose sounds. An
// answer that says that there is nothing to say is neutral, except that nothing
// was good.
func (a *Analyser) Read(text string, purpose survey.Purpose) Reading {
	if nothing(text) {
		return nothingSaid(text, purpose)
	}
	v := a.vader()
	plain := readable(text, purpose == survey.ForRecommendation, func(word string) float64 { return v.Lexicon[word] })
	score := v.PolarityScores(plain).Compound
	switch purpose {
	case survey.ForRecommendation:
		score = max(-1, score-asked)
	case survey.ForPraise:
		score = min(1, score+asked)
	}
	return Reading{classOf(score), score}
}

func classOf(score float64) Class {
	switch {
	case score >= threshold:
		return Positive
	case score <= -threshold:
		return Negative
	}
	return Neutral
}

// nothing reports whether the answer is only a way to leave the field empty.
func nothing(text string) bool {
	switch bare(text) {
	case "", "n/a", "na", "none", "nothing", "no", "nil", "not applicable", "nothing really", "not much", "no comment", "no comments", "nothing to add", "-", "x":
		return true
	}
	return false
}

// nothingSaid is the reading of an answer for which nothing is true.
func nothingSaid(text string, purpose survey.Purpose) Reading {
	b := bare(text)
	if purpose == survey.ForPraise && (b == "none" || b == "not much" || strings.HasPrefix(b, "nothing")) && b != "nothing to add" {
		return Reading{Negative, -asked}
	}
	return Reading{}
}

func bare(text string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(text), ".!, "))
}
