package store

import (
	"context"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	saveRecommendation = `INSERT INTO recommendation (id, round_id, reference, title, place) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET round_id = EXCLUDED.round_id, reference = EXCLUDED.reference, title = EXCLUDED.title, place = EXCLUDED.place`
	deleteSources          = `DELETE FROM recommendation_source WHERE recommendation_id = $1`
	insertSources          = `INSERT INTO recommendation_source (recommendation_id, place, response_id, verbatim_id) VALUES`
	recommendationsOfRound = `SELECT id, round_id, reference, title, place FROM recommendation WHERE round_id = $1 ORDER BY place, reference`
	recommendationByRef    = `SELECT id, round_id, reference, title, place FROM recommendation WHERE round_id = $1 AND reference = $2`
	sourcesOfRound         = `SELECT s.recommendation_id, s.verbatim_id FROM recommendation_source s JOIN recommendation m ON m.id = s.recommendation_id WHERE m.round_id = $1 ORDER BY s.recommendation_id, s.place`
	programmeOfRound       = `SELECT programme_id FROM round WHERE id = $1`
)

// SaveRecommendation inserts or updates a recommendation by its ID; without one
// it is found by its reference, or new. The feed gets a CodebookChanged for the programme, because what
// later rounds' suggestions build on depends on it.
func (s *Store) SaveRecommendation(ctx context.Context, r analysis.Recommendation) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveRecommendation(%s)", r.Reference)
	if r.Reference == "" || r.Title == "" {
		return fault.Coded("A13", "A recommendation needs a reference, such as \"2020-1\", and its words.")
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		programme, err := sqldb.One(ctx, tx, scanText, programmeOfRound, r.RoundID)
		if err != nil {
			return err
		}
		id, err := identify(ctx, tx, r)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, saveRecommendation, id, r.RoundID, r.Reference, r.Title, r.Position); err != nil {
			return err
		}
		if err := saveSources(ctx, tx, id, r.Sources); err != nil {
			return err
		}
		if err := s.audit(ctx, tx, survey.RecommendationSaved, r.RoundID, survey.AuditDetails{"reference": r.Reference}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodebookChanged, programme)
	})
}

// identify returns the identifier under which r is to be stored.
func identify(ctx context.Context, tx *sqldb.Tx, r analysis.Recommendation) (string, error) {
	same, err := sqldb.One(ctx, tx, scanRecommendation, recommendationByRef, r.RoundID, r.Reference)
	switch {
	case fault.KindOf(err) == fault.NotFound && r.ID == "":
		return sqldb.NewID(), nil
	case fault.KindOf(err) == fault.NotFound:
		return r.ID, nil
	case err != nil:
		return "", err
	case r.ID != "" && r.ID != same.ID:
		taken := fault.New(fault.Conflict, "The round has another recommendation called %q: references are never used again. Choose one that is free.", r.Reference)
		taken.Code = "A14"
		return "", taken
	}
	return same.ID, nil
}

func saveSources(ctx context.Context, tx *sqldb.Tx, id string, verbatims []string) error {
	if _, err := tx.Exec(ctx, deleteSources, id); err != nil {
		return err
	}
	rows := make([][]any, len(verbatims))
	for i, v := range verbatims {
		rows[i] = []any{id, i, responseOf(v), v}
	}
	return sqldb.Insert(ctx, tx, insertSources, rows)
}

// Recommendations returns the recommendations of a round in their order.
func (s *Store) Recommendations(ctx context.Context, roundID string) (_ []analysis.Recommendation, err error) {
	defer fault.Wrap(&err, "analysis/store.Recommendations(%s)", roundID)
	all, err := sqldb.Collect(ctx, s.DB, scanRecommendation, recommendationsOfRound, roundID)
	if err != nil {
		return nil, err
	}
	sources, err := sqldb.Collect(ctx, s.DB, scanPair, sourcesOfRound, roundID)
	by := map[string][]string{}
	for _, p := range sources {
		by[p[0]] = append(by[p[0]], p[1])
	}
	for i := range all {
		all[i].Sources = by[all[i].ID]
	}
	return all, err
}

func scanRecommendation(r sqldb.Row) (m analysis.Recommendation, err error) {
	err = r.Scan(&m.ID, &m.RoundID, &m.Reference, &m.Title, &m.Position)
	return m, err
}

func scanPair(r sqldb.Row) (p [2]string, err error) {
	err = r.Scan(&p[0], &p[1])
	return p, err
}
