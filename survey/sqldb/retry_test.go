package sqldb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

const (
	selectValue = `SELECT v FROM pair WHERE k = $1`
	setValue    = `UPDATE pair SET v = $2 WHERE k = $1`
	addOne      = `UPDATE pair SET v = v + 1 WHERE k = $1`
)

// TestSerialisationFailure lets another server change what a transaction has
// read: PostgreSQL gives it up (40001), and it is repeated.
func TestSerialisationFailure(t *testing.T) {
	address := surveytest.Postgres(t)
	one, two := surveytest.Reopen(t, address), surveytest.Reopen(t, address)
	check(t, one.Migrate(t.Context(), "pairs", pairs))
	check(t, one.Write(t.Context(), put("a", 1)))
	attempts := 0
	increase := func(ctx context.Context, tx *sqldb.Tx) error {
		attempts++
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`); err != nil {
			return err
		}
		v, err := sqldb.One(ctx, tx, scanInt, selectValue, "a")
		if err != nil {
			return err
		}
		if attempts == 1 {
			other := func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, addOne, "a")
				return err
			}
			if err := two.Write(t.Context(), other); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, setValue, "a", v+10)
		return err
	}
	check(t, one.Write(t.Context(), increase))
	if attempts != 2 {
		t.Errorf("the write was tried %d times, want twice", attempts)
	}
	wantPairs(t, one, "a=12")
}

// TestDeadlock lets two servers lock the same two rows, each the other's first:
// PostgreSQL gives one up (40P01), and it is repeated.
func TestDeadlock(t *testing.T) {
	address := surveytest.Postgres(t)
	dbs := []*sqldb.DB{surveytest.Reopen(t, address), surveytest.Reopen(t, address)}
	check(t, dbs[0].Migrate(t.Context(), "pairs", pairs))
	check(t, dbs[0].Write(t.Context(), put("a", 0)))
	check(t, dbs[0].Write(t.Context(), put("b", 0)))
	var both, done sync.WaitGroup // both have locked their first row
	both.Add(len(dbs))
	attempts := make([]int, len(dbs))
	for i, db := range dbs {
		first, second := "a", "b"
		if i == 1 {
			first, second = second, first
		}
		lock := func(ctx context.Context, tx *sqldb.Tx) error {
			attempts[i]++
			if _, err := tx.Exec(ctx, addOne, first); err != nil {
				return err
			}
			if attempts[i] == 1 {
				both.Done()
				both.Wait()
			}
			_, err := tx.Exec(ctx, addOne, second)
			return err
		}
		done.Go(func() {
			if err := db.Write(t.Context(), lock); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if tries := attempts[0] + attempts[1]; tries < 3 {
		t.Errorf("two writes were tried %d times: there was no deadlock", tries)
	}
	wantPairs(t, dbs[0], "a=2 b=2")
}

// TestRefusedAtCommit puts rows off that a constraint refuses only when the
// transaction ends. Alone and in company, the message that holds the whole
// transaction must say so.
func TestRefusedAtCommit(t *testing.T) {
	db := surveytest.Reopen(t, surveytest.Postgres(t))
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `ALTER TABLE pair ADD CONSTRAINT pair_v UNIQUE (v) DEFERRABLE INITIALLY DEFERRED`)
		return err
	}))
	later := func(k string, v int) func(context.Context, *sqldb.Tx) error {
		return func(_ context.Context, tx *sqldb.Tx) error {
			tx.Last("pair", sqldb.InsertLast(insertRows), k, v)
			return nil
		}
	}
	check(t, db.Write(t.Context(), later("a", 1)))
	if err := db.Write(t.Context(), later("b", 1)); !sqldb.IsDuplicate(err) {
		t.Errorf("a write refused at the commit = %v, want a duplicate", err)
	}
	errs := together(t, db, later("c", 3), later("d", 1), later("e", 5))
	if errs[0] != nil || !sqldb.IsDuplicate(errs[1]) || errs[2] != nil {
		t.Errorf("outcomes %v", errs)
	}
	wantPairs(t, db, "a=1 c=3 e=5")
}

// TestImportHoldsUpNobody writes while another write takes its time: a server
// has further writers, which do not wait for their turn for ever.
func TestImportHoldsUpNobody(t *testing.T) {
	db := surveytest.Reopen(t, surveytest.Postgres(t))
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	release, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			close(held)
			<-release
			return put("import", 1)(ctx, tx)
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	for i := range 5 {
		check(t, db.Write(t.Context(), put(fmt.Sprint("form ", i), i)))
	}
	close(release)
	wg.Wait()
	wantPairs(t, db, "form 0=0 form 1=1 form 2=2 form 3=3 form 4=4 import=1")
}
