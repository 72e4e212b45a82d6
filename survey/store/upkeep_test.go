package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestUnorder lets 60 people answer one after the other: on the day after, where
// their rows lie is in no relation to the order in which they came, and every
// answer is as it was.
func TestUnorder(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newSite(t, db, survey.Open), t.Context()
		at(s.Store, "2021-06-30")
		var arrived []string
		for i := range 60 {
			r, err := s.Submit(ctx, webResponse(s.wave, fmt.Sprint("words ", i)), store.SubmitOptions{Key: sqldb.NewID()})
			check(t, err)
			arrived = append(arrived, r.ResponseID)
		}
		before := surveytest.Rows(t, db)
		if up := inOrder(lying(t, db, "response", "id"), arrived); up != 59 {
			t.Errorf("before they are moved %d of 59 neighbours lie in the order of arrival, want all: the test measures nothing", up)
		}
		if n, err := s.Unorder(ctx); err != nil || n != 0 {
			t.Errorf("Unorder() on the same day = %d, %v, want 0", n, err)
		}
		at(s.Store, "2021-07-01")
		for _, want := range []int{60, 0} {
			n, err := s.Unorder(ctx)
			check(t, err)
			if n != want {
				t.Errorf("Unorder() = %d, want %d", n, want)
			}
		}
		for _, table := range [][2]string{{"response", "id"}, {"answer", "response_id"}} {
			// 59 neighbours in any order rise 29.5 times; 4 standard deviations are 9.
			if up := inOrder(lying(t, db, table[0], table[1]), arrived); up < 20 || up > 39 {
				t.Errorf("%s: %d of 59 neighbours lie in the order of arrival, want about half", table[0], up)
			}
		}
		after := surveytest.Rows(t, db)
		after["upkeep"] = before["upkeep"] // tells up to which day rows were moved
		diff(t, "rows", after, before)
		rs, err := s.RoundResponses(ctx, s.round.ID)
		check(t, err)
		if len(rs) != 60 || len(rs[7].Answers) != 4 {
			t.Errorf("%d responses with %d answers each are there, want 60 with 4", len(rs), len(rs[7].Answers))
		}
		if _, err := s.Submit(ctx, webResponse(s.wave, "later"), store.SubmitOptions{Key: "later"}); err != nil {
			t.Errorf("Submit() after rows were moved: %v", err)
		}
	})
}

// lying returns the values of a column in the order in which rows lie, each once.
func lying(t *testing.T, db *sqldb.DB, table, column string) []string {
	t.Helper()
	type placed struct {
		place int64
		value string
	}
	var rows []placed
	s, err := db.Snapshot(t.Context())
	check(t, err)
	defer s.Close()
	check(t, s.Rows(t.Context(), table, func(p sqldb.Physical) error {
		if !p.Placed {
			t.Errorf("%s has no places", table)
		}
		rows = append(rows, placed{p.Place, p.Value(column).(string)})
		return nil
	}))
	slices.SortFunc(rows, func(a, b placed) int { return int(min(max(a.place-b.place, -1), 1)) })
	var values []string
	for _, r := range rows {
		if !slices.Contains(values, r.value) {
			values = append(values, r.value)
		}
	}
	return values
}

// inOrder counts the neighbours in list that stand in the same order in arrived.
func inOrder(list, arrived []string) (up int) {
	for i := range len(list) - 1 {
		if slices.Index(arrived, list[i]) < slices.Index(arrived, list[i+1]) {
			up++
		}
	}
	return up
}

// TestUpkeep runs what is done while a site is served.
func TestUpkeep(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := keptSite(t, db, survey.AnonymousInvited), t.Context()
		s.Outside = &store.Removals{Path: t.TempDir() + "/" + store.RemovalsFile}
		s.Now = func() time.Time { return time.Date(2022, 1, 1, 3, 0, 0, 0, time.UTC) }
		for range 2 {
			check(t, s.Upkeep().Run(ctx, &store.JobRun{}))
		}
		wantStored(t, s.Store, s.round.ID, 0)
		_, all, err := store.ReadRemovals(s.Outside.Path)
		check(t, err)
		if len(all) != 16 {
			t.Errorf("%d removals are noted outside of the database, want 16", len(all))
		}
	})
}
