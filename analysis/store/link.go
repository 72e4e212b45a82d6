package store

import (
	"context"
	"fmt"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	linkRow    = `SELECT l.from_id, l.to_id, t.reference, l.kind, l.made_by, l.made_at FROM recommendation_link l JOIN recommendation t ON t.id = l.to_id `
	linksOf    = linkRow + `WHERE l.from_id = $1 ORDER BY t.reference, l.to_id`
	linksOfIn  = linkRow + `JOIN recommendation m ON m.id = l.from_id WHERE m.round_id = $1 ORDER BY l.from_id, t.reference, l.to_id`
	upsertLink = `INSERT INTO recommendation_link (from_id, to_id, kind, made_by, made_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (from_id, to_id) DO UPDATE SET kind = EXCLUDED.kind, made_by = EXCLUDED.made_by, made_at = EXCLUDED.made_at`
	deleteLink = `DELETE FROM recommendation_link WHERE from_id = $1 AND to_id = $2`
	roundsOf   = `SELECT o.programme_id, o.key FROM recommendation m JOIN round o ON o.id = m.round_id WHERE m.id = $1`
)

// LinkTo says how a recommendation stands to one of an earlier round, in the
// place of what was said of the two before.
func (s *Store) LinkTo(ctx context.Context, fromID string, l analysis.Link) (err error) {
	defer fault.Wrap(&err, "analysis/store.LinkTo(%s, %s)", fromID, l.To)
	from, err := s.Recommendation(ctx, fromID)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, from.RoundID, &from.Reference, "linked", func(ctx context.Context, tx *sqldb.Tx) error {
		return s.link(ctx, tx, from, l)
	})
}

func (s *Store) link(ctx context.Context, tx *sqldb.Tx, from analysis.Recommendation, l analysis.Link) error {
	switch l.Kind {
	case analysis.Continues, analysis.Splits, analysis.Merges, analysis.Supersedes:
	default:
		return fault.Coded("L03", "%q is no way in which a recommendation stands to an earlier one: choose continues, splits, merges or supersedes.", string(l.Kind))
	}
	to, err := recommendation(ctx, tx, l.To)
	if err != nil {
		return err
	}
	this, err := sqldb.One(ctx, tx, scanPair, roundsOf, from.ID)
	if err != nil {
		return err
	}
	earlier, err := sqldb.One(ctx, tx, scanPair, roundsOf, to.ID)
	if err != nil {
		return err
	}
	if this[0] != earlier[0] || earlier[1] >= this[1] {
		return fault.Coded("L03", "%s is of no earlier round of the programme: a recommendation goes on with one that was made before it.", to.Reference)
	}
	_, err = tx.Exec(ctx, upsertLink, from.ID, to.ID, string(l.Kind), survey.ActorOf(ctx).String(), sqldb.Micros(s.Now()))
	return err
}

// Unlink takes a link away.
func (s *Store) Unlink(ctx context.Context, fromID, toID string) (err error) {
	defer fault.Wrap(&err, "analysis/store.Unlink(%s, %s)", fromID, toID)
	from, err := s.Recommendation(ctx, fromID)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, from.RoundID, &from.Reference, "unlinked", func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, deleteLink, fromID, toID)
		return err
	})
}

type linkOf struct {
	analysis.Link
	from string
}

func scanLink(r sqldb.Row) (l linkOf, err error) {
	var at int64
	if err := r.Scan(&l.from, &l.To, &l.Reference, &l.Kind, &l.By, &at); err != nil {
		return l, fmt.Errorf("a link: %w", err)
	}
	l.At = sqldb.Time(at)
	return l, nil
}
