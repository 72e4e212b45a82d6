package coordinate

import (
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/research"
)

// draft is a summary with something in every part.
func draft(checks ...analysis.Check) analysis.Summary {
	long := "Create a guide to financial support for students, and print it for everybody who asks"
	return analysis.Summary{
		Title: "Recommendations", Round: "2021", Earlier: "2020", Checks: checks,
		Base: []analysis.RoleBase{{Role: "mentor", Singular: "mentor", Plural: "mentors"}},
		New:  []analysis.Outcome{{Text: long, Action: analysis.Action{ID: "a1"}}, {Text: "Pay mentors", Own: true, Recommendation: analysis.Recommendation{ID: "r1", Reference: "2021-R01", Body: "the board"}}},
		Fates: []analysis.Fate{
			{Previous: analysis.Recommendation{Reference: "2020-1", Title: "Changes"}, Kind: analysis.FateContinued},
			{Previous: analysis.Recommendation{Reference: "2020-2", Title: "Expand the scheme"}, Round: "2020", Kind: analysis.FateDone},
			{Previous: analysis.Recommendation{Reference: "2020-3", Title: "Train tutors"}, Round: "2020"},
		},
		Building: []analysis.Building{{Previous: analysis.Recommendation{Reference: "2020-1", Title: "Changes"}, Points: []analysis.Outcome{{Text: "Teach it"}}}},
		Sections: []analysis.Section{{Role: "mentor", Heading: "Themes and quotes from mentors’ feedback", Statements: []analysis.Statement{
			{Theme: "confidence", Name: "Confidence", Lead: "Two mentors gained confidence", Quantifier: "two", People: 2, Base: 6, Quotes: []analysis.Quote{
				{Text: "I work on ward seven", Label: "Mentor 1"}, {Text: "Dr Smith listened", Label: "Mentor 1"},
			}},
		}}},
	}
}

// TestChecksStandBesideWhatTheyAreAbout names each place as the collation does.
func TestChecksStandBesideWhatTheyAreAbout(t *testing.T) {
	tests := []struct {
		name, where, text string
		at                func(p page.Summary) []page.CheckView
	}{
		{"recommendations", "Recommendations", "x", func(p page.Summary) []page.CheckView { return p.Parts[0].Checks }},
		{"one recommendation by its first words", "Create a guide to financial support for students, …", "x", func(p page.Summary) []page.CheckView { return p.Parts[0].Groups[0].Outcomes[0].Checks }},
		{"an earlier one by its reference", "2020-1", "x", func(p page.Summary) []page.CheckView { return p.Parts[1].Groups[0].Checks }},
		{"one that builds on it", "Teach it", "x", func(p page.Summary) []page.CheckView { return p.Parts[1].Groups[0].Outcomes[0].Checks }},
		{"one that was taken up by its reference", "2021-R01", "x", func(p page.Summary) []page.CheckView { return p.Parts[0].Groups[0].Outcomes[1].Checks }},
		{"an earlier one that nothing builds on", "2020-3", "x", func(p page.Summary) []page.CheckView { return p.Parts[1].Groups[1].Outcomes[1].Checks }},
		{"a role", "Mentors", "x", func(p page.Summary) []page.CheckView { return p.Parts[2].Checks }},
		{"a statement", "Mentors: Confidence", "x", func(p page.Summary) []page.CheckView { return p.Parts[2].Statements[0].Checks }},
		{"the quote that holds the words", "Mentor 1", "“Smith” looks like a name", func(p page.Summary) []page.CheckView { return p.Parts[2].Statements[0].Quotes[1].Checks }},
		{"the method", "Method", "x", func(p page.Summary) []page.CheckView { return p.MethodChecks }},
		{"what has no place of its own", "Abbreviations", "x", func(p page.Summary) []page.CheckView { return p.General }},
		{"a speaker without the words", "Mentor 1", "three things", func(p page.Summary) []page.CheckView { return p.General }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := summaryPage(place{}, draft(analysis.Check{Severity: analysis.Warn, Where: tt.where, Text: tt.text}), research.Labels{})
			if got := tt.at(p); len(got) != 1 || got[0].Text != tt.text || got[0].Word != "Needs a reason." {
				t.Errorf("beside %q stands %+v, want the check", tt.where, got)
			}
		})
	}
}

// TestFatesStandInTheDraft says of each earlier recommendation once what became
// of it, and leads on where nobody has said so.
func TestFatesStandInTheDraft(t *testing.T) {
	p := summaryPage(place{programme: survey.Programme{Key: "p"}, round: survey.Round{Key: "2021"}}, draft(), research.Labels{})
	if known := p.Parts[0].Groups[0].Outcomes[1].Known; known != "For the board." {
		t.Errorf("of what was taken up the draft says %q", known)
	}
	rest := p.Parts[1].Groups[1].Outcomes
	if len(rest) != 2 || rest[0].Text != "Expand the scheme" || rest[0].Known != "Done." || rest[1].Known != "" {
		t.Fatalf("fates = %+v", rest)
	}
	if l := rest[1].Sources[len(rest[1].Sources)-1]; l.Address != "/staff/fates/p/2021" {
		t.Errorf("an open one leads to %q", l.Address)
	}
}

func TestGravestChecksComeFirst(t *testing.T) {
	p := summaryPage(place{}, draft(
		analysis.Check{Severity: analysis.Inform, Text: "third"}, analysis.Check{Severity: analysis.Block, Text: "first"}, analysis.Check{Severity: analysis.Warn, Text: "second"},
	), research.Labels{})
	var got []string
	for _, c := range p.General {
		got = append(got, c.Text)
	}
	if strings.Join(got, " ") != "first second third" {
		t.Errorf("order = %q", got)
	}
	if len(p.Tally) != 3 || p.Tally[0].Text != "1 check blocks publication" {
		t.Errorf("tally = %+v", p.Tally)
	}
}

func TestStatementsSayWhatTheyRestOn(t *testing.T) {
	p := summaryPage(place{}, draft(), research.Labels{})
	st := p.Parts[2].Statements[0]
	if st.Lead != "Two mentors gained confidence:" {
		t.Errorf("lead = %q, want a colon before quotes", st.Lead)
	}
	if st.Count != "“two” is 2 of 6 mentor, none decided by a person yet" {
		t.Errorf("count = %q", st.Count)
	}
}

func TestOpenState(t *testing.T) {
	w := survey.Wave{OpensOn: "2021-06-01", ClosesOn: "2021-07-03"}
	for day, want := range map[survey.Day]string{
		"2021-05-31": "Opens on 1 June 2021", "2021-06-01": "Open until 3 July 2021", "2021-07-03": "Open until 3 July 2021", "2021-07-04": "Closed since 3 July 2021",
	} {
		if got, open := openState(w, day); got != want || open != strings.HasPrefix(want, "Open until") {
			t.Errorf("openState(%s) = %q, %v, want %q", day, got, open, want)
		}
	}
	if got, open := openState(survey.Wave{}, "2021-07-04"); got != "Open until it is closed by hand" || !open {
		t.Errorf("openState without days = %q, %v", got, open)
	}
}

func TestEveryModeIsExplained(t *testing.T) {
	for _, m := range []survey.Mode{survey.Named, survey.Confidential, survey.AnonymousInvited, survey.Open} {
		if name, meaning := modeWords(m); name == "Mode" || meaning == "" {
			t.Errorf("modeWords(%s) = %q, %q", m, name, meaning)
		}
		if w := (survey.Wave{Mode: m}); takesLinks(w) == m.Linked() {
			t.Errorf("takesLinks(%s) = %t", m, takesLinks(w))
		}
	}
}
