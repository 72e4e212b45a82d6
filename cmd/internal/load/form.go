package load

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// Where the form is that the crowd fills in.
const (
	programmeKey = "load-test"
	roundKey     = "1"
	waveKey      = "end"
	// Path is the address of the form at a site.
	Path = "/f/" + programmeKey + "/" + roundKey + "/" + waveKey
)

// The questions of the form: a page of 3 statements to agree with and 4 that
// people write about.
const (
	likertQuestions = 3
	textQuestions   = 4
)

// Form returns the form that the crowd fills in.
func Form() survey.Form {
	scale := []survey.Choice{
		{Key: "1", Label: "Strongly disagree"},
		{Key: "2", Label: "Disagree"},
		{Key: "3", Label: "Neither"},
		{Key: "4", Label: "Agree"},
		{Key: "5", Label: "Strongly agree"},
	}
	statements := [likertQuestions]string{"My mentor listened to me.", "We met often enough.", "I would take part again."}
	asks := [textQuestions]string{"What has changed through the scheme?", "What surprised you?", "What was difficult?", "What do you recommend?"}
	pg := survey.Page{Key: "views", Title: "Your views"}
	for i, s := range statements {
		pg.Questions = append(pg.Questions, survey.Question{
			Key: likertKey(i), Kind: survey.Likert, Label: "How far do you agree?", Choices: scale,
			Items: []survey.Choice{{Key: likertItem, Label: s}},
		})
	}
	for i, a := range asks {
		pg.Questions = append(pg.Questions, survey.Question{Key: textKey(i), Kind: survey.LongText, Label: a, Quotable: true})
	}
	return survey.Form{Key: "load", Title: "End evaluation", Pages: []survey.Page{pg}}
}

// likertItem is the key of the one row of each statement.
const likertItem = "a"

func likertKey(i int) string { return fmt.Sprint("agree", i) }
func textKey(i int) string   { return fmt.Sprint("text", i) }

// SetUp makes the forms answerable in the database, unless they are already.
func SetUp(ctx context.Context, log *slog.Logger, database string) (err error) {
	defer fault.Wrap(&err, "load.SetUp")
	db, err := sqldb.Open(ctx, log, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s, err := store.New(ctx, log, db)
	if err != nil {
		return err
	}
	if _, err := s.ProgrammeByKey(ctx, programmeKey); err == nil || fault.KindOf(err) != fault.NotFound {
		return err
	}
	p := survey.Programme{
		ID: sqldb.NewID(), Key: programmeKey, Name: "Load test", Organisation: "nobody", Addressee: "nobody",
		Roles: []survey.Role{{Key: "mentee", Singular: "mentee", Plural: "mentees"}},
	}
	if err := s.SaveProgramme(ctx, p); err != nil {
		return err
	}
	r := survey.Round{ID: sqldb.NewID(), ProgrammeID: p.ID, Key: roundKey}
	if err := s.SaveRound(ctx, r); err != nil {
		return err
	}
	return errors.Join(ask(ctx, s, r, waveKey, Form()), ask(ctx, s, r, logKey, LogForm()))
}

// ask publishes a form and asks with it.
func ask(ctx context.Context, s *store.Store, r survey.Round, wave string, f survey.Form) error {
	f, err := s.PublishForm(ctx, r.ProgrammeID, f)
	if err != nil {
		return err
	}
	return s.SaveWave(ctx, survey.Wave{
		ID: sqldb.NewID(), RoundID: r.ID, Key: wave, Title: f.Title, FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open,
	})
}
