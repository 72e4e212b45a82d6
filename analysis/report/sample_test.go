package report_test

import (
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey"
)

// A sample is a summary with the verbatims it quotes.
type sample struct {
	summary   analysis.Summary
	verbatims map[string]string
}

func (s *sample) source(id string) (string, bool) {
	text, ok := s.verbatims[id]
	return text, ok
}

// quote adds a quote of part of text by a speaker.
func (s *sample) quote(tb testing.TB, role, label, text, part string, edits ...analysis.Edit) analysis.Quote {
	tb.Helper()
	id := "v" + string(rune('a'+len(s.verbatims)))
	s.verbatims[id] = text
	i := strings.Index(text, part)
	v := survey.Verbatim{ID: id, Role: role, Text: text, QuoteConsent: survey.QuoteWords}
	q, err := quote.New(v, analysis.Span{Start: i, End: i + len(part)}, edits)
	if err != nil {
		tb.Fatalf("quote.New(%q in %q): %v", part, text, err)
	}
	q.Label = label
	return q
}

const (
	proud = "Until talking to my mentee about what I have experienced and seeing how surprised and impressed they were at what I had overcome, I think perhaps I did not realise how proud I should be of myself because it was just my norm"
	voice = "My voice is valid and important as much as anyone else's, I shouldn't be afraid to speak and share my own views/ experiences"
	stero = "Professionally it reinforced the need to be aware of the difficulties that some students might face because they do not fit the \"stereotype\""
	scale = "Needs some thought as to how it can be scaled up & how impact can be measured.\n\nNeed to avoid complacency - it is great that it is <running> *but* it needs to make a difference:\n  1. to student experience\t2. on a wider level"
	other = "… we talked to Dr Smith, who was kind, about the ward. i recieved a lot [really]" //nolint:misspell // a participant's own
)

// newSample returns the round of a reverse-mentoring scheme that has one of
// everything a document can hold.
func newSample(tb testing.TB) *sample {
	tb.Helper()
	s := &sample{verbatims: map[string]string{}}
	at := func(part string) analysis.Span {
		i := strings.Index(other, part)
		return analysis.Span{Start: i, End: i + len(part)}
	}
	sic := at(" a lot")
	mentor := []analysis.Statement{
		{Theme: "confidence", Name: "Confidence and finding a voice", Lead: "Several mentors described gaining confidence", Quantifier: "several", People: 3, Base: 7, Reviewed: 2, Quotes: []analysis.Quote{
			s.quote(tb, "mentor", "Mentor 1", proud, proud), s.quote(tb, "mentor", "Mentor 2", voice, voice),
		}},
		{Theme: "heard", Name: "Being heard", Lead: "Two mentors felt heard.", Quantifier: "two", People: 2, Base: 7, Reviewed: 2, Quotes: []analysis.Quote{
			s.quote(tb, "mentor", "Mentor 3", other, other,
				analysis.Edit{Op: analysis.Replace, Span: at("Dr Smith"), Text: "a consultant"},
				analysis.Edit{Op: analysis.Omit, Span: at("who was kind,")},
				analysis.Edit{Op: analysis.Sic, Span: analysis.Span{Start: sic.Start, End: sic.Start}}),
		}},
	}
	mentee := []analysis.Statement{
		{Theme: "awareness", Name: "Awareness", Lead: "Most mentees described being more aware", Quantifier: "most", People: 6, Base: 7, Reviewed: 6, Quotes: []analysis.Quote{
			s.quote(tb, "mentee", "Mentee 1", stero, stero),
		}},
		{Theme: "impact", Name: "Impact & change", Lead: "A mentee saw the challenge of making a difference", Quantifier: "one", People: 1, Base: 7, Reviewed: 1, Quotes: []analysis.Quote{
			s.quote(tb, "mentee", "", scale, scale),
		}},
		{Theme: "unquoted", Name: "Time", Lead: "No mentee spoke of time", People: 0, Base: 7},
	}
	s.summary = analysis.Summary{
		Title: "Recommendations from Reverse Mentoring in the Faculty of Medicine – 2021", Programme: "Reverse Mentoring in the Faculty of Medicine",
		Organisation: "the Faculty of Medicine", Round: "2021", Earlier: "2020",
		Introduction: []string{"The scheme aims to increase inclusivity in the faculty. This year, 10 pairs took part & answered.", "It is presented to the EDI education committee."},
		New: []analysis.Outcome{
			outcome("Create financial support and information guidance document for students", analysis.Count{Role: "mentor", People: 1}, analysis.Count{Role: "mentee", People: 2}),
			outcome("Contribute to eNews with students’ experiences", analysis.Count{Role: "pair", People: 1}),
			{Text: "Improve the tutor relationship:", Points: []string{"more guidance for tutors", "find out why the support is not consistent"}, Action: analysis.Action{Text: "Improve PAT relationship, more guidance for tutors; find out why the support is not consistent"}},
		},
		Building: []analysis.Building{
			{Previous: analysis.Recommendation{Reference: "2020-2", Title: "Changes to the curriculum"}, Points: []analysis.Outcome{
				outcome("Include cultural competency in the core curriculum, e.g. SSU3 & \"Year 0\""), outcome("More help with dealing with imposter syndrome"),
			}},
			{Previous: analysis.Recommendation{Reference: "2020-3", Title: "Develop a process to call out inappropriate staff behaviour"}},
		},
		Sections: []analysis.Section{
			{Role: "mentor", Heading: "Themes and quotes from mentors’ feedback", Statements: mentor},
			{Role: "mentee", Heading: "Themes and quotes from mentees’ feedback", Statements: mentee},
		},
		Base: []analysis.RoleBase{
			{Role: "mentor", Singular: "mentor", Plural: "mentors", Responses: 8, FreeText: 7},
			{Role: "mentee", Singular: "mentee", Plural: "mentees", Responses: 9, FreeText: 7},
			{Role: "pair", Singular: "pair", Plural: "pairs", Joint: true, Responses: 10, FreeText: 10},
		},
		Method:   []string{"Answers were given in June 2021. Themes were suggested by the software and reviewed by one person."},
		Reviewed: 31, Codings: 40,
		Checks: []analysis.Check{{Severity: analysis.Block, Rule: "R11", Where: "Being heard", Text: "A name is printed."}, {Severity: analysis.Warn, Rule: "R28"}},
	}
	return s
}

func outcome(text string, support ...analysis.Count) analysis.Outcome {
	return analysis.Outcome{Text: text, Action: analysis.Action{Text: text}, Support: support, Verbatims: []string{"r12.recommend"}}
}
