package search

import (
	"maps"
	"math"
	"slices"
)

// A Part is a part of a corpus, a round or a role or one person's answers: how
// many words it has, and how many of them are the word looked at.
type Part struct {
	Name      string
	Words     int
	Count     int
	People    int // who used the word
	Everybody int // who wrote
}

// PerThousand returns how many of a thousand words are the word looked at.
func (p Part) PerThousand() float64 {
	if p.Words == 0 {
		return 0
	}
	return 1000 * float64(p.Count) / float64(p.Words)
}

// Parts divides texts by an attribute, in order of its values, and counts what
// was found in each part.
func Parts(texts []Text, by Column) []Part {
	type people map[string]bool
	parts := map[string]*Part{}
	users, writers := map[string]people{}, map[string]people{}
	for i := range texts {
		t := &texts[i]
		name := t.attribute(by)
		p := parts[name]
		if p == nil {
			p = &Part{Name: name}
			parts[name], users[name], writers[name] = p, people{}, people{}
		}
		p.Words += countWords(t.Text)
		p.Count += len(t.Spans)
		writers[name][personOf(*t)] = true
		if len(t.Spans) > 0 {
			users[name][personOf(*t)] = true
		}
	}
	var out []Part
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		p := parts[name]
		p.People, p.Everybody = len(users[name]), len(writers[name])
		out = append(out, *p)
	}
	return out
}

func countWords(text string) int {
	n := 0
	for at := 0; ; n++ {
		_, next, ok := NextWord(text, at)
		if !ok {
			return n
		}
		at = next
	}
}

// Dispersion says how evenly a word is spread over the parts of a corpus.
type Dispersion struct {
	Count int // in all parts
	Range int // parts that have it
	// DP is Gries's deviation of proportions: half the sum of the differences
	// between each part's share of the word and its share of all words. 0 is
	// perfectly even; towards 1 it is all in one small part (Gries, Dispersions
	// and adjusted frequencies in corpora, International Journal of Corpus
	// Linguistics 13(4), 2008).
	DP float64
	// DPNorm is DP divided by its greatest value, 1 minus the smallest part's
	// share (Lijffijt and Gries, Correction to the above, IJCL 17(1), 2012), so
	// that corpora with different parts can be compared.
	DPNorm float64
	// JuillandD is 1 - V/√(n-1), with V the coefficient of variation of the
	// relative frequencies in the n parts: 1 is perfectly even (Juilland,
	// Brodin and Davidovitch, Frequency Dictionary of French Words, 1970, in
	// the form for parts of different size that Gries 2008 gives).
	JuillandD float64
}

// Disperse measures how evenly a word is spread over the parts. Parts without
// words are passed over. With no occurrence, or fewer than two parts, there is
// nothing to measure and only the counts are set.
func Disperse(parts []Part) Dispersion {
	var d Dispersion
	words, n := 0, 0
	smallest := math.MaxInt
	for _, p := range parts {
		if p.Words == 0 {
			continue
		}
		n++
		words += p.Words
		smallest = min(smallest, p.Words)
		d.Count += p.Count
		if p.Count > 0 {
			d.Range++
		}
	}
	if d.Count == 0 || n < 2 {
		return d
	}
	sum, squares := 0.0, 0.0
	for _, p := range parts {
		if p.Words == 0 {
			continue
		}
		d.DP += math.Abs(float64(p.Count)/float64(d.Count)-float64(p.Words)/float64(words)) / 2
		rate := float64(p.Count) / float64(p.Words)
		sum += rate
		squares += rate * rate
	}
	d.DPNorm = d.DP / (1 - float64(smallest)/float64(words))
	mean := sum / float64(n)
	deviation := math.Sqrt(max(0, squares/float64(n)-mean*mean))
	d.JuillandD = 1 - deviation/mean/math.Sqrt(float64(n-1))
	return d
}
