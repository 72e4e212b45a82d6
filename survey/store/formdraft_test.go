package store_test

import (
	"fmt"
	"sync"
	"testing"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// draftedForm is a form with one question, whose words say which state it is.
func draftedForm(words string) survey.Form {
	return survey.Form{Key: "half-way", Title: "Half-way", Pages: []survey.Page{{Key: "one", Title: "One", Questions: []survey.Question{{Key: "why", Kind: survey.LongText, Label: words}}}}}
}

func words(t *testing.T, s site) string {
	t.Helper()
	d, err := s.FormDraft(t.Context(), s.programme.ID, "half-way")
	check(t, err)
	return d.Form.Pages[0].Questions[0].Label
}

func TestFormDraftUndo(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		ctx := survey.WithActor(t.Context(), survey.Actor{Kind: survey.ActorStaff, ID: "1", Name: "anna"})
		d, err := s.BeginFormDraft(ctx, s.programme.ID, draftedForm("a"), 0, "began")
		check(t, err)
		if d.Version != 1 || d.Undo || d.Redo || d.ChangedBy != "anna" || d.What != "began" {
			t.Errorf("begun as %+v", d)
		}
		_, err = s.BeginFormDraft(ctx, s.programme.ID, draftedForm("x"), 0, "began")
		wantKind(t, "beginning twice", err, fault.Conflict)

		check(t, s.SaveFormDraft(ctx, s.programme.ID, 1, draftedForm("b"), "b"))
		check(t, s.SaveFormDraft(ctx, s.programme.ID, 2, draftedForm("c"), "c"))
		wantKind(t, "saving over a version that was not seen", s.SaveFormDraft(ctx, s.programme.ID, 2, draftedForm("x"), "x"), fault.Conflict)
		check(t, s.UndoFormDraft(ctx, s.programme.ID, "half-way", 3))
		if got := words(t, s); got != "b" {
			t.Errorf("undone = %q, want b", got)
		}
		wantKind(t, "saving over an undo that was not seen", s.SaveFormDraft(ctx, s.programme.ID, 3, draftedForm("x"), "x"), fault.Conflict)
		check(t, s.UndoFormDraft(ctx, s.programme.ID, "half-way", 4))
		wantKind(t, "undoing the beginning", s.UndoFormDraft(ctx, s.programme.ID, "half-way", 5), fault.Invalid)
		check(t, s.RedoFormDraft(ctx, s.programme.ID, "half-way", 5))
		check(t, s.RedoFormDraft(ctx, s.programme.ID, "half-way", 6))
		if got := words(t, s); got != "c" {
			t.Errorf("redone = %q, want c", got)
		}
		check(t, s.UndoFormDraft(ctx, s.programme.ID, "half-way", 7))
		check(t, s.SaveFormDraft(ctx, s.programme.ID, 8, draftedForm("d"), "d"))
		wantKind(t, "redoing after a change", s.RedoFormDraft(ctx, s.programme.ID, "half-way", 9), fault.Invalid)

		for v := int64(9); v < 130; v++ {
			check(t, s.SaveFormDraft(ctx, s.programme.ID, v, draftedForm(fmt.Sprint(v)), "more"))
		}
		if n := surveytest.Rows(t, db)["form_draft_step"]; n != 100 {
			t.Errorf("%d states are kept, want 100", n)
		}
		check(t, s.DeleteFormDraft(ctx, s.programme.ID, "half-way", 130))
		if n := surveytest.Rows(t, db)["form_draft_step"]; n != 0 {
			t.Errorf("%d states outlive their draft", n)
		}
	})
}

// TestFormDraftOneOfTwo lets people change one version at once: one of them is
// heard, the others are told.
func TestFormDraftOneOfTwo(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		_, err := s.BeginFormDraft(t.Context(), s.programme.ID, draftedForm("a"), 0, "began")
		check(t, err)
		const people = 8
		errs := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				errs[i] = s.SaveFormDraft(t.Context(), s.programme.ID, 1, draftedForm(fmt.Sprint(i)), "change")
			})
		}
		all.Wait()
		stored := 0
		for i, err := range errs {
			if err == nil {
				stored++
				if got := words(t, s); got != fmt.Sprint(i) {
					t.Errorf("the draft says %q, want %d, which was told that it is stored", got, i)
				}
				continue
			}
			wantKind(t, "the change of another", err, fault.Conflict)
		}
		if stored != 1 {
			t.Errorf("%d of %d changes of one version were stored, want 1", stored, people)
		}
	})
}

func TestPublishFormDraft(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		_, err := s.BeginFormDraft(t.Context(), s.programme.ID, draftedForm("a"), 0, "began")
		check(t, err)
		_, err = s.PublishFormDraft(t.Context(), s.programme.ID, "half-way", 7)
		wantKind(t, "publishing a version that was not seen", err, fault.Conflict)
		before := surveytest.Rows(t, db)["audit"]
		f, err := s.PublishFormDraft(t.Context(), s.programme.ID, "half-way", 1)
		check(t, err)
		if f.Version != 1 || f.Pages[0].Questions[0].Label != "a" {
			t.Errorf("published %+v", f)
		}
		if n := surveytest.Rows(t, db)["audit"] - before; n != 1 {
			t.Errorf("publishing added %d rows to the audit, want 1", n)
		}
		_, err = s.FormDraft(t.Context(), s.programme.ID, "half-way")
		wantKind(t, "the draft after publishing", err, fault.NotFound)

		two := draftedForm("a")
		two.Pages = append(two.Pages, two.Pages[0])
		_, err = s.BeginFormDraft(t.Context(), s.programme.ID, two, 1, "began")
		check(t, err)
		_, err = s.PublishFormDraft(t.Context(), s.programme.ID, "half-way", 1)
		wantKind(t, "publishing two questions of one key", err, fault.Invalid)
		if d, err := s.FormDraft(t.Context(), s.programme.ID, "half-way"); err != nil || d.Base != 1 {
			t.Errorf("a draft that could not be published = %+v, %v, want it kept", d, err)
		}
	})
}

func TestTakeForm(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		next := s.form
		next.Title = "Another title"
		next, err := s.PublishForm(t.Context(), s.programme.ID, next)
		check(t, err)
		check(t, s.TakeForm(t.Context(), s.wave.ID, next.Version, false))
		wantKind(t, "taking a version that is not there", s.TakeForm(t.Context(), s.wave.ID, 99, false), fault.NotFound)
		_, err = s.Invite(t.Context(), s.wave.ID, []survey.Invitation{{}})
		check(t, err)
		wantKind(t, "taking a version after an invitation", s.TakeForm(t.Context(), s.wave.ID, 1, false), fault.Conflict)
		check(t, s.TakeForm(t.Context(), s.wave.ID, 1, true))
		uses, err := s.FormUses(t.Context(), s.programme.ID)
		check(t, err)
		if len(uses) != 1 || uses[0].Wave.FormVersion != 1 || !uses[0].Begun() || uses[0].RoundKey != s.round.Key {
			t.Errorf("uses = %+v", uses)
		}
	})
}
