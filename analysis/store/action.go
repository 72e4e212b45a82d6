package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	actionColumns     = `a.id, a.verbatim_id, a.span_start, a.span_end, a.words, a.addressee, a.score, a.reason, a.status, a.decided_by, a.model, a.match_reference, a.match_score, a.match_shared`
	actionsOfResponse = `SELECT ` + actionColumns + ` FROM action a WHERE a.response_id IN `
	actionByID        = `SELECT ` + actionColumns + ` FROM action a WHERE a.id = $1`
	actionsOfRound    = `SELECT ` + actionColumns + ` FROM action a
		JOIN response r ON r.id = a.response_id JOIN wave w ON w.id = r.wave_id
		WHERE w.round_id = $1`
	insertActions = `INSERT INTO action (id, response_id, verbatim_id, span_start, span_end, words, addressee, score, reason, status, decided_by, decided_at, model, match_reference, match_score, match_shared) VALUES`
	decideAction  = `UPDATE action SET status = $1, decided_by = $2, decided_at = $3 WHERE id = $4`
	deleteAction  = `DELETE FROM action WHERE id = $1`
)

// DecideAction records what user decided about an action: Accepted, Rejected,
// or Suggested to take the decision back. The feed gets a CodingChanged for the
// verbatim, because the miner learns from decisions.
func (s *Store) DecideAction(ctx context.Context, id, user string, status analysis.Status) (err error) {
	defer fault.Wrap(&err, "analysis/store.DecideAction(%s, %s)", id, status)
	by, at, err := s.decision(user, status)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, err := sqldb.One(ctx, tx, scanAction, actionByID, id)
		if err != nil || a.Status == status {
			return err
		}
		if _, err := tx.Exec(ctx, decideAction, string(status), by, at, id); err != nil {
			return err
		}
		if err := s.auditAnswer(ctx, tx, survey.ActionDecided, a.VerbatimID, survey.AuditDetails{"decision": string(status)}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodingChanged, a.VerbatimID)
	})
}

// Action returns the action with the given identifier.
func (s *Store) Action(ctx context.Context, id string) (_ analysis.Action, err error) {
	defer fault.Wrap(&err, "analysis/store.Action(%s)", id)
	return sqldb.One(ctx, s.DB, scanAction, actionByID, id)
}

// RoundActions returns the actions found in all verbatims of a round, whatever
// was decided about them, by verbatim and place in it.
func (s *Store) RoundActions(ctx context.Context, roundID string) (_ []analysis.Action, err error) {
	defer fault.Wrap(&err, "analysis/store.RoundActions(%s)", roundID)
	all, err := sqldb.Collect(ctx, s.DB, scanAction, actionsOfRound, roundID)
	slices.SortFunc(all, compareActions)
	return all, err
}

func compareActions(a, b analysis.Action) int {
	return cmpChain(strings.Compare(a.VerbatimID, b.VerbatimID), a.Span.Start-b.Span.Start, a.Span.End-b.Span.End)
}

func scanAction(r sqldb.Row) (a analysis.Action, err error) {
	var reason, shared string
	if err := r.Scan(&a.ID, &a.VerbatimID, &a.Span.Start, &a.Span.End, &a.Text, &a.Addressee, &a.Score, &reason, &a.Status, &a.DecidedBy, &a.Model, &a.Match.Reference, &a.Match.Score, &shared); err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(reason), &a.Reason); err != nil {
		return a, err
	}
	err = json.Unmarshal([]byte(shared), &a.Match.Shared)
	return a, err
}

// actionRow returns the columns of insertActions for an undecided action.
func actionRow(a analysis.Action) ([]any, error) {
	reason, err := encode(a.Reason)
	if err != nil {
		return nil, err
	}
	shared, err := encode(a.Match.Shared)
	return []any{a.ID, responseOf(a.VerbatimID), a.VerbatimID, a.Span.Start, a.Span.End, a.Text, a.Addressee, a.Score, reason, string(a.Status), a.DecidedBy, int64(0), a.Model, a.Match.Reference, a.Match.Score, shared}, err
}
