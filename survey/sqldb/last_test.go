package sqldb_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// kinds is a table with a column for each type that stores use.
var kinds = fstest.MapFS{
	"0001_kind.sql": {Data: []byte("-- +goose Up\nCREATE TABLE kind (n BIGINT PRIMARY KEY, t TEXT NOT NULL, missing TEXT, yes BOOLEAN NOT NULL, part DOUBLE PRECISION NOT NULL, small INTEGER NOT NULL);\n")},
}

type kindRow struct {
	N       int64
	T       string
	Missing *string
	Yes     bool
	Part    float64
	Small   int
}

// TestLastRows puts off rows of every type, more than one statement carries, in
// one call and in several, and none at all.
func TestLastRows(t *testing.T) {
	const insert = `INSERT INTO kind (n, t, missing, yes, part, small) VALUES`
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		check(t, db.Migrate(t.Context(), "kinds", kinds))
		var want []kindRow
		var rows [][]any
		for i := range 300 {
			word := fmt.Sprintf("wörd %d", i)
			w := kindRow{N: int64(i), T: word, Missing: &word, Yes: i%3 == 0, Part: float64(i) / 8, Small: -i}
			row := []any{w.N, w.T, word, w.Yes, w.Part, w.Small}
			if i%2 == 0 {
				w.T, w.Missing = "", nil
				row[1], row[2] = "", nil
			}
			if i == 299 {
				row[5] = int16(w.Small) // a type that nobody has thought of
			}
			want, rows = append(want, w), append(rows, row)
		}
		check(t, db.Write(t.Context(), func(_ context.Context, tx *sqldb.Tx) error {
			flush := sqldb.InsertLast(insert)
			tx.LastRows("none", func(*sqldb.Batch, [][]any) { t.Error("nothing is flushed") }, nil)
			tx.LastRows("kind", flush, rows[:250])
			tx.Last("kind", flush, rows[250]...)
			tx.LastRows("kind", flush, rows[251:])
			return nil
		}))
		got, err := sqldb.Collect(t.Context(), db, func(r sqldb.Row) (k kindRow, err error) {
			err = r.Scan(&k.N, &k.T, &k.Missing, &k.Yes, &k.Part, &k.Small)
			return k, err
		}, `SELECT n, t, missing, yes, part, small FROM kind ORDER BY n`)
		check(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rows (-put off +stored):\n%s", diff)
		}
		wantNothingKept(t, db)
	})
}

// wantNothingKept fails if the writer's connection still holds what it wrote.
func wantNothingKept(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if n := sqldb.KeptArguments(t, db); n > 0 {
		t.Errorf("the connection keeps %d values that were written", n)
	}
}
