package store_test

import (
	"fmt"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestClockJumps sets the clock back and forth between submissions: each is
// judged by the day that the clock shows, what was seen of a wave "in the
// future" is not trusted, and the feed keeps the order of arrival.
func TestClockJumps(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		other, err := store.New(t.Context(), surveytest.Log(t), db) // another process, whose changes s has to notice by itself
		check(t, err)
		w := s.wave
		w.OpensOn, w.ClosesOn = "2021-07-01", "2021-07-10"
		check(t, other.SaveWave(t.Context(), w))
		noon := time.Date(2021, 7, 5, 12, 0, 0, 0, time.UTC)
		var arrived []string
		for i, c := range []struct {
			now     time.Time
			want    fault.Kind // 0 when it is stored
			closing survey.Day // another process has changed it before
		}{
			{now: noon},
			{now: noon.AddDate(0, 0, 6), want: fault.Gone},
			{now: noon},
			{now: noon.AddDate(0, 0, -5), want: fault.Forbidden},
			{now: noon.AddDate(0, 0, -3)},
			{now: noon.AddDate(0, 0, -3).Add(-time.Minute), closing: "2021-07-01", want: fault.Gone},
			{now: noon, closing: "2021-07-05"},
			{now: noon.Add(-time.Hour)},
			{now: noon.Add(12 * time.Hour), want: fault.Gone},
		} {
			if c.closing != "" {
				w.ClosesOn = c.closing
				check(t, other.SaveWave(t.Context(), w))
			}
			s.Now = func() time.Time { return c.now }
			receipt, err := s.Submit(t.Context(), webResponse(w, fmt.Sprint("words ", i)), store.SubmitOptions{})
			var none fault.Kind
			if c.want != none {
				wantKind(t, fmt.Sprintf("Submit %d at %s", i, c.now), err, c.want)
				continue
			}
			check(t, err)
			stored, err := s.Response(t.Context(), receipt.ResponseID)
			check(t, err)
			if want := survey.DayOf(c.now); stored.ReceivedOn != want {
				t.Errorf("a response of %s is said to be of %s", want, stored.ReceivedOn)
			}
			arrived = append(arrived, receipt.ResponseID)
		}
		changes, err := s.Changes(t.Context(), 0, 100)
		check(t, err)
		for i, c := range changes {
			if i >= len(arrived) || c.Seq != int64(i+1) || c.Entity != arrived[i] {
				t.Errorf("row %d of the feed is number %d: it does not follow the order of arrival", i, c.Seq)
			}
		}
	})
}

// TestClockJumpsOfSessions signs somebody in and sets the clock: a session ends
// when the clock is past its end, and one made by a clock that was wrong is not
// open for ever once the clock is right.
func TestClockJumpsOfSessions(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		check(t, s.CreateUser(t.Context(), survey.User{ID: "u", Name: "ada", Level: survey.Researcher}, "hash"))
		noon := time.Date(2021, 7, 5, 12, 0, 0, 0, time.UTC)
		s.Now = func() time.Time { return noon }
		token, err := s.CreateSession(t.Context(), "u", time.Hour)
		check(t, err)
		for _, c := range []struct {
			after time.Duration
			open  bool
		}{{0, true}, {59 * time.Minute, true}, {-24 * time.Hour, true}, {61 * time.Minute, false}, {30 * time.Minute, true}} {
			s.Now = func() time.Time { return noon.Add(c.after) }
			if _, err := s.SessionUser(t.Context(), token); (err == nil) != c.open {
				t.Errorf("a session of an hour %s after it began: open %v, want %v", c.after, err == nil, c.open)
			}
		}
		s.Now = func() time.Time { return noon.Add(2 * time.Hour) }
		_, err = s.CreateSession(t.Context(), "u", time.Hour) // clears away what has expired
		check(t, err)
		s.Now = func() time.Time { return noon }
		_, err = s.SessionUser(t.Context(), token)
		wantKind(t, "SessionUser(cleared away)", err, fault.NotFound)
	})
}
