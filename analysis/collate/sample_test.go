package collate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// A cohort is an invented round to collate.
type cohort struct{ collate.Input }

func newCohort() *cohort {
	c := &cohort{}
	c.Programme = survey.Programme{
		ID: "p", Key: "buddies", Name: "Buddies at the College", Addressee: "the board of studies", Aim: "The buddy scheme brings technicians and lecturers together",
		Roles: []survey.Role{{Key: "guide", Singular: "guide", Plural: "guides"}, {Key: "guest", Singular: "guest", Plural: "guests"}, {Key: "pair", Singular: "pair", Plural: "pairs", Joint: true}},
	}
	c.Round = survey.Round{ID: "r2023", ProgrammeID: "p", Key: "2023", Pairs: 6}
	c.Waves = []survey.Wave{{ID: "w", RoundID: "r2023", Key: "end", Title: "End of year"}}
	c.Codebook = analysis.Codebook{ProgrammeID: "p", Version: 2, Themes: []analysis.Theme{
		{Key: "growth", Name: "Growth"},
		{Key: "courage", Parent: "growth", Name: "Courage", Says: "described finding courage"},
		{Key: "time", Name: "Time and rooms"},
	}}
	return c
}

// answer adds a response with one answer and returns the verbatim's ID.
func (c *cohort) answer(person, role, text string, consent survey.QuoteConsent, purpose survey.Purpose) string {
	response := fmt.Sprintf("resp%03d", len(c.Responses))
	r := survey.Response{ID: response, WaveID: "w", Role: role, ParticipantID: person, ReceivedOn: "2023-06-01"}
	c.Responses = append(c.Responses, r)
	sum := sha256.Sum256([]byte(text))
	v := survey.Verbatim{
		ID: survey.VerbatimID(response, "q"), ResponseID: response, Person: r.Person(), RoundID: "r2023", ProgrammeID: "p", Role: role,
		Question: "q", Purpose: purpose, Text: text, Hash: hex.EncodeToString(sum[:]), QuoteConsent: consent,
	}
	c.Verbatims = append(c.Verbatims, v)
	return v.ID
}

func (c *cohort) code(verbatim, theme, coder string, status analysis.Status, score float64) {
	k := analysis.Coding{ID: verbatim + "." + theme + "." + coder, VerbatimID: verbatim, Theme: theme, Span: analysis.Span{End: len(c.text(verbatim))}, Coder: coder, Status: status, Score: score}
	if status != analysis.Suggested {
		k.DecidedBy = "ana"
	}
	c.Codings = append(c.Codings, k)
}

// act adds an action over the given words of a verbatim.
func (c *cohort) act(verbatim string, start, end int, status analysis.Status, reference string) {
	s := analysis.Span{Start: start, End: end}
	c.Actions = append(c.Actions, analysis.Action{
		ID: analysis.ActionID(verbatim, s), VerbatimID: verbatim, Span: s, Text: s.In(c.text(verbatim)), Status: status, Score: 0.9,
		Match: analysis.Match{Reference: reference, Score: 0.8},
	})
}

func (c *cohort) text(verbatim string) string {
	for _, v := range c.Verbatims {
		if v.ID == verbatim {
			return v.Text
		}
	}
	return ""
}

// withdraw removes a response as a withdrawal does.
func (c *cohort) withdraw(response string) {
	out := c.Input
	out.Responses, out.Verbatims, out.Codings, out.Actions = nil, nil, nil, nil
	mine := func(verbatim string) bool { return verbatim == survey.VerbatimID(response, "q") }
	for _, r := range c.Responses {
		if r.ID != response {
			out.Responses = append(out.Responses, r)
		}
	}
	for _, v := range c.Verbatims {
		if v.ResponseID != response {
			out.Verbatims = append(out.Verbatims, v)
		}
	}
	for _, k := range c.Codings {
		if !mine(k.VerbatimID) {
			out.Codings = append(out.Codings, k)
		}
	}
	for _, a := range c.Actions {
		if !mine(a.VerbatimID) {
			out.Actions = append(out.Actions, a)
		}
	}
	c.Input = out
}

// sample is a cohort with something of everything.
func sample() *cohort {
	c := newCohort()
	courage := []string{
		"I dare to ask questions in front of the whole department now.",
		"Something shifted: I no longer wait to be asked before I speak.",
		"It made me braver than I have been in ten years here.",
		"I told my manager what had bothered me all along.",
	}
	for i, text := range courage {
		c.code(c.answer(fmt.Sprint("g", i), "guide", text, survey.QuoteWords, ""), "courage", analysis.Machine, []analysis.Status{analysis.Accepted, analysis.Suggested}[i%2], 0.5+float64(i)/10)
	}
	c.code(c.answer("g4", "guide", "We could never find a room.", survey.ThemesOnly, ""), "time", "ana", analysis.Accepted, 1)
	c.code(c.answer("g0", "guide", "Finding a room took longer than the talk.", survey.QuoteWords, ""), "time", analysis.Machine, analysis.Rejected, 0.6)
	c.answer("g5", "guide", "Do not read this.", survey.CountOnly, "")
	c.code(c.answer("h0", "guest", "I see now how much of the day is spent repairing what we break. SPF taught me that.", survey.QuoteWords, ""), "growth", analysis.Machine, analysis.Suggested, 0.7)
	c.answer("h1", "guest", "n/a", survey.QuoteWords, "")

	both := "Pay guides for their hours; book rooms centrally"
	v := c.answer("", "pair", both, survey.QuoteWords, survey.ForRecommendation)
	c.act(v, 0, 26, analysis.Suggested, "")
	c.act(v, 28, len(both), analysis.Suggested, "")
	lines := "- Keep the scheme going next year\n- Let guests visit the workshop too."
	v = c.answer("", "pair", lines, survey.QuoteWords, survey.ForRecommendation)
	c.act(v, 2, 33, analysis.Accepted, "2022-1")
	c.act(v, 36, len(lines)-1, analysis.Accepted, "")
	v = c.answer("", "pair", "Nothing else should change.", survey.ThemesOnly, survey.ForRecommendation)
	c.act(v, 0, 26, analysis.Suggested, "")
	v = c.answer("h2", "guest", "You could invite the cleaners as well.", survey.QuoteWords, "")
	c.act(v, 0, 37, analysis.Suggested, "")
	c.Earlier = []collate.Earlier{{Round: survey.Round{ID: "r2022", Key: "2022"}, Recommendations: []analysis.Recommendation{
		{ID: "m1", RoundID: "r2022", Reference: "2022-1", Title: "Continue the scheme", Position: 1},
		{ID: "m2", RoundID: "r2022", Reference: "2022-2", Title: "Train the guides", Position: 2},
	}}}
	return c
}
