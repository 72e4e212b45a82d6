package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"testing"
)

// PostgresWriters and MaxQueued are limits that tests have to fill.
const (
	PostgresWriters = postgresWriters
	MaxQueued       = maxQueued
)

// Queued returns how many writes wait.
func Queued(db *DB) int { return len(db.queue) }

// Number is number for tests outside.
func Number(query string) (text string, highest int) {
	n := number(query)
	return n.text, n.n
}

// SetBusyTimeout makes the writer wait for only so many milliseconds.
func SetBusyTimeout(t testing.TB, db *DB, milliseconds int) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, milliseconds))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// OpenWithRoom opens a SQLite database that cannot grow beyond so many pages.
func OpenWithRoom(t testing.TB, path string, pages int) *DB {
	t.Helper()
	db := newDB(slog.New(slog.DiscardHandler))
	if err := errors.Join(db.openSQLite(t.Context(), path), db.write.Close()); err != nil {
		t.Fatal(err)
	}
	db.write = sql.OpenDB(connector{sqliteDSN(path, false), fmt.Sprintf("%s; PRAGMA max_page_count = %d", morePragmas, pages)})
	db.write.SetMaxOpenConns(1)
	db.writers.Go(db.writeLoop)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// KeptArguments returns how many values the connection of a SQLite writer holds
// between two statements.
func KeptArguments(t testing.TB, db *DB) (n int) {
	t.Helper()
	if db.engine != SQLite {
		return 0
	}
	err := db.Write(t.Context(), func(_ context.Context, tx *Tx) error {
		return tx.conn.Raw(func(conn any) error {
			args := conn.(*sqliteConn).args
			for _, a := range args[:cap(args)] {
				if a.Value != nil {
					n++
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Pragmas returns what each connection to a file says of itself, first the one
// that writes, then as many as may read at once.
func Pragmas(t testing.TB, db *DB, names []string) (all []map[string]string) {
	t.Helper()
	ask := func(handle *sql.DB) {
		conn, err := handle.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() }) // held until the end, so that the next one is another
		said := map[string]string{}
		for _, name := range names {
			var value string
			if err := conn.QueryRowContext(t.Context(), `PRAGMA `+name).Scan(&value); err != nil {
				t.Fatal(err)
			}
			said[name] = value
		}
		all = append(all, said)
	}
	ask(db.write)
	for range sqliteReaders() {
		ask(db.read)
	}
	return all
}
