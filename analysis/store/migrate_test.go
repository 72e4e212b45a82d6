package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	survey_store "verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestMigrateFromTheFirst fills every table of the analysis as its first version
// did, over the survey's first tables, brings all up to date, and reads it as
// the program does.
func TestMigrateFromTheFirst(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		ctx, log := t.Context(), surveytest.Log(t)
		s, err := survey_store.New(ctx, log, db)
		must(t, err)
		first := store.Schema().UpTo(1)
		must(t, db.Migrate(ctx, first.Set, first.Files))
		ofAnalysis := func() map[string]int { return surveytest.Rows(t, db) }
		p := surveytest.Programme()
		r, f := surveytest.Round(p), surveytest.Form()
		w := surveytest.Wave(r, f)
		must(t, s.SaveProgramme(ctx, p))
		must(t, s.SaveRound(ctx, r))
		_, err = s.PublishForm(ctx, p.ID, f)
		must(t, err)
		must(t, s.SaveWave(ctx, w))
		receipt, err := s.Submit(ctx, surveytest.Response(w, "mentor", "We listen. Train the chairs."), survey_store.SubmitOptions{})
		must(t, err)
		verbatim := survey.VerbatimID(receipt.ResponseID, "changed")
		fillFirst(t, db, p, r, receipt.ResponseID, verbatim)
		before := ofAnalysis()
		for _, table := range []string{"codebook", "coding", "action", "recommendation", "recommendation_source", "aside", "model"} {
			if before[table] == 0 {
				t.Errorf("the table %s of version 1 is empty: a migration of it is not tested", table)
			}
		}
		a, err := store.New(ctx, log, db)
		must(t, err)
		after := ofAnalysis()
		for table, n := range before {
			if after[table] < n {
				t.Errorf("the table %s has %d rows after the migration, %d before", table, after[table], n)
			}
		}
		book, err := a.Codebook(ctx, p.ID)
		if err != nil || len(book.Themes) != 1 || book.Themes[0].Key != "listening" {
			t.Errorf("Codebook() = %+v, %v", book, err)
		}
		cs, err := a.Codings(ctx, verbatim)
		if err != nil || len(cs) != 1 || cs[0].Theme != "listening" || cs[0].Status != analysis.Accepted {
			t.Errorf("Codings() = %+v, %v", cs, err)
		}
		must(t, s.Withdraw(ctx, receipt.Code))
		if left := ofAnalysis(); left["coding"]+left["action"]+left["aside"]+left["recommendation_source"] != 0 {
			t.Errorf("after a withdrawal the analysis still holds %v", left)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func fillFirst(t *testing.T, db *sqldb.DB, p survey.Programme, r survey.Round, response, verbatim string) {
	t.Helper()
	book, err := json.Marshal(analysis.Codebook{ProgrammeID: p.ID, Version: 1, Themes: []analysis.Theme{{Key: "listening", Name: "Listening"}}})
	must(t, err)
	rows := [][]any{
		{`codebook (programme_id, version, body)`, p.ID, 1, string(book)},
		{
			`coding (id, response_id, verbatim_id, theme, span_start, span_end, coder, status, score, reason, model, decided_by, decided_at)`,
			"coding", response, verbatim, "listening", 0, 10, "ada", string(analysis.Accepted), 1.0, "{}", "", "ada", 1,
		},
		{
			`action (id, response_id, verbatim_id, span_start, span_end, words, addressee, score, reason, status, decided_by, decided_at, model, match_reference, match_score, match_shared)`,
			"action", response, verbatim, 11, 28, "Train the chairs.", "", 0.5, "{}", string(analysis.Suggested), "", 0, "m", "", 0.0, "null",
		},
		{`recommendation (id, round_id, reference, title, place)`, "recommendation", r.ID, "R1", "Train chairs", 1},
		{`recommendation_source (recommendation_id, place, response_id, verbatim_id)`, "recommendation", 1, response, verbatim},
		{`aside (verbatim_id, stage, response_id, reason)`, verbatim, "themes", response, "too long"},
		{`model (programme_id, name)`, p.ID, "m"},
	}
	must(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, row := range rows {
			if _, err := tx.Exec(ctx, fmt.Sprintf(`INSERT INTO %s VALUES (%s)`, row[0], sqldb.Params(len(row)-1)), row[1:]...); err != nil {
				return fmt.Errorf("%s: %w", row[0], err)
			}
		}
		return nil
	}))
}
