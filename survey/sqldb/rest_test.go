package sqldb_test

import (
	"context"
	"sync"
	"testing"

	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// TestRest lets a database rest while it is read and written, on each engine.
func TestRest(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `CREATE TABLE note (id BIGINT PRIMARY KEY)`)
			return err
		}))
		var wg sync.WaitGroup
		const writers, each = 4, 25
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					err := db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
						_, err := tx.Exec(ctx, `INSERT INTO note (id) VALUES ($1)`, w*each+i)
						return err
					})
					if err != nil {
						t.Error(err)
					}
					if err := db.Rest(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		n, err := sqldb.One(t.Context(), db, func(r sqldb.Row) (n int, err error) { err = r.Scan(&n); return n, err }, `SELECT count(*) FROM note`)
		if err != nil || n != writers*each {
			t.Errorf("after rests between writes there are %d rows, %v, want %d", n, err, writers*each)
		}
	})
}
