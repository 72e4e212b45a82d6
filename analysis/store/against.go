package store

import (
	"context"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const setAgainst = `UPDATE coding SET against = $1, status = $2, decided_by = $3, decided_at = $4 WHERE id = $5`

// SetAgainst records that user says of a coding that its words speak against the
// theme, or that they speak for it. To say so is to accept the coding. The feed
// gets a CodingChanged for the verbatim in the same transaction.
func (s *Store) SetAgainst(ctx context.Context, id, user string, against bool) (err error) {
	defer fault.Wrap(&err, "analysis/store.SetAgainst(%s, %t)", id, against)
	by, at, err := s.decision(user, analysis.Accepted)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		c, err := sqldb.One(ctx, tx, scanCoding, codingByID, id)
		if err != nil || c.Against == against && c.Status == analysis.Accepted {
			return err
		}
		if _, err := tx.Exec(ctx, setAgainst, boolInt(against), string(analysis.Accepted), by, at, id); err != nil {
			return err
		}
		side := "for"
		if against {
			side = "against"
		}
		if err := s.auditAnswer(ctx, tx, survey.CodingDecided, c.VerbatimID, survey.AuditDetails{"theme": c.Theme, "decision": side}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodingChanged, c.VerbatimID)
	})
}
