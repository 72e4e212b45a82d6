package suggest

import (
	"slices"
	"strings"
)

// A rule is a pattern of words that speaks for or against an action, and how
// strongly: weight is what it adds to the logit of the score.
type rule struct {
	name    string
	weight  float64
	pattern string
}

// matcher finds the rules in a sentence. It is immutable.
type matcher struct {
	rules    []rule
	patterns [][]element
	byTag    []bool           // rules that ask for parts of speech
	byWord   map[string][]int // rules that can begin with this word
	anywhere []int            // rules that can begin with any word
}

// element is one place of a pattern.
type element struct {
	words    map[string]bool // lower-case words that fit
	tags     []string        // parts of speech that fit, instead of words
	gap      int             // up to this many words that are no punctuation
	optional bool
	not      bool // looks ahead only: the next word must not fit
	opening  bool // looks only: here a clause begins
}

// compile reads rules. A pattern is a sequence of places separated by spaces:
//
//	word|word   one of these words, lower case
//	<class>     one of a class of the lexicon
//	@VB|VBP     a word with one of these parts of speech
//	*3          up to three words, no punctuation
//	?x          x or nothing
//	!x          not x next; takes no word
//	^           a clause begins here; takes no word
func compile(rules []rule, classes map[string]map[string]bool) *matcher {
	m := &matcher{rules: rules, byWord: map[string][]int{}}
	for i, r := range rules {
		var p []element
		for f := range strings.FieldsSeq(r.pattern) {
			p = append(p, parseElement(f, classes))
		}
		m.patterns = append(m.patterns, p)
		m.byTag = append(m.byTag, slices.ContainsFunc(p, func(e element) bool { return e.tags != nil }))
		first := openingWords(p)
		if first == nil {
			m.anywhere = append(m.anywhere, i)
		}
		for w := range first {
			m.byWord[w] = append(m.byWord[w], i)
		}
	}
	return m
}

// openingWords returns the words a match of p can begin with, nil for any.
func openingWords(p []element) map[string]bool {
	for _, e := range p {
		switch {
		case e.opening:
			continue
		case e.words != nil && !e.optional && !e.not:
			return e.words
		}
		return nil
	}
	return nil
}

func parseElement(f string, classes map[string]map[string]bool) element {
	var e element
	if rest, ok := strings.CutPrefix(f, "?"); ok {
		e.optional, f = true, rest
	}
	if rest, ok := strings.CutPrefix(f, "!"); ok {
		e.not, f = true, rest
	}
	switch {
	case f == "^":
		e.opening = true
	case f[0] == '*':
		e.gap = int(f[1] - '0')
	case f[0] == '@':
		e.tags = strings.Split(f[1:], "|")
	case f[0] == '<':
		e.words = classes[strings.Trim(f, "<>")]
		if e.words == nil {
			panic("suggest: no class " + f + " in the lexicon")
		}
	default:
		e.words = map[string]bool{}
		for w := range strings.SplitSeq(f, "|") {
			e.words[w] = true
		}
	}
	return e
}

// fits reports whether the place takes the word. A word whose part of speech is
// not known yet may have any, whichever helps the pattern.
func (e *element) fits(w *word) bool {
	if e.words != nil {
		return e.words[w.lower]
	}
	if w.tag == "" {
		return !e.not
	}
	return slices.Contains(e.tags, w.tag)
}

// match returns the place after the last word that p takes of ws from i on, or
// -1 when p does not fit there.
func match(p []element, ws []word, i int) int {
	for k := range p {
		e := &p[k]
		switch {
		case e.opening:
			if i >= len(ws) || !ws[i].opens {
				return -1
			}
		case e.not:
			if i < len(ws) && e.fits(&ws[i]) {
				return -1
			}
		case e.gap > 0:
			return matchGap(e.gap, p[k+1:], ws, i)
		case e.optional:
			if i < len(ws) && e.fits(&ws[i]) {
				if end := match(p[k+1:], ws, i+1); end >= 0 {
					return end
				}
			}
		default:
			if i >= len(ws) || !e.fits(&ws[i]) {
				return -1
			}
			i++
		}
	}
	return i
}

func matchGap(most int, rest []element, ws []word, i int) int {
	for n := 0; n <= most && i+n <= len(ws); n++ {
		if end := match(rest, ws, i+n); end >= 0 {
			return end
		}
		if i+n < len(ws) && ws[i+n].mark {
			return -1
		}
	}
	return -1
}

// A vote is a rule that holds for a sentence, with the words it rests on.
type vote struct {
	name   string
	weight float64
	from   int // first word
	to     int // after the last word
	rule   int // its place in the table of rules, where it stands there
}

// votes returns the rules that hold for the words, each once, where it first
// holds.
func (m *matcher) votes(ws []word) []vote {
	var out []vote
	seen := make([]bool, len(m.rules))
	try := func(r, i int) {
		if seen[r] {
			return
		}
		if end := match(m.patterns[r], ws, i); end >= 0 {
			seen[r] = true
			out = append(out, vote{m.rules[r].name, m.rules[r].weight, i, end, r})
		}
	}
	for i, w := range ws {
		for _, r := range m.byWord[w.lower] {
			try(r, i)
		}
		for _, r := range m.anywhere {
			try(r, i)
		}
	}
	return out
}
