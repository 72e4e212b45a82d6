package store

import (
	"context"
	"encoding/json"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	sourcesOfResponse = `SELECT s.edition_id, s.quotes FROM edition_source s
		WHERE s.response_id = $1 AND NOT EXISTS (SELECT 1 FROM edition_decision d WHERE d.edition_id = s.edition_id AND d.choice = 'withdraw')`
	insertRemnant   = `INSERT INTO edition_remnant (id, edition_id, listed_on, quotes) VALUES`
	remnantsOfRound = `SELECT m.id, m.edition_id, m.listed_on, m.quotes FROM edition_remnant m JOIN edition e ON e.id = m.edition_id
		WHERE e.round_id = $1 ORDER BY m.listed_on, m.id`
	insertDecision   = `INSERT INTO edition_decision (id, edition_id, remnant_id, choice, reason, decided_by, decided_at) VALUES`
	decisionsOfRound = `SELECT d.id, d.edition_id, COALESCE(d.remnant_id, ''), d.choice, d.reason, d.decided_by, d.decided_at FROM edition_decision d JOIN edition e ON e.id = d.edition_id
		WHERE e.round_id = $1 ORDER BY d.decided_at, d.id`
)

// listRemnants lists the editions that hold words of a response that is being
// withdrawn. The quotes are named by their numbers in the edition; which response
// they were of is not kept.
func listRemnants(ctx context.Context, tx *sqldb.Tx, e store.Erased) error {
	if e.Expired { // what was published in the time that was promised may stay
		return nil
	}
	sources, err := sqldb.Collect(ctx, tx, scanPair, sourcesOfResponse, e.ResponseID)
	if err != nil {
		return err
	}
	rows := make([][]any, len(sources))
	for i, s := range sources {
		rows[i] = []any{sqldb.NewID(), s[0], string(e.Day), s[1]}
	}
	return sqldb.Insert(ctx, tx, insertRemnant, rows)
}

// Remnants returns the words of withdrawn responses that the editions of a round
// hold.
func (s *Store) Remnants(ctx context.Context, roundID string) (_ []analysis.Remnant, err error) {
	defer fault.Wrap(&err, "analysis/store.Remnants(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (m analysis.Remnant, err error) {
		var quotes string
		if err := r.Scan(&m.ID, &m.EditionID, &m.ListedOn, &quotes); err != nil {
			return m, err
		}
		return m, json.Unmarshal([]byte(quotes), &m.Quotes)
	}, remnantsOfRound, roundID)
}

// EditionDecisions returns what people decided about the editions of a round that
// are out.
func (s *Store) EditionDecisions(ctx context.Context, roundID string) (_ []analysis.EditionDecision, err error) {
	defer fault.Wrap(&err, "analysis/store.EditionDecisions(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (d analysis.EditionDecision, err error) {
		var at int64
		err = r.Scan(&d.ID, &d.EditionID, &d.RemnantID, &d.Choice, &d.Reason, &d.By, &at)
		d.At = sqldb.Time(at)
		return d, err
	}, decisionsOfRound, roundID)
}

// DecideEdition stores what the actor of ctx decides about an edition that is
// out. To withdraw it deletes its words; its number, hash, date and signatures
// stay.
func (s *Store) DecideEdition(ctx context.Context, d analysis.EditionDecision) (err error) {
	defer fault.Wrap(&err, "analysis/store.DecideEdition(%s, %s)", d.EditionID, d.Choice)
	d.Reason = strings.TrimSpace(d.Reason)
	switch {
	case !d.Choice.Valid():
		return fault.Coded("E09", "Choose whether the edition stays, is corrected, or is withdrawn.")
	case d.Reason == "":
		return fault.Coded("E10", "Say why: the reason is kept with the decision.")
	}
	if err := checkEditionNote(d.Reason); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		e, err := sqldb.One(ctx, tx, scanEdition, editionByID, d.EditionID)
		if err != nil {
			return err
		}
		if e.Withdrawn {
			return fault.New(fault.Conflict, "This edition was withdrawn already.")
		}
		var remnant any
		if d.RemnantID != "" {
			remnant = d.RemnantID
		}
		row := []any{sqldb.NewID(), d.EditionID, remnant, string(d.Choice), d.Reason, survey.ActorOf(ctx).String(), sqldb.Micros(s.Now())}
		if err := sqldb.Insert(ctx, tx, insertDecision, [][]any{row}); err != nil {
			return err
		}
		action := survey.EditionDecided
		if d.Choice == analysis.WithdrawEdition {
			action = survey.EditionWithdrawn
			if _, err := tx.Exec(ctx, deleteEditionFiles, d.EditionID); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, action, d.EditionID, survey.AuditDetails{"decision": string(d.Choice)})
	})
}
