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

// people puts a mentor and a mentee on the list of the site's round.
func people(t *testing.T, s site) []survey.Participant {
	t.Helper()
	out := []survey.Participant{
		{ID: "a", RoundID: s.round.ID, Role: "mentor", Name: "Ada", Email: "ada@example.org", PairID: "1"},
		{ID: "b", RoundID: s.round.ID, Role: "mentee", Name: "Bo", Email: "bo@example.org", PairID: "1"},
	}
	check(t, s.SaveParticipants(t.Context(), s.round.ID, out))
	return out
}

func TestFormIsLocked(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Confidential)
		other := s.form
		other.Key = "other"
		_, err := s.PublishForm(t.Context(), s.programme.ID, other)
		check(t, err)
		w := s.wave
		w.FormKey = "other"
		check(t, s.SaveWave(t.Context(), w)) // nobody has been asked yet
		w.Apart = true
		check(t, s.SaveWave(t.Context(), w))
		people(t, s)
		_, err = s.InvitePeople(t.Context(), w.ID)
		check(t, err)
		if locked, err := s.Locked(t.Context(), w.ID); err != nil || !locked {
			t.Errorf("Locked = %t, %v, want true", locked, err)
		}
		w.FormKey = s.form.Key
		wantKind(t, "SaveWave(another form)", s.SaveWave(t.Context(), w), fault.Conflict)
		w.FormKey, w.Apart = "other", false
		wantKind(t, "SaveWave(joined again)", s.SaveWave(t.Context(), w), fault.Conflict)
		if err := db.Write(t.Context(), execute(`UPDATE wave SET form_key = 'end'`)); err == nil || !strings.Contains(err.Error(), "locked") {
			t.Errorf("the table lets the form of a wave with invitations change: %v", err)
		}
	})
}

func TestInvitePeopleOnce(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Named, survey.Confidential, survey.AnonymousInvited, survey.Open} {
		surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
			s := newSite(t, db, mode)
			people(t, s)
			links, err := s.InvitePeople(t.Context(), s.wave.ID)
			if mode == survey.Open {
				wantKind(t, "InvitePeople(open)", err, fault.Invalid)
				return
			}
			check(t, err)
			if len(links) != 2 || links[0].Participant.Name != "Ada" {
				t.Fatalf("links = %+v, want Ada's and Bo's", links)
			}
			inv, err := s.Invitation(t.Context(), links[1].Token)
			if err != nil || inv.Role != "mentee" || inv.ParticipantID != "b" {
				t.Errorf("Bo's link opens %+v, %v", inv, err)
			}
			if again, err := s.InvitePeople(t.Context(), s.wave.ID); err != nil || len(again) > 0 {
				t.Errorf("a second time makes %d links, %v, want none", len(again), err)
			}
		})
	}
}

func TestRemovingPeople(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Confidential, survey.AnonymousInvited} {
		surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
			s := newSite(t, db, mode)
			people(t, s)
			links, err := s.InvitePeople(t.Context(), s.wave.ID)
			check(t, err)
			inv, err := s.Invitation(t.Context(), links[0].Token)
			check(t, err)
			r := surveytest.Response(s.wave, "mentor", "words")
			if mode.Linked() {
				r.ParticipantID = inv.ParticipantID
			}
			_, err = s.Submit(t.Context(), r, store.SubmitOptions{InvitationID: inv.ID})
			check(t, err)
			err = s.RemoveParticipant(t.Context(), "a")
			if mode.Linked() {
				wantKind(t, "RemoveParticipant(who has answered)", err, fault.Conflict)
			} else {
				check(t, err)
			}
			check(t, s.RemoveParticipant(t.Context(), "b"))
			_, err = s.Invitation(t.Context(), links[1].Token)
			wantKind(t, "Invitation(of who is gone)", err, fault.NotFound)
			invited, spent, err := s.InvitationCounts(t.Context(), s.wave.ID)
			check(t, err)
			if want := map[bool]int{true: 1, false: 2}[mode.Linked()]; invited != want || spent != 1 {
				t.Errorf("%s: %d invited, %d spent, want %d and 1: the number must not tell who had answered", mode, invited, spent, want)
			}
		})
	}
}

func TestLateLinks(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Named)
		people(t, s)
		first, err := s.InvitePeople(t.Context(), s.wave.ID)
		check(t, err)
		today := survey.DayOf(s.Now())
		_, err = s.InviteLate(t.Context(), s.wave.ID, "a", today)
		wantKind(t, "InviteLate(while it is open)", err, fault.Invalid)
		check(t, s.SaveWave(t.Context(), s.wave.CloseByHand(today)))
		inv, err := s.Invitation(t.Context(), first[1].Token)
		check(t, err)
		r := surveytest.Response(s.wave, "mentee", "too late")
		r.ParticipantID = "b"
		_, err = s.Submit(t.Context(), r, store.SubmitOptions{InvitationID: inv.ID})
		wantKind(t, "Submit(after closing by hand)", err, fault.Gone)
		late, err := s.InviteLate(t.Context(), s.wave.ID, "a", today)
		check(t, err)
		_, err = s.Invitation(t.Context(), first[0].Token)
		wantKind(t, "Invitation(the link before)", err, fault.NotFound)
		inv, err = s.Invitation(t.Context(), late.Token)
		check(t, err)
		if inv.OpenUntil != today {
			t.Errorf("the late link is open until %q, want %s", inv.OpenUntil, today)
		}
		r = surveytest.Response(s.wave, "mentor", "late words")
		r.ParticipantID = "a"
		_, err = s.Submit(t.Context(), r, store.SubmitOptions{InvitationID: inv.ID})
		check(t, err)
		_, err = s.InviteLate(t.Context(), s.wave.ID, "a", today)
		wantKind(t, "InviteLate(who has answered)", err, fault.Conflict)
		_, err = s.InviteLate(t.Context(), s.wave.ID, "b", today.Before())
		wantKind(t, "InviteLate(until yesterday)", err, fault.Invalid)
	})
}

func TestNoLateLinkTellsWhose(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.AnonymousInvited)
		people(t, s)
		_, err := s.InvitePeople(t.Context(), s.wave.ID)
		check(t, err)
		today := survey.DayOf(s.Now())
		check(t, s.SaveWave(t.Context(), s.wave.CloseByHand(today)))
		_, err = s.InviteLate(t.Context(), s.wave.ID, "a", today)
		wantKind(t, "InviteLate(anonymous)", err, fault.Forbidden)
		if err := db.Write(t.Context(), execute(`UPDATE invitation SET open_until = '2030-01-01'`)); err == nil {
			t.Error("the table takes a late link of a wave in which nobody can be told")
		}
	})
}

func TestArrivedCountsWholeDays(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		today := survey.DayOf(s.Now())
		for range 3 {
			_, err := s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", "words"), store.SubmitOptions{})
			check(t, err)
		}
		now, err := s.Arrived(t.Context(), s.round.ID, today)
		check(t, err)
		later, err := s.Arrived(t.Context(), s.round.ID, today.Next())
		check(t, err)
		if now[s.wave.ID].Total() != 0 || later[s.wave.ID]["mentor"] != 3 {
			t.Errorf("arrived before today = %v, before tomorrow = %v, want none and 3 mentors", now, later)
		}
	})
}

func TestCopyRound(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Confidential)
		w := s.wave
		w.OpensOn, w.ClosesOn, w.RetainUntil, w.Kind = "2021-06-01", "2021-06-30", "2022-06-30", survey.End
		check(t, s.SaveWave(t.Context(), w.Extend("2021-07-10")))
		people(t, s)
		made, err := s.CopyRound(t.Context(), s.round.ID, "2022", 1)
		check(t, err)
		waves, err := s.Waves(t.Context(), made.ID)
		check(t, err)
		w.ID, w.RoundID, w.OpensOn, w.ClosesOn, w.RetainUntil = waves[0].ID, made.ID, "2022-06-01", "2022-06-30", "2023-06-30"
		diff(t, "waves of the copy", waves, []survey.Wave{w})
		if ps, err := s.Participants(t.Context(), made.ID); err != nil || len(ps) > 0 {
			t.Errorf("the copy has %d participants, %v", len(ps), err)
		}
		_, err = s.CopyRound(t.Context(), s.round.ID, "2022", 1)
		wantKind(t, "CopyRound(a key that is taken)", err, fault.Conflict)
	})
}

func TestPseudonymsAreStable(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Confidential)
		ada := people(t, s)[0]
		next, err := s.CopyRound(t.Context(), s.round.ID, "2022", 1)
		check(t, err)
		check(t, s.SaveParticipant(t.Context(), survey.Participant{ID: "later", RoundID: next.ID, Role: "mentor", Name: "Ada B.", Email: "ADA@example.org"}))
		later, err := s.Participant(t.Context(), "later")
		check(t, err)
		names, err := s.Pseudonyms(t.Context())
		check(t, err)
		of := names.Of(ada, s.wave)
		if of == names.Of(survey.Participant{ID: "b"}, s.wave) || strings.Contains(of, "a") {
			t.Errorf("pseudonym = %q", of)
		}
		if got := names.Of(later, s.wave); got != of {
			t.Errorf("the next year's pseudonym is %q, want %q", got, of)
		}
		apart := s.wave
		apart.Apart = true
		if names.Of(ada, apart) == of {
			t.Error("a wave that stands apart has the pseudonyms of the others")
		}
		wantKind(t, "SaveParticipant(an address that is taken)", s.SaveParticipant(t.Context(), survey.Participant{ID: "c", RoundID: s.round.ID, Name: "C", Email: "Bo@example.org"}), fault.Conflict)
	})
}
