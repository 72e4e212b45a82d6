package report_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/report"
)

// takenUp puts a recommendation that was taken up, and two fates, into a sample.
func takenUp(tb testing.TB) *sample {
	tb.Helper()
	s := newSample(tb)
	s.summary.Checks, s.summary.New = nil, []analysis.Outcome{{
		Own: true, Text: "Pay mentors & mentees", Support: []analysis.Count{{Role: "mentor", People: 4}, {Role: "mentee", People: 2}}, Verbatims: []string{"va"},
		Recommendation: analysis.Recommendation{
			ID: "r", Reference: "2021-R04", Title: "Pay mentors & mentees", Body: "the EDI education committee", Owner: "Ana", CoOwners: []string{"Bo"}, FeedsInto: []string{"the work in progress on workloads"},
			Points: []analysis.Point{{Number: 1, Title: "Agree a rate"}, {Number: 3, Title: "Pay it every month"}},
			Notes: []analysis.Note{
				{Kind: analysis.DueNote, Value: "2022-01-31"},
				{Kind: analysis.DueNote, Value: "2022-06-30"},
				{Kind: analysis.ResponseNote, Value: string(analysis.ResponsePartly), Words: "Mentors only."},
				{Kind: analysis.StatusNote, Value: string(analysis.InProgress)},
			},
		},
	}}
	s.summary.Fates = []analysis.Fate{
		{Previous: analysis.Recommendation{Reference: "2020-1", Title: "Expand the scheme"}, Round: "2020", Kind: analysis.FateDropped, Why: "There was no room.", Raised: 1},
		{Previous: analysis.Recommendation{Reference: "2020-2", Title: "Changes to the curriculum"}, Round: "2020", Kind: analysis.FateContinued, GoesOn: []string{"2021-R05"}, Raised: 3},
	}
	for i := range s.summary.Sections {
		for j := range s.summary.Sections[i].Statements {
			st := &s.summary.Sections[i].Statements[j]
			st.Reviewed = st.People
		}
	}
	return s
}

// TestR32RecommendationsAreAddressed reads a recommendation with all that is known
// of it, its points with their references, and the fates, out of every format.
func TestR32RecommendationsAreAddressed(t *testing.T) {
	s := takenUp(t)
	for _, name := range []string{"html", "docx", "md"} {
		f, ok := report.FormatNamed(name)
		if !ok {
			t.Fatalf("there is no format %s", name)
		}
		content, err := report.Options{Kind: analysis.CommitteeEdition, Edition: "Committee edition 1"}.Export(f, s.summary, s.summary, s.source)
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if name == "docx" {
			text = string(docxPart(t, content, "word/document.xml"))
		}
		for _, want := range []string{
			"2021-R04", "raised by 4 mentors and 2 mentees", "2021-R04.3", "Pay it every month", "For the EDI education committee; owner: Ana and Bo; partly accepted (Mentors only); in progress; due 30 June 2022 (first 31 January 2022); will feed into the work in progress on workloads.",
			"What became of earlier recommendations", "Not taken forward: There was no room.", "2020-2, raised in 3 rounds running",
		} {
			if !strings.Contains(strings.ReplaceAll(text, `\`, ""), want) {
				t.Errorf("%s does not print %q", name, want)
			}
		}
		if strings.Contains(text, "2020-2: Continued") {
			t.Errorf("%s says twice what goes on", name)
		}
	}
}

// TestChainLeadsBothWays follows a recommendation to the themes that it was put
// under and that its answers speak of, and back.
func TestChainLeadsBothWays(t *testing.T) {
	s := takenUp(t)
	s.summary.New[0].Recommendation.Themes = []string{"awareness"}
	c := report.ChainOf(s.summary, func(id string) []string { return map[string][]string{"va": {"heard"}}[id] })
	var themes []string
	for _, i := range c.Recommendations[0].Statements {
		st := c.Statements[i]
		themes = append(themes, st.Statement.Theme)
		if !slices.Contains(st.Recommendations, 0) {
			t.Errorf("nothing leads back from %s", st.Statement.Theme)
		}
	}
	slices.Sort(themes)
	if want := []string{"awareness", "confidence", "heard"}; !slices.Equal(themes, want) { // va is quoted under confidence
		t.Errorf("themes = %q, want %q", themes, want)
	}
}
