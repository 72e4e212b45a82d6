package sqldb_test

import (
	"context"
	"errors"
	"testing"

	"verbatim/survey/sqldb"
)

// TestAtEnd numbers rows after the last one that is stored, which takes a read
// at the end of a shared transaction.
func TestAtEnd(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		var ended []int
		end := func(ctx context.Context, tx *sqldb.Tx, rows [][]any) error {
			ended = append(ended, len(rows))
			last, err := sqldb.One(ctx, tx, scanInt, `SELECT COALESCE(max(v), 0) FROM pair`)
			if err != nil {
				return err
			}
			for i, r := range rows {
				if _, err := tx.Exec(ctx, insertPair, r[0], last+i+1); err != nil {
					return err
				}
			}
			return nil
		}
		hand := func(k string, err error) func(context.Context, *sqldb.Tx) error {
			return func(_ context.Context, tx *sqldb.Tx) error {
				tx.AtEnd("pair", end, k)
				return err
			}
		}
		boom := errors.New("boom")
		errs := together(t, db, hand("a", nil), hand("b", boom), hand("c", nil))
		if errs[0] != nil || !errors.Is(errs[1], boom) || errs[2] != nil {
			t.Errorf("outcomes %v", errs)
		}
		wantPairs(t, db, "a=1 c=2")
		if got := ended[len(ended)-1]; got != 2 {
			t.Errorf("the last end had %d rows, want 2", got)
		}

		// What cannot be written at the end fails its own write only, with all
		// that this write did before.
		both := func(ctx context.Context, tx *sqldb.Tx) error {
			tx.AtEnd("pair", end, "a") // a duplicate
			return put("lost", 1)(ctx, tx)
		}
		errs = together(t, db, hand("d", nil), both, hand("e", nil))
		if errs[0] != nil || !sqldb.IsDuplicate(errs[1]) || errs[2] != nil {
			t.Errorf("outcomes %v", errs)
		}
		wantPairs(t, db, "a=1 c=2 d=3 e=4")
	})
}
