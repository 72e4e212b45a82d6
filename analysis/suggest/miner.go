package suggest

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/survey"
)

// Version names what these rules and this way of learning suggest. It changes
// whenever the same text could give other actions.
const Version = "suggest/1"

// Threshold is the score from which a sentence is suggested as an action: more
// likely than not.
const Threshold = 0.5

// The prior logit of a sentence before anything in it has been read.
const (
	neutralPrior        = -1.4 // about one sentence in ten asks for something
	recommendationPrior = 1.5  // asked for recommendations, most sentences are
	praisePrior         = -3.2 // asked what worked, few are
)

func prior(p survey.Purpose) float64 {
	switch p {
	case survey.ForRecommendation:
		return recommendationPrior
	case survey.ForPraise:
		return praisePrior
	}
	return neutralPrior
}

// A Miner finds suggested actions. It is safe for concurrent use as long as
// Learn is not called.
type Miner struct {
	rules   *matcher
	learned *correction
}

// New returns a Miner that works by its rules alone.
func New() *Miner { return &Miner{rules: compile(rules(), classes())} }

// Mine returns the actions that text asks for, in the order of the text; each
// single action of a bundle is one. The purpose of the question is where it
// starts from: asked for recommendations, every substantive sentence is one
// unless it plainly is not; asked for praise, few are.
//
// ID, VerbatimID, Status, Model and Match are left to the caller.
func (m *Miner) Mine(text string, purpose survey.Purpose) []analysis.Action {
	var out []analysis.Action
	for _, s := range nlp.Sentences(text) {
		tokens, ws := read(text, s)
		if m.hopeless(ws, purpose) {
			continue
		}
		tag(tokens, ws)
		whole := m.judge(ws, purpose)
		if whole.score < Threshold {
			continue
		}
		for _, part := range splitSentence(s, ws) {
			out = append(out, m.action(text, part, ws, whole))
		}
	}
	return out
}

// A judgement is how likely a sentence asks for an action, and why.
type judgement struct {
	score float64
	votes []vote
}

func (m *Miner) judge(ws []word, purpose survey.Purpose) judgement {
	logit, votes := m.ruleLogit(ws, purpose)
	if m.learned != nil {
		logit += m.learned.logit(features(ws, votes, logit))
	}
	return judgement{sigmoid(logit), votes}
}

// ruleLogit returns what the rules alone make of a sentence.
func (m *Miner) ruleLogit(ws []word, purpose survey.Purpose) (float64, []vote) {
	votes := m.votes(ws)
	logit := prior(purpose)
	for _, v := range votes {
		logit += v.weight
	}
	if purpose == survey.ForRecommendation {
		logit += plainlyNot(ws, votes)
	}
	return logit, votes
}

// votes returns what the rules say about a sentence.
func (m *Miner) votes(ws []word) []vote {
	return append(m.rules.votes(ws), clauses(ws)...)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func (m *Miner) action(text string, span analysis.Span, ws []word, j judgement) analysis.Action {
	return analysis.Action{
		Span:      span,
		Text:      span.In(text),
		Addressee: addressee(text, span, ws),
		Score:     j.score,
		Reason:    analysis.Reason{Words: j.words(text, span, ws)},
	}
}

// maxReasons is how many words and phrases a person is shown.
const maxReasons = 4

// words returns what spoke for the action, strongest first; what stands inside
// the span before what stands elsewhere in its sentence.
func (j judgement) words(text string, span analysis.Span, ws []word) []string {
	var votes []vote
	for _, v := range j.votes {
		if v.weight > 0 && v.to > v.from {
			votes = append(votes, v)
		}
	}
	inside := func(v vote) int {
		if ws[v.from].Span.Start >= span.Start && ws[v.to-1].Span.End <= span.End {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(votes, func(a, b vote) int {
		return cmp.Or(cmp.Compare(inside(a), inside(b)), cmp.Compare(b.weight, a.weight))
	})
	var out []string
	for _, v := range votes {
		phrase := strings.Join(strings.Fields(text[ws[v.from].Span.Start:ws[v.to-1].Span.End]), " ")
		if len(out) < maxReasons && !slices.Contains(out, phrase) {
			out = append(out, phrase)
		}
	}
	return out
}

// BeginsWithAction reports whether a title says what to do. "Review of ..." is no
// request, though "review" could be one.
func (m *Miner) BeginsWithAction(title string) bool {
	if words := strings.Fields(title); len(words) > 1 && (words[1] == "of" || words[1] == "for") {
		return false
	}
	return m.Score(title, "") >= Threshold
}
