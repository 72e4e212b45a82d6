// Package surveytest offers what tests of other packages start from: databases
// and small samples of everything that is asked and answered.
//
// It is for tests only. The databases are real ones: a SQLite file in the
// test's own folder, and PostgreSQL where a server is named. There are no
// doubles of them.
package surveytest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/survey/sqldb"
)

// The environment of tests: the address of a PostgreSQL server where databases
// may be made, and what must not be skipped, separated by commas.
const (
	postgresVariable = "VERBATIM_POSTGRES"
	requireVariable  = "VERBATIM_REQUIRE"
)

// OpenDB returns an empty SQLite database that is closed when the test ends.
func OpenDB(t testing.TB) *sqldb.DB {
	t.Helper()
	return Reopen(t, filepath.Join(t.TempDir(), "verbatim.db"))
}

// Reopen opens the database at address, which may be open already, until the
// test ends.
func Reopen(t testing.TB, address string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), Log(t), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// EachDB runs fn as a subtest on an empty database of each engine. Where no
// PostgreSQL server is named, its subtest is skipped, or fails when
// VERBATIM_REQUIRE asks for it.
func EachDB(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	EachAddress(t, func(t *testing.T, address string) { fn(t, Reopen(t, address)) })
}

// EachAddress is like EachDB for tests that open the database themselves.
func EachAddress(t *testing.T, fn func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, filepath.Join(t.TempDir(), "verbatim.db")) })
	t.Run("postgresql", func(t *testing.T) { fn(t, Postgres(t)) })
}

// Postgres returns the address of a new, empty PostgreSQL database, which is
// dropped when the test ends.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" && strings.Contains(os.Getenv(requireVariable), "postgres") {
		t.Fatalf("%s asks for PostgreSQL: set %s to the address of a server where databases may be made", requireVariable, postgresVariable)
	}
	if server == "" {
		t.Skipf("not tested on PostgreSQL: set %s to the address of a server where databases may be made", postgresVariable)
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is not an address", postgresVariable)
	}
	name := "verbatim_test_" + strings.ToLower(rand.Text())
	admin(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { admin(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address.Path = "/" + name
	return address.String()
}

// admin runs a statement that cannot run in a transaction.
func admin(t testing.TB, server, statement string) {
	t.Helper()
	if err := sqldb.Admin(context.WithoutCancel(t.Context()), server, statement); err != nil {
		t.Fatal(err)
	}
}

// Log returns a logger that writes to the test's output.
func Log(t testing.TB) *slog.Logger {
	t.Helper()
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// Rows returns how many rows each table has.
func Rows(tb testing.TB, db *sqldb.DB) map[string]int {
	tb.Helper()
	s, err := db.Snapshot(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer s.Close()
	sums, err := s.Sums(tb.Context(), s.Tables())
	if err != nil {
		tb.Fatal(err)
	}
	rows := map[string]int{}
	for _, sum := range sums {
		rows[sum.Table] = sum.Rows
	}
	return rows
}
