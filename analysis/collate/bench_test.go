package collate_test

import (
	"fmt"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// BenchmarkCollate measures a summary of 10,000 verbatims, 2,000 of them
// recommendations.
func BenchmarkCollate(b *testing.B) {
	c := newCohort()
	verbs := []string{"Pay", "Train", "Invite", "Thank", "Move", "Record", "Publish"}
	nouns := []string{"guides", "guests", "workshops", "rooms", "timetables", "minutes", "budgets", "technicians", "managers", "laboratories", "meetings"}
	for i := range 10_000 {
		text := fmt.Sprintf("In week %d I told the %s what I thought of the %s and they listened.", i%53, nouns[i%11], nouns[i*7%11])
		purpose := survey.Purpose("")
		if i%5 == 0 {
			purpose = survey.ForRecommendation
			text = fmt.Sprintf("%s the %s before the %s of the next term, %d days ahead.", verbs[i%7], nouns[i%11], nouns[i/7%11], i%90)
		}
		id := c.answer(fmt.Sprint("x", i/4), []string{"guide", "guest"}[i%2], text, survey.QuoteWords, purpose)
		span := analysis.Span{End: len(text)}
		c.Codings = append(c.Codings, analysis.Coding{ID: id + ".c", VerbatimID: id, Theme: c.Codebook.Themes[i%3].Key, Span: span, Coder: analysis.Machine, Status: analysis.Suggested, Score: 0.5})
		if purpose != "" {
			c.Actions = append(c.Actions, analysis.Action{ID: id + ".a", VerbatimID: id, Span: span, Text: text, Status: analysis.Suggested})
		}
	}
	for b.Loop() {
		collate.Collate(c.Input)
	}
}
