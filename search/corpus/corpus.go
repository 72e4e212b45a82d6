// Package corpus writes answers to a survey that nobody gave, as many as are
// wanted and always the same, with sentences planted in them whose counts are
// known. It is for measuring search and the pipeline and for proving that what
// is found is right; it is not for judging analysis, because its texts say
// nothing.
//
// All sentences are made from clauses written for this package, so it may be
// shipped. Words have the distribution of real answers where it matters to an
// index: a third are function words, a few words are in a third of all answers,
// most are rare, and every thousand answers bring new ones.
package corpus

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"verbatim/search"
)

// Shape of the answers, after those of the surveys that the project was built
// from: half have fewer than 63 words, one in twenty more than 157.
const (
	medianWords  = 63.0
	spreadWords  = 0.55 // standard deviation of the logarithm
	shortest     = 4
	longest      = 400
	perPerson    = 4  // answers of one person
	rareEvery    = 40 // words between two rare ones
	rareExponent = 1.3
	rareOffset   = 20
	rareWords    = 400_000
)

// A Plant is a sentence that is in a known part of the answers, and the query
// that finds exactly those.
type Plant struct {
	Query    string
	Sentence string
	Every    int // one answer in so many has it
	offset   int
}

// In reports whether answer number i has the sentence.
func (p Plant) In(i int) bool { return i%p.Every == p.offset }

// Count returns how many of the first n answers have the sentence.
func (p Plant) Count(n int) int {
	if n <= p.offset {
		return 0
	}
	return (n-p.offset-1)/p.Every + 1
}

// Plants returns the planted sentences. Their words that matter are nowhere
// else, or nowhere else in this order.
func Plants() []Plant {
	return []Plant{
		{`"a sense that their voices are important"`, "It gave people a sense that their voices are important.", 103, 5},
		{`"voices were important"`, "Their voices were important to the board.", 211, 8},
		{`"cost-of-living crisis"`, "The cost-of-living crisis made the fares hard to pay.", 1009, 11},
		{`"cost of living was"`, "The cost of living was not talked about.", 997, 23},
		{`"cafe naivete remark"`, "There was a café naïveté remark that hurt.", 2503, 31},
		{`"not at all helpful to be the only one in the room"`, "It was not at all helpful to be the only one in the room.", 547, 42},
		{`"out of order"`, "The lift was out of order again.", 2011, 57},
		{`whistleblow*`, "Somebody asked about whistleblowing.", 1511, 61},
		{`lantern NEAR/3 kaleidoscope`, "A kaleidoscope beside the lantern, she said.", 3001, 77},
		{`trombone PRE/2 parasol`, "A trombone, a parasol, she said.", 2999, 83},
		{`=unassuming`, "He was quite unassuming.", 401, 97},
		{`perpendiculr~1`, "Our calendars were perpendicular.", 1301, 113},
	}
}

// Themes, roles and rounds of the answers.
var (
	themes    = []string{"voice", "trust", "confidence", "hierarchy", "workload", "time", "listening", "inclusion", "feedback", "networks", "careers", "identity", "support", "training", "matching", "meetings", "safety", "recognition", "change", "leadership"}
	roles     = []string{"mentee", "mentor", "coordinator"}
	rounds    = []string{"2017", "2018", "2019", "2020", "2021"}
	waves     = []string{"application", "half-way", "end"}
	questions = []string{"learnt", "changed", "hoped", "hindered", "suggested", "surprised", "continued", "other"}
)

// Seed is the seed of the answers that figures are measured with.
const Seed = 20210630

// Documents yields the first n answers of Seed. The same answer has the same
// number and contents whatever n is.
func Documents(n int) iter.Seq[search.Document] { return Seeded(Seed, n) }

// Seeded yields the first n answers of a seed. Another seed gives other texts;
// identifiers, attributes and what is planted where stay the same.
func Seeded(seed uint64, n int) iter.Seq[search.Document] {
	return func(yield func(search.Document) bool) {
		for i := range n {
			if !yield(document(seed, i)) {
				return
			}
		}
	}
}

// Document returns answer number i of Seed.
func Document(i int) search.Document { return document(Seed, i) }

func document(seed uint64, i int) search.Document {
	r := rand.New(rand.NewPCG(uint64(i), seed)) //nolint:gosec // repeatable on purpose
	person := i / perPerson
	day := time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, person%1800)
	d := search.Document{
		ID:        fmt.Sprintf("VERBATIM%018d", i*7919%100_000_007),
		Response:  fmt.Sprintf("RESPONSE%018d", person*104_729%100_000_007),
		Person:    fmt.Sprintf("PERSON%020d", person*15_485_863%100_000_007),
		Programme: "reverse-mentoring",
		Round:     rounds[person%len(rounds)],
		Wave:      waves[person%len(waves)],
		Role:      roles[min(person%5/2, len(roles)-1)],
		Question:  questions[i%len(questions)],
		Consent:   []string{"named", "anonymous", "no"}[person%3],
		Day:       day.Format(time.DateOnly),
		Text:      text(r, i),
	}
	for range r.IntN(4) {
		d.Themes = appendNew(d.Themes, themes[skewed(r, len(themes))])
	}
	for range r.IntN(3) {
		d.Suggested = appendNew(d.Suggested, themes[skewed(r, len(themes))])
	}
	return d
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// skewed returns a number below n, small ones more often.
func skewed(r *rand.Rand, n int) int {
	return int(float64(n) * math.Pow(r.Float64(), 2))
}

// text writes answer number i.
func text(r *rand.Rand, i int) string {
	want := int(medianWords * math.Exp(r.NormFloat64()*spreadWords))
	want = min(max(want, shortest), longest)
	var planted []string
	for _, p := range Plants() {
		if p.In(i) {
			planted = append(planted, p.Sentence)
		}
	}
	var b strings.Builder
	for words := 0; words < want || len(planted) > 0; {
		s := sentence(r)
		if len(planted) > 0 && (words >= want/2 || want < 2*rareEvery) {
			s, planted = planted[0], planted[1:]
		}
		if b.Len() > 0 {
			b.WriteByte(" \n"[min(r.IntN(12)/11, 1)])
		}
		b.WriteString(s)
		words += strings.Count(s, " ") + 1
	}
	return b.String()
}

// sentence writes one sentence from clauses and, now and then, a rare word.
func sentence(r *rand.Rand) string {
	pick := func(list []string) string { return list[skewed(r, len(list))] }
	s := pick(subjects) + " " + pick(verbs) + " " + pick(objects)
	if r.IntN(2) == 0 {
		s += " " + pick(tails)
	}
	if r.IntN(rareEvery/10) == 0 {
		s += " " + pick(links) + " " + rare(r)
	}
	if r.IntN(3) == 0 {
		s = pick(openers) + " " + s
	}
	return strings.ToUpper(s[:1]) + s[1:] + pick([]string{".", ".", ".", "!", "...", ";"})
}

// rare coins a word: the lower its number the more often, without end.
func rare(r *rand.Rand) string {
	n := rand.NewZipf(r, rareExponent, rareOffset, rareWords).Uint64()
	onsets := []string{"b", "br", "c", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v"}
	nuclei := []string{"a", "e", "i", "o", "u", "ai", "ea", "ou"}
	codas := []string{"", "n", "r", "l", "s", "nd", "rt", "m"}
	var b strings.Builder
	for n++; n > 0; n /= 1280 {
		k := int(n % 1280)
		b.WriteString(onsets[k%20] + nuclei[k/20%8] + codas[k/160%8])
	}
	endings := []string{"", "s", "ing", "ed", "ly", "er"}
	return b.String() + endings[skewed(r, len(endings))]
}
