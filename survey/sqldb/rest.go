package sqldb

import (
	"context"

	"verbatim/survey/fault"
)

// Rest gives back the memory that connections to a file keep so as to be quick:
// for a server that has come to rest. What is read again afterwards comes from
// the system's own cache.
func (db *DB) Rest(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sqldb.Rest")
	if db.engine != SQLite {
		return nil
	}
	db.read.SetMaxIdleConns(-1) // closes those that nobody uses
	db.read.SetMaxIdleConns(sqliteReaders())
	err = db.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, `PRAGMA shrink_memory`)
		return err
	})
	giveBack()
	return err
}
