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

const (
	// mostRunes is how many letters a class may have to be worth looking for.
	mostRunes = 4
	// mostWords is how many words a clause may have: looking for more takes as
	// long as trying the expression.
	mostWords = 64
)

// newGate returns the gate of an expression.
func newGate(re *regexp.Regexp) gate {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return nil // lets everything through
	}
	g := needsOf(tree).clauses()
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

// needs are what an expression needs: all that it can match, where those are a
// few words, or else what is in all of it.
type needs struct {
	exact []string // nil where there are too many
	all   gate
}

// clauses returns the needs as clauses.
func (n needs) clauses() gate {
	if len(n.exact) == 0 || slices.Contains(n.exact, "") {
		return n.all
	}
	return append(n.all, least(n.exact))
}

// needsOf returns what the tree needs.
func needsOf(tree *syntax.Regexp) needs {
	switch tree.Op {
	case syntax.OpLiteral:
		return needs{exact: []string{folded(string(tree.Rune))}}
	case syntax.OpCharClass:
		return classNeeds(tree.Rune)
	case syntax.OpConcat:
		return concatNeeds(tree.Sub)
	case syntax.OpAlternate:
		return alternativeNeeds(tree.Sub)
	case syntax.OpCapture:
		return needsOf(tree.Sub[0])
	case syntax.OpPlus:
		return needs{all: needsOf(tree.Sub[0]).clauses()}
	case syntax.OpQuest:
		if n := needsOf(tree.Sub[0]); n.exact != nil {
			return needs{exact: distinct(append(n.exact, ""))}
		}
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return needs{all: needsOf(tree.Sub[0]).clauses()}
		}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return needs{exact: []string{""}}
	case syntax.OpNoMatch, syntax.OpAnyCharNotNL, syntax.OpAnyChar, syntax.OpStar:
	}
	return needs{}
}

// classNeeds returns the needs of a class of letters, given as pairs of the first
// and the last.
func classNeeds(pairs []rune) needs {
	digits, runes := true, 0
	for i := 0; i < len(pairs); i += 2 {
		digits = digits && pairs[i] >= '0' && pairs[i+1] <= '9'
		runes += int(pairs[i+1]-pairs[i]) + 1
	}
	switch {
	case digits:
		return needs{all: gate{{digit}}}
	case runes > mostRunes:
		return needs{}
	}
	var words []string
	for i := 0; i < len(pairs); i += 2 {
		for r := pairs[i]; r <= pairs[i+1]; r++ {
			words = append(words, folded(string(r)))
		}
	}
	return needs{exact: distinct(words)}
}

// concatNeeds returns the needs of expressions one after the other: words that
// follow each other are looked for as one.
func concatNeeds(subs []*syntax.Regexp) needs {
	run, whole := []string{""}, true
	var all gate
	for _, sub := range subs {
		n := needsOf(sub)
		all = append(all, n.all...)
		if n.exact != nil && len(run)*len(n.exact) <= mostWords {
			run = joined(run, n.exact)
			continue
		}
		all, whole = needs{exact: run, all: all}.clauses(), false
		if run = n.exact; run == nil {
			run = []string{""}
		}
	}
	if whole {
		return needs{exact: run, all: all}
	}
	return needs{all: needs{exact: run, all: all}.clauses()}
}

// joined returns each word of one list followed by each of the other.
func joined(first, then []string) []string {
	var words []string
	for _, a := range first {
		for _, b := range then {
			words = append(words, a+b)
		}
	}
	return distinct(words)
}

// alternativeNeeds returns the needs of several expressions of which one matches:
// all words that they match, or the best clause that each of them has, together.
func alternativeNeeds(subs []*syntax.Regexp) needs {
	var exact, words []string
	whole, some := true, true
	for _, sub := range subs {
		n := needsOf(sub)
		whole = whole && n.exact != nil && len(n.all) == 0
		exact = append(exact, n.exact...)
		own := n.clauses()
		if some = some && len(own) > 0; some {
			words = append(words, slices.MaxFunc(own, func(a, b []string) int { return shortest(a) - shortest(b) })...)
		}
	}
	switch {
	case whole && len(exact) <= mostWords:
		return needs{exact: distinct(exact)}
	case some && len(least(words)) <= mostWords:
		return needs{all: gate{least(words)}}
	}
	return needs{}
}

func distinct(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// least returns the words that have to be looked for: where one holds another,
// the shorter is enough.
func least(words []string) []string {
	var kept []string
	for i, w := range words {
		if !slices.ContainsFunc(words, func(other string) bool { return other != w && strings.Contains(w, other) }) && !slices.Contains(words[:i], w) {
			kept = append(kept, w)
		}
	}
	return kept
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
