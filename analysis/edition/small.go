package edition

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
)

// few is how many people a small count may be at most.
const few = disclose.SmallCell - 1

func small(n int) bool { return n > 0 && n <= few }

// A saying is what an edition tells of how many of a base hold something.
type saying struct {
	lo, hi int    // what a reader can conclude from the number printed
	number string // in brackets, such as "fewer than 5 of 10"; empty for none
	word   string // of the scale; empty where it would tell the number
	scale  analysis.Scale
}

// exact reports whether the number itself is printed.
func (s saying) exact() bool { return s.lo == s.hi }

// say returns what may be told of n people of a base. Where n or the rest of the
// base is one to four, the number is not told, and the word only where at least
// two numbers have it. A number that would give a small difference to an earlier
// edition away is not told either: before is what those told.
func say(scale analysis.Scale, n, base int, before []Cell) saying {
	s := numbered(n, base)
	s.scale, s.word = scale, scale.Quantifier(n, base)
	if !s.exact() {
		if from, to := s.withWord(base); from == to {
			s.word = ""
		}
	}
	for _, b := range before {
		if s.givesAway(n, base, b) {
			return saying{lo: min(n, 1), hi: base, scale: scale} // who compares the two learns nothing
		}
	}
	return s
}

func numbered(n, base int) saying {
	switch {
	case small(base):
		return saying{lo: min(n, 1), hi: few, number: analysis.CountText(analysis.Small)}
	case small(n):
		return saying{lo: 1, hi: few, number: fmt.Sprintf("%s of %d", analysis.CountText(analysis.Small), base)}
	case small(base - n):
		return saying{lo: base - few, hi: base - 1, number: fmt.Sprintf("more than %d of %d", base-disclose.SmallCell, base)}
	}
	return saying{lo: n, hi: n, number: fmt.Sprintf("%d of %d", n, base)}
}

// withWord returns the smallest and the largest number that both the word and
// the number printed allow.
func (s saying) withWord(base int) (from, to int) {
	from, to = s.hi+1, s.lo-1
	for m := s.lo; m <= s.hi; m++ {
		if s.scale.Quantifier(m, base) == s.word {
			from, to = min(from, m), max(to, m)
		}
	}
	return from, to
}

// givesAway reports whether this and what an earlier edition told give away
// together how many people changed, one to four, or a small count itself.
func (s saying) givesAway(n, base int, before Cell) bool {
	lo, hi := s.lo, s.hi
	if s.word != "" && !s.exact() {
		lo, hi = s.withWord(base)
	}
	least, most := lo-before.Hi, hi-before.Lo // of the change
	if least == most && least != 0 && least <= few && least >= -few {
		return true
	}
	if base != before.Base { // people left or came: the two do not count the same
		return false
	}
	lo, hi = max(lo, before.Lo), min(hi, before.Hi)
	return lo == hi && (small(n) || small(base-n))
}

// bracketed matches the count that a composed sentence has in brackets.
var bracketed = regexp.MustCompile(`\((\d+) of (\d+)( [^()]*)?\)`)

// lead returns the sentence with what may be told in the place of its word and
// its count, and whether something is left that a person must put otherwise.
func (s saying) lead(st analysis.Statement, b analysis.RoleBase) (text string, told bool) {
	text = bracketed.ReplaceAllStringFunc(st.Lead, func(found string) string {
		m := bracketed.FindStringSubmatch(found)
		if m[1] != strconv.Itoa(st.People) || m[2] != strconv.Itoa(st.Base) {
			return found
		}
		if s.number == "" {
			return ""
		}
		return "(" + s.number + m[3] + ")"
	})
	text = strings.Join(strings.Fields(text), " ")
	if s.word != "" {
		return text, s.exact() || namesSmall(text, b) == ""
	}
	counted := phrase(s.scale, st.Quantifier, b)
	if i := strings.Index(strings.ToLower(text), strings.ToLower(counted)); i >= 0 {
		before, after, instead := text[:i], text[i+len(counted):], s.subject(b)
		if i > 0 {
			instead = strings.ToLower(instead[:1]) + instead[1:]
		}
		return before + instead + after, namesSmall(before, b) == "" && namesSmall(after, b) == ""
	}
	if strings.Contains(strings.ToLower(text), st.Quantifier+" ") {
		return text, false
	}
	return text, namesSmall(text, b) == ""
}

// phrase returns the people that a word of the scale counts: "Several mentors".
func phrase(scale analysis.Scale, word string, b analysis.RoleBase) string {
	noun := b.Plural
	if word == analysis.QuantifierOne {
		noun = b.Singular
	}
	if of := scale.Of(word); of != "" {
		noun = of + " " + noun
	}
	return analysis.Capital(word) + " " + noun
}

// subject returns how a sentence begins whose word of the scale cannot be
// printed.
func (s saying) subject(b analysis.RoleBase) string {
	switch {
	case s.number == "":
		return "There were " + b.Plural + " who"
	case s.hi == few:
		return "Fewer than 5 " + b.Plural
	}
	return fmt.Sprintf("More than %d of the %s", s.lo-1, b.Plural)
}

// smallWords are the small counts as people write them.
const smallWords = `(?:[1-4]|one|two|three|four)`

// people are the nouns beside which a number counts people, whatever the roles
// are called.
var people = []string{"person", "people", "participant", "participants", "respondent", "respondents", "student", "students"}

// counting returns a pattern of a small number of people of a role, who may be
// called otherwise too.
func counting(b analysis.RoleBase, otherwise ...string) *regexp.Regexp {
	nouns := make([]string, 0, len(otherwise)+2)
	for _, n := range append([]string{b.Singular, b.Plural}, otherwise...) {
		if n != "" {
			nouns = append(nouns, regexp.QuoteMeta(n))
		}
	}
	return regexp.MustCompile(`(?i)\b(` + smallWords + `)( of (?:the |our )?(?:[a-z]+ |\d+ )?| )(` + strings.Join(nouns, "|") + `)\b`)
}

// namesSmall returns the words of a text that tell a small number of people.
func namesSmall(text string, b analysis.RoleBase) string {
	return counting(b, people...).FindString(text)
}

// hideSmall returns a text that somebody else than a participant wrote with its
// small numbers of people of a role hidden.
func hideSmall(text string, b analysis.RoleBase) string {
	if !small(b.Responses) && !small(b.FreeText) && !small(b.Invited) {
		return text
	}
	if b.Joint {
		text = replaced(together, text, "fewer than 5 answers were given")
	}
	return replaced(counting(b), text, "fewer than 5 "+b.Plural)
}

// replaced puts words in the place of whatever pattern matches, with a capital
// where that begins a sentence.
func replaced(pattern *regexp.Regexp, text, words string) string {
	var b strings.Builder
	end := 0
	for _, m := range pattern.FindAllStringIndex(text, -1) {
		b.WriteString(text[end:m[0]])
		if before := strings.TrimSpace(text[:m[0]]); before == "" || strings.HasSuffix(before, ".") {
			b.WriteString(analysis.Capital(words))
		} else {
			b.WriteString(words)
		}
		end = m[1]
	}
	return b.String() + text[end:]
}

// together matches a small number of answers that several people gave together.
var together = regexp.MustCompile(`(?i)\b` + smallWords + ` answers? (?:was|were) given`)

// hide returns a count as an edition for everybody may hold it.
func hide(n int) int {
	if small(n) {
		return analysis.Small
	}
	return n
}
