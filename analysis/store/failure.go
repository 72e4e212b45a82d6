package store

import (
	"context"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	setAside = `INSERT INTO aside (verbatim_id, stage, response_id, reason) SELECT $1, $2, r.id, $3 FROM response r WHERE r.id = $4
		ON CONFLICT (verbatim_id, stage) DO UPDATE SET reason = EXCLUDED.reason`
	clearAside   = `DELETE FROM aside WHERE verbatim_id = $1`
	allAside     = `SELECT verbatim_id, stage, reason FROM aside ORDER BY verbatim_id, stage`
	asideOfRound = `SELECT a.verbatim_id, a.stage, a.reason FROM aside a
		JOIN response r ON r.id = a.response_id JOIN wave w ON w.id = r.wave_id
		WHERE w.round_id = $1 ORDER BY a.verbatim_id, a.stage`
)

// A Failure is a verbatim that a stage failed on. The rest went on without what
// that stage would have made of it.
type Failure struct {
	VerbatimID string
	Stage      string // "themes"
	Reason     string // the error, for the person who mends it; holds no words of the answer
}

// SetAside records that a stage failed on a verbatim.
func (s *Store) SetAside(ctx context.Context, verbatimID, stage, reason string) (err error) {
	defer fault.Wrap(&err, "analysis/store.SetAside(%s, %s)", verbatimID, stage)
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, setAside, verbatimID, stage, reason, responseOf(verbatimID))
		return err
	})
}

// ClearAside forgets that stages failed on a verbatim, before they are tried
// again.
func (s *Store) ClearAside(ctx context.Context, verbatimID string) (err error) {
	defer fault.Wrap(&err, "analysis/store.ClearAside(%s)", verbatimID)
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, clearAside, verbatimID)
		return err
	})
}

// Failures returns all verbatims that a stage failed on.
func (s *Store) Failures(ctx context.Context) (_ []Failure, err error) {
	defer fault.Wrap(&err, "analysis/store.Failures")
	return sqldb.Collect(ctx, s.DB, scanFailure, allAside)
}

// RoundFailures returns the verbatims of a round that a stage failed on.
func (s *Store) RoundFailures(ctx context.Context, roundID string) (_ []Failure, err error) {
	defer fault.Wrap(&err, "analysis/store.RoundFailures(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanFailure, asideOfRound, roundID)
}

func scanFailure(r sqldb.Row) (f Failure, err error) {
	err = r.Scan(&f.VerbatimID, &f.Stage, &f.Reason)
	return f, err
}
