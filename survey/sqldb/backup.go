package sqldb

import (
	"context"
	"errors"
	"fmt"
	"os"

	"verbatim/survey/fault"
)

// Backup writes a copy of the database, as it is at one moment, to a new file
// at path, and reads the copy through to see that it is whole. Writing goes on
// meanwhile. It is for SQLite; on PostgreSQL it is a fault of kind Invalid that
// names the tool for it. A copy that is not whole is removed.
func (db *DB) Backup(ctx context.Context, path string) (err error) {
	defer fault.Wrap(&err, "sqldb.Backup(%q)", path)
	if db.engine == PostgreSQL {
		return fault.Coded("D07", "This database is on a PostgreSQL server: back it up there, with pg_dump.")
	}
	if _, err := os.Stat(path); err == nil {
		return fault.Coded("D08", "There is a file %s already: name one that does not exist.", path)
	}
	if err := createPrivately(path); err != nil {
		return err
	}
	if err := errors.Join(db.copyInto(ctx, path), checkCopy(ctx, path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// copyInto copies the database to an empty file on a connection of its own.
func (db *DB) copyInto(ctx context.Context, path string) (err error) {
	handle := db.open()
	defer func() { err = errors.Join(err, handle.Close()) }()
	if _, err := handle.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return explain(err)
	}
	return nil
}

// checkCopy reads every page and index of the file at path.
func checkCopy(ctx context.Context, path string) (err error) {
	copied := &DB{}
	if err := copied.openSQLite(ctx, path); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copied.read.Close(), copied.write.Close()) }()
	scan := func(r Row) (s string, err error) {
		err = r.Scan(&s)
		return s, err
	}
	result, err := One(ctx, copied, scan, `PRAGMA integrity_check`)
	if err == nil && result != "ok" {
		err = fmt.Errorf("the copy is damaged: %s", result)
	}
	return err
}
