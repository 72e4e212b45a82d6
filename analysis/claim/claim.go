package claim

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
)

// A Kind is a kind of claim.
type Kind string

// The kinds of claims.
const (
	Quantifier Kind = "quantifier" // a word of the scale that counts people
	Unlike     Kind = "unlike"     // a word of the scale that is bent: "over half", "not all"
	People     Kind = "people"     // a number of people: "3 mentors"
	Among      Kind = "among"      // the number of all there are: "of 10 mentors"
	Count      Kind = "count"      // "4 of 10"
	Base       Kind = "base"       // "10 who answered"
	Percent    Kind = "percent"
	Average    Kind = "average"
	Bare       Kind = "bare"      // people without a number, which a reader takes for all: "Mentors felt"
	Agentless  Kind = "agentless" // nobody in particular: "There was"
	Undefined  Kind = "undefined" // a word for a number that is in no scale
	Frequency  Kind = "frequency" // how often, which nobody counted: "always"
	Magnitude  Kind = "magnitude" // how much, without a measure
	Causal     Kind = "causal"    // that one thing made another
	Second     Kind = "second"    // that others did something else: "and some"
)

// A Claim is one claim of a sentence.
type Claim struct {
	Kind  Kind
	Start int     // byte of the sentence
	Text  string  // as it stands there
	Word  string  // of the scale, of a Quantifier
	N     int     // of People, Among and Count
	Of    int     // of Count
	Share float64 // of Percent
	Clear bool    // of a Count: what follows leaves no doubt that it counts people
}

// A Group is who a sentence is about.
type Group struct{ Singular, Plural string }

// Read returns the claims of a sentence about a group, in their order. Words
// that are in the scale are no undefined ones.
func Read(sentence string, scale analysis.Scale, g Group) []Claim {
	r := reader{text: sentence, words: split(sentence), group: g, scale: scale}
	r.used = make([]bool, len(r.words))
	r.counts()
	r.quantities()
	r.loose()
	r.subjects()
	for _, k := range []struct {
		kind Kind
		find func(string) [][]int
	}{{Magnitude, magnitudes}, {Causal, causes}, {Second, seconds}, {Percent, percents}, {Average, averages}} {
		for _, at := range k.find(sentence) {
			c := Claim{Kind: k.kind, Start: at[0], Text: sentence[at[0]:at[1]]}
			if k.kind == Percent {
				c.Share = share(c.Text)
			}
			r.out = append(r.out, c)
		}
	}
	slices.SortStableFunc(r.out, func(a, b Claim) int { return cmp.Compare(a.Start, b.Start) })
	return r.out
}

// First returns the first claim of one of the kinds.
func First(claims []Claim, kinds ...Kind) (Claim, bool) {
	i := slices.IndexFunc(claims, func(c Claim) bool { return slices.Contains(kinds, c.Kind) })
	if i < 0 {
		return Claim{}, false
	}
	return claims[i], true
}

// A word of a sentence, in lower case.
type word struct {
	text       string
	start, end int
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
}

// split returns the words of a sentence. Hyphens and apostrophes within a word
// are part of it; quotation marks are not, though they are no ASCII.
func split(s string) []word {
	plain := strings.NewReplacer("“", "\"  ", "”", "\"  ", "‘", "'  ", "…", ".  ", "–", "-  ", "—", "-  ", "\u00a0", "  ").Replace(s)
	plain = strings.ReplaceAll(plain, "’", "'  ") // of as many bytes
	var out []word
	for i := 0; i < len(plain); {
		if !isWordByte(plain[i]) {
			i++
			continue
		}
		j := i
		for j < len(plain) && (isWordByte(plain[j]) || plain[j] == '-' && j+1 < len(plain) && isWordByte(plain[j+1])) {
			j++
		}
		out = append(out, word{strings.ToLower(plain[i:j]), i, j})
		i = j
	}
	return out
}
