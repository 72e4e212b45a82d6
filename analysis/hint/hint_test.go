package hint_test

import (
	"testing"

	"verbatim/analysis/hint"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestReadOnce holds the reading to each quotable answer once, and to finding a
// name in it.
func TestReadOnce(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		t.Helper()
		ctx := t.Context()
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		s, err := store.New(ctx, surveytest.Log(t), db)
		ok(err)
		a, err := astore.New(ctx, surveytest.Log(t), db)
		ok(err)
		p := surveytest.Programme()
		round := surveytest.Round(p)
		ok(s.SaveProgramme(ctx, p))
		ok(s.SaveRound(ctx, round))
		form, err := s.PublishForm(ctx, p.ID, surveytest.Form())
		ok(err)
		wave := surveytest.Wave(round, form)
		ok(s.SaveWave(ctx, wave))
		answer := func(text string, consent survey.QuoteConsent) string {
			r := surveytest.Response(wave, "mentor", text)
			for i := range r.Answers {
				r.Answers[i].QuoteConsent = consent
			}
			_, err := s.Submit(ctx, r, store.SubmitOptions{Key: r.ID})
			ok(err)
			return survey.VerbatimID(r.ID, "changed")
		}
		named := answer("I spoke with Barbara Smith about it.", survey.QuoteWords)
		plain := answer("We had no room.", survey.QuoteWords)
		answer("John Miller told me, and this may not be printed.", survey.ThemesOnly)
		for i, want := range []int{2, 0} {
			calls := 0
			n, err := hint.Read(ctx, s, a, func(int) error { calls++; return nil })
			if err != nil || n != want || (calls > 0) != (want > 0) {
				t.Errorf("reading %d: %d answers with %d signs of life, %v, want %d answers", i+1, n, calls, err, want)
			}
		}
		hints, err := a.RoundHints(ctx, round.ID)
		ok(err)
		if len(hints) != 2 || len(hints[named]) != 1 || len(hints[plain]) != 0 {
			t.Errorf("hints = %v, want one name in one answer", hints)
		}
	})
}
