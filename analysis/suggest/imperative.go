package suggest

import "verbatim/analysis/nlp"

// The weights of what is found by looking at whole clauses rather than at a
// pattern of words; on the scale of the table of rules.
const (
	imperativeWeight = 2.6 // the sentence begins with a request
	innerImperative  = 1.5 // a later clause of it does
	fragmentWeight   = 1.5 // "More rooms": a comparative and no verb
	shortWeight      = -1.0
	questionWeight   = -0.8 // asks to know, not to act: "Where do I find it?"
)

// minWords is how many words a sentence has at least that asks for something
// without a verb of asking: "Great hotel" has two.
const minWords = 4

// clauses returns the votes that rest on the form of the clauses.
func clauses(ws []word) []vote {
	var out []vote
	first, inner := false, false
	for i, w := range ws {
		if !w.opens || w.mark || !imperative(ws, i) {
			continue
		}
		switch {
		case strong(w.after) || afterCondition(ws, i):
			if !first {
				out = append(out, vote{name: "imperative", weight: imperativeWeight, from: i, to: min(i+2, len(ws))})
			}
			first = true
		case !inner:
			inner = true
			out = append(out, vote{name: "inner-imperative", weight: innerImperative, from: i, to: min(i+2, len(ws))})
		}
	}
	if n := fragment(ws); n > 0 {
		out = append(out, vote{name: "fragment", weight: fragmentWeight, to: n})
	}
	if inquiry(ws) {
		out = append(out, vote{name: "question", weight: questionWeight})
	}
	if count(ws) < minWords && !first {
		out = append(out, vote{name: "short", weight: shortWeight})
	}
	return out
}

// inquiry reports whether the words ask to know something.
func inquiry(ws []word) bool {
	return len(ws) > 1 && asksToKnow[ws[0].lower] && ws[len(ws)-1].Text == "?"
}

var asksToKnow = nlp.WordSet("what who when where does has any anyone is are why do how which did has am")

func count(ws []word) int {
	n := 0
	for _, w := range ws {
		if !w.mark {
			n++
		}
	}
	return n
}

// imperative reports whether the word at i, which opens a clause, is a verb in
// the form of a request.
func imperative(ws []word, i int) bool {
	w := ws[i]
	if noRequest(ws, i) {
		return false
	}
	if nounish[w.lower] && finiteFollows(ws, i) || !strong(w.after) && governed(ws, i) {
		return false
	}
	switch w.tag {
	case "VB":
		return acting[w.lower] || !nounFollowed(ws, i) || w.lower == "be"
	case "VBP":
		return w.after != "and" && (acting[w.lower] || strong(w.after) && !nounFollowed(ws, i))
	}
	if !acting[w.lower] || !strong(w.after) && w.tag != "NN" && w.tag != "JJ" {
		return false
	}
	if nounish[w.lower] && i+1 < len(ws) && ws[i+1].tag == "RB" {
		return false // "Staff very friendly"
	}
	return objectFollows(ws, i)
}

// noRequest reports whether the word at i is no verb of a request whatever its
// part of speech.
func noRequest(ws []word, i int) bool {
	w := &ws[i]
	if states[w.lower] && w.lower != "have" && w.lower != "be" || introducing[w.lower] && w.lower != "do" || i+1 == len(ws) && i == 0 {
		return true
	}
	return w.after == "," && i+1 < len(ws) && ws[i+1].lower == "," // one of a list of words
}

// governed reports whether the verb at i, after a comma or "and", may belong to
// an infinitive or modal before it, as in "afraid to speak and share".
func governed(ws []word, i int) bool {
	if afterCondition(ws, i) {
		return false
	}
	for k := i - 1; k > 0; k-- {
		switch {
		case ws[k].tag == "VB" && (ws[k-1].tag == "TO" || ws[k-1].tag == "MD" || ws[k-1].tag == "RB"):
			return true
		case ws[k].opens && strong(ws[k].after):
			return false
		}
	}
	return false
}

// nounFollowed reports whether the verb at i is really a noun before its own
// verb ("Use is ...").
func nounFollowed(ws []word, i int) bool {
	return i+1 < len(ws) && finite(ws[i+1])
}

func finite(w word) bool {
	switch w.tag {
	case "MD", "VBZ", "VBD", "VBP":
		return true
	}
	return false
}

// finiteFollows reports whether the clause that begins at i has a finite verb
// before it ends.
func finiteFollows(ws []word, i int) bool {
	for _, w := range ws[i+1:] {
		if w.mark || w.tag == "WDT" || w.tag == "WP" || w.tag == "WRB" {
			return false
		}
		if finite(w) {
			return true
		}
	}
	return false
}

// objectFollows reports whether after the word at i comes what a verb can have
// after it.
func objectFollows(ws []word, i int) bool {
	if i+1 >= len(ws) {
		return false
	}
	switch ws[i+1].tag {
	case "DT", "PRP", "PRP$", "JJ", "JJR", "NN", "NNS", "NNP", "NNPS", "IN", "TO", "RB", "RP", "CD", "VBG", "VBN", "WRB", "WP", "PDT", "RBR":
		return true
	}
	return false
}

// afterCondition reports whether the clause at i follows one that sets a
// condition or purpose, as in "If you can, meet earlier".
func afterCondition(ws []word, i int) bool {
	if ws[i].after != "," {
		return false
	}
	switch ws[0].lower {
	case "if", "when", "for", "to", "in", "before", "after", "unless", "once", "while", "whatever", "as", "since":
		return true
	}
	return false
}

// fragment returns how many words at the beginning make the sentence a request
// without a verb, as in "More rooms" or "Better pay for mentors", 0 for none.
func fragment(ws []word) int {
	if len(ws) < 2 || !comparative[ws[0].lower] || finiteFollows(ws, 0) || ws[1].lower == "than" || ws[1].mark {
		return 0
	}
	return 2
}
