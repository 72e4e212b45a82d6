package sqldb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"verbatim/survey/fault"
)

// These mark, in a migration, the rest of a line that one engine alone reads:
//
//	) -- sqlite: WITHOUT ROWID
//	;
//
// A statement with semicolons in it, such as a trigger, stands on one line.
const (
	sqliteOnly   = "-- sqlite:"
	postgresOnly = "-- postgresql:"
)

const (
	// migrateAttempts is how often a migration of SQLite is tried that failed
	// because another process was making the same one. PostgreSQL has a lock
	// for that.
	migrateAttempts = 20
	migratePause    = 50 * time.Millisecond
)

// Migrate brings the tables of a set up to date with its files, named like
// 0001_responses.sql. The set names the table that keeps its version, so that
// several packages may each have their own. Migrations run forward only, each
// in a transaction; several processes may do this at once. When there is
// nothing to do it costs one read.
func (db *DB) Migrate(ctx context.Context, set string, files fs.FS) (err error) {
	defer fault.Wrap(&err, "sqldb.Migrate(%s)", set)
	handle := db.open()
	defer func() {
		if e := handle.Close(); err == nil {
			err = e
		}
	}()
	provider, err := db.provider(handle, set, files)
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	target := sources[len(sources)-1].Version
	for attempt := 1; ; attempt++ {
		version, _ := db.version(ctx, set) // unreadable means that there is none yet; Up says so if it is worse
		switch {
		case version == target:
			return nil
		case version > target:
			return fault.Coded("D06", "The database was written by a newer version of Verbatim (%d, this one knows %d): use that version.", version, target)
		}
		results, err := provider.Up(ctx)
		if err == nil {
			level := slog.LevelDebug // a new database, or one that another process has just migrated
			if version > 0 && len(results) > 0 {
				level = slog.LevelInfo
			}
			db.log.Log(ctx, level, "database migrated", slog.String("set", set), slog.Int("applied", len(results)), slog.Int64("version", target))
			return nil
		}
		if db.engine == PostgreSQL || attempt == migrateAttempts {
			return explain(err)
		}
		if err := pause(ctx, migratePause); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return explain(ctx.Err())
	case <-time.After(d):
		return nil
	}
}

// version returns the set's version in the database.
func (db *DB) version(ctx context.Context, set string) (int64, error) {
	scan := func(r Row) (n int64, err error) { err = r.Scan(&n); return n, err }
	return One(ctx, db, scan, `SELECT max(version_id) FROM `+versionTable(set))
}

func versionTable(set string) string { return set + "_version" }

func (db *DB) provider(handle *sql.DB, set string, files fs.FS) (*goose.Provider, error) {
	options := []goose.ProviderOption{
		goose.WithTableName(versionTable(set)),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)),
	}
	if db.engine == PostgreSQL {
		return goose.NewProvider(goose.DialectPostgres, handle, engineFiles{files, postgresOnly}, append(options, goose.WithSessionLocker(newLocker(set)))...)
	}
	return goose.NewProvider(goose.DialectSQLite3, handle, engineFiles{files, sqliteOnly}, options...)
}

// A locker lets one process at a time migrate a set on PostgreSQL. The others
// wait for it to end; goose's own locker would look again every few seconds.
type locker struct{ id int64 }

func newLocker(set string) lock.SessionLocker {
	h := fnv.New64a()
	_, _ = h.Write([]byte("verbatim migrate " + set)) // never fails
	return locker{int64(h.Sum64())}                   // any 64 bits will do
}

// SessionLock waits for the lock.
func (l locker) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, l.id)
	return err
}

// SessionUnlock gives the lock back.
func (l locker) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, l.id)
	return err
}

// engineFiles shows migrations as one engine reads them.
type engineFiles struct {
	fs.FS
	mark string
}

// ReadFile returns the file without the marks of what only this engine reads.
func (f engineFiles) ReadFile(name string) ([]byte, error) {
	text, err := fs.ReadFile(f.FS, name)
	return bytes.ReplaceAll(text, []byte(f.mark), nil), err
}

// Open opens the file that ReadFile returns; folders pass unchanged.
func (f engineFiles) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return file, err
	}
	text, err := f.ReadFile(name)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("migration %s: %w", name, err)
	}
	return memoryFile{bytes.NewReader(text), info}, nil
}

type memoryFile struct {
	*bytes.Reader
	info fs.FileInfo
}

// Stat describes the file on disk, whose size may differ.
func (f memoryFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing.
func (memoryFile) Close() error { return nil }
