package collate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/analysis"
	"verbatim/analysis/claim"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

func bearing(people, base int) collate.Bearing {
	return collate.Bearing{Scale: analysis.Usual().Scale, Group: claim.Group{Singular: "mentor", Plural: "mentors"}, People: people, Base: base, BaseName: "who answered", Numbers: true}
}

// found returns the rules by which a sentence is flagged with a severity.
func found(sentence string, b collate.Bearing, severity analysis.Severity) []string {
	var out []string
	for _, f := range collate.Judge(sentence, b) {
		if f.Severity == severity {
			out = append(out, f.Rule)
		}
	}
	return out
}

// TestR25WordingIsFlaggedWhenTheScaleSaysSo draws any word of any scale over any
// counts: it is flagged exactly when the scale has another word for them, and the
// right one is told.
func TestR25WordingIsFlaggedWhenTheScaleSaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bearing(0, rapid.IntRange(1, 200).Draw(t, "base"))
		b.People = rapid.IntRange(1, b.Base).Draw(t, "people")
		if rapid.Bool().Draw(t, "own scale") {
			b.Scale = analysis.Scale{
				ShareFrom: rapid.IntRange(3, 60).Draw(t, "share from"),
				Counts:    []analysis.Step{{Word: "a small number", UpTo: 330, Of: "of"}, {Word: "quite a few", UpTo: 660, Including: true}, {Word: "the bulk", UpTo: 1000, Of: "of the"}},
				Shares:    []analysis.Step{{Word: "a minority", UpTo: 500, Of: "of"}, {Word: "many", UpTo: 1000}},
			}
		}
		word := rapid.SampledFrom(b.Scale.Words()).Draw(t, "word")
		noun := "mentors"
		if word == "one" {
			noun = "mentor"
		} else if of := b.Scale.Of(word); of != "" {
			noun = of + " " + noun
		} else if rapid.Bool().Draw(t, "of the") {
			noun = "of the " + noun
		}
		sentence := rapid.SampledFrom([]string{"", "By the end, ", "In both waves ", "Looking back on the year, "}).Draw(t, "before") + word + " " + noun + " " +
			rapid.SampledFrom([]string{"described gaining confidence", "spoke of time and rooms", "said that they felt heard at work", "asked for the scheme to go on"}).Draw(t, "after")
		if rapid.Bool().Draw(t, "capital") {
			sentence = strings.ToUpper(sentence[:1]) + sentence[1:]
		}
		right := b.Scale.Quantifier(b.People, b.Base)
		var flagged []collate.Finding
		for _, f := range collate.Judge(sentence, b) {
			if f.Severity == analysis.Block {
				flagged = append(flagged, f)
			}
		}
		switch {
		case word == right && len(flagged) > 0:
			t.Fatalf("%q of %d of %d is flagged: %+v", sentence, b.People, b.Base, flagged)
		case word != right && len(flagged) != 1:
			t.Fatalf("%q of %d of %d is flagged %d times, and the scale says %q: %+v", sentence, b.People, b.Base, len(flagged), right, flagged)
		case word != right && (flagged[0].Rule != "R25" || !strings.Contains(flagged[0].Text, fmt.Sprintf("%d of %d: “%s”", b.People, b.Base, right))):
			t.Fatalf("%q: %+v does not say %q", sentence, flagged[0], right)
		}
	})
}

func TestSentencesAreHeldToTheCounts(t *testing.T) {
	for _, c := range []struct {
		sentence     string
		people, base int
		block, warn  string // rules
	}{
		{"Several mentors (4 of 10 who answered) described confidence", 4, 10, "", ""},
		{"Several mentors (4 of 10 who answered) described confidence", 3, 9, "R20", ""},
		{"Most mentors described confidence", 2, 10, "R25", ""},
		{"Over half of the mentors described confidence", 6, 10, "R25", ""},
		{"Not all mentors described confidence", 10, 10, "R25", ""},
		{"Numerous mentors described confidence", 4, 10, "R25", ""},
		{"Several mentors were overwhelmingly positive", 4, 10, "R25", ""},
		{"3 mentors described confidence", 4, 10, "R20", ""},
		{"4 mentors described confidence", 4, 10, "", ""},
		{"Of 12 mentors, several mentors described confidence", 4, 10, "R20", ""},
		{"A mentor described confidence", 1, 10, "", ""},
		{"Mentors described confidence", 4, 10, "R25", ""},
		{"Mentors described confidence", 2, 10, "R25", "R22"},
		{"The mentors reported confidence", 10, 10, "", "R27"},
		{"All mentors described confidence", 10, 10, "", "R27"},
		{"All mentors who took part in the evaluation described confidence", 9, 10, "R25", ""},
		{"All 10 mentors who answered described confidence", 10, 10, "", ""},
		{"All mentors (10 of 10 who answered) described confidence", 10, 10, "", ""},
		{"All mentors (10 who answered) described confidence", 10, 10, "", ""},
		{"There was increased clarity on what mentors do", 4, 10, "", "R25 R20"},
		{"Several mentors reported substantial change", 4, 10, "", "R20"},
		{"The experience gave several mentors confidence", 4, 10, "", "R20"},
		{"Several mentors were surprised, and some saw their team anew", 4, 10, "", "R20"},
		{"Several mentors always speak up", 4, 10, "", "R25"},
		{"Several mentors (40%) described confidence", 4, 10, "", "R14"},
		{"Some mentors (40%) described confidence", 40, 100, "", ""},
		{"Some mentors (70 per cent) described confidence", 40, 100, "R20", ""},
		{"On average several mentors described confidence", 3, 7, "", "R14"},
		{"It mattered to several mentors", 4, 10, "", ""},
		{"The idea of confidence came up", 4, 10, "", "R25"},
	} {
		b := bearing(c.people, c.base)
		if got := strings.Join(found(c.sentence, b, analysis.Block), " "); got != c.block {
			t.Errorf("Judge(%q, %d of %d) blocks by %q, want %q: %+v", c.sentence, c.people, c.base, got, c.block, collate.Judge(c.sentence, b))
		}
		if got := strings.Join(found(c.sentence, b, analysis.Warn), " "); got != c.warn {
			t.Errorf("Judge(%q, %d of %d) warns by %q, want %q: %+v", c.sentence, c.people, c.base, got, c.warn, collate.Judge(c.sentence, b))
		}
	}
}

// TestComputedSentencesPass holds what the program writes to its own checks.
func TestComputedSentencesPass(t *testing.T) {
	for _, base := range []int{1, 2, 3, 4, 5, 10, 23} {
		for people := 1; people <= base; people++ {
			for _, numbers := range []bool{true, false} {
				c := newCohort()
				c.Outline.WithoutCount = !numbers
				for i := range base {
					v := c.answer(fmt.Sprint("g", i), "guide", fmt.Sprintf("Answer %d has words of its own.", i), survey.QuoteWords, "")
					if i < people {
						c.code(v, "courage", "ana", analysis.Accepted, 1)
					}
				}
				st := statement(t, collate.Collate(c.Input), "guide", "courage")
				b := collate.Bearing{Scale: analysis.Usual().Scale, Group: claim.Group{Singular: "guide", Plural: "guides"}, People: people, Base: base, BaseName: "who answered", Numbers: numbers}
				for _, f := range collate.Judge(st.Lead, b) {
					t.Errorf("%q of %d of %d: %+v", st.Lead, people, base, f)
				}
				if !numbers && people < base && strings.ContainsAny(st.Lead, "0123456789") {
					t.Errorf("without numbers: %q", st.Lead)
				}
			}
		}
	}
}

// byRule returns the checks of a rule.
func byRule(s analysis.Summary, rule string) []analysis.Check {
	return slices.DeleteFunc(slices.Clone(s.Checks), func(k analysis.Check) bool { return k.Rule != rule })
}

// four is four guides of five who found courage.
func four() *cohort {
	c := newCohort()
	for i, text := range []string{"I dare to ask.", "I speak up now.", "I have become braver.", "I said what I thought.", "The rooms were cold."} {
		v := c.answer(fmt.Sprint("g", i), "guide", text, survey.QuoteWords, "")
		if i < 4 {
			c.code(v, "courage", "ana", analysis.Accepted, 1)
		}
	}
	return c
}

func (c *cohort) word(lead string) {
	c.Wordings = []analysis.Wording{{Role: "guide", Theme: "courage", Lead: lead, Version: 1, By: "bea"}}
}

func TestR2MarksOfWhatPeopleWriteAreBalanced(t *testing.T) {
	for lead, want := range map[string]analysis.Severity{
		"Most guides (4 of 5 who answered) found a “voice":            analysis.Block,
		"Most guides (4 of 5 who answered) found it [bookmark: _Hlk]": analysis.Block,
		"Most guides (4 of 5 who answered) found {{name}}":            analysis.Block,
		"Most guides (4 of 5 who answered) “dare” to \"ask\"":         analysis.Warn,
		"Most guides (4 of 5 who answered) found a “voice”":           "",
	} {
		c := four()
		c.word(lead)
		var got analysis.Severity
		if ks := byRule(collate.Collate(c.Input), "R2"); len(ks) > 0 {
			got = ks[0].Severity
		}
		if got != want {
			t.Errorf("R2 of %q = %q, want %q", lead, got, want)
		}
	}
}

func TestR14PercentagesNeedABase(t *testing.T) {
	c := four()
	c.Outline.Introduction = []string{"80% of those who were asked answered, on average twice."}
	if ks := byRule(collate.Collate(c.Input), "R14"); len(ks) != 2 || ks[0].Severity != analysis.Warn {
		t.Errorf("R14 = %+v, want a percentage of 5 and an average of 5", ks)
	}
	if got := found("Some mentors (40%) said so", bearing(40, 100), analysis.Warn); len(got) > 0 {
		t.Errorf("a percentage of 100 is warned of: %v", got)
	}
}

func TestR15GroupsBelowTheThresholdAreNotShownApart(t *testing.T) {
	c := four()
	c.Style = analysis.Usual()
	c.Style.Threshold = analysis.NationalStudentSurvey()
	c.InvitedBy = map[string]int{"guide": 8}
	s := collate.Collate(c.Input)
	if len(s.Sections) != 0 || len(s.Aside) != 1 || len(byRule(s, "R15")) != 1 {
		t.Errorf("5 of 8: %d sections, %d aside, R15 %+v", len(s.Sections), len(s.Aside), byRule(s, "R15"))
	}
	for i := range 6 {
		c.answer(fmt.Sprint("h", i), "guide", fmt.Sprintf("Another answer, number %d.", i), survey.QuoteWords, "")
	}
	for invited, shown := range map[int]int{22: 1, 23: 0} {
		c.InvitedBy["guide"] = invited
		if s = collate.Collate(c.Input); len(s.Sections) != shown {
			t.Errorf("11 of %d: %d sections, want %d", invited, len(s.Sections), shown)
		}
	}
}

func TestR18TheMethodIsTold(t *testing.T) {
	s := collate.Collate(four().Input)
	if ks := byRule(s, "R18"); len(ks) > 0 {
		t.Errorf("R18 = %+v of a method that is whole", ks)
	}
	text := strings.Join(s.Method, " ")
	for _, want := range []string{"“End of year”", "1 June 2023", "codebook (version 2", "1 person took part", "one, two, several"} {
		if !strings.Contains(text, want) {
			t.Errorf("the method does not say %q: %s", want, text)
		}
	}
	c := four()
	c.Waves = nil
	for i := range c.Responses {
		c.Responses[i].ReceivedOn = ""
	}
	for i := range c.Codings {
		c.Codings[i].Coder, c.Codings[i].DecidedBy = analysis.Machine, ""
	}
	ks := byRule(collate.Collate(c.Input), "R18")
	if len(ks) != 1 || ks[0].Severity != analysis.Block {
		t.Fatalf("R18 = %+v, want one that blocks", ks)
	}
	for _, want := range []string{"with what was asked", "when answers came in", "who coded"} {
		if !strings.Contains(ks[0].Text, want) {
			t.Errorf("R18 does not ask %q: %s", want, ks[0].Text)
		}
	}
}

// TestR20AWithdrawalIsFlaggedAndNothingRewritten is what becomes of a person's
// sentence when the counts change under it.
func TestR20AWithdrawalIsFlaggedAndNothingRewritten(t *testing.T) {
	c := four()
	const lead = "Most guides (4 of 5 who answered) found courage"
	c.word(lead)
	if ks := byRule(collate.Collate(c.Input), "R20"); len(ks) > 0 {
		t.Fatalf("R20 = %+v while the counts bear the sentence", ks)
	}
	c.withdraw("resp000")
	c.withdraw("resp001")
	s := collate.Collate(c.Input)
	st := statement(t, s, "guide", "courage")
	if st.Lead != lead || !st.Own || st.By != "bea" {
		t.Errorf("the sentence was rewritten: %+v", st)
	}
	if want := "Two guides (2 of 3 who answered) described finding courage"; st.Computed != want || st.Quantifier != "two" {
		t.Errorf("computed %q, want %q", st.Computed, want)
	}
	if ks := byRule(s, "R20"); len(ks) != 1 || ks[0].Severity != analysis.Block || ks[0].Text != "The sentence says 4 of 5; the counts are 2 of 3." {
		t.Errorf("R20 = %+v", ks)
	}
	if ks := byRule(s, "R25"); len(ks) != 1 || ks[0].Text != "“Most” is now 2 of 3: “two”." {
		t.Errorf("R25 = %+v", ks)
	}
	c.Codings[0].Status = analysis.Rejected
	if ks := byRule(collate.Collate(c.Input), "R25"); len(ks) != 1 || !strings.Contains(ks[0].Text, "1 of 3: “one”") {
		t.Errorf("after a coding was rejected: %+v", ks)
	}
}

func TestR21CounterCasesAreHeard(t *testing.T) {
	c := four()
	v := c.answer("g9", "guide", "I was quieter than before.", survey.ThemesOnly, "")
	c.code(v, "courage", "ana", analysis.Accepted, 1)
	c.Codings[len(c.Codings)-1].Against = true
	s := collate.Collate(c.Input)
	if st := statement(t, s, "guide", "courage"); st.People != 4 || st.Against != 1 || st.Base != 6 {
		t.Errorf("%d of %d for, %d against; want 4 of 6 and 1", st.People, st.Base, st.Against)
	}
	if ks := byRule(s, "R21"); len(ks) != 1 || ks[0].Severity != analysis.Warn {
		t.Errorf("R21 = %+v, want a warning", ks)
	}
	for i := range c.Verbatims {
		c.Verbatims[i].QuoteConsent = survey.QuoteWords
	}
	if ks := byRule(collate.Collate(c.Input), "R21"); len(ks) > 0 {
		t.Errorf("R21 = %+v though the words are printed", ks)
	}
}

func TestR22AFewAreNoPlural(t *testing.T) {
	c := four()
	c.Codings = c.Codings[:2]
	c.word("Guides found courage")
	if ks := byRule(collate.Collate(c.Input), "R22"); !slices.ContainsFunc(ks, func(k analysis.Check) bool { return k.Severity == analysis.Warn }) {
		t.Errorf("R22 = %+v, want a warning of a plural over two people", ks)
	}
}

func TestR24ASentenceSaysMoreThanItsQuotes(t *testing.T) {
	c := four()
	c.Verbatims[0].Text = "I dare to ask questions in front of everybody now."
	c.Codings[0].Span.End = len(c.Verbatims[0].Text)
	c.word("Most guides (4 of 5 who answered) dare to ask questions in front of others")
	s := collate.Collate(c.Input)
	if ks := byRule(s, "R24"); !slices.ContainsFunc(ks, func(k analysis.Check) bool {
		return strings.Contains(k.Text, "dare to ask questions in front") && k.Severity == analysis.Warn
	}) {
		t.Errorf("R24 = %+v, want the echo", ks)
	}
	if !slices.ContainsFunc(byRule(s, "R24"), func(k analysis.Check) bool { return k.Severity == analysis.Inform && strings.Contains(k.Text, "words") }) {
		t.Error("R24 does not tell how much is quoted and how much is prose")
	}
	c.word("Most guides (4 of 5 who answered) spoke up, and some rested, and others left")
	for i := range c.Verbatims[1:] {
		c.Verbatims[i+1].QuoteConsent = survey.ThemesOnly
	}
	if ks := byRule(collate.Collate(c.Input), "R24"); !slices.ContainsFunc(ks, func(k analysis.Check) bool {
		return strings.Contains(k.Text, "3 claims in the sentence and 1 quote below it")
	}) {
		t.Errorf("R24 = %+v, want claims without quotes", ks)
	}
}

func TestR26WordsWithoutNumbersAreAChoice(t *testing.T) {
	c := four()
	c.Outline.WithoutCount = true
	s := collate.Collate(c.Input)
	if st := statement(t, s, "guide", "courage"); st.Lead != "Most guides described finding courage" {
		t.Errorf("lead = %q", st.Lead)
	}
	if ks := byRule(s, "R26"); len(ks) != 1 || ks[0].Severity != analysis.Inform || !strings.Contains(strings.Join(s.Method, " "), analysis.ScaleOpening) {
		t.Errorf("R26 = %+v", ks)
	}
	c.word("Most guides (4 of 5 who answered) found courage")
	if ks := byRule(collate.Collate(c.Input), "R26"); len(ks) != 2 {
		t.Errorf("R26 = %+v, want the number that stands in the sentence", ks)
	}
}

func TestR27AllNamesItsBase(t *testing.T) {
	c := four()
	c.code(c.Verbatims[4].ID, "courage", "ana", analysis.Accepted, 1)
	c.Round.Pairs = 0
	c.word("All guides who took part in the evaluation found courage")
	if ks := byRule(collate.Collate(c.Input), "R27"); len(ks) != 1 || ks[0].Severity != analysis.Warn || !strings.Contains(ks[0].Text, "all 5 who answered") {
		t.Errorf("R27 = %+v", ks)
	}
	c.word("All 5 guides who answered found courage")
	if ks := byRule(collate.Collate(c.Input), "R27"); len(ks) > 0 {
		t.Errorf("R27 = %+v though the base is named", ks)
	}
}

func TestAWaiverHoldsForWhatItIsAbout(t *testing.T) {
	c := four()
	c.word("Most guides (4 of 5 who answered) saw a substantial change")
	s := collate.Collate(c.Input)
	i := slices.IndexFunc(s.Checks, func(k analysis.Check) bool { return strings.Contains(k.Text, "substantial") })
	open := len(collate.Open(s.Checks))
	c.Waivers = []analysis.Waiver{{Key: s.Checks[i].Key, Reason: "It was measured.", By: "bea"}}
	for _, k := range s.Checks {
		if k.Severity == analysis.Block {
			c.Waivers = append(c.Waivers, analysis.Waiver{Key: k.Key, Reason: "I want to."})
		}
	}
	s = collate.Collate(c.Input)
	if s.Checks[i].Waiver == nil || len(collate.Open(s.Checks)) != open-1 {
		t.Errorf("%d are open of %d, want one less: what blocks cannot be waived", len(collate.Open(s.Checks)), open)
	}
	c.word("Most guides (4 of 5 who answered) saw a substantial change at work")
	for _, k := range collate.Collate(c.Input).Checks {
		if k.Waiver != nil {
			t.Errorf("the reason holds for another sentence: %+v", k)
		}
	}
}

func TestStatementsAndPartsStandWherePeoplePutThem(t *testing.T) {
	c := sample()
	c.Wordings = []analysis.Wording{{Role: "guide", Theme: "time", Place: 1}, {Role: "guide", Theme: "courage", Place: 2}}
	c.Outline.Parts = []analysis.Part{{Key: analysis.RolePart("guest")}, {Key: "own:x", Heading: "What next", Body: []string{"We meet in March."}}, {Key: analysis.RolePart("gone")}}
	s := collate.Collate(c.Input)
	var keys []string
	for _, p := range s.Printed() {
		keys = append(keys, p.Key)
	}
	if got := strings.Join(keys, " "); got != "new building role:guide role:guest own:x" && got != "role:guest own:x new building role:guide" {
		t.Errorf("parts = %q", got)
	}
	sec, _ := s.Section("guide")
	if sec.Statements[0].Theme != "time" || sec.Statements[1].Theme != "courage" {
		t.Errorf("statements = %q, %q", sec.Statements[0].Theme, sec.Statements[1].Theme)
	}
	c.Wordings[0].Left = true
	s = collate.Collate(c.Input)
	if sec, _ = s.Section("guide"); sec.Statements[0].Theme != "courage" || len(s.Aside) != 1 || !s.Aside[0].Statements[0].Left {
		t.Errorf("a statement that was left out: %+v, aside %+v", sec.Statements, s.Aside)
	}
}
