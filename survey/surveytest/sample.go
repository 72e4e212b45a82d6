package surveytest

import (
	"slices"

	"verbatim/survey"
	"verbatim/survey/sqldb"
)

// Programme returns a reverse-mentoring scheme with mentors, mentees and pairs.
func Programme() survey.Programme {
	return survey.Programme{
		ID:           sqldb.NewID(),
		Key:          "reverse-mentoring",
		Name:         "Reverse Mentoring in the Faculty of Medicine",
		Organisation: "the Faculty of Medicine",
		Addressee:    "the EDI education committee",
		Roles: []survey.Role{
			{Key: "mentor", Singular: "mentor", Plural: "mentors"},
			{Key: "mentee", Singular: "mentee", Plural: "mentees"},
			{Key: "pair", Singular: "pair", Plural: "pairs", Joint: true},
		},
	}
}

// Round returns the round of 2021 of the programme.
func Round(p survey.Programme) survey.Round {
	return survey.Round{ID: sqldb.NewID(), ProgrammeID: p.ID, Key: "2021", Pairs: 12}
}

// Form returns an end evaluation with a question of each kind. Only the consent
// is required.
func Form() survey.Form {
	scale := []survey.Choice{{Key: "1", Label: "Not at all"}, {Key: "2", Label: "Somewhat"}, {Key: "3", Label: "Very much"}}
	return survey.Form{
		Key:     "end",
		Version: 1,
		Title:   "End evaluation",
		Intro:   "Tell us how it went.",
		Pages: []survey.Page{
			{Key: "start", Title: "About you", Questions: []survey.Question{
				{Key: "welcome", Kind: survey.Info, Label: "It takes ten minutes."},
				{Key: "consent", Kind: survey.Consent, Label: "I agree to take part.", Required: true},
				{Key: "role", Kind: survey.Single, Label: "What was your role?", Purpose: survey.ForRole, Choices: []survey.Choice{
					{Key: "mentor", Label: "Mentor"}, {Key: "mentee", Label: "Mentee"}, {Key: "pair", Label: "We answer as a pair"},
				}},
				{Key: "met", Kind: survey.Multiple, Label: "How did you meet?", Choices: []survey.Choice{
					{Key: "person", Label: "In person"}, {Key: "online", Label: "Online"},
				}},
			}},
			{Key: "views", Title: "Your views", Questions: []survey.Question{
				{Key: "scale", Kind: survey.Likert, Label: "How far do you agree?", Choices: scale, Items: []survey.Choice{
					{Key: "useful", Label: "It was useful"}, {Key: "safe", Label: "I felt safe"},
				}},
				{Key: "surprise", Kind: survey.ShortText, Label: "What surprised you?", Quotable: true},
				{Key: "changed", Kind: survey.LongText, Label: "What has changed?", Purpose: survey.ForPraise, Quotable: true},
				{Key: "recommend", Kind: survey.LongText, Label: "What do you recommend?", Purpose: survey.ForRecommendation, Quotable: true},
			}},
		},
	}
}

// Wave returns the end wave of the round, open to anybody at any time, which
// asks with the form.
func Wave(r survey.Round, f survey.Form) survey.Wave {
	return survey.Wave{ID: sqldb.NewID(), RoundID: r.ID, Key: "end", Title: "End evaluation 2021", FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open}
}

// Response returns a response to the wave with Form by somebody in the role,
// who consents and wrote text, which may be quoted, about what has changed.
func Response(w survey.Wave, role, text string) survey.Response {
	r := survey.Response{
		ID:          sqldb.NewID(),
		WaveID:      w.ID,
		FormKey:     w.FormKey,
		FormVersion: w.FormVersion,
		Role:        role,
		Answers: []survey.Answer{
			{Question: "consent", Choices: []string{"yes"}},
			{Question: "scale", Choices: []string{"safe=2", "useful=3"}},
			{Question: "changed", Text: text, QuoteConsent: survey.QuoteWords},
		},
	}
	if role != "" {
		r.Answers = slices.Insert(r.Answers, 1, survey.Answer{Question: "role", Choices: []string{role}})
	}
	return r
}
