package store_test

import (
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

func TestIdentity(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		open := func() *store.Store {
			s, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
			check(t, err)
			return s
		}
		identity := func(s *store.Store) string {
			got, err := s.Identity(t.Context())
			check(t, err)
			return got
		}
		one, two := open(), open()
		first := identity(one)
		if first == "" || identity(two) != first || identity(one) != first {
			t.Errorf("Identity() = %q, then %q and %q by another process, want the same", first, identity(one), identity(two))
		}
		check(t, one.NewEpoch(t.Context()))
		second := identity(two)
		if second == first || !strings.HasPrefix(second, first) {
			t.Errorf("Identity() after NewEpoch = %q, want another than %q that begins with it", second, first)
		}
	})
}

func TestStoredAfter(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		want := map[string]bool{}
		for range 7 {
			key := sqldb.NewID()
			r := surveytest.Response(s.wave, "mentor", key)
			_, err := s.Submit(t.Context(), r, store.SubmitOptions{Key: key})
			check(t, err)
			want[r.ID] = true
		}
		after := ""
		for range 3 { // 3, 3 and 1
			some, err := s.StoredAfter(t.Context(), after, 3)
			check(t, err)
			for _, x := range some {
				if !want[x.ResponseID] || x.ResponseID <= after || x.ProgrammeID != s.programme.ID {
					t.Errorf("StoredAfter(%s) returns %+v", after, x)
				}
				delete(want, x.ResponseID)
				after = x.ResponseID
			}
		}
		if len(want) > 0 {
			t.Errorf("StoredAfter passed over %d responses", len(want))
		}
		some, err := s.SomeResponses(t.Context(), s.programme.ID, 5)
		check(t, err)
		if len(some) != 5 {
			t.Errorf("SomeResponses(5) returns %d", len(some))
		}
	})
}
