package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// A site is a store with a programme, a round, a published form and a wave.
type site struct {
	*store.Store
	programme survey.Programme
	round     survey.Round
	form      survey.Form
	wave      survey.Wave
}

func newSite(t testing.TB, db *sqldb.DB, mode survey.Mode) site {
	t.Helper()
	s, err := store.New(t.Context(), surveytest.Log(t), db)
	check(t, err)
	p := surveytest.Programme()
	check(t, s.SaveProgramme(t.Context(), p))
	r := surveytest.Round(p)
	check(t, s.SaveRound(t.Context(), r))
	f, err := s.PublishForm(t.Context(), p.ID, surveytest.Form())
	check(t, err)
	w := surveytest.Wave(r, f)
	w.Mode = mode
	check(t, s.SaveWave(t.Context(), w))
	return site{s, p, r, f, w}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantKind fails unless err is a fault of the kind.
func wantKind(t testing.TB, what string, err error, want fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != want {
		t.Errorf("%s = %v, want a fault of kind %s", what, err, want)
	}
}

func diff(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestStructure(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		ctx := t.Context()

		p, err := s.ProgrammeByKey(ctx, s.programme.Key)
		check(t, err)
		diff(t, "ProgrammeByKey", p, s.programme)
		ps, err := s.Programmes(ctx)
		check(t, err)
		diff(t, "Programmes", ps, []survey.Programme{s.programme})
		r, err := s.RoundByKey(ctx, p.ID, "2021")
		check(t, err)
		diff(t, "RoundByKey", r, s.round)
		f, err := s.Form(ctx, p.ID, "end", 1)
		check(t, err)
		diff(t, "Form", f, surveytest.Form())
		w, err := s.WaveByKey(ctx, r.ID, "end")
		check(t, err)
		diff(t, "WaveByKey", w, s.wave)

		p.Roles = p.Roles[1:]
		p.Name = "Renamed"
		check(t, s.SaveProgramme(ctx, p))
		got, err := s.Programme(ctx, p.ID)
		check(t, err)
		diff(t, "Programme after a change", got, p)

		other := surveytest.Programme()
		wantKind(t, "SaveProgramme(same key)", s.SaveProgramme(ctx, other), fault.Conflict)
		other.Key = "No good"
		wantKind(t, "SaveProgramme(bad key)", s.SaveProgramme(ctx, other), fault.Invalid)
		_, err = s.Wave(ctx, "nowhere")
		wantKind(t, "Wave(nowhere)", err, fault.NotFound)
	})
}

func TestPublishForm(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		again, err := s.PublishForm(t.Context(), s.programme.ID, surveytest.Form())
		check(t, err)
		if again.Version != 1 {
			t.Errorf("the same form published again has version %d, want 1", again.Version)
		}
		next := surveytest.Form()
		next.Title = "Changed"
		next, err = s.PublishForm(t.Context(), s.programme.ID, next)
		check(t, err)
		if next.Version != 2 {
			t.Errorf("a changed form has version %d, want 2", next.Version)
		}
		first, err := s.Form(t.Context(), s.programme.ID, "end", 1)
		check(t, err)
		diff(t, "the first version", first, surveytest.Form())
		latest, err := s.LatestForm(t.Context(), s.programme.ID, "end")
		check(t, err)
		diff(t, "LatestForm", latest, next)
		all, err := s.Forms(t.Context(), s.programme.ID)
		check(t, err)
		diff(t, "Forms", all, []survey.Form{first, next})

		double := surveytest.Form()
		double.Pages = append(double.Pages, double.Pages[0])
		_, err = s.PublishForm(t.Context(), s.programme.ID, double)
		wantKind(t, "PublishForm(double keys)", err, fault.Invalid)
	})
}

func TestModeIsLocked(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		w := s.wave
		w.Mode = survey.Confidential
		check(t, s.SaveWave(t.Context(), w)) // nobody has been asked yet
		w.Mode = survey.AnonymousInvited
		check(t, s.SaveWave(t.Context(), w))
		_, err := s.Invite(t.Context(), w.ID, make([]survey.Invitation, 1))
		check(t, err)
		w.Mode = survey.Named
		wantKind(t, "SaveWave(another mode)", s.SaveWave(t.Context(), w), fault.Conflict)
		w.Mode, w.Title = survey.AnonymousInvited, "Another title"
		check(t, s.SaveWave(t.Context(), w))
		err = db.Write(t.Context(), execute(`UPDATE wave SET mode = 'named'`))
		if err == nil {
			t.Error("the table lets the mode of a wave with invitations change")
		}
	})
}
