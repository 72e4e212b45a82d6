package edition

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/analysis"
)

var (
	usual       = analysis.Usual().Scale
	mentorsOnly = analysis.RoleBase{Role: "mentor", Singular: "mentor", Plural: "mentors"}
)

// TestR13SmallCounts says what an edition for everybody tells of a count.
func TestR13SmallCounts(t *testing.T) {
	mentors := analysis.RoleBase{Role: "mentor", Singular: "mentor", Plural: "mentors", Responses: 10, FreeText: 10}
	for _, c := range []struct {
		n, base int
		want    string
	}{
		{1, 10, "Fewer than 5 mentors (fewer than 5 of 10 who answered) spoke of it"},
		{2, 10, "Fewer than 5 mentors (fewer than 5 of 10 who answered) spoke of it"},
		{3, 10, "Several mentors (fewer than 5 of 10 who answered) spoke of it"},
		{5, 10, "Half of the mentors (5 of 10 who answered) spoke of it"},
		{6, 10, "More than half of the mentors (more than 5 of 10 who answered) spoke of it"},
		{9, 10, "Most mentors (more than 5 of 10 who answered) spoke of it"},
		{10, 10, "All mentors (10 of 10 who answered) spoke of it"},
		{3, 4, "Fewer than 5 mentors (fewer than 5 who answered) spoke of it"},
		{4, 4, "Fewer than 5 mentors (fewer than 5 who answered) spoke of it"},
		{4, 5, "Fewer than 5 mentors (fewer than 5 of 5 who answered) spoke of it"},
		{5, 8, "More than 3 of the mentors (more than 3 of 8 who answered) spoke of it"},
		{20, 40, "About half of the mentors (20 of 40 who answered) spoke of it"},
	} {
		st := analysis.Statement{Theme: "t", People: c.n, Base: c.base, Quantifier: usual.Quantifier(c.n, c.base)}
		st.Lead = fmt.Sprintf("%s (%d of %d who answered) spoke of it", phrase(usual, st.Quantifier, mentorsOnly), c.n, c.base)
		got, ok := say(usual, c.n, c.base, nil).lead(st, mentors)
		if got != c.want || !ok {
			t.Errorf("lead(%d of %d) = %q, %t, want %q", c.n, c.base, got, ok, c.want)
		}
	}
}

// TestR13TypedNumbers finds small numbers that somebody typed into a sentence.
func TestR13TypedNumbers(t *testing.T) {
	mentors := analysis.RoleBase{Role: "mentor", Singular: "mentor", Plural: "mentors", Responses: 10, FreeText: 10}
	for _, c := range []struct {
		lead string
		told bool
	}{
		{"For two mentors the meetings came too late", false},
		{"Among three of the ten mentors there was doubt", false},
		{"Two students found a room", false},
		{"There was doubt, and rooms on two floors", true},
		{"For several mentors the meetings came too late", true},
	} {
		st := analysis.Statement{Theme: "t", People: 3, Base: 10, Quantifier: "several", Lead: c.lead}
		if got, ok := say(usual, 3, 10, nil).lead(st, mentors); ok != c.told {
			t.Errorf("lead(%q) = %q, %t, want %t", c.lead, got, ok, c.told)
		}
	}
}

// A reader knows what is printed and the printed scale, and nothing of how it
// was made.
var (
	readFewer = regexp.MustCompile(`\(fewer than 5 of (\d+) `)
	readMore  = regexp.MustCompile(`\(more than (\d+) of (\d+) `)
	readExact = regexp.MustCompile(`\((\d+) of (\d+) `)
	readFew   = regexp.MustCompile(`\(fewer than 5 who`)
)

// readings remembers what a reader can believe of each sentence.
type readings map[string]map[[2]int]bool

func (r readings) of(sentence string) map[[2]int]bool {
	if r[sentence] == nil {
		r[sentence] = believe(sentence, mostPeople+10)
	}
	return r[sentence]
}

// believe returns every pair of a count and a base that a reader of the sentence
// can believe. Most is the largest base that anybody believes.
func believe(sentence string, most int) map[[2]int]bool {
	out := map[[2]int]bool{}
	for base := 1; base <= most; base++ {
		for n := 1; n <= base; n++ {
			if fits(sentence, n, base) {
				out[[2]int{n, base}] = true
			}
		}
	}
	return out
}

func fits(sentence string, n, base int) bool {
	atoi := func(s string) int { i, _ := strconv.Atoi(s); return i }
	if m := readFewer.FindStringSubmatch(sentence); m != nil && (n >= 5 || base != atoi(m[1])) {
		return false
	} else if m := readMore.FindStringSubmatch(sentence); m != nil && (n <= atoi(m[1]) || base != atoi(m[2]) || n == base) {
		return false // all would have been printed as such
	} else if m := readExact.FindStringSubmatch(sentence); m != nil && (n != atoi(m[1]) || base != atoi(m[2])) {
		return false
	} else if readFew.MatchString(sentence) && base >= 5 {
		return false
	}
	switch {
	case strings.HasPrefix(sentence, "Fewer than 5"):
		return n < 5
	case strings.HasPrefix(sentence, "More than ") && !strings.HasPrefix(sentence, "More than half"):
		return true // the number in brackets says it
	case strings.HasPrefix(sentence, "There were"):
		return true
	}
	return strings.HasPrefix(sentence, phrase(usual, usual.Quantifier(n, base), mentorsOnly))
}

func printed(n, base int, before [][]Cell) (string, []Cell) {
	st := analysis.Statement{Theme: "t", Name: "T", People: n, Base: base, Quantifier: usual.Quantifier(n, base)}
	st.Lead = fmt.Sprintf("%s (%d of %d who answered) spoke of it", phrase(usual, st.Quantifier, mentorsOnly), n, base)
	b := analysis.RoleBase{Role: "mentor", Singular: "mentor", Plural: "mentors", Responses: base, FreeText: base}
	cells := tell(usual, &st, b, before)
	return st.Lead, cells
}

// mostPeople is how many people a cohort of the property tests has.
const mostPeople = 30

// TestR16OneEdition prints every count of every base and reads it as somebody
// who wants to know: neither a small count nor the small rest of a base can be
// worked out.
func TestR16OneEdition(t *testing.T) {
	for base := 1; base <= mostPeople; base++ {
		for n := 1; n <= base; n++ {
			sentence, _ := printed(n, base, nil)
			all := believe(sentence, mostPeople)
			if !all[[2]int{n, base}] {
				t.Fatalf("%d of %d prints %q, which a reader cannot believe", n, base, sentence)
			}
			if counts := distinct(all, func(c [2]int) int { return c[0] }); small(n) && len(counts) == 1 {
				t.Errorf("%d of %d prints %q: the count can be worked out", n, base, sentence)
			}
			if rests := distinct(all, func(c [2]int) int { return c[1] - c[0] }); small(base-n) && len(rests) == 1 {
				t.Errorf("%d of %d prints %q: the rest can be worked out", n, base, sentence)
			}
		}
	}
}

func distinct(all map[[2]int]bool, of func([2]int) int) map[int]bool {
	out := map[int]bool{}
	for c := range all {
		out[of(c)] = true
	}
	return out
}

// TestR16SeveralEditions draws histories of a statement: answers are withdrawn,
// come late, or are coded anew, and each state may be published. Who has kept all
// editions can work out neither a small count, while nothing changed, nor that a
// change was one of exactly one to four people.
func TestR16SeveralEditions(t *testing.T) {
	read := readings{}
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(1, mostPeople).Draw(t, "base")
		n := rapid.IntRange(1, base).Draw(t, "n")
		var before [][]Cell
		var sentences []string
		var states [][2]int
		for range rapid.IntRange(2, 4).Draw(t, "editions") {
			sentence, cell := printed(n, base, before)
			before, sentences, states = append(before, cell), append(sentences, sentence), append(states, [2]int{n, base})
			if rapid.Bool().Draw(t, "changes") {
				base = max(1, base+rapid.IntRange(-3, 3).Draw(t, "people"))
				n = min(base, max(1, n+rapid.IntRange(-3, 3).Draw(t, "coded")))
			}
		}
		for j := range sentences {
			for i := range j {
				compare(t, read, sentences[i], sentences[j], states[i], states[j])
			}
		}
	})
}

// compare reads two editions side by side.
func compare(t *rapid.T, read readings, earlier, later string, was, is [2]int) {
	a, b := read.of(earlier), read.of(later)
	changes := map[int]bool{}
	for x := range a {
		for y := range b {
			changes[y[0]-x[0]] = true
		}
	}
	if d := is[0] - was[0]; len(changes) == 1 && d != 0 && d >= -few && d <= few {
		t.Fatalf("%q then %q: a reader knows that it was a change of %d", earlier, later, d)
	}
	if was != is || !small(is[0]) {
		return
	}
	both := map[int]bool{}
	for x := range a {
		if b[x] {
			both[x[0]] = true
		}
	}
	if len(both) == 1 {
		t.Fatalf("%q and %q: together they tell %d", earlier, later, is[0])
	}
}

// TestR16Bases looks whether a count of people that is hidden follows from a sum,
// or from two editions.
func TestR16Bases(t *testing.T) {
	in := followed(analysis.Recommendation{}, analysis.Recommendation{})
	first := made(t, in, analysis.PublicEdition, analysis.EditionSettings{Annex: true})
	frozen := fmt.Sprint(first.Summary)
	if strings.Contains(frozen, "13 people") || !strings.Contains(frozen, "from people who agreed to be quoted") {
		t.Errorf("the sum over the roles tells the three mentees: %s", frozen)
	}
	committee := fmt.Sprint(made(t, in, analysis.CommitteeEdition, analysis.EditionSettings{}).Summary)
	if !strings.Contains(committee, "13 people who agreed") {
		t.Errorf("the committee is not told: %s", committee)
	}
	warned := func(d Draft) (out []string) {
		m, err := Make(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range m.Checks {
			if c.Rule == "R16" && c.Severity == analysis.Inform {
				out = append(out, c.Where)
			}
		}
		return out
	}
	d := Draft{Input: in, Kind: analysis.PublicEdition, Earlier: [][]Cell{first.Cells}}
	if got := warned(d); len(got) != 0 {
		t.Errorf("the same edition again: %q", got)
	}
	d.Input.Responses = d.Input.Responses[1:]
	d.Input.Verbatims = d.Input.Verbatims[1:]
	if got, want := strings.Join(warned(d), "; "), "mentors who responded; mentors who wrote"; got != want {
		t.Errorf("after one mentor withdrew: %q, want %q", got, want)
	}
	d.Kind = analysis.CommitteeEdition
	if got := warned(d); len(got) != 0 {
		t.Errorf("the committee may know: %q", got)
	}
}
