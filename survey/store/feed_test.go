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

// TestLateCommitIsNotOvertaken begins to add to the feed on one server, lets
// another server store a response meanwhile, and only then ends the first
// transaction: the follower, who has moved past the other one's row by then, must
// still see the first one's, so its number must be the later.
func TestLateCommitIsNotOvertaken(t *testing.T) {
	address := surveytest.Postgres(t)
	one := newSite(t, surveytest.Reopen(t, address), survey.Open)
	two, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
	check(t, err)
	begun, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := one.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, `SELECT pg_current_xact_id()`); err != nil { // its number is the lower
				return err
			}
			if err := store.AppendChange(ctx, tx, survey.CodebookChanged, "late"); err != nil {
				return err
			}
			close(begun)
			<-release
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-begun
	receipt, err := two.Submit(t.Context(), webResponse(one.wave, "words"), store.SubmitOptions{})
	check(t, err)
	first, err := one.Changes(t.Context(), 0, 10)
	check(t, err)
	diff(t, "Changes while a transaction is open", first, []survey.Change{{Seq: 1, Kind: survey.ResponseStored, Entity: receipt.ResponseID}})
	close(release)
	wg.Wait()
	rest, err := one.Changes(t.Context(), 1, 10)
	check(t, err)
	diff(t, "Changes after it has ended", rest, []survey.Change{{Seq: 2, Kind: survey.CodebookChanged, Entity: "late"}})
}

// TestFeedAcrossServers writes to one database through several openings of it,
// as several servers do, with transactions that take long before and after they
// add to the feed and some that fail. A follower on a further one reads all the
// time and must never meet a number out of order.
func TestFeedAcrossServers(t *testing.T) {
	address := surveytest.Postgres(t)
	one := newSite(t, surveytest.Reopen(t, address), survey.Open)
	const servers, writers, each = 3, 3, 12
	failed := errors.New("undone")
	var wg sync.WaitGroup
	for server := range servers {
		s, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
		check(t, err)
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					if err := writeSlowly(t, s, one.wave, server+w+i, failed); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	stored := 0
	for n := range servers * writers * each {
		if slowKind(n/(writers*each)+n/each%writers+n%each) != failsLate {
			stored++
		}
	}
	followed := make(chan int64, 1)
	follower := surveytest.Reopen(t, address)
	go func() { followed <- followAll(t, follower, int64(stored)) }()
	wg.Wait()
	if last := <-followed; last != int64(stored) {
		t.Errorf("the follower got to %d, want %d", last, stored)
	}
	head, err := one.Head(t.Context())
	if err != nil || head != int64(stored) {
		t.Errorf("the head is %d, %v, want %d", head, err, stored)
	}
}

// The ways in which writeSlowly adds to the feed.
const (
	submits = iota
	sleepsBefore
	sleepsAfter
	failsLate
	ways
)

func slowKind(n int) int { return n % ways }

// writeSlowly adds a row to the feed in the nth way, or fails after it has.
func writeSlowly(t *testing.T, s *store.Store, w survey.Wave, n int, failed error) error {
	t.Helper()
	if slowKind(n) == submits {
		_, err := s.Submit(t.Context(), webResponse(w, fmt.Sprint("words ", n)), store.SubmitOptions{})
		return err
	}
	sleep := execute(fmt.Sprintf(`SELECT pg_sleep(0.00%d)`, 1+n%9))
	err := s.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		if slowKind(n) == sleepsBefore {
			if err := sleep(ctx, tx); err != nil {
				return err
			}
		}
		if err := store.AppendChange(ctx, tx, survey.CodebookChanged, "p"); err != nil {
			return err
		}
		if slowKind(n) == sleepsBefore {
			return nil
		}
		err := sleep(ctx, tx)
		if err == nil && slowKind(n) == failsLate {
			err = failed
		}
		return err
	})
	if slowKind(n) == failsLate && errors.Is(err, failed) {
		return nil
	}
	return err
}

// followAll reads the feed until it has n rows and returns its last number.
func followAll(t *testing.T, db *sqldb.DB, n int64) (after int64) {
	s, err := store.New(t.Context(), surveytest.Log(t), db)
	if err != nil {
		t.Error(err)
		return 0
	}
	for after < n && !t.Failed() {
		changes, err := s.Changes(t.Context(), after, 5)
		if err != nil {
			t.Error(err)
		}
		for _, c := range changes {
			if c.Seq != after+1 {
				t.Errorf("row %d follows row %d", c.Seq, after)
			}
			after = c.Seq
		}
	}
	return after
}
