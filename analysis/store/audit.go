package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const roundOfResponse = `SELECT w.round_id FROM response r JOIN wave w ON w.id = r.wave_id WHERE r.id = $1`

// audit adds to the audit what the actor of ctx does in the transaction.
func (s *Store) audit(ctx context.Context, tx *sqldb.Tx, action survey.AuditAction, object string, details survey.AuditDetails) error {
	return store.Audit(ctx, tx, survey.AuditEvent{Action: action, Object: object, Details: details, At: s.Now()})
}

// auditAnswer is audit for what was done to a part of an answer. It names the
// round and never the answer: the audit forgets nothing, and answers may be
// withdrawn.
func (s *Store) auditAnswer(ctx context.Context, tx *sqldb.Tx, action survey.AuditAction, verbatimID string, details survey.AuditDetails) error {
	round, err := sqldb.One(ctx, tx, scanText, roundOfResponse, responseOf(verbatimID))
	if err != nil {
		return err
	}
	return s.audit(ctx, tx, action, round, details)
}
