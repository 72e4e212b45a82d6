package bleveindex

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/vellum/levenshtein"
	"github.com/blevesearch/vellum/regexp"

	"verbatim/search"
	"verbatim/survey/fault"
)

// compiler turns the nodes of a query into matchers.
type compiler struct{ vocabulary *vocabulary }

func (c compiler) compile(n search.Node) (matcher, error) {
	switch n := n.(type) {
	case nil:
		return everything{}, nil
	case search.And:
		return c.all(n)
	case search.Or:
		return c.any(n)
	case search.Not:
		of, err := c.compile(n.Of)
		return &without{of}, err
	case search.Field:
		return attributeOf(n), nil
	case search.Dates:
		return &days{n.From, n.To}, nil
	}
	return c.finder(n)
}

func attributeOf(n search.Field) matcher {
	if n.Name == search.FieldCoded && n.Values[0] == "no" {
		return &without{&attribute{n.Name, []string{"yes"}, true}}
	}
	if n.Name == search.FieldVerbatim {
		return &attribute{fieldID, n.Values, true}
	}
	return &attribute{n.Name, n.Values, false}
}

func (c compiler) all(n search.And) (matcher, error) {
	m := &allOf{}
	for _, child := range n.Of {
		part, err := c.compile(child)
		if err != nil {
			return nil, err
		}
		switch child.(type) {
		case search.Phrase, search.Near, search.Or, search.Not:
			m.dear = append(m.dear, part)
		default:
			m.cheap = append(m.cheap, part)
		}
	}
	return m, nil
}

func (c compiler) any(n search.Or) (matcher, error) {
	m := &anyOf{}
	for _, child := range n.Of {
		part, err := c.compile(child)
		if err != nil {
			return nil, err
		}
		m.of = append(m.of, part)
	}
	return m, nil
}

// finder compiles a node that finds words.
func (c compiler) finder(n search.Node) (finder, error) {
	switch n := n.(type) {
	case search.Word:
		return c.word(n), nil
	case search.Phrase:
		return c.phrase(n)
	case search.Pattern:
		return glob(n.Glob)
	case search.Regexp:
		return expression(n.String(), n.Expr)
	case search.Fuzzy:
		return fuzzy(n)
	case search.Near:
		return c.near(n)
	case search.Or:
		return c.either(n)
	}
	return nil, fmt.Errorf("a %T does not find words", n)
}

func (c compiler) word(n search.Word) *words {
	forms := []string{n.Text}
	if !n.Exact {
		forms = c.vocabulary.forms(n.Text)
	}
	terms := make([][]byte, len(forms))
	for i, f := range forms {
		terms[i] = []byte(f)
	}
	return &words{query: n.String(), terms: terms}
}

func (c compiler) phrase(n search.Phrase) (finder, error) {
	m := &phrase{}
	for _, text := range n.Words {
		switch {
		case text == "*":
			m.elements = append(m.elements, nil)
		case strings.Contains(text, "*"):
			w, err := glob(text)
			if err != nil {
				return nil, err
			}
			m.elements = append(m.elements, w)
		default:
			m.elements = append(m.elements, &words{query: text, terms: [][]byte{[]byte(text)}})
		}
	}
	if len(m.elements) == 1 {
		return m.elements[0], nil
	}
	return m, nil
}

func (c compiler) near(n search.Near) (finder, error) {
	left, err := c.finder(n.Left)
	if err != nil {
		return nil, err
	}
	right, err := c.finder(n.Right)
	if err != nil {
		return nil, err
	}
	return &near{left, right, n.Distance, n.Ordered}, nil
}

func (c compiler) either(n search.Or) (finder, error) {
	m := &eitherOf{}
	for _, child := range n.Of {
		f, err := c.finder(child)
		if err != nil {
			return nil, err
		}
		m.finders = append(m.finders, f)
		m.of = append(m.of, f)
	}
	return m, nil
}

// glob compiles a wildcard. The letters before the first wildcard bound the part
// of the dictionary that is looked at, and are all there is to check when only
// a final * follows.
func glob(pattern string) (*words, error) {
	at := strings.IndexAny(pattern, "*?")
	prefix := pattern[:at]
	w := &words{query: pattern, start: []byte(prefix), end: after(prefix)}
	if pattern[at:] == "*" {
		return w, nil
	}
	var expr strings.Builder
	for _, r := range pattern {
		switch r {
		case '*':
			expr.WriteString(".*")
		case '?':
			expr.WriteString(".")
		case '.', '\'':
			fmt.Fprintf(&expr, `\x%02x`, r)
		default:
			expr.WriteRune(r)
		}
	}
	e, err := expression(pattern, expr.String())
	if err != nil {
		return nil, err
	}
	w.automaton = e.automaton
	return w, nil
}

// after returns the first string after all that begin with prefix, nil for the
// empty one.
func after(prefix string) []byte {
	if prefix == "" {
		return nil
	}
	end := []byte(prefix)
	end[len(end)-1]++ // never 0xFF, which is not in UTF-8
	return end
}

func expression(query, expr string) (*words, error) {
	a, err := regexp.New(expr)
	if err != nil {
		e := fault.Coded("Q23", "%s is too large an expression for the index, or uses something that it cannot do. Write it more simply.", query)
		e.Err = err
		return nil, e
	}
	return &words{query: query, automaton: a}, nil
}

// longestFuzzy is the longest word, in letters, that is compared letter by
// letter: the automaton for a longer one takes too long to build.
const longestFuzzy = 40

func fuzzy(n search.Fuzzy) (*words, error) {
	if utf8.RuneCountInString(n.Text) > longestFuzzy {
		return nil, fault.Coded("Q24", "%s is too long for ~, which compares words of up to %d letters. Use a wildcard.", n, longestFuzzy)
	}
	b, err := levenshtein.NewLevenshteinAutomatonBuilder(uint8(n.Edits), true)
	if err != nil {
		return nil, err
	}
	dfa, err := b.BuildDfa(n.Text, uint8(n.Edits))
	if err != nil {
		return nil, err
	}
	return &words{query: n.String(), automaton: dfa}, nil
}
