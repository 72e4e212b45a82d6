package store_test

import (
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

func TestPruneChanges(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		ctx := t.Context()
		now := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
		s.Now = func() time.Time { return now }
		submit := func(n int) {
			for range n {
				_, err := s.Submit(ctx, surveytest.Response(s.wave, "mentor", "words"), store.SubmitOptions{})
				check(t, err)
			}
		}
		prune := func(want int64) {
			t.Helper()
			n, err := s.PruneChanges(ctx)
			check(t, err)
			if n != want {
				t.Errorf("PruneChanges deletes %d, want %d", n, want)
			}
		}
		oldest := func(want int64) {
			t.Helper()
			got, err := s.Oldest(ctx)
			check(t, err)
			if got != want {
				t.Errorf("Oldest = %d, want %d", got, want)
			}
		}
		submit(10)
		prune(0) // nobody follows: nothing says that it has been dealt with
		check(t, s.SetCursor(ctx, "fast", 8))
		check(t, s.SetCursor(ctx, "slow", 3))
		prune(3)
		oldest(4)
		prune(0)
		for after, gone := range map[int64]bool{0: true, 2: true, 3: false, 10: false} {
			changes, err := s.Changes(ctx, after, 100)
			if gone {
				wantKind(t, "Changes before the oldest", err, fault.Gone)
				if !strings.HasPrefix(fault.Text(err), "L10: ") {
					t.Errorf("Changes(%d) = %v, want L10", after, err)
				}
				continue
			}
			check(t, err)
			if len(changes) != int(10-after) {
				t.Errorf("Changes(%d) returns %d", after, len(changes))
			}
		}

		// The slow one is away; the fast one has dealt with everything.
		check(t, s.SetCursor(ctx, "fast", 10))
		now = now.Add(store.FollowerAwayAfter)
		prune(0) // not yet
		now = now.Add(time.Second)
		prune(7)
		oldest(11)
		if _, err := s.Changes(ctx, 3, 1); fault.KindOf(err) != fault.Gone {
			t.Errorf("Changes of an empty feed after 3 = %v, want Gone", err)
		}
		followers, err := s.Followers(ctx)
		check(t, err)
		if len(followers) != 1 || followers[0].Name != "fast" || !followers[0].Away(now) {
			t.Errorf("Followers = %+v, want the fast one, which holds up nobody", followers)
		}
		lines := audited(t, s.Store)
		if last := lines[len(lines)-1]; !strings.HasPrefix(last, "system follower.away follower: ") {
			t.Errorf("the audit ends with %q", last)
		}

		// The numbers go on, and who comes back is told to begin again.
		submit(2)
		if cursor, err := s.Cursor(ctx, "slow"); err != nil || cursor != 0 {
			t.Errorf("Cursor of one given up = %d, %v, want 0", cursor, err)
		}
		changes, err := s.Changes(ctx, 10, 100)
		check(t, err)
		if len(changes) != 2 || changes[0].Seq != 11 {
			t.Errorf("Changes(10) = %+v", changes)
		}
		check(t, s.SetCursor(ctx, "fast", 12))
		check(t, s.ForgetFollower(ctx, "fast"))
		prune(0)
		wantSound(t, s.Store)
	})
}

// TestOldFollowersAreWelcome upgrades a database whose follower never said when
// it was seen.
func TestOldFollowersAreWelcome(t *testing.T) {
	db := surveytest.OpenDB(t)
	s := newSite(t, db, survey.Open)
	_, err := s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", "words"), store.SubmitOptions{})
	check(t, err)
	run(t, db, `INSERT INTO follower (name, seq) VALUES ('old', 0)`)
	n, err := s.PruneChanges(t.Context())
	check(t, err)
	followers, err := s.Followers(t.Context())
	check(t, err)
	if n != 0 || len(followers) != 1 || followers[0].SeenAt.IsZero() {
		t.Errorf("PruneChanges deletes %d and leaves %+v", n, followers)
	}
}
