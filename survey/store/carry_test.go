package store_test

import (
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

func TestCarry(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		ctx := t.Context()
		want := store.Carried{WaveID: s.wave.ID, Secret: "THESECRETOFADRAFT", Token: "THETOKENOFANINVITATION"}
		_, err := s.Carry(ctx, want)
		wantKind(t, "Carry without a draft", err, fault.NotFound)
		check(t, s.SaveDraft(ctx, want.Secret, survey.Draft{WaveID: s.wave.ID, Key: "k"}))
		code, err := s.Carry(ctx, want)
		check(t, err)
		again, err := s.Carry(ctx, want)
		check(t, err)
		if again != code || code != store.CarryCode(want.Secret) {
			t.Errorf("codes of one draft = %q and %q, want the same", code, again)
		}
		for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), " " + strings.ReplaceAll(code, "-", "") + "\n"} {
			got, err := s.Carried(ctx, typed)
			check(t, err)
			diff(t, "Carried("+typed+")", got, want)
		}
		_, err = s.Carried(ctx, code[:len(code)-1]+"0")
		wantKind(t, "Carried(a wrong letter)", err, fault.NotFound)
		wantNowhere(t, db, want.Secret, want.Token, code, strings.ReplaceAll(code, "-", ""))
		_, err = s.Submit(ctx, surveytest.Response(s.wave, "mentor", "words"), store.SubmitOptions{Key: "k", DraftSecret: want.Secret})
		check(t, err)
		_, err = s.Carried(ctx, code)
		wantKind(t, "Carried after sending", err, fault.NotFound)
	})
}

func TestDraftIsNotWrittenOverUnseen(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		ctx := t.Context()
		check(t, s.SaveDraft(ctx, "secret", survey.Draft{WaveID: s.wave.ID, Key: "k"}))
		here, err := s.Draft(ctx, "secret")
		check(t, err)
		there := here
		here.Answers = []survey.Answer{{Question: "surprise", Text: "from the telephone"}}
		there.Answers = []survey.Answer{{Question: "changed", Text: "from the library"}}
		check(t, s.SaveDraft(ctx, "secret", here))
		err = s.SaveDraft(ctx, "secret", there)
		if fault.KindOf(err) != fault.Conflict || !strings.Contains(fault.Text(err), "S40") {
			t.Errorf("SaveDraft over what was not seen = %v, want a conflict S40", err)
		}
		got, err := s.Draft(ctx, "secret")
		check(t, err)
		if got.Version != 2 || len(got.Answers) != 1 || got.Answers[0].Text != "from the telephone" {
			t.Errorf("Draft = version %d with %+v, want version 2 with the first words", got.Version, got.Answers)
		}
		check(t, s.DeleteDraft(ctx, "secret"))
		check(t, s.SaveDraft(ctx, "secret", got)) // words that were on a page are kept
	})
}
