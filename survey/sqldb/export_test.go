package sqldb

import (
	"context"
	"fmt"
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
