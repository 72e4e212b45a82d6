package analysis

import (
	"slices"
	"time"
)

// A Style is how a programme says how many: its scale of words, its patterns of
// sentences, and the least of a group that it speaks of. Each version is kept,
// because an edition is held to the one that it was made with.
type Style struct {
	ProgrammeID string    `json:"-"`
	Version     int       `json:"version"` // 0 for the one that comes with the program
	Scale       Scale     `json:"scale"`
	Patterns    Patterns  `json:"patterns"`
	Threshold   Threshold `json:"threshold"`
	By          string    `json:"by,omitempty"`
	At          time.Time `json:"at,omitzero"`
}

// A Scale gives a number of people of a base its word. One, two, no and all are
// called so in each.
type Scale struct {
	ShareFrom int    `json:"share_from"` // base from which on Shares are used, below it Counts
	Counts    []Step `json:"counts"`     // from the smallest to the largest
	Shares    []Step `json:"shares"`
}

// A Step is one word of a scale. It reaches from where the one before it ends.
type Step struct {
	Word      string `json:"word"`
	UpTo      int    `json:"up_to"`               // thousandths of the base
	Including bool   `json:"including,omitempty"` // UpTo itself is still called so
	Of        string `json:"of,omitempty"`        // what stands between the word and the people: "of the" for half
}

// Patterns are the sentences that statements are made of. {quantifier} stands
// for the word of the scale, {role} for the people, {count} for "4 of 10 who
// answered", and {did} for what the codebook says that those coded with the theme
// did.
type Patterns struct {
	Several string `json:"several"`
	Few     string `json:"few,omitempty"` // for one or two people; empty for the same
	All     string `json:"all,omitempty"` // for everybody; empty for the same
}

// A Threshold is the least that a group must have to be spoken of apart from
// others. The zero value asks for nothing.
type Threshold struct {
	Name      string `json:"name,omitempty"`
	Responses int    `json:"responses,omitempty"`
	Percent   int    `json:"percent,omitempty"` // of those who were invited
}

// ScaleOpening is how the note on a scale begins.
const ScaleOpening = "Words for numbers of people mean the same throughout."

// Thousandths is the whole of which the bounds of a scale are parts.
const Thousandths = 1000

// Fixed words of every scale.
const (
	QuantifierNone = "no"
	QuantifierOne  = "one"
	QuantifierTwo  = "two"
	QuantifierAll  = "all"
)

// Usual returns the style that comes with the program.
func Usual() Style {
	return Style{
		Scale: Scale{
			ShareFrom: 20,
			Counts: []Step{
				{Word: "several", UpTo: 500},
				{Word: "half", UpTo: 500, Including: true, Of: "of the"},
				{Word: "more than half", UpTo: 750, Of: "of the"},
				{Word: "most", UpTo: Thousandths},
			},
			Shares: []Step{
				{Word: "a few", UpTo: 150, Including: true},
				{Word: "some", UpTo: 475},
				{Word: "about half", UpTo: 525, Including: true, Of: "of the"},
				{Word: "a majority", UpTo: 750, Of: "of"},
				{Word: "most", UpTo: 900, Including: true},
				{Word: "almost all", UpTo: Thousandths},
			},
		},
		Patterns: Patterns{Several: "{quantifier} {role} ({count}) {did}"},
	}
}

// NationalStudentSurvey returns the threshold of the National Student Survey,
// which it applies at all levels.
func NationalStudentSurvey() Threshold {
	return Threshold{Name: "NSS", Responses: 10, Percent: 50}
}

// Quantifier returns the word for a number of people of a base. One and two
// people are always called so, because in no group do they make "a few".
func (s Scale) Quantifier(people, base int) string {
	switch {
	case people <= 0:
		return QuantifierNone
	case people == 1:
		return QuantifierOne
	case people == 2:
		return QuantifierTwo
	case people >= base:
		return QuantifierAll
	}
	steps := s.Steps(base)
	i := slices.IndexFunc(steps, func(p Step) bool {
		part := people*Thousandths - base*p.UpTo // sign of the difference
		return part < 0 || part == 0 && p.Including
	})
	if i < 0 {
		i = len(steps) - 1
	}
	return steps[i].Word
}

// Steps returns the words that are used for a base.
func (s Scale) Steps(base int) []Step {
	if base < s.ShareFrom {
		return s.Counts
	}
	return s.Shares
}

// Words returns all words of the scale, each once.
func (s Scale) Words() []string {
	out := []string{QuantifierNone, QuantifierOne, QuantifierTwo, QuantifierAll}
	for _, p := range slices.Concat(s.Counts, s.Shares) {
		if !slices.Contains(out, p.Word) {
			out = append(out, p.Word)
		}
	}
	return out
}

// Of returns what stands between a word of the scale and the people it counts.
func (s Scale) Of(word string) string {
	for _, p := range slices.Concat(s.Counts, s.Shares) {
		if p.Word == word {
			return p.Of
		}
	}
	return ""
}
