package sqldb

import (
	"context"
	"errors"

	"verbatim/survey/fault"
)

// Scrub takes what was deleted out of where an engine leaves it for a while. On
// SQLite deleted rows are overwritten in the file at once, and stay in the log
// beside it until that is emptied, which is done here; it is false where
// somebody still reads what the log holds, and to be called again. On PostgreSQL
// rows that nobody can see any more are taken out of the tables' pages; their
// bytes may stay in free space until that is used, and in the server's own log.
func (db *DB) Scrub(ctx context.Context) (done bool, err error) {
	defer fault.Wrap(&err, "sqldb.Scrub")
	handle := db.open()
	defer func() { err = errors.Join(err, handle.Close()) }()
	if db.engine == SQLite {
		var busy, frames, copied int
		if err := handle.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &copied); err != nil {
			return false, explain(err)
		}
		return busy == 0, nil
	}
	names, err := db.tableNames(ctx, db)
	if err != nil {
		return false, err
	}
	for _, name := range names {
		if _, err := handle.ExecContext(ctx, `VACUUM `+quoted(name)); err != nil {
			return false, explain(err)
		}
	}
	return true, nil
}
