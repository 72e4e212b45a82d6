package disclose

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/survey/identify"
)

// LeastFitting is how many people of a round what is printed of one of them must
// fit, all together: with two, each knows of the other.
const LeastFitting = 3

// A Profile is what the answers to closed questions say about one person.
type Profile struct {
	Role   string
	Labels []string // of the choices that they took, such as "Cardiology" or "30 to 39"
}

// A Piece is something that a quote tells about who speaks.
type Piece struct {
	Kind identify.Kind
	Text string
}

// Fitting returns how many people of a role all pieces fit that answers to
// closed questions know of, and the pieces that they do not: nobody can count
// those.
func Fitting(profiles []Profile, role string, pieces []Piece) (fit int, unknown []Piece) {
	var known []Piece
	for _, p := range pieces {
		if slices.ContainsFunc(profiles, func(f Profile) bool { return f.has(p) }) {
			known = append(known, p)
		} else {
			unknown = append(unknown, p)
		}
	}
	for _, f := range profiles {
		if f.Role == role && !slices.ContainsFunc(known, func(p Piece) bool { return !f.has(p) }) {
			fit++
		}
	}
	return fit, unknown
}

func (f Profile) has(p Piece) bool {
	return slices.ContainsFunc(f.Labels, func(l string) bool { return tells(p, l) })
}

// sayLittle are labels that say nothing by themselves.
var sayLittle = []string{"yes", "no", "other", "none", "not sure", "prefer not to say", "n/a", "maybe", "unsure", "always", "never", "often", "sometimes"}

// tells reports whether a piece tells that somebody took the choice with this
// label: it has its words, a word for the same trait, or an age within it.
func tells(p Piece, label string) bool {
	fold := strings.ToLower(strings.TrimSpace(label))
	if len(fold) < 3 || slices.Contains(sayLittle, fold) {
		return false
	}
	if p.Kind == identify.Age {
		return ageWithin(p.Text, label)
	}
	if strings.Contains(spaced(p.Text), spaced(label)) {
		return true
	}
	terms := identify.TraitTerms(label)
	return slices.ContainsFunc(identify.TraitTerms(p.Text), func(t string) bool { return slices.Contains(terms, t) })
}

// spaced returns the folded words of a text with a space around each.
func spaced(text string) string {
	var b strings.Builder
	for _, t := range tokensOf(text) {
		b.WriteString(" " + t.fold)
	}
	return b.String() + " "
}

// ageWithin reports whether the age in a text lies in the range that a label
// gives, as "30 to 39".
func ageWithin(text, label string) bool {
	age, bounds := numbers(text), numbers(label)
	switch {
	case len(age) == 0 || len(bounds) == 0:
		return false
	case len(bounds) == 1:
		return age[0] == bounds[0]
	}
	return bounds[0] <= age[0] && age[0] <= bounds[1]
}

func numbers(s string) []int {
	var out []int
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		if n, err := strconv.Atoi(f); err == nil {
			out = append(out, n)
		}
	}
	return out
}
