package store

import (
	"context"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// The names of the secrets that tell databases apart. They are no secrets, but
// random values that mean this installation, as the others are.
const (
	identitySecret = "identity" // never changes
	epochSecret    = "epoch"    // changes when a backup is put back; none before
)

const upsertSecret = `INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value` //nolint:gosec // a statement, no credential

// Identity returns what tells this database from every other, and from itself
// before a backup was put back. What is derived from a database keeps its
// identity beside it, and is made again when it is another.
func (s *Store) Identity(ctx context.Context) (_ string, err error) {
	defer fault.Wrap(&err, "store.Identity")
	value, err := s.madeOnce(ctx, identitySecret)
	if err != nil {
		return "", err
	}
	epoch, err := sqldb.One(ctx, s.DB, scanString, selectSecret, epochSecret)
	if fault.KindOf(err) == fault.NotFound {
		return value, nil
	}
	return value + "." + epoch, err
}

// NewEpoch makes the database another than it was, for all that is derived from
// it: its contents are no longer what followers of the change feed have seen.
// Who puts back a backup calls it on the restored database.
func (s *Store) NewEpoch(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.NewEpoch")
	_, err = s.exec(ctx, upsertSecret, epochSecret, sqldb.NewID())
	return err
}

// madeOnce returns a secret, made at its first use.
func (s *Store) madeOnce(ctx context.Context, name string) (string, error) {
	value, err := sqldb.One(ctx, s.DB, scanString, selectSecret, name)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return value, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, insertSecret, name, sqldb.NewID()); err != nil {
			return err
		}
		value, err = sqldb.One(ctx, tx, scanString, selectSecret, name)
		return err
	})
	return value, err
}
