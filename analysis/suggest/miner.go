package suggest

import (
	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/survey"
)

// A Miner finds suggested actions.
type Miner struct{}

// An Example is a sentence or part of one with what people decided about it.
type Example struct {
	Text    string
	Purpose survey.Purpose
	Action  bool // whether it asks somebody to do something
}

// New returns a Miner that works by its rules alone.
func New() *Miner { return &Miner{} }

// Learn fits the correction to the examples.
func (m *Miner) Learn(examples []Example) {}

// Mine returns the actions that text asks for.
func (m *Miner) Mine(text string, purpose survey.Purpose) []analysis.Action {
	var out []analysis.Action
	for _, s := range nlp.Sentences(text) {
		if purpose == survey.ForRecommendation {
			out = append(out, analysis.Action{Span: s, Text: s.In(text), Score: 0.5})
		}
	}
	return out
}

// Split returns the single actions bundled in text.
func Split(text string) []analysis.Span { return nlp.Sentences(text) }
