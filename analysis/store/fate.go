package store

import (
	"context"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	fatesOfProgramme = `SELECT f.round_id, o.key, f.recommendation_id, f.fate, f.why, f.stated_by, f.stated_at FROM recommendation_fate f JOIN round o ON o.id = f.round_id
		WHERE o.programme_id = $1 ORDER BY o.key, f.recommendation_id`
	upsertFate = `INSERT INTO recommendation_fate (round_id, recommendation_id, fate, why, stated_by, stated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (round_id, recommendation_id) DO UPDATE SET fate = EXCLUDED.fate, why = EXCLUDED.why, stated_by = EXCLUDED.stated_by, stated_at = EXCLUDED.stated_at`
	deleteFate  = `DELETE FROM recommendation_fate WHERE round_id = $1 AND recommendation_id = $2`
	roundInYear = `SELECT programme_id, key FROM round WHERE id = $1`
)

// StatedFates returns what people said became of the recommendations of a
// programme, by the rounds that say so.
func (s *Store) StatedFates(ctx context.Context, programmeID string) (_ []analysis.StatedFate, err error) {
	defer fault.Wrap(&err, "analysis/store.StatedFates(%s)", programmeID)
	return sqldb.Collect(ctx, s.DB, scanFate, fatesOfProgramme, programmeID)
}

// StateFate stores what a person says became of an earlier recommendation by the
// time of a round, in the place of what was said before. All but "done" and
// "continued" need a reason.
func (s *Store) StateFate(ctx context.Context, f analysis.StatedFate) (err error) {
	defer fault.Wrap(&err, "analysis/store.StateFate(%s, %s)", f.RoundID, f.RecommendationID)
	f.Why = strings.TrimSpace(f.Why)
	if !slices.Contains(analysis.FateKinds(), f.Kind) {
		return fault.Coded("L60", "%q is no fate: choose done, continued, superseded or dropped.", string(f.Kind))
	}
	if f.Why == "" && (f.Kind == analysis.FateSuperseded || f.Kind == analysis.FateDropped) {
		return fault.Coded("L61", "Say why it is %s: who asked for it will read that.", f.Kind)
	}
	if err := checkText("The reason", f.Why, analysis.LongestNote); err != nil {
		return err
	}
	r, err := s.Recommendation(ctx, f.RecommendationID)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, f.RoundID, &r.Reference, "fate: "+string(f.Kind), func(ctx context.Context, tx *sqldb.Tx) error {
		earlier, err := sqldb.One(ctx, tx, scanPair, roundsOf, f.RecommendationID)
		if err != nil {
			return err
		}
		this, err := sqldb.One(ctx, tx, scanPair, roundInYear, f.RoundID)
		if err != nil {
			return err
		}
		if earlier[0] != this[0] || earlier[1] >= this[1] {
			return fault.Coded("L62", "%s is of no earlier round: a round says what became of those before it.", r.Reference)
		}
		_, err = tx.Exec(ctx, upsertFate, f.RoundID, f.RecommendationID, string(f.Kind), f.Why, survey.ActorOf(ctx).String(), sqldb.Micros(s.Now()))
		return err
	})
}

// TakeFateBack forgets what a person said became of a recommendation.
func (s *Store) TakeFateBack(ctx context.Context, roundID, recommendationID string) (err error) {
	defer fault.Wrap(&err, "analysis/store.TakeFateBack(%s, %s)", roundID, recommendationID)
	r, err := s.Recommendation(ctx, recommendationID)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, roundID, &r.Reference, "fate taken back", func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, deleteFate, roundID, recommendationID)
		return err
	})
}

func scanFate(r sqldb.Row) (f analysis.StatedFate, err error) {
	var at int64
	err = r.Scan(&f.RoundID, &f.Round, &f.RecommendationID, &f.Kind, &f.Why, &f.By, &at)
	f.At = sqldb.Time(at)
	return f, err
}
