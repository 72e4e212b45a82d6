package suggest

// What a sentence loses that answers the question for recommendations without
// making one. They outweigh the prior.
const (
	noAnswer   = -8.0 // "None", "n/a", "Nothing to add"
	narrative  = -2.6 // tells what happened and asks for nothing
	evaluation = -2.2 // says how something was and asks for nothing
	filler     = -1.5 // one or two words
)

// plainlyNot returns how much speaks against a sentence although the question
// asked for recommendations.
func plainlyNot(ws []word, votes []vote) float64 {
	n := count(ws)
	if n == 0 || empty(ws, n) {
		return noAnswer
	}
	against := 0.0
	asked := 0.0
	for _, v := range votes {
		asked = max(asked, v.weight)
	}
	if asked < 1 {
		against += statement(ws)
	}
	if n == 1 {
		against += filler
	}
	return against
}

// maxEmpty is how many words an answer has at most that says there is nothing
// to recommend: "nothing that I can think of right now".
const maxEmpty = 9

func empty(ws []word, n int) bool {
	first := ""
	for _, w := range ws {
		if !w.mark {
			first = w.lower
			break
		}
	}
	switch first {
	case "nothing", "none", "n/a", "na", "nil", "nope", "no", "not":
		return n <= maxEmpty && !hasTag(ws, "MD") || n == 1
	case "thank", "thanks", "cheers":
		return n <= maxEmpty
	case "n", "a", "yes", "idk", "unsure", "same":
		return n <= 2
	}
	return false
}

func hasTag(ws []word, tag string) bool {
	for _, w := range ws {
		if w.tag == tag {
			return true
		}
	}
	return false
}

// statement returns what a sentence loses whose main verb states something: a
// noun or pronoun and then a finite verb, and nothing that asks.
func statement(ws []word) float64 {
	subject := false
	for _, w := range ws {
		switch {
		case w.tag == "WDT" || w.tag == "WRB" || w.tag == "WP" || w.tag == "IN" && subjunctions[w.lower]:
			return 0 // a clause inside a noun phrase, as in "Information on what is paid"
		case w.mark && !subject:
		case w.tag == "MD" && subject && w.lower != "will" && w.lower != "can":
			return 0 // what could or should be is not yet
		case w.tag == "VBD" && subject:
			return narrative
		case finite(w) && subject:
			return evaluation
		case w.tag == "PRP" || w.tag == "NN" || w.tag == "NNS" || w.tag == "NNP" || w.tag == "DT" || w.tag == "EX":
			subject = true
		}
	}
	return 0
}
