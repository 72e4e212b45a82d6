package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// pairs is a set of migrations that makes a table of keys and values.
var pairs = fstest.MapFS{
	"0001_pair.sql": {Data: []byte("-- +goose Up\nCREATE TABLE pair (k TEXT PRIMARY KEY, v BIGINT NOT NULL CHECK (v < 1000000)) -- sqlite: WITHOUT ROWID\n;\n")},
}

const (
	insertPair = `INSERT INTO pair (k, v) VALUES ($1, $2)`
	insertRows = `INSERT INTO pair (k, v) VALUES`
	selectAll  = `SELECT k, v FROM pair ORDER BY k`
)

func eachDB(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		check(t, db.Migrate(t.Context(), "pairs", pairs))
		fn(t, db)
	})
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func scanPair(r sqldb.Row) (s string, err error) {
	var k string
	var v int64
	err = r.Scan(&k, &v)
	return fmt.Sprintf("%s=%d", k, v), err
}

func scanInt(r sqldb.Row) (n int, err error) {
	err = r.Scan(&n)
	return n, err
}

func wantPairs(t *testing.T, db *sqldb.DB, want string) {
	t.Helper()
	got, err := sqldb.Collect(t.Context(), db, scanPair, selectAll)
	check(t, err)
	if s := strings.Join(got, " "); s != want {
		t.Errorf("stored: %q, want %q", s, want)
	}
}

func put(k string, v int) func(context.Context, *sqldb.Tx) error {
	return func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertPair, k, v)
		return err
	}
}

// together runs the writes in one transaction: a first write holds the writer
// until the others have queued. On PostgreSQL, where there are several writers,
// all but one are held for the whole time.
func together(t *testing.T, db *sqldb.DB, writes ...func(context.Context, *sqldb.Tx) error) []error {
	t.Helper()
	writers := 1
	if db.Engine() == sqldb.PostgreSQL {
		writers = sqldb.PostgresWriters
	}
	var held, done sync.WaitGroup
	release := make([]chan struct{}, writers)
	for i := range writers {
		release[i] = make(chan struct{})
		held.Add(1)
		once := sync.OnceFunc(held.Done)
		done.Go(func() {
			if err := db.Write(t.Context(), func(context.Context, *sqldb.Tx) error { once(); <-release[i]; return nil }); err != nil {
				t.Error(err)
			}
		})
		held.Wait()
	}
	errs := make([]error, len(writes))
	var wg sync.WaitGroup
	for i, fn := range writes {
		wg.Go(func() { errs[i] = db.Write(t.Context(), fn) })
		for sqldb.Queued(db) < i+1 {
			time.Sleep(50 * time.Microsecond)
		}
	}
	close(release[0])
	wg.Wait()
	for _, r := range release[1:] {
		close(r)
	}
	done.Wait()
	return errs
}

func TestWriteFailsAlone(t *testing.T) {
	boom := errors.New("boom")
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		var sizes []int
		errs := together(t, db,
			put("a", 1),
			func(ctx context.Context, tx *sqldb.Tx) error { // changes something, then fails
				sizes = append(sizes, 1)
				if err := put("b", 2)(ctx, tx); err != nil {
					return err
				}
				return boom
			},
			put("c", 3),
			put("a", 4), // a duplicate
			func(ctx context.Context, tx *sqldb.Tx) error { // swallows the error of a statement
				_, _ = tx.Exec(ctx, insertPair, "c", 5)
				return nil
			},
			func(context.Context, *sqldb.Tx) error { panic("out of range") },
			func(context.Context, *sqldb.Tx) error { return boom }, // changes nothing
			put("d", 6),
		)
		wantPairs(t, db, "a=1 c=3 d=6")
		for i, want := range []string{"", "boom", "", "duplicate", "duplicate", "panic", "boom", ""} {
			got := ""
			switch err := errs[i]; {
			case errors.Is(err, boom):
				got = "boom"
			case sqldb.IsDuplicate(err):
				got = "duplicate"
			case err != nil && strings.Contains(err.Error(), "panic"):
				got = "panic"
			case err != nil:
				got = err.Error()
			}
			if got != want {
				t.Errorf("write %d: %q, want %q", i, got, want)
			}
		}
		check(t, db.Write(t.Context(), put("e", 7))) // the writer is well after all this
	})
}

func TestLast(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		var flushed []int
		flush := func(b *sqldb.Batch, rows [][]any) {
			flushed = append(flushed, len(rows))
			b.Insert(insertRows, rows)
		}
		later := func(k string, v int, err error) func(context.Context, *sqldb.Tx) error {
			return func(_ context.Context, tx *sqldb.Tx) error {
				tx.Last("pair", flush, k, v)
				tx.Notify("pairs")
				return err
			}
		}
		woken := db.Watch("pairs")
		boom := errors.New("boom")
		errs := together(t, db, later("a", 1, nil), later("b", 2, boom), later("c", 3, nil))
		wantPairs(t, db, "a=1 c=3")
		if errs[0] != nil || !errors.Is(errs[1], boom) || errs[2] != nil {
			t.Errorf("outcomes %v", errs)
		}
		if got := flushed[len(flushed)-1]; got != 2 {
			t.Errorf("the last flush had %d rows, want 2", got)
		}
		<-woken

		// One row that cannot be written fails its own write only.
		errs = together(t, db, later("d", 4, nil), later("e", 5_000_000, nil), later("f", 6, nil))
		wantPairs(t, db, "a=1 c=3 d=4 f=6")
		if errs[0] != nil || errs[1] == nil || errs[2] != nil {
			t.Errorf("outcomes %v", errs)
		}
	})
}

func TestInsertInBulk(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		var rows [][]any
		for i := range 389 {
			rows = append(rows, []any{fmt.Sprintf("%04d", i), i})
		}
		check(t, db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return sqldb.Insert(ctx, tx, insertRows, rows) }))
		got, err := sqldb.Collect(t.Context(), db, scanPair, selectAll)
		check(t, err)
		if len(got) != 389 || got[388] != "0388=388" {
			t.Errorf("%d rows, the last %s", len(got), got[len(got)-1])
		}
	})
}

func TestWriteEnds(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		inside := db.Write(t.Context(), func(ctx context.Context, _ *sqldb.Tx) error { return db.Write(ctx, put("a", 1)) })
		if inside == nil {
			t.Error("Write inside of Write should be refused")
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.Write(ended, put("a", 1)); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("Write with an ended context = %v, want Unavailable", err)
		}
		var kept *sqldb.Tx
		check(t, db.Write(t.Context(), func(_ context.Context, tx *sqldb.Tx) error { kept = tx; return nil }))
		if _, err := kept.Exec(t.Context(), insertPair, "a", 1); err == nil {
			t.Error("a transaction can be used after its write returned")
		}
		wantPairs(t, db, "")
	})
}

func TestWriteCancelledWhileQueued(t *testing.T) {
	db := surveytest.OpenDB(t)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = db.Write(t.Context(), func(context.Context, *sqldb.Tx) error { close(held); <-hold; return nil })
	})
	<-held
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- db.Write(ctx, put("a", 1)) }()
	for sqldb.Queued(db) == 0 {
		time.Sleep(50 * time.Microsecond)
	}
	cancel()
	if err := <-result; fault.KindOf(err) != fault.Unavailable || !errors.Is(err, context.Canceled) {
		t.Errorf("a write cancelled in the queue = %v, want Unavailable", err)
	}
	close(hold)
	wg.Wait()
	check(t, db.Write(t.Context(), put("b", 2)))
	wantPairs(t, db, "b=2")
}

// TestQueueIsBounded sends more than can wait: the one too many is told so, and
// all others are stored although the server is stopped meanwhile.
func TestQueueIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	db := surveytest.Reopen(t, path)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = db.Write(t.Context(), func(context.Context, *sqldb.Tx) error { close(held); <-hold; return nil })
	})
	<-held
	refused := make(chan error, sqldb.MaxQueued+1)
	for i := range sqldb.MaxQueued + 1 {
		wg.Go(func() { refused <- db.Write(t.Context(), put(fmt.Sprint(i), i)) })
	}
	if err := <-refused; fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "D19: ") {
		t.Errorf("the write after %d = %v, want D19", sqldb.MaxQueued, err)
	}
	close(hold)
	check(t, db.Close()) // drains what is queued
	wg.Wait()
	for range sqldb.MaxQueued {
		check(t, <-refused)
	}
	if err := db.Write(t.Context(), put("late", 1)); fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "D20: ") {
		t.Errorf("Write after Close = %v, want D20", err)
	}
	n, err := sqldb.One(t.Context(), surveytest.Reopen(t, path), scanInt, `SELECT count(*) FROM pair`)
	if err != nil || n != sqldb.MaxQueued {
		t.Errorf("%d rows are stored, %v, want the %d acknowledged", n, err, sqldb.MaxQueued)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		_, err := sqldb.Collect(t.Context(), db, scanPair, `INSERT INTO pair (k, v) VALUES ('a', 1) RETURNING k, v`)
		if err == nil {
			t.Error("a read can insert")
		}
		wantPairs(t, db, "")
	})
}

func TestParameters(t *testing.T) {
	eachDB(t, func(t *testing.T, db *sqldb.DB) {
		for _, c := range []struct {
			query string
			args  []any
			want  string
		}{
			{`SELECT CAST($1 AS TEXT) || CAST($2 AS TEXT), 0`, []any{"a", "b"}, "ab=0"},
			{`SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT), 0`, []any{"a", "b"}, "ba=0"},
			{`SELECT CAST($2 AS TEXT) || CAST($3 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT), 0`, []any{"a", "b", "c"}, "bcab=0"},
			{`SELECT '$1' || CAST($1 AS TEXT), 0 -- $2`, []any{"a"}, "$1a=0"},
		} {
			got, err := sqldb.One(t.Context(), db, scanPair, c.query, c.args...)
			if err != nil || got != c.want {
				t.Errorf("%s of %v = %s, %v, want %s", c.query, c.args, got, err, c.want)
			}
		}
		if _, err := sqldb.One(t.Context(), db, scanPair, `SELECT CAST($1 AS TEXT), 0`, "a", "surplus"); err == nil {
			t.Error("a surplus argument should be refused")
		}
		if _, err := sqldb.One(t.Context(), db, scanPair, selectAll); fault.KindOf(err) != fault.NotFound {
			t.Errorf("One without a row = %v, want NotFound", err)
		}
	})
}

func TestMigrate(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		var wg sync.WaitGroup
		for range 4 { // several processes start on an empty database at once
			db := surveytest.Reopen(t, address)
			wg.Go(func() {
				if err := db.Migrate(t.Context(), "pairs", pairs); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		db := surveytest.Reopen(t, address)
		check(t, db.Write(t.Context(), put("kept", 1)))
		quickest := time.Hour
		for range 5 { // others may be using the machine
			start := time.Now()
			check(t, db.Migrate(t.Context(), "pairs", pairs))
			quickest = min(quickest, time.Since(start))
		}
		if quickest > 100*time.Millisecond {
			t.Errorf("a migration with nothing to do took %s", quickest)
		}
		applied, err := sqldb.One(t.Context(), db, scanInt, `SELECT count(*) FROM pairs_version WHERE version_id > 0`)
		if err != nil || applied != 1 {
			t.Errorf("%d migrations are noted, %v, want 1", applied, err)
		}
		more := fstest.MapFS{"0001_pair.sql": pairs["0001_pair.sql"], "0002_more.sql": {Data: []byte("-- +goose Up\nALTER TABLE pair ADD COLUMN w BIGINT;\n")}}
		check(t, db.Migrate(t.Context(), "pairs", more))
		check(t, db.Migrate(t.Context(), "others", fstest.MapFS{"0001_other.sql": {Data: []byte("-- +goose Up\nCREATE TABLE other (k TEXT);\n")}}))
		wantPairs(t, db, "kept=1")
		if err := db.Migrate(t.Context(), "pairs", pairs); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an older program on a newer database = %v, want Invalid", err)
		}
		broken := fstest.MapFS{"0001_pair.sql": more["0001_pair.sql"], "0002_more.sql": more["0002_more.sql"], "0003_bad.sql": {Data: []byte("-- +goose Up\nCREATE TABLE half (k TEXT);\nCREATE BROKEN;\n")}}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		if err := db.Migrate(ctx, "pairs", broken); err == nil {
			t.Error("a broken migration should fail")
		}
		if _, err := sqldb.Collect(t.Context(), db, scanPair, `SELECT k, 0 FROM half`); err == nil {
			t.Error("half of a broken migration was applied")
		}
	})
}

func TestWithoutRowID(t *testing.T) {
	db := surveytest.OpenDB(t)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	if _, err := sqldb.Collect(t.Context(), db, scanInt, `SELECT rowid FROM pair`); err == nil {
		t.Error("the table has row IDs, which tell the order of insertion")
	}
}

func TestOpenFaults(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "letter.db")
	check(t, os.WriteFile(foreign, []byte(strings.Repeat("Dear mentor, ", 1000)), 0o600))
	for _, c := range []struct{ url, code string }{
		{"", "D01"},
		{dir, "D03"},
		{foreign, "D14"},
		{filepath.Join(foreign, "below", "verbatim.db"), "D02"},
		{"postgres://u:hush@127.0.0.1:1/none", "D05"},
		{"postgres://u:hush@127.0.0.1:none/x", "D04"},
	} {
		_, err := sqldb.Open(t.Context(), surveytest.Log(t), c.url)
		if err == nil || !strings.HasPrefix(fault.Text(err), c.code+": ") {
			t.Errorf("Open(%q) says %q, want %s", c.url, fault.Text(err), c.code)
		}
		if err != nil && strings.Contains(err.Error(), "hush") {
			t.Errorf("Open(%q) tells the password: %v", c.url, err)
		}
	}
}

func TestPlaceWithOddCharacters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ä ö?mode=ro&x#%41", "a file?.db")
	db := surveytest.Reopen(t, path)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	check(t, db.Ping(t.Context()))
	info, err := os.Stat(path)
	check(t, err)
	if info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("the file has permissions %o and %d bytes, want 600 and some", info.Mode().Perm(), info.Size())
	}
}
