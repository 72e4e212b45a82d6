package search

import (
	"strconv"
	"strings"
	"unicode"
)

// A Node is a node of a query's tree. String prints the query that parses to
// the same tree, in one canonical way: two queries that mean the same may print
// differently, but what a page shows as "understood as" is exactly what was
// searched. All texts in a tree are folded (see [Fold]), except values of
// fields.
//
// The nodes are [Word], [Phrase], [Pattern], [Regexp], [Fuzzy], [Near], [And],
// [Or], [Not], [Field], [Dates] and [Saved]; an engine may rely on that, and on
// never being given a Saved, which [Resolve] replaces.
type Node interface {
	String() string
	node()
}

// Word finds a word in all its forms, or only as written when Exact.
type Word struct {
	Text  string
	Exact bool
}

// Phrase finds words that follow each other exactly as written, function words
// included. An element that holds a * stands for any word that it matches, and
// a lone * for any one word.
type Phrase struct{ Words []string }

// Pattern finds words by wildcard: * stands for any letters or none, ? for
// exactly one.
type Pattern struct{ Glob string }

// Regexp finds words that match a regular expression as a whole.
type Regexp struct{ Expr string }

// Fuzzy finds words that differ from Text in at most Edits letters, where a
// letter added, dropped, changed or swapped with its neighbour is one.
type Fuzzy struct {
	Text  string
	Edits int // 1 or 2
}

// Near finds Left and Right at most Distance words apart: neighbours are one
// word apart. When Ordered, Left comes first.
type Near struct {
	Left, Right Node
	Distance    int // 1 to MaxDistance
	Ordered     bool
}

// And finds what all of its nodes find. It has at least two, none of them And.
type And struct{ Of []Node }

// Or finds what any of its nodes finds. It has at least two, none of them Or.
type Or struct{ Of []Node }

// Not finds everything that Of does not find.
type Not struct{ Of Node }

// Field finds documents by an attribute. Values are alternatives and are
// compared as a whole without regard to case. FieldCoded has the value yes or
// no.
type Field struct {
	Name   string
	Values []string
}

// Dates finds answers given from From to To, both included; an empty bound is
// open. Days are written 2006-01-02.
type Dates struct{ From, To string }

// Saved stands for the query that was saved under a name.
type Saved struct{ Name string }

// FieldCoded is the field of queries that tells answers with an accepted theme
// from those without.
const FieldCoded = "coded"

func (Word) node()    {}
func (Phrase) node()  {}
func (Pattern) node() {}
func (Regexp) node()  {}
func (Fuzzy) node()   {}
func (Near) node()    {}
func (And) node()     {}
func (Or) node()      {}
func (Not) node()     {}
func (Field) node()   {}
func (Dates) node()   {}
func (Saved) node()   {}

// String prints the word, with = before an exact one.
func (n Word) String() string {
	if n.Exact {
		return "=" + n.Text
	}
	return n.Text
}

// String prints the phrase in straight quotation marks.
func (n Phrase) String() string { return `"` + strings.Join(n.Words, " ") + `"` }

// String prints the wildcard.
func (n Pattern) String() string { return n.Glob }

// String prints the expression between slashes.
func (n Regexp) String() string { return "/" + n.Expr + "/" }

// String prints the word with ~1 or ~2.
func (n Fuzzy) String() string { return n.Text + "~" + strconv.Itoa(n.Edits) }

// String prints both sides with NEAR/n, or PRE/n when ordered.
func (n Near) String() string {
	op := " NEAR/"
	if n.Ordered {
		op = " PRE/"
	}
	left, right := operand(n.Left), operand(n.Right)
	if inner, ok := n.Left.(Near); ok { // NEAR groups from the left
		left = inner.String()
	}
	return left + op + strconv.Itoa(n.Distance) + " " + right
}

// String prints the nodes side by side, with OR among them in brackets.
func (n And) String() string {
	parts := make([]string, len(n.Of))
	for i, c := range n.Of {
		parts[i] = c.String()
		switch c.(type) {
		case Or, And:
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " ")
}

// String prints the nodes with OR between them, with what has several words in
// brackets.
func (n Or) String() string {
	parts := make([]string, len(n.Of))
	for i, c := range n.Of {
		parts[i] = operand(c)
	}
	return strings.Join(parts, " OR ")
}

// String prints a minus sign before what is left out.
func (n Not) String() string { return "-" + operand(n.Of) }

// String prints the field's name, a colon and its values, quoted where needed.
func (n Field) String() string {
	values := make([]string, len(n.Values))
	for i, v := range n.Values {
		values[i] = quoteValue(v)
	}
	return n.Name + ":" + strings.Join(values, ",")
}

// String prints date: and the two days with two points between them.
func (n Dates) String() string { return "date:" + n.From + ".." + n.To }

// String prints saved: and the name, quoted where needed.
func (n Saved) String() string { return fieldSaved + ":" + quoteValue(n.Name) }

// operand prints a node so that it stays together.
func operand(n Node) string {
	switch n.(type) {
	case And, Or, Near, Not:
		return "(" + n.String() + ")"
	}
	return n.String()
}

// nesting returns how many brackets and minus signs are inside each other where
// n is printed.
func nesting(n Node) int {
	switch n := n.(type) {
	case Not:
		return 1 + wrapped(n.Of)
	case Near:
		if _, chain := n.Left.(Near); chain {
			return max(nesting(n.Left), wrapped(n.Right))
		}
		return max(wrapped(n.Left), wrapped(n.Right))
	case Or:
		return deepest(n.Of, wrapped)
	case And:
		return deepest(n.Of, func(c Node) int {
			switch c.(type) {
			case Or, And:
				return 1 + nesting(c)
			}
			return nesting(c)
		})
	}
	return 0
}

// wrapped is the nesting of a node that operand prints.
func wrapped(n Node) int {
	if strings.HasPrefix(operand(n), "(") {
		return 1 + nesting(n)
	}
	return nesting(n)
}

func deepest(nodes []Node, nesting func(Node) int) int {
	most := 0
	for _, n := range nodes {
		most = max(most, nesting(n))
	}
	return most
}

// quoteValue quotes a value that would not be read back as one.
func quoteValue(v string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '.' || r == '/'
	}
	if v != "" && strings.IndexFunc(v, func(r rune) bool { return !plain(r) }) < 0 {
		return v
	}
	return `"` + v + `"`
}

// Leaves returns the nodes of the tree that find words and are not left out by
// a Not, from left to right: what highlighting shows and forms are listed of.
func Leaves(n Node) []Node {
	switch n := n.(type) {
	case And:
		return leavesOf(n.Of)
	case Or:
		return leavesOf(n.Of)
	case Near:
		return leavesOf([]Node{n.Left, n.Right})
	case Word, Phrase, Pattern, Regexp, Fuzzy:
		return []Node{n}
	}
	return nil
}

func leavesOf(nodes []Node) []Node {
	var out []Node
	for _, n := range nodes {
		out = append(out, Leaves(n)...)
	}
	return out
}
