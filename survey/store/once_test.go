package store_test

import (
	"fmt"
	"sync"
	"testing"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// webResponse is a response as a page sends it: without an ID of its own.
func webResponse(w survey.Wave, text string) survey.Response {
	r := surveytest.Response(w, "mentor", text)
	r.ID = ""
	return r
}

// TestOneKeyStoresOnce sends form instances in every way that ends with the
// same key: from two stores at once, with an ID of the caller's and without, and
// once more after the answers were withdrawn.
func TestOneKeyStoresOnce(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		one := newSite(t, surveytest.Reopen(t, address), survey.Open)
		two, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
		check(t, err)
		given, derived := surveytest.Response(one.wave, "mentor", "given"), webResponse(one.wave, "derived")
		for i, pair := range [][2]survey.Response{{given, given}, {given, derived}, {derived, given}, {derived, derived}} {
			o := store.SubmitOptions{Key: fmt.Sprint("key ", i)}
			if pair[0].ID != "" {
				pair[0].ID = sqldb.NewID()
			}
			first, err := one.Submit(t.Context(), pair[0], o)
			check(t, err)
			for _, s := range []*store.Store{one.Store, two, one.Store} {
				again, err := s.Submit(t.Context(), pair[1], o)
				check(t, err)
				diff(t, "Submit again", again, survey.Receipt{ResponseID: first.ResponseID, Code: first.Code, Again: true})
			}
			check(t, two.Withdraw(t.Context(), first.Code))
			for _, s := range []*store.Store{one.Store, two} {
				for _, r := range pair {
					_, err := s.Submit(t.Context(), r, o)
					wantKind(t, fmt.Sprintf("Submit(%d) after it was withdrawn", i), err, fault.Gone)
				}
				wantKind(t, "Withdraw(again)", s.Withdraw(t.Context(), first.Code), fault.NotFound)
				wantKind(t, "SaveDraft", s.SaveDraft(t.Context(), "secret", survey.Draft{WaveID: one.wave.ID, Key: o.Key}), fault.Gone)
			}
		}
		wantStored(t, one.Store, one.round.ID, 0)
	})
}

// TestWithdrawnWhileSentAgain withdraws answers while the Back button sends them
// once more: whatever comes first, they are gone in the end.
func TestWithdrawnWhileSentAgain(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		one := newSite(t, surveytest.Reopen(t, address), survey.Open)
		two, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
		check(t, err)
		for i := range 25 {
			o := store.SubmitOptions{Key: fmt.Sprint("key ", i)}
			receipt, err := one.Submit(t.Context(), webResponse(one.wave, "words"), o)
			check(t, err)
			var wg sync.WaitGroup
			wg.Go(func() {
				if err := one.Withdraw(t.Context(), receipt.Code); err != nil {
					t.Error(err)
				}
			})
			for _, s := range []*store.Store{one.Store, two} {
				wg.Go(func() {
					if again, err := s.Submit(t.Context(), webResponse(one.wave, "words"), o); fault.KindOf(err) != fault.Gone && !again.Again {
						t.Errorf("Submit while it is withdrawn = %v, %v, want the first receipt or Gone", again, err)
					}
				})
			}
			wg.Wait()
		}
		wantStored(t, one.Store, one.round.ID, 0)
	})
}

// TestOneOfManyFails sends responses together of which two are by one person: of
// those one is refused, and all others are stored.
func TestOneOfManyFails(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Named)
		person := survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: "mentor", Name: "Ada"}
		check(t, s.SaveParticipant(t.Context(), person))
		const others = 30
		kinds := make([]fault.Kind, others+2)
		var wg sync.WaitGroup
		for i := range kinds {
			wg.Go(func() {
				r := webResponse(s.wave, fmt.Sprint("words ", i))
				if i >= others {
					r.ParticipantID = person.ID
				}
				if _, err := s.Submit(t.Context(), r, store.SubmitOptions{}); err != nil {
					kinds[i] = fault.KindOf(err)
				}
			})
		}
		wg.Wait()
		refused := 0
		for i, k := range kinds {
			if k == fault.Conflict && i >= others {
				refused++
				continue
			}
			if k != kinds[0] || k == fault.Conflict {
				t.Errorf("response %d of another person: a fault of kind %v", i, k)
			}
		}
		if refused != 1 {
			t.Errorf("%d of two responses by one person were refused, want one", refused)
		}
		wantStored(t, s.Store, s.round.ID, others+1)
	})
}

// wantStored fails unless the round has n whole responses and the feed tells of
// each that was ever stored and each that was withdrawn.
func wantStored(t *testing.T, s *store.Store, roundID string, n int) {
	t.Helper()
	rs, err := s.RoundResponses(t.Context(), roundID)
	check(t, err)
	if len(rs) != n {
		t.Errorf("%d responses are stored, want %d", len(rs), n)
	}
	living := map[string]int{}
	for after := int64(0); ; {
		changes, err := s.Changes(t.Context(), after, 100)
		check(t, err)
		for _, c := range changes {
			if c.Seq != after+1 {
				t.Errorf("row %d of the feed follows row %d", c.Seq, after)
			}
			after = c.Seq
			switch c.Kind {
			case survey.ResponseStored:
				living[c.Entity]++
			case survey.ResponseWithdrawn:
				living[c.Entity]--
			}
		}
		if len(changes) == 0 {
			break
		}
	}
	for _, r := range rs {
		if living[r.ID] != 1 || len(r.Answers) < 3 {
			t.Errorf("the feed tells %d times of a response with %d answers", living[r.ID], len(r.Answers))
		}
		delete(living, r.ID)
	}
	for id, times := range living {
		if times != 0 {
			t.Errorf("the feed tells %d times of %s, which is not stored", times, id)
		}
	}
}
