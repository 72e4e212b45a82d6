package store

import (
	"context"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectStored = `SELECT r.id, w.programme_id FROM response r JOIN wave w ON w.id = r.wave_id
		WHERE r.id > $1 ORDER BY r.id LIMIT $2`
	selectSome = `SELECT r.id FROM response r JOIN wave w ON w.id = r.wave_id
		WHERE w.programme_id = $1 ORDER BY r.id LIMIT $2`
)

// Stored names a response that is there, and its programme.
type Stored struct{ ResponseID, ProgrammeID string }

// StoredAfter returns at most limit responses whose IDs follow after, in the
// order of their IDs, which means nothing. It is for those who go through all
// responses, also those that the change feed no longer tells of.
func (s *Store) StoredAfter(ctx context.Context, after string, limit int) (_ []Stored, err error) {
	defer fault.Wrap(&err, "store.StoredAfter(%s, %d)", after, limit)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (x Stored, err error) {
		err = r.Scan(&x.ResponseID, &x.ProgrammeID)
		return x, err
	}, selectStored, after, limit)
}

// SomeResponses returns the IDs of at most limit responses of a programme, the
// same as long as none of them is withdrawn and none comes before them in the
// order of IDs.
func (s *Store) SomeResponses(ctx context.Context, programmeID string, limit int) (_ []string, err error) {
	defer fault.Wrap(&err, "store.SomeResponses(%s, %d)", programmeID, limit)
	return sqldb.Collect(ctx, s.DB, scanString, selectSome, programmeID, limit)
}

// MoveCursor is [Store.SetCursor] in the transaction tx, for a follower that
// must not move it without something else.
func MoveCursor(ctx context.Context, tx *sqldb.Tx, follower string, seq int64, now time.Time) error {
	_, err := tx.Exec(ctx, upsertCursor, follower, seq, sqldb.Micros(now))
	return err
}
