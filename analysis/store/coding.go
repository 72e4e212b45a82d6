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
	codingColumns     = `c.id, c.verbatim_id, c.theme, c.span_start, c.span_end, c.coder, c.status, c.score, c.reason, c.model, c.decided_by, c.against`
	codingsOfResponse = `SELECT ` + codingColumns + ` FROM coding c WHERE c.response_id IN `
	codingByID        = `SELECT ` + codingColumns + ` FROM coding c WHERE c.id = $1`
	codingsOfRound    = `SELECT ` + codingColumns + ` FROM coding c
		JOIN response r ON r.id = c.response_id JOIN wave w ON w.id = r.wave_id
		WHERE w.round_id = $1`
	insertCodings = `INSERT INTO coding (id, response_id, verbatim_id, theme, span_start, span_end, coder, status, score, reason, model, decided_by, decided_at, against) VALUES`
	decideCoding  = `UPDATE coding SET status = $1, decided_by = $2, decided_at = $3 WHERE id = $4`
	deleteCoding  = `DELETE FROM coding WHERE id = $1`
	supersede     = `DELETE FROM coding WHERE response_id = $1 AND verbatim_id = $2 AND theme = $3 AND coder = $4 AND status = $5`
)

// AddCoding stores a coding that a person made. It is accepted from the start;
// an empty ID is filled. A machine's suggestion of the same theme for the same
// verbatim that nobody has decided gives way to it. The feed gets a
// CodingChanged for the verbatim.
func (s *Store) AddCoding(ctx context.Context, c analysis.Coding) (err error) {
	defer fault.Wrap(&err, "analysis/store.AddCoding(%s)", c.VerbatimID)
	if c.ID == "" {
		c.ID = sqldb.NewID()
	}
	if c.Coder == "" || c.Coder == analysis.Machine {
		return fault.Coded("A10", "A coding needs the name of the person who made it.")
	}
	c.Status, c.Score, c.Model, c.DecidedBy = analysis.Accepted, 1, "", c.Coder
	row, err := codingRow(c, sqldb.Micros(s.Now()))
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, supersede, responseOf(c.VerbatimID), c.VerbatimID, c.Theme, analysis.Machine, string(analysis.Suggested)); err != nil {
			return err
		}
		if err := sqldb.Insert(ctx, tx, insertCodings, [][]any{row}); err != nil {
			return err
		}
		if err := s.auditAnswer(ctx, tx, survey.CodingAdded, c.VerbatimID, survey.AuditDetails{"theme": c.Theme}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodingChanged, c.VerbatimID)
	})
}

// DecideCoding records what user decided about a coding: Accepted, Rejected, or
// Suggested to take the decision back. The feed gets a CodingChanged for the
// verbatim in the same transaction.
func (s *Store) DecideCoding(ctx context.Context, id, user string, status analysis.Status) (err error) {
	defer fault.Wrap(&err, "analysis/store.DecideCoding(%s, %s)", id, status)
	by, at, err := s.decision(user, status)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		c, err := sqldb.One(ctx, tx, scanCoding, codingByID, id)
		if err != nil || c.Status == status {
			return err
		}
		if _, err := tx.Exec(ctx, decideCoding, string(status), by, at, id); err != nil {
			return err
		}
		if err := s.auditAnswer(ctx, tx, survey.CodingDecided, c.VerbatimID, survey.AuditDetails{"theme": c.Theme, "decision": string(status)}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodingChanged, c.VerbatimID)
	})
}

// decision returns who decided and when, as they are stored.
func (s *Store) decision(user string, status analysis.Status) (by string, at int64, err error) {
	switch {
	case !status.Valid():
		return "", 0, fault.Coded("A11", "%q is not a decision: accept, reject, or take a decision back.", status)
	case status == analysis.Suggested:
		return "", 0, nil
	case user == "":
		return "", 0, fault.Coded("A12", "A decision needs the name of the person who made it.")
	}
	return user, sqldb.Micros(s.Now()), nil
}

// Coding returns the coding with the given identifier.
func (s *Store) Coding(ctx context.Context, id string) (_ analysis.Coding, err error) {
	defer fault.Wrap(&err, "analysis/store.Coding(%s)", id)
	return sqldb.One(ctx, s.DB, scanCoding, codingByID, id)
}

// Codings returns the codings of the verbatims, whatever was decided about
// them, by verbatim and place in it.
func (s *Store) Codings(ctx context.Context, verbatimIDs ...string) (_ []analysis.Coding, err error) {
	defer fault.Wrap(&err, "analysis/store.Codings(%d verbatims)", len(verbatimIDs))
	return codings(ctx, s.DB, verbatimIDs)
}

func codings(ctx context.Context, q sqldb.Querier, verbatimIDs []string) ([]analysis.Coding, error) {
	all, err := collectLists(ctx, q, scanCoding, responsesOf(verbatimIDs), codingsOfResponse, "")
	wanted := map[string]bool{}
	for _, v := range verbatimIDs {
		wanted[v] = true
	}
	all = slices.DeleteFunc(all, func(c analysis.Coding) bool { return !wanted[c.VerbatimID] })
	slices.SortFunc(all, compareCodings)
	return all, err
}

// RoundCodings returns the codings of all verbatims of a round, whatever was
// decided about them, by verbatim and place in it.
func (s *Store) RoundCodings(ctx context.Context, roundID string) (_ []analysis.Coding, err error) {
	defer fault.Wrap(&err, "analysis/store.RoundCodings(%s)", roundID)
	all, err := sqldb.Collect(ctx, s.DB, scanCoding, codingsOfRound, roundID)
	slices.SortFunc(all, compareCodings)
	return all, err
}

func compareCodings(a, b analysis.Coding) int {
	return cmpChain(strings.Compare(a.VerbatimID, b.VerbatimID), a.Span.Start-b.Span.Start, a.Span.End-b.Span.End,
		strings.Compare(a.Theme, b.Theme), strings.Compare(a.ID, b.ID))
}

// cmpChain returns the first comparison that is not equal.
func cmpChain(comparisons ...int) int {
	for _, c := range comparisons {
		if c != 0 {
			return c
		}
	}
	return 0
}

func scanCoding(r sqldb.Row) (c analysis.Coding, err error) {
	var reason string
	var against int
	if err := r.Scan(&c.ID, &c.VerbatimID, &c.Theme, &c.Span.Start, &c.Span.End, &c.Coder, &c.Status, &c.Score, &reason, &c.Model, &c.DecidedBy, &against); err != nil {
		return c, err
	}
	c.Against = against != 0
	err = json.Unmarshal([]byte(reason), &c.Reason)
	return c, err
}

// codingRow returns the columns of insertCodings.
func codingRow(c analysis.Coding, decidedAt int64) ([]any, error) {
	reason, err := encode(c.Reason)
	return []any{c.ID, responseOf(c.VerbatimID), c.VerbatimID, c.Theme, c.Span.Start, c.Span.End, c.Coder, string(c.Status), c.Score, reason, c.Model, c.DecidedBy, decidedAt, boolInt(c.Against)}, err
}
