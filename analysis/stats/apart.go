package stats

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// The numbers of comparisons of words.
const (
	FewestWords  = 200  // words a side below which differences are mostly chance: about four answers of a paragraph
	FewestPeople = 2    // people who used a word, below which it is not shown: it could give away whoever did
	MostWords    = 25   // words shown a side: what is read at a glance
	priorOf      = 500  // pseudo-words of the prior: a few answers' weight, so that a long text outweighs it and a short one does not
	beyondChance = 1.96 // standard errors, at 5 %
	evidence     = 3.84 // log-likelihood, at 5 % with one degree of freedom
)

// The attributes that answers are compared by.
const (
	ByRole  = "role"
	ByWave  = "wave"
	ByRound = "round"
)

// A Comparison names two sides by one attribute, such as mentors against
// mentees.
type Comparison struct {
	By string // ByRole, ByWave or ByRound
	A  string // key of the one
	B  string // key of the other; empty for all others of the round, which ByRound does not know
}

// ParseComparison reads two sides written as role=mentor. The second may be
// empty for all others.
func ParseComparison(a, b string) (Comparison, error) {
	by, first, ok := strings.Cut(a, "=")
	if !ok || first == "" || !slices.Contains([]string{ByRole, ByWave, ByRound}, by) {
		return Comparison{}, fault.Coded("K01", "%q is not a side. Write role=, wave= or round= and a key, as in role=mentor.", a)
	}
	c := Comparison{By: by, A: first}
	if b != "" {
		other, second, ok := strings.Cut(b, "=")
		if !ok || second == "" || other != by {
			return Comparison{}, fault.Coded("K02", "%q cannot be the other side of %q. Write %s= and a key.", b, a, by)
		}
		c.B = second
	}
	return c, c.check()
}

func (c Comparison) check() error {
	if c.A == c.B {
		return fault.Coded("K03", "Both sides are %s=%s. Name two that differ.", c.By, c.A)
	}
	if c.By == ByRound && c.B == "" {
		return fault.Coded("K04", "A round is compared with another one. Name it, as in round=2020.")
	}
	return nil
}

// Rounds returns the keys of the rounds that the comparison reads when it is
// made in the given one.
func (c Comparison) Rounds(in string) []string {
	if c.By == ByRound {
		return []string{c.A, c.B}
	}
	return []string{in}
}

// Sides returns the answers of both sides. Answers that are only to be counted
// are in neither.
func (c Comparison) Sides(vs []survey.Verbatim) (a, b []search.Text) {
	for _, v := range vs {
		if !v.QuoteConsent.MayAnalyse() {
			continue
		}
		t := search.Text{ID: v.ID, Person: v.Person, Text: v.Text}
		switch key := c.key(v); {
		case key == c.A:
			a = append(a, t)
		case key == c.B || c.B == "":
			b = append(b, t)
		}
	}
	return a, b
}

func (c Comparison) key(v survey.Verbatim) string {
	switch c.By {
	case ByWave:
		return v.WaveKey
	case ByRound:
		return v.RoundKey
	}
	return v.Role
}

// An Amount is how much text a side has.
type Amount struct{ Answers, Words, People int }

// Enough reports whether there is text enough to compare.
func (a Amount) Enough() bool { return a.Words >= FewestWords }

// Apart says what sets two sides apart. Every word in it was used by
// FewestPeople at least.
type Apart struct {
	A, B     Amount
	OfA, OfB []Word             // most typical of each side, which is their target; none unless both sides have enough text
	Words    []search.Frequency // of both sides together
	LeftOut  int                // words that fewer than FewestPeople used
}

// SetApart compares the words of two sides. A word is typical of a side when
// FewestPeople of it used it and the difference is beyond chance by both
// measures. With small, function words are listed too; they are counted in any
// case.
func SetApart(a, b []search.Text, small bool) Apart {
	both := slices.Concat(a, b)
	out := Apart{A: amount(a), B: amount(b)}
	list, _ := search.Frequencies(both)
	for _, f := range list {
		switch {
		case f.People < FewestPeople:
			out.LeftOut++
		case small || !IsFunctionWord(f.Word):
			out.Words = append(out.Words, f)
		}
	}
	if out.A.Enough() && out.B.Enough() {
		out.OfA, out.OfB = typical(a, b, both, small), typical(b, a, both, small)
	}
	return out
}

func amount(texts []search.Text) Amount {
	_, words := search.Frequencies(texts)
	people := map[string]bool{}
	for _, t := range texts {
		people[cmp.Or(t.Person, t.ID)] = true
	}
	return Amount{Answers: len(texts), Words: words, People: len(people)}
}

func typical(target, reference, background []search.Text, small bool) []Word {
	words := Words(target, reference, background, FewestPeople, priorOf)
	words = slices.DeleteFunc(words, func(w Word) bool {
		return w.Target.People < FewestPeople || w.Z < beyondChance || w.LogLikelihood < evidence || !small && IsFunctionWord(w.Word)
	})
	return words[:min(len(words), MostWords)]
}

// IsFunctionWord reports whether a folded English word holds sentences together
// and says nothing of what they are about.
func IsFunctionWord(word string) bool {
	return strings.Contains(functionWords, " "+word+" ")
}

// functionWords are the articles, pronouns, prepositions, conjunctions and
// auxiliaries of English, with a space on both sides of each.
const functionWords = " a an the and or but nor so if as than then that this these those there here " +
	"at by for from in into of on onto off out over to up with within without about after before during between through under until upon " +
	"i me my mine myself we us our ours ourselves you your yours he him his she her hers it its itself they them their theirs themselves one " +
	"who whom whose which what when where why how because while though although " +
	"am is are was were be been being do does did done have has had having can could may might must shall should will would " +
	"not no any all both each every some such other others same too very just also only even more most much many " +
	"i'm i've i'd i'll we're we've it's that's don't didn't doesn't isn't wasn't weren't can't couldn't won't wouldn't haven't hasn't hadn't you're they're there's " +
	"s t d ll re ve "
