package store

import (
	"context"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	waiversOfRound = `SELECT round_id, check_key, rule, reason, made_by, made_at FROM waiver WHERE round_id = $1 ORDER BY check_key`
	saveWaiver     = `INSERT INTO waiver (round_id, check_key, rule, reason, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (round_id, check_key) DO UPDATE SET reason = excluded.reason, made_by = excluded.made_by, made_at = excluded.made_at`
	deleteWaiver = `DELETE FROM waiver WHERE round_id = $1 AND check_key = $2`
)

// Waivers returns the reasons for which warnings about a round's summary were
// left as they are, those that no longer apply among them.
func (s *Store) Waivers(ctx context.Context, roundID string) (_ []analysis.Waiver, err error) {
	defer fault.Wrap(&err, "analysis/store.Waivers(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (w analysis.Waiver, err error) {
		var at int64
		err = r.Scan(&w.RoundID, &w.Key, &w.Rule, &w.Reason, &w.By, &at)
		w.At = sqldb.Time(at)
		return w, err
	}, waiversOfRound, roundID)
}

// Waive stores the reason for which a warning is left as it is.
func (s *Store) Waive(ctx context.Context, w analysis.Waiver) (err error) {
	defer fault.Wrap(&err, "analysis/store.Waive(%s)", w.Rule)
	w.Reason = strings.Join(strings.Fields(w.Reason), " ")
	if w.Reason == "" {
		return fault.Coded("T06", "Say why this may stay as it is: the reason is kept with the draft.")
	}
	if err := checkText("The reason", w.Reason, maxReason); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, saveWaiver, w.RoundID, w.Key, w.Rule, w.Reason, survey.ActorOf(ctx).String(), sqldb.Micros(s.Now())); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.CheckClosed, w.RoundID, survey.AuditDetails{"rule": w.Rule})
	})
}

// Unwaive takes the reason back, so that the warning stands again.
func (s *Store) Unwaive(ctx context.Context, w analysis.Waiver) (err error) {
	defer fault.Wrap(&err, "analysis/store.Unwaive(%s)", w.Rule)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteWaiver, w.RoundID, w.Key); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.CheckReopened, w.RoundID, survey.AuditDetails{"rule": w.Rule})
	})
}
