package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestFeedHasNoGaps writes through two openings of one database, as two servers
// do, while a follower reads: it must see every number once and in order, and a
// response as soon as it sees its row.
func TestFeedHasNoGaps(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		one := newSite(t, surveytest.Reopen(t, address), survey.Open)
		two, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
		check(t, err)
		const writers, each = 8, 15
		var wg sync.WaitGroup
		for w := range writers {
			s := []*store.Store{one.Store, two}[w%2]
			wg.Go(func() {
				for i := range each {
					if _, err := s.Submit(t.Context(), surveytest.Response(one.wave, "mentor", fmt.Sprint(w, i)), store.SubmitOptions{}); err != nil {
						t.Error(err)
					}
					failed := errors.New("undone")
					err := s.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
						return errors.Join(store.AppendChange(ctx, tx, survey.CodebookChanged, "p"), failed)
					})
					if !errors.Is(err, failed) {
						t.Error(err)
					}
				}
			})
		}
		after := follow(t, one.Store, writers*each)
		wg.Wait()
		head, err := two.Head(t.Context())
		check(t, err)
		if after != writers*each || head != after {
			t.Errorf("the follower got to %d and the head is %d, want %d", after, head, writers*each)
		}
	})
}

// follow reads the feed until it has n rows and returns its last number.
func follow(t *testing.T, s *store.Store, n int) int64 {
	t.Helper()
	var after int64
	for after < int64(n) && !t.Failed() {
		changes, err := s.Changes(t.Context(), after, 7)
		check(t, err)
		for _, c := range changes {
			if c.Seq != after+1 {
				t.Fatalf("row %d follows row %d", c.Seq, after)
			}
			after = c.Seq
			if _, err := s.Response(t.Context(), c.Entity); err != nil {
				t.Fatalf("row %d is seen before its response: %v", c.Seq, err)
			}
		}
	}
	return after
}

func TestCursor(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		for _, seq := range []int64{0, 5, 3} {
			if seq > 0 {
				check(t, s.SetCursor(t.Context(), "index", seq))
			}
			got, err := s.Cursor(t.Context(), "index")
			check(t, err)
			if got != seq {
				t.Errorf("Cursor = %d, want %d", got, seq)
			}
		}
		select {
		case <-s.Changed():
			t.Error("Changed although the feed is empty")
		default:
		}
		for range 2 {
			_, err := s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", "words"), store.SubmitOptions{})
			check(t, err)
		}
		<-s.Changed()
		select {
		case <-s.Changed():
			t.Error("two changes before the value was taken should be one")
		default:
		}
	})
}
