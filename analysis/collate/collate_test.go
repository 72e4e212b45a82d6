package collate_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

var update = flag.Bool("update", false, "write the golden file anew")

func TestGolden(t *testing.T) {
	got, err := json.MarshalIndent(collate.Collate(sample().Input), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("testdata", "summary.golden.json")
	if *update {
		if err := os.WriteFile(name, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the summary differs (-want +got); run with -update and read the difference:\n%s", diff)
	}
}

func statement(t *testing.T, s analysis.Summary, role, theme string) analysis.Statement {
	t.Helper()
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if sec.Role == role && st.Theme == theme {
				return st
			}
		}
	}
	t.Fatalf("no statement %q of %s", theme, role)
	return analysis.Statement{}
}

func rules(s analysis.Summary, severity analysis.Severity) []string {
	var rs []string
	for _, c := range s.Checks {
		if c.Severity == severity && !slices.Contains(rs, c.Rule) {
			rs = append(rs, c.Rule)
		}
	}
	slices.Sort(rs)
	return rs
}

func TestStatements(t *testing.T) {
	s := collate.Collate(sample().Input)
	st := statement(t, s, "guide", "courage")
	if want := "Most guides (4 of 5 who wrote an answer) described finding courage"; st.Lead != want {
		t.Errorf("lead = %q, want %q", st.Lead, want)
	}
	if st.People != 4 || st.Base != 5 || st.Reviewed != 2 || len(st.Quotes) != 4 {
		t.Errorf("%d of %d people, %d reviewed, %d quotes; want 4 of 5, 2, 4", st.People, st.Base, st.Reviewed, len(st.Quotes))
	}
	st = statement(t, s, "guide", "time")
	if want := "One guide (1 of 5 who wrote an answer) wrote about time and rooms"; st.Lead != want || len(st.Quotes) != 0 {
		t.Errorf("lead = %q with %d quotes, want %q and none: a rejected coding does not count, and nobody agreed to be quoted", st.Lead, len(st.Quotes), want)
	}
	st = statement(t, s, "guide", "")
	if len(st.Quotes) != 1 || st.Quotes[0].Text != "Finding a room took longer than the talk." {
		t.Errorf("under no theme: %+v, want the one whose coding was rejected", st.Quotes)
	}
	if got, want := rules(s, analysis.Block), []string{"P8", "R33"}; !cmp.Equal(got, want) {
		t.Errorf("blocked by %v, want %v", got, want)
	}
}

func TestOutcomes(t *testing.T) {
	s := collate.Collate(sample().Input)
	if len(s.New) != 2 || len(s.Building) != 1 || len(s.Building[0].Points) != 1 {
		t.Fatalf("%d new and %d building, want 2 and 1 with one point:\n%+v", len(s.New), len(s.Building), s)
	}
	if got := s.Building[0]; got.Previous.Reference != "2022-1" || got.Points[0].Text != "Keep the scheme going next year" {
		t.Errorf("building = %+v", got)
	}
	i := slices.IndexFunc(s.New, func(o analysis.Outcome) bool { return len(o.Points) == 2 })
	if i < 0 {
		t.Fatalf("no bundle among %+v", s.New)
	}
	o := s.New[i]
	if want := []string{"Pay guides for their hours", "book rooms centrally"}; !cmp.Equal(o.Points, want) || len(o.Actions) != 2 {
		t.Errorf("points = %q with %d actions, want %q", o.Points, len(o.Actions), want)
	}
	if want := []analysis.Count{{Role: "pair", People: 1}}; !cmp.Equal(o.Support, want) {
		t.Errorf("support = %v, want %v", o.Support, want)
	}
	if got := s.New[1-i].Text; got != "Let guests visit the workshop too." {
		t.Errorf("the second line is %q", got)
	}
	if all := fmt.Sprint(s.New, s.Building); strings.Contains(all, "Nothing else") {
		t.Error("words were printed whose author did not agree")
	}
}

func TestRejectedActions(t *testing.T) {
	c := newCohort()
	text := "Buy chairs; paint the walls; hire a choir"
	v := c.answer("", "pair", text, survey.QuoteWords, survey.ForRecommendation)
	c.act(v, 0, 10, analysis.Accepted, "")
	c.act(v, 12, 27, analysis.Rejected, "")
	c.act(v, 29, len(text), analysis.Accepted, "")
	s := collate.Collate(c.Input)
	if len(s.New) != 1 || s.New[0].Text != "Buy chairs; hire a choir" {
		t.Errorf("New = %+v, want what was not rejected", s.New)
	}
	for i := range c.Actions {
		c.Actions[i].Status = analysis.Rejected
	}
	if s = collate.Collate(c.Input); len(s.New) != 0 {
		t.Errorf("New = %+v after all was rejected", s.New)
	}
}

func TestNearDuplicatesMergeWithSupport(t *testing.T) {
	c := newCohort()
	for i, text := range []string{"Pay the guides for their time.", "Pay the guides for their time", "Plant trees along the north car park"} {
		v := c.answer(fmt.Sprint("x", i), "guest", text, survey.QuoteWords, survey.ForRecommendation)
		c.act(v, 0, len("Pay the guides for their time"), analysis.Suggested, "")
	}
	s := collate.Collate(c.Input)
	if len(s.New) != 2 || !cmp.Equal(s.New[0].Support, []analysis.Count{{Role: "guest", People: 2}}) || len(s.New[0].Verbatims) != 2 {
		t.Errorf("New = %+v, want two outcomes, the first of two guests", s.New)
	}
}

func TestWithdrawalCountsAgain(t *testing.T) {
	c := sample()
	before := statement(t, collate.Collate(c.Input), "guide", "courage")
	gone := before.Quotes[0]
	response, _, _ := strings.Cut(gone.VerbatimID, ".")
	c.withdraw(response)
	s := collate.Collate(c.Input)
	after := statement(t, s, "guide", "courage")
	if after.People != before.People-1 || after.Quantifier != analysis.Usual().Scale.Quantifier(after.People, after.Base) {
		t.Errorf("after a withdrawal: %+v", after)
	}
	if b, _ := json.Marshal(s); strings.Contains(string(b), gone.Text) {
		t.Error("the withdrawn words are still in the summary")
	}
}

func TestLongAnswersAreQuotedByTheSentencesThatCarryTheTheme(t *testing.T) {
	c := newCohort()
	filler := strings.Repeat("The minibus came late again and the canteen had run out of everything but soup. ", 8)
	core := "In the end I told the whole room what I thought of the plan, and nobody laughed."
	v := c.answer("g0", "guide", filler+core+" "+filler, survey.QuoteWords, "")
	c.code(v, "courage", analysis.Machine, analysis.Suggested, 0.8)
	c.Codings[0].Span = analysis.Span{Start: len(filler), End: len(filler) + len(core)}
	st := statement(t, collate.Collate(c.Input), "guide", "courage")
	if len(st.Quotes) != 1 || st.Quotes[0].Text != core {
		t.Errorf("quotes = %+v, want %q", st.Quotes, core)
	}
}

func TestLargeCohortIsSpread(t *testing.T) {
	c := newCohort()
	for i := range 300 {
		v := c.answer(fmt.Sprint("g", i%100), "guide", fmt.Sprintf("In week %d I asked the question that nobody else in the room was asking.", i), survey.QuoteWords, "")
		c.code(v, "courage", analysis.Machine, analysis.Suggested, 0.5)
	}
	st := statement(t, collate.Collate(c.Input), "guide", "courage")
	people := map[string]bool{}
	for _, q := range st.Quotes {
		people[q.Label] = true
	}
	if st.People != 100 || st.Base != 100 || len(st.Quotes) < 7 || len(st.Quotes) > 12 || len(people) != len(st.Quotes) {
		t.Errorf("%d of %d people, %d quotes of %d; want 100 of 100 and 7 to 12 quotes, each of somebody else", st.People, st.Base, len(st.Quotes), len(people))
	}
}

// draw makes a cohort of up to forty answers with codings of every kind.
func draw(t *rapid.T) *cohort {
	c := newCohort()
	text := rapid.StringMatching(`[A-Z][a-z]{2,8}( [a-z’é"]{1,9}){2,30}[.!?]`)
	for i := range rapid.IntRange(0, 40).Draw(t, "answers") {
		person := fmt.Sprint("x", rapid.IntRange(0, 12).Draw(t, "person"))
		role := rapid.SampledFrom([]string{"guide", "guest", "pair", "stranger", ""}).Draw(t, "role")
		purpose := rapid.SampledFrom([]survey.Purpose{"", "", survey.ForRecommendation}).Draw(t, "purpose")
		consent := rapid.SampledFrom([]survey.QuoteConsent{survey.QuoteWords, survey.QuoteWords, survey.ThemesOnly, survey.CountOnly, ""}).Draw(t, "consent")
		v := c.answer(person, role, fmt.Sprint(text.Draw(t, "text"), " ", i), consent, purpose)
		for _, theme := range []string{"courage", "time", "unknown"} {
			if rapid.Bool().Draw(t, theme) {
				c.code(v, theme, analysis.Machine, rapid.SampledFrom([]analysis.Status{analysis.Accepted, analysis.Suggested, analysis.Rejected}).Draw(t, "status"), rapid.Float64Range(0, 1).Draw(t, "score"))
			}
		}
		if purpose == survey.ForRecommendation {
			c.act(v, 0, len(c.text(v)), analysis.Suggested, "")
		}
	}
	return c
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := draw(t)
		s := collate.Collate(c.Input)
		checkQuotes(t, c, s)
		checkCounts(t, c, s)
		shuffled := c.Input
		shuffled.Verbatims = slices.Clone(c.Verbatims)
		slices.Reverse(shuffled.Verbatims)
		shuffled.Responses, shuffled.Codings, shuffled.Actions = slices.Clone(c.Responses), slices.Clone(c.Codings), slices.Clone(c.Actions)
		slices.Reverse(shuffled.Responses)
		slices.Reverse(shuffled.Codings)
		slices.Reverse(shuffled.Actions)
		if diff := cmp.Diff(s, collate.Collate(shuffled)); diff != "" {
			t.Fatalf("the order of the input shows:\n%s", diff)
		}
	})
}

// checkQuotes wants every quote to be its verbatim's words, with consent, once,
// and nobody's words left out.
func checkQuotes(t *rapid.T, c *cohort, s analysis.Summary) {
	printed := map[string]bool{}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				i := slices.IndexFunc(c.Verbatims, func(v survey.Verbatim) bool { return v.ID == q.VerbatimID })
				v := c.Verbatims[i]
				if q.Text != q.Span.In(v.Text) || quote.Check(q, v.Text) != nil || !v.QuoteConsent.MayQuote() || v.Role != sec.Role || printed[v.ID] {
					t.Fatalf("quote %+v of %+v under %s", q, v, sec.Role)
				}
				printed[v.ID] = true
			}
			if len(st.Quotes) > 6 && st.Theme != "" {
				t.Fatalf("%d quotes under %s", len(st.Quotes), st.Name)
			}
		}
	}
	for _, o := range s.New {
		for _, v := range o.Verbatims {
			printed[v] = true
		}
	}
	full := slices.ContainsFunc(s.Checks, func(k analysis.Check) bool { return strings.Contains(k.Text, "statements are full") })
	for _, v := range c.Verbatims {
		if v.QuoteConsent.MayQuote() && v.Role != "pair" && !printed[v.ID] && !full {
			t.Fatalf("%+v was left out", v)
		}
	}
}

// checkCounts counts the people of each theme anew, in the plainest way.
func checkCounts(t *rapid.T, c *cohort, s analysis.Summary) {
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if st.Theme == "" {
				continue
			}
			people, base := map[string]bool{}, map[string]bool{}
			for _, v := range c.Verbatims {
				if v.Role != sec.Role || !v.QuoteConsent.MayAnalyse() {
					continue
				}
				base[v.Person] = true
				for _, k := range c.Codings {
					if k.VerbatimID == v.ID && k.Theme == st.Theme && (k.Status == analysis.Accepted || k.Status == analysis.Suggested && !asOutcome(s, v.ID)) {
						people[v.Person] = true
					}
				}
			}
			if st.People != len(people) || st.Base != len(base) || st.Quantifier != analysis.Usual().Scale.Quantifier(len(people), len(base)) || st.Reviewed > st.People {
				t.Fatalf("%s of %s: %d of %d (%q), counted anew %d of %d", st.Theme, sec.Role, st.People, st.Base, st.Quantifier, len(people), len(base))
			}
		}
	}
}

func asOutcome(s analysis.Summary, verbatim string) bool {
	return slices.ContainsFunc(s.New, func(o analysis.Outcome) bool { return slices.Contains(o.Verbatims, verbatim) })
}
