package search

import (
	"cmp"
	"slices"
)

// A Collocate is a word that stands near what was found.
type Collocate struct {
	Word          string // folded
	Count         int    // times within the window
	Left, Right   int    // of these, before and after what was found
	Texts         int    // different texts with it in the window
	Total         int    // times in all texts
	Expected      float64
	LogLikelihood float64 // see Contingency; negative when the word is rarer here than elsewhere
	MI            float64 // see MutualInformation
	LogDice       float64 // see LogDice
}

// Collocates returns the words within left words before and right words after
// the spans of the texts that stand there at least least times, by falling
// log-likelihood and equals in order of the alphabet.
//
// A word that is in two windows counts once, with the nearer span. Windows end
// with their text. What was found is not its own collocate. The texts must be
// all the texts that were searched, also those without spans: they are what is
// compared with.
func Collocates(texts []Text, left, right, least int) []Collocate {
	c := collocation{words: map[string]*Collocate{}}
	for _, t := range texts {
		c.add(t, min(left, maxContext), min(right, maxContext))
	}
	var list []Collocate
	for _, w := range c.words {
		if w.Count >= max(least, 1) {
			c.measure(w)
			list = append(list, *w)
		}
	}
	slices.SortFunc(list, func(a, b Collocate) int {
		return cmp.Or(cmp.Compare(b.LogLikelihood, a.LogLikelihood), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word))
	})
	return list
}

// collocation counts the words of a corpus inside and outside windows.
type collocation struct {
	words  map[string]*Collocate
	nodes  int // spans
	window int // words in windows
	total  int // words that are not in a span
}

func (c *collocation) add(t Text, left, right int) {
	all := Words(t.Text)
	side := windows(all, t.Spans, left, right)
	c.nodes += len(t.Spans)
	seen := map[string]bool{}
	for i, w := range all {
		if side[i] == inNode {
			continue
		}
		c.total++
		word := Fold(t.Text[w.Start:w.End])
		col := c.words[word]
		if col == nil {
			col = &Collocate{Word: word}
			c.words[word] = col
		}
		col.Total++
		if side[i] == outside {
			continue
		}
		c.window++
		col.Count++
		if side[i] == before {
			col.Left++
		} else {
			col.Right++
		}
		if !seen[word] {
			seen[word] = true
			col.Texts++
		}
	}
}

// Where a word stands.
const (
	outside = iota
	before
	behind
	inNode
)

// windows says of each word where it stands to the nearest span.
func windows(all, spans []Span, left, right int) []byte {
	side := make([]byte, len(all))
	distance := make([]int, len(all))
	mark := func(i, d int, where byte) {
		if i >= 0 && i < len(all) && side[i] != inNode && (side[i] == outside || d < distance[i]) {
			side[i], distance[i] = where, d
		}
	}
	for _, s := range spans {
		first, last := wordRange(all, s)
		for i := first; i <= last && i < len(all); i++ {
			side[i] = inNode
		}
		for d := 1; d <= left; d++ {
			mark(first-d, d, before)
		}
		for d := 1; d <= right; d++ {
			mark(last+d, d, behind)
		}
	}
	return side
}

// measure fills in the measures of a collocate.
func (c *collocation) measure(w *Collocate) {
	table := Contingency{Both: w.Count, First: c.window - w.Count, Second: w.Total - w.Count}
	table.Neither = c.total - table.Both - table.First - table.Second
	w.Expected = float64(c.window) * float64(w.Total) / float64(c.total)
	w.LogLikelihood = table.LogLikelihood()
	if float64(w.Count) < w.Expected {
		w.LogLikelihood = -w.LogLikelihood
	}
	w.MI = MutualInformation(w.Count, w.Expected)
	w.LogDice = LogDice(w.Count, c.nodes, w.Total)
}
