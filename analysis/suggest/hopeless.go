package suggest

import "verbatim/survey"

// slack is how far below the threshold, in logits, the most that a sentence can
// reach must be: more than the rounding of its sum.
const slack = 1e-6

// hopeless reports whether a sentence, whose parts of speech are not known yet,
// cannot be suggested whatever they are. Finding them costs more than all the
// rest, and most sentences of an answer that only tells what happened are
// hopeless. Asked for recommendations none is, and what has been learnt about
// parts of speech may lift any.
func (m *Miner) hopeless(ws []word, purpose survey.Purpose) bool {
	if m.learned != nil || purpose == survey.ForRecommendation {
		return false
	}
	most := prior(purpose) + mostOfClauses(ws)
	if most >= 0 {
		return false // spares the rules
	}
	for _, v := range m.rules.votes(ws) {
		if v.weight > 0 || !m.rules.byTag[v.rule] {
			most += v.weight
		}
	}
	return most < -slack
}

// mostOfClauses is the most that the votes of clauses can add up to, see
// clauses.
func mostOfClauses(ws []word) float64 {
	first, inner := false, false
	for i, w := range ws {
		if !w.opens || w.mark || !mayRequest(ws, i) {
			continue
		}
		if strong(w.after) || afterCondition(ws, i) {
			first = true
		} else {
			inner = true
		}
	}
	most := 0.0
	switch {
	case first:
		most += imperativeWeight
	case count(ws) < minWords:
		most += shortWeight
	}
	if inner {
		most += innerImperative
	}
	if len(ws) > 1 && comparative[ws[0].lower] {
		most += fragmentWeight
	}
	if inquiry(ws) {
		most += questionWeight
	}
	return most
}

// mayRequest reports whether imperative could hold for the word at i.
func mayRequest(ws []word, i int) bool { return !neverVerb(ws[i].lower) && !noRequest(ws, i) }
