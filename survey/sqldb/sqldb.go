// Package sqldb is the database under Verbatim.
package sqldb

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
)

// An Engine is a kind of database.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgresql"
)

// DB is an open database.
type DB struct{}

// Tx is one write.
type Tx struct{}

// A Row can be scanned.
type Row interface{ Scan(dest ...any) error }

// A Querier reads rows: a *DB or a *Tx.
type Querier interface{ querier() }

func (db *DB) querier() {}
func (tx *Tx) querier() {}

var errBuild = errors.New("building")

func Open(ctx context.Context, log *slog.Logger, url string) (*DB, error) { return nil, errBuild }
func (db *DB) Close() error                                               { return nil }
func (db *DB) Ping(ctx context.Context) error                             { return nil }
func (db *DB) Engine() Engine                                             { return SQLite }
func (db *DB) Migrate(ctx context.Context, set string, files fs.FS) error { return errBuild }
func (db *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return errBuild
}
func Collect[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	return nil, errBuild
}
func One[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (T, error) {
	var zero T
	return zero, errBuild
}
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) { return 0, errBuild }
func IsDuplicate(err error) bool                                                  { return false }
func NewID() string                                                               { return rand.Text() }
