package collate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/claim"
)

const (
	// fewestForPercent is the base from which on percentages say something: with
	// 22 or fewer one person is more than four of a hundred.
	fewestForPercent = 23
	// fewestForAverage is the base from which on averages are given.
	fewestForAverage = 8
	// echoWords is how many words in a row make a sentence the echo of a quote.
	echoWords = 6
)

// A Finding is what is wrong with a sentence.
type Finding struct {
	Severity analysis.Severity
	Rule     string
	Text     string
}

// A Bearing is what the counts bear: what a sentence is held to.
type Bearing struct {
	Scale    analysis.Scale
	Group    claim.Group
	People   int
	Base     int
	BaseName string // "who answered"
	Numbers  bool   // the summary prints counts
}

// Word returns the word of the scale that the counts bear.
func (b Bearing) Word() string { return b.Scale.Quantifier(b.People, b.Base) }

// bear says what the counts bear, for the end of a sentence that says what they
// do not.
func (b Bearing) bear() string {
	return fmt.Sprintf("%d of %d: “%s”", b.People, b.Base, b.Word())
}

// Judge compares the lead sentence of a statement with the counts. It knows the
// words of the scale and not what the sentence means: what it does not find, a
// person must.
func Judge(sentence string, b Bearing) []Finding {
	j := &judge{Bearing: b, claims: claim.Read(sentence, b.Scale, b.Group)}
	j.subject()
	j.figures()
	j.words()
	return j.out
}

type judge struct {
	Bearing
	claims []claim.Claim
	out    []Finding
}

func (j *judge) add(s analysis.Severity, rule, format string, args ...any) {
	j.out = append(j.out, Finding{s, rule, fmt.Sprintf(format, args...)})
}

// subject looks at who and how many the sentence speaks of: its first quantity.
func (j *judge) subject() {
	first, ok := claim.First(j.claims, claim.Quantifier, claim.Unlike, claim.People, claim.Bare, claim.Agentless)
	switch {
	case !ok:
		if _, counted := claim.First(j.claims, claim.Count, claim.Undefined); !counted {
			j.add(analysis.Warn, ruleWords, "The sentence does not say how many. It is %s.", j.bear())
		}
	case first.Kind == claim.Agentless:
		j.add(analysis.Warn, ruleWords, "“%s” does not say who, or how many. It is %s.", first.Text, j.bear())
	case first.Kind == claim.Bare:
		j.bare(first)
	case first.Kind == claim.Unlike:
		j.add(analysis.Block, ruleWords, "“%s” is no word of the printed scale. It is %s.", first.Text, j.bear())
	case first.Kind == claim.People && first.N != j.People:
		j.add(analysis.Block, ruleStands, "The sentence speaks of “%s”; it is %s.", first.Text, j.bear())
	case first.Kind == claim.Quantifier && first.Word != j.Word():
		j.add(analysis.Block, ruleWords, "“%s” is now %s.", analysis.Capital(first.Word), j.bear())
	case first.Kind == claim.Quantifier && first.Word == analysis.QuantifierAll:
		j.all(first)
	}
	j.further(first)
}

// bare looks at people without a number, which a reader takes for all of them.
func (j *judge) bare(c claim.Claim) {
	if j.People < fewestForGroup {
		j.add(analysis.Warn, ruleFew, "Rests on %s and cannot speak of “%s” as a whole.", analysis.Plural(j.People, "person", "people"), j.Group.Plural)
	}
	if j.People < j.Base {
		j.add(analysis.Block, ruleWords, "“%s” without a number is read as all. It is %s.", c.Text, j.bear())
		return
	}
	j.add(analysis.Warn, ruleBase, "“%s” without a number is read as all: say “all %d %s”.", c.Text, j.Base, j.BaseName)
}

// all asks for the base of "all" and for its name.
func (j *judge) all(c claim.Claim) {
	count, printed := claim.First(j.claims, claim.Count)
	among, named := claim.First(j.claims, claim.Among)
	if !(c.N == j.Base || printed && count.Of == j.Base || named && among.N == j.Base || j.computedBase()) {
		j.add(analysis.Warn, ruleBase, "“All” does not say of how many: it is all %d %s.", j.Base, j.BaseName)
	}
}

// computedBase reports whether the base stands in brackets without its count, as
// it does in a summary without numbers.
func (j *judge) computedBase() bool {
	return slices.ContainsFunc(j.claims, func(c claim.Claim) bool { return c.Kind == claim.Base && c.N == j.Base })
}

// further looks for what the sentence says of others than those it begins with.
func (j *judge) further(first claim.Claim) {
	for _, c := range j.claims {
		if c.Start > first.Start && (c.Kind == claim.Quantifier || c.Kind == claim.Unlike || c.Kind == claim.Second) {
			j.add(analysis.Warn, ruleStands, "“%s” begins a second claim, and nobody has counted who made it. Give it a theme and a sentence of its own, or leave it out.", c.Text)
			return
		}
	}
}

// figures looks at numbers that somebody typed.
func (j *judge) figures() {
	for _, c := range j.claims {
		switch {
		case c.Kind == claim.Count && (c.N != j.People || c.Of != j.Base):
			severity := analysis.Warn
			if c.Clear {
				severity = analysis.Block
			}
			j.add(severity, ruleStands, "The sentence says %s; the counts are %d of %d.", c.Text, j.People, j.Base)
		case c.Kind == claim.Among && c.N != j.Base:
			j.add(analysis.Block, ruleStands, "The sentence speaks of %s in all; the base is %d %s.", c.Text, j.Base, j.BaseName)
		case c.Kind == claim.Percent:
			j.percent(c)
		case c.Kind == claim.Average && j.Base < fewestForAverage:
			j.add(analysis.Warn, ruleShares, "“%s” of %d: averages are given from %d people on.", c.Text, j.Base, fewestForAverage)
		}
		if !j.Numbers && slices.Contains([]claim.Kind{claim.Count, claim.Percent, claim.People}, c.Kind) {
			j.add(analysis.Inform, ruleNumbers, "The sentence gives a number, “%s”, and this summary is to be without.", c.Text)
		}
	}
	if _, ok := claim.First(j.claims, claim.Count, claim.People, claim.Percent); !ok && j.Numbers && j.Word() != analysis.QuantifierAll {
		j.add(analysis.Inform, ruleNumbers, "The sentence does not give its count: (%d of %d %s).", j.People, j.Base, j.BaseName)
	}
}

func (j *judge) percent(c claim.Claim) {
	is := 100 * float64(j.People) / float64(max(1, j.Base))
	if math.Abs(is-c.Share) > 0.5 {
		j.add(analysis.Block, ruleStands, "The sentence says %s; %d of %d is %.0f%%.", c.Text, j.People, j.Base, is)
	}
	if j.Base < fewestForPercent {
		j.add(analysis.Warn, ruleShares, "%s of %d people: percentages are given from %d on. Give the numbers.", c.Text, j.Base, fewestForPercent)
	}
}

// words looks at words that say how many, how often or how much without a
// measure.
func (j *judge) words() {
	for _, c := range j.claims {
		switch c.Kind {
		case claim.Undefined:
			j.add(analysis.Block, ruleWords, "“%s” is no word of the printed scale, or counts something that is not people. It is %s.", c.Text, j.bear())
		case claim.Frequency:
			j.add(analysis.Warn, ruleWords, "“%s” says how often, and nobody counted that.", c.Text)
		case claim.Magnitude:
			j.add(analysis.Warn, ruleStands, "“%s” says how much, without a measure.", c.Text)
		case claim.Causal:
			j.add(analysis.Warn, ruleStands, "“%s” says that one thing made another: what people wrote shows what they think, not what caused it.", c.Text)
		}
	}
}

// sentence looks at a lead sentence with its quotes. What is waived of it opens
// again when the sentence changes.
func (k *checker) sentence(sec analysis.Section, st analysis.Statement, where string) {
	base := k.base[sec.Role]
	k.about = []string{st.Lead}
	defer func() { k.about = nil }()
	b := Bearing{Scale: k.Style.Scale, Group: claim.Group{Singular: base.Singular, Plural: base.Plural}, People: st.People, Base: st.Base, BaseName: k.baseName(sec.Role), Numbers: !k.Outline.WithoutCount}
	for _, f := range Judge(st.Lead, b) {
		k.add(f.Severity, f.Rule, where, "%s", f.Text)
	}
	k.authored(where, st.Lead)
	if claims := 1 + claim.Seconds(st.Lead); len(st.Quotes) > 0 && claims > len(st.Quotes) {
		k.add(analysis.Warn, ruleStatement, where, "%s in the sentence and %s below it: a claim without a quote.", analysis.Plural(claims, "claim", "claims"), analysis.Plural(len(st.Quotes), "quote", "quotes"))
	}
	for _, q := range st.Quotes {
		if echo := sharedRun(st.Lead, q.Text, echoWords); echo != "" {
			k.add(analysis.Warn, ruleStatement, where, "The sentence repeats the quote, “%s”. Say what the quotes have in common.", echo)
			break
		}
	}
}

// sharedRun returns the first run of n words that both texts have.
func sharedRun(a, b string, n int) string {
	in := " " + strings.Join(foldedFields(b), " ") + " "
	words := foldedFields(a)
	for i := range len(words) - n + 1 {
		if run := strings.Join(words[i:i+n], " "); strings.Contains(in, " "+run+" ") {
			return run
		}
	}
	return ""
}

func foldedFields(s string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "’", "'")), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\'' || r > 127) })
}
