package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"strings"

	"verbatim/survey/fault"
)

// NewFile opens a new SQLite file that is made in one go and thrown away when
// the making is interrupted: nothing in it is durable before [DB.Finish], and
// no other process may use it.
func NewFile(ctx context.Context, log *slog.Logger, path string) (_ *DB, err error) {
	defer fault.Wrap(&err, "sqldb.NewFile(%q)", path)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return openAlone(ctx, log, path, url.Values{"_journal_mode": {"MEMORY"}, "_synchronous": {"OFF"}, "_txlock": {"immediate"}})
}

// OpenAlone opens a SQLite file as [NewFile] does, one that is there.
func OpenAlone(ctx context.Context, log *slog.Logger, path string) (_ *DB, err error) {
	defer fault.Wrap(&err, "sqldb.OpenAlone(%q)", path)
	return openAlone(ctx, log, path, url.Values{"mode": {"rw"}, "_journal_mode": {"MEMORY"}, "_synchronous": {"OFF"}, "_txlock": {"immediate"}})
}

// OpenForeign opens a SQLite file that somebody brought, and that nobody
// changes: it is read only, nothing is written beside it, and what its schema
// says to run is not run.
func OpenForeign(ctx context.Context, log *slog.Logger, path string) (_ *DB, err error) {
	defer fault.Wrap(&err, "sqldb.OpenForeign(%q)", path)
	return openAlone(ctx, log, path, url.Values{"mode": {"ro"}, "immutable": {"1"}, "_query_only": {"on"}})
}

// distrust keeps SQLite from running functions that a schema names, and has it
// look twice at pages.
const distrust = `PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON`

// openAlone opens a file with one connection for writing and some for reading.
func openAlone(ctx context.Context, log *slog.Logger, path string, q url.Values) (*DB, error) {
	q.Set("_foreign_keys", "on")
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
	db := newDB(log)
	db.engine, db.place = SQLite, path
	db.open = func() *sql.DB {
		h := sql.OpenDB(connector{dsn, morePragmas + "; " + distrust})
		h.SetMaxOpenConns(1)
		return h
	}
	db.write, db.read = db.open(), db.open()
	db.read.SetMaxOpenConns(minReaders) // a snapshot holds one as long as it is open
	if err := db.read.PingContext(ctx); err != nil {
		return nil, errors.Join(db.explainOpen(err), db.write.Close(), db.read.Close())
	}
	db.writers.Go(db.writeLoop)
	return db, nil
}

// Finish closes a database of [NewFile] and makes it durable.
func (db *DB) Finish() (err error) {
	defer fault.Wrap(&err, "sqldb.Finish")
	if err := db.Close(); err != nil {
		return err
	}
	f, err := os.OpenFile(db.place, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// IsPostgres reports whether url is the address of a PostgreSQL database rather
// than the path of a SQLite file.
func IsPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// Place returns the path of the database, or its address without a password.
func (db *DB) Place() string { return db.place }
