package sentiment

import "strings"

// The strengths of the words added to VADER's list: those that it gives to
// "helpful" and "useless", and to "lack".
const (
	good    = 1.8
	bad     = -1.8
	missing = -1.3
)

// lacking stands for a wish in the text that VADER reads; it is in its list
// with the strength of "lack".
const lacking = "lacking"

// evaluationWords returns words in which people praise and blame teaching, work
// and schemes, and that a list made from social media does not have.
func evaluationWords() map[string]float64 {
	words := map[string]float64{lacking: missing}
	//nolint:misspell // people write either spelling
	for w := range strings.FieldsSeq(`insightful informative knowledgeable approachable organised organized eye-opening
		thought-provoking well-organised well-organized well-structured well-run relevant accessible punctual responsive
		attentive articulate enlightening memorable practical rewarding understandable recommended worth`) {
		words[w] = good
	}
	//nolint:misspell // people write either spelling
	for w := range strings.FieldsSeq(`tedious outdated rushed disorganised unorganised unorganized unprepared overwhelming irrelevant
		unhelpful pointless dry unfair unclear uninteresting unstructured time-consuming incomprehensible inconsistent
		monotonous monotone overloaded patronising patronizing tokenistic unapproachable unresponsive uninspiring
		understaffed underpaid unpaid chaotic clunky confused confusingly mediocre slow late dull unnecessary`) {
		words[w] = bad
	}
	return words
}
