package suggest

import (
	"regexp"
	"strings"

	"verbatim/analysis/nlp"
)

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
	asked := 0.0
	for _, v := range votes {
		asked = max(asked, v.weight)
	}
	if n == 0 || asked < 1 && empty(ws, n) || content(ws, n) {
		return noAnswer
	}
	against := 0.0
	if asked < 1 {
		against += min(statement(ws), headless(ws))
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

// maxContent is how many words a sentence has at most that says only that
// nothing is wanted: "I really can not think of anything they could do better".
const maxContent = 14

// satisfied are the ways to say that nothing is wanted. Contractions are written
// out and marks left out by the time they are matched.
var satisfied = regexp.MustCompile(`\b(?:` +
	`(?:can|could|can ?not|do|does|did|would) ?not ?(?:\w+ ){0,4}(?:think of (?:any|a )|fault|asked? for|any ?thing|better|improved?\b)` +
	`|nothing (?:\w+ ){0,4}(?:better|improved?|changed?|done|improvement|more|else|at all|add|say)` +
	`|keep (?:up|on|it up|doing|going)` + `|(?:carry|continue) (?:on )?(?:as|doing|the same)` +
	`|(?:every ?thing|all|it) (?:is|was|s|were|has been|seems|seemed)? ?(?:\w+ ){0,1}(?:ok|okay|okey|fine|good|great|perfect|excellent|satisfactory|brilliant|wonderful|fantastic)` +
	`|(?:very|quite|completely|totally|fully|100%|more than) (?:happy|satisfied|pleased)` +
	`|no (?:complaints?|improvements?|suggestions?|recommendations?|changes?|concerns?|issues?)` +
	`)|^(?:\w+ ){0,3}(?:nothing|none)$|^abso\w+ nothing`)

// content reports whether a sentence only says that nothing is wanted.
func content(ws []word, n int) bool {
	if n > maxContent {
		return false
	}
	var lower []string
	for _, w := range ws {
		if !w.mark {
			lower = append(lower, w.lower)
		}
	}
	return satisfied.MatchString(strings.Join(lower, " "))
}

// telling are the verbs without -ed by which a sentence without a subject begins
// to tell what happened.
var telling = nlp.WordSet("was were had got did went came took felt found met said saw")

// headless returns what a sentence loses that leaves its subject out and tells
// how it was: "Was excellent", "Waited over 3 hours", "All okay". One that says
// what would have been better ("Got there sooner") asks for it.
func headless(ws []word) float64 {
	first := true
	told := 0.0
	for _, w := range ws {
		switch {
		case w.mark:
		case comparative[w.lower] || w.tag == "RBR" || w.tag == "JJR" || strings.HasSuffix(w.lower, "sooner"):
			return 0
		case first && (telling[w.lower] || strings.HasSuffix(w.lower, "ed") && w.lower != "need"):
			told = noAnswer
		}
		first = first && w.mark
	}
	return told
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
