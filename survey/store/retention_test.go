package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// at sets the day of the store.
func at(s *store.Store, day string) {
	s.Now = func() time.Time {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		return t.Add(12 * time.Hour)
	}
}

// keptSite returns a site whose wave is kept until the end of 2021, with people
// who were invited and have answered: 7 mentors, 3 mentees and 6 pairs.
func keptSite(t *testing.T, db *sqldb.DB, mode survey.Mode) site {
	t.Helper()
	s, ctx := newSite(t, db, mode), t.Context()
	at(s.Store, "2021-07-01")
	s.wave.WithdrawUntil, s.wave.RetainUntil = "", "2021-12-31"
	s.wave.ClosesOn = "2021-07-31"
	check(t, s.SaveWave(ctx, s.wave))
	n := 0
	for _, role := range []struct {
		key string
		n   int
	}{{"mentor", 7}, {"mentee", 3}, {"pair", 6}} {
		for i := range role.n {
			p := survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: role.key, Name: fmt.Sprint("Person ", n), Email: fmt.Sprintf("p%d@example.org", n)}
			check(t, s.SaveParticipant(ctx, p))
			tokens, err := s.Invite(ctx, s.wave.ID, []survey.Invitation{{Role: role.key, ParticipantID: p.ID}})
			check(t, err)
			inv, err := s.Invitation(ctx, tokens[0])
			check(t, err)
			r := surveytest.Response(s.wave, role.key, "the words of somebody")
			r.ID = ""
			if mode.Linked() {
				r.ParticipantID = p.ID
			}
			met := "online"
			if i == 0 {
				met = "person"
			}
			r.Answers = append(r.Answers, survey.Answer{Question: "met", Choices: []string{met}})
			_, err = s.Submit(ctx, r, store.SubmitOptions{Key: sqldb.NewID(), InvitationID: inv.ID})
			check(t, err)
			n++
		}
	}
	return s
}

// TestRetain lets the day pass until which answers were to be kept.
func TestRetain(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := keptSite(t, db, survey.Named), t.Context()
		check(t, s.SaveDraft(ctx, "secret", survey.Draft{WaveID: s.wave.ID, Key: "unsent"}))
		at(s.Store, "2021-12-31")
		ended, err := s.Retain(ctx)
		check(t, err)
		if len(ended) != 0 {
			t.Fatalf("Retain() on the last day ends %+v, want nothing", ended)
		}
		at(s.Store, "2022-01-01")
		due, err := s.RetentionDue(ctx)
		check(t, err)
		if len(due) != 1 || due[0].Responses != 16 || due[0].Invitations != 16 || due[0].Participants != 16 {
			t.Errorf("RetentionDue() = %+v, want 16 responses, invitations and participants", due)
		}
		wantStored(t, s.Store, s.round.ID, 16)
		_, err = s.Retain(ctx)
		check(t, err)
		s.wantOnlyCounts(t, db)
		again, err := s.Retain(ctx)
		check(t, err)
		if len(again) != 0 {
			t.Errorf("Retain(again) ends %+v", again)
		}
		wantAudited(t, s.Store, survey.RetentionEnforced, s.wave.ID)
	})
}

func (s site) wantOnlyCounts(t *testing.T, db *sqldb.DB) {
	t.Helper()
	ctx := t.Context()
	rows := surveytest.Rows(t, db)
	for _, table := range []string{"response", "answer", "invitation", "draft", "mail_letter"} {
		if rows[table] != 0 {
			t.Errorf("%s has %d rows after the end of keeping, want none", table, rows[table])
		}
	}
	people, err := s.Participants(ctx, s.round.ID)
	check(t, err)
	for _, p := range people {
		if p.Name+p.Email+p.PairID != "" {
			t.Errorf("a participant is still called %q, %q", p.Name, p.Email)
		}
	}
	kept, err := s.KeptCounts(ctx, s.wave.ID)
	check(t, err)
	want := []store.KeptCount{ // mentees are too few, and the next smallest role is folded with them
		{Role: "*", N: 9},
		{Role: "*", Question: "changed", N: 9},
		{Role: "*", Question: "consent", N: 9},
		{Role: "*", Question: "consent", Choice: "yes", N: 9},
		{Role: "*", Question: "met", N: 9},
		{Role: "*", Question: "met", Choice: "*", N: 9},
		{Role: "*", Question: "role", N: 9},
		{Role: "*", Question: "role", Choice: "*", N: 9},
		{Role: "*", Question: "scale", N: 9},
		{Role: "*", Question: "scale", Choice: "safe=2", N: 9},
		{Role: "*", Question: "scale", Choice: "useful=3", N: 9},
		{Role: "mentor", N: 7},
		{Role: "mentor", Question: "changed", N: 7},
		{Role: "mentor", Question: "consent", N: 7},
		{Role: "mentor", Question: "consent", Choice: "yes", N: 7},
		{Role: "mentor", Question: "met", N: 7},
		{Role: "mentor", Question: "met", Choice: "*", N: 7},
		{Role: "mentor", Question: "role", N: 7},
		{Role: "mentor", Question: "role", Choice: "mentor", N: 7},
		{Role: "mentor", Question: "scale", N: 7},
		{Role: "mentor", Question: "scale", Choice: "safe=2", N: 7},
		{Role: "mentor", Question: "scale", Choice: "useful=3", N: 7},
	}
	if d := cmp.Diff(want, kept); d != "" {
		t.Errorf("KeptCounts (-want +got):\n%s", d)
	}
	withdrawn, err := s.CountWithdrawn(ctx, s.round.ID)
	check(t, err)
	diff(t, "CountWithdrawn: nobody withdrew", withdrawn, map[string]int{})
}

// TestRetainAfterCrash goes on with a wave whose responses were only partly
// removed: the counts stay those of all.
func TestRetainAfterCrash(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := keptSite(t, db, survey.Open), t.Context()
		at(s.Store, "2022-01-01")
		_, err := s.Retain(ctx)
		check(t, err)
		before, err := s.KeptCounts(ctx, s.wave.ID)
		check(t, err)
		_, err = s.SubmitAll(ctx, []survey.Response{surveytest.Response(s.wave, "mentor", "left")}, []string{"left"})
		check(t, err)
		_, err = s.Retain(ctx)
		check(t, err)
		wantStored(t, s.Store, s.round.ID, 0)
		after, err := s.KeptCounts(ctx, s.wave.ID)
		check(t, err)
		diff(t, "KeptCounts", after, before)
	})
}

// TestKeptLongerOnlyAsTold changes the day in every way.
func TestKeptLongerOnlyAsTold(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := keptSite(t, db, survey.Open), t.Context()
		save := func(until survey.Day) error {
			w := s.wave
			w.RetainUntil = until
			return s.SaveWave(ctx, w)
		}
		steps := []struct {
			name string
			do   func() error
			code string
		}{
			{"saved later", func() error { return save("2022-06-30") }, "L19"},
			{"saved without an end", func() error { return save("") }, "L19"},
			{"saved earlier", func() error { return save("2021-10-31") }, ""},
			{"saved up to what was told", func() error { return save("2021-12-31") }, ""},
			{"saved later after that", func() error { return save("2022-01-01") }, "L19"},
			{"later without a reason", func() error { return s.KeepUntil(ctx, s.wave.ID, "2022-06-30", "") }, "L23"},
			{"a long reason", func() error { return s.KeepUntil(ctx, s.wave.ID, "2022-06-30", strings.Repeat("x", 301)) }, "L21"},
			{"no day", func() error { return s.KeepUntil(ctx, s.wave.ID, "soon", "") }, "L20"},
			{"before it closes", func() error { return s.KeepUntil(ctx, s.wave.ID, "2021-07-30", "") }, "L22"},
			{"later with a reason", func() error { return s.KeepUntil(ctx, s.wave.ID, "2022-06-30", "The thesis is late.") }, ""},
		}
		for _, step := range steps {
			if err := step.do(); codeOf(err) != step.code || step.code == "" && err != nil {
				t.Errorf("%s: %v, want code %q", step.name, err, step.code)
			}
		}
		kept, err := s.Retentions(ctx, s.round.ID)
		check(t, err)
		diff(t, "Retentions", kept, []store.Retention{{
			WaveID: s.wave.ID, WaveKey: s.wave.Key, WaveTitle: s.wave.Title, Until: "2022-06-30", Told: "2021-12-31", Reason: "The thesis is late.",
		}})
		at(s.Store, "2022-05-30")
		if kept[0].Soon(s.Now()) {
			t.Error("coordinators are warned 31 days before")
		}
		at(s.Store, "2022-05-31")
		if !kept[0].Soon(s.Now()) {
			t.Error("coordinators are not warned 30 days before")
		}
		at(s.Store, "2022-07-01")
		if err := s.KeepUntil(ctx, s.wave.ID, "2023-01-01", "late"); codeOf(err) != "L18" {
			t.Errorf("KeepUntil() after the day = %v, want L18", err)
		}
		_, err = s.Retain(ctx)
		check(t, err)
		if err := s.KeepUntil(ctx, s.wave.ID, "2023-01-01", "late"); codeOf(err) != "L17" || fault.KindOf(err) != fault.Gone {
			t.Errorf("KeepUntil() after the end = %v, want L17", err)
		}
	})
}
