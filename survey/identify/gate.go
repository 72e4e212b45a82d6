package identify

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// A gate is what a text must hold for a regular expression to match anywhere in
// it: of each clause at least one of the words. Most answers hold no digit, no
// "@" and no "ward", and are passed over after a few looks, where trying the
// expression at every letter would take a hundred times as long. The words are
// taken from the expression itself, so that a gate cannot be forgotten when one
// changes.
type gate [][]string

// digit stands in a clause for any of the ten.
const digit = "\x00digit"

// mostRunes is how many letters a class may have to be worth looking for.
const mostRunes = 4

// newGate returns the gate of an expression.
func newGate(re *regexp.Regexp) gate {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return nil // lets everything through
	}
	g := clauses(tree)
	slices.SortStableFunc(g, func(a, b []string) int { return len(a) - len(b) })
	return slices.CompactFunc(g, slices.Equal)
}

// gatesOf returns the gates of patterns, in their order.
func gatesOf(ps []pattern) []gate {
	gates := make([]gate, len(ps))
	for i, p := range ps {
		gates[i] = newGate(p.form)
	}
	return gates
}

// clauses returns what must be in a text that the tree matches.
func clauses(tree *syntax.Regexp) gate {
	switch tree.Op {
	case syntax.OpLiteral:
		return gate{{folded(string(tree.Rune))}}
	case syntax.OpCharClass:
		return classClause(tree.Rune)
	case syntax.OpConcat:
		var all gate
		for _, sub := range tree.Sub {
			all = append(all, clauses(sub)...)
		}
		return all
	case syntax.OpAlternate:
		return alternative(tree.Sub)
	case syntax.OpCapture, syntax.OpPlus:
		return clauses(tree.Sub[0])
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return clauses(tree.Sub[0])
		}
	case syntax.OpNoMatch, syntax.OpEmptyMatch, syntax.OpAnyCharNotNL, syntax.OpAnyChar, syntax.OpBeginLine, syntax.OpEndLine,
		syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpStar, syntax.OpQuest:
	}
	return nil
}

// classClause returns the clause of a class of letters, given as pairs of the
// first and the last.
func classClause(pairs []rune) gate {
	digits, runes := true, 0
	var words []string
	for i := 0; i < len(pairs); i += 2 {
		digits = digits && pairs[i] >= '0' && pairs[i+1] <= '9'
		runes += int(pairs[i+1]-pairs[i]) + 1
	}
	switch {
	case digits:
		return gate{{digit}}
	case runes > mostRunes:
		return nil
	}
	for i := 0; i < len(pairs); i += 2 {
		for r := pairs[i]; r <= pairs[i+1]; r++ {
			words = append(words, folded(string(r)))
		}
	}
	slices.Sort(words)
	return gate{slices.Compact(words)}
}

// alternative returns the clause of several expressions of which one matches:
// the best that each of them has, together.
func alternative(subs []*syntax.Regexp) gate {
	var words []string
	for _, sub := range subs {
		own := clauses(sub)
		if len(own) == 0 {
			return nil
		}
		words = append(words, slices.MaxFunc(own, func(a, b []string) int { return shortest(a) - shortest(b) })...)
	}
	slices.Sort(words)
	return gate{slices.Compact(words)}
}

// shortest is the length of the shortest word of a clause, which tells how
// seldom it is fulfilled. A digit is as rare as a word.
func shortest(clause []string) int {
	n := len(clause[0])
	for _, w := range clause {
		if w != digit {
			n = min(n, len(w))
		}
	}
	return n
}

// A looked is a text as gates look at it.
type looked struct {
	folded string
	digits bool
}

func look(text string) looked { return looked{folded(text), strings.ContainsAny(text, "0123456789")} }

// folded returns a text in which letters are the same that (?i) takes for the
// same.
func folded(text string) string {
	text = strings.ToLower(text)
	if strings.Contains(text, "ſ") {
		text = strings.ReplaceAll(text, "ſ", "s") // which is lower case already
	}
	return text
}

// open reports whether the expression may match in the text.
func (g gate) open(l looked) bool {
	for _, clause := range g {
		if !slices.ContainsFunc(clause, func(word string) bool { return word == digit && l.digits || strings.Contains(l.folded, word) }) {
			return false
		}
	}
	return true
}
