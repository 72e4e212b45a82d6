package load

import (
	"context"
	"log/slog"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const selectBehind = `SELECT h.seq - COALESCE((SELECT min(f.seq) FROM follower f), 0) FROM change_head h`

const (
	// settleEvery is how often the followers are looked at.
	settleEvery = 200 * time.Millisecond
	// settleFor is how long it is quiet before a server counts as at rest: what
	// follows the feed ends its last commit, and garbage is collected.
	settleFor = time.Second
)

// Behind returns how many rows of the feed the slowest follower has not dealt
// with.
func Behind(ctx context.Context, log *slog.Logger, database string) (n int64, err error) {
	defer fault.Wrap(&err, "load.Behind")
	err = Audit{Log: log, Database: database}.open(ctx, func(db *sqldb.DB) error {
		n, err = sqldb.One(ctx, db, scanInt, selectBehind)
		return err
	})
	return n, err
}

// Settle waits until everything that follows the feed has caught up, so that
// what is measured next is not slowed by what was measured before.
func Settle(ctx context.Context, log *slog.Logger, database string) error {
	for {
		n, err := Behind(ctx, log, database)
		if err != nil {
			return err
		}
		wait := settleEvery
		if n == 0 {
			wait = settleFor
		}
		if err := Pause(ctx, wait); err != nil || n == 0 {
			return err
		}
	}
}
