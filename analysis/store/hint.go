package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"verbatim/analysis"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	saveHints    = `INSERT INTO identity_hint (verbatim_id, response_id, spans) VALUES ($1, $2, $3) ON CONFLICT (verbatim_id) DO UPDATE SET spans = EXCLUDED.spans`
	hintsOfRound = `SELECT h.verbatim_id, h.spans FROM identity_hint h JOIN response r ON r.id = h.response_id JOIN wave w ON w.id = r.wave_id WHERE w.round_id = $1`
)

// SaveHints keeps where the model of the language sees names in verbatims, which
// may be nowhere.
func (s *Store) SaveHints(ctx context.Context, hints map[string][]analysis.Span) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveHints(%d verbatims)", len(hints))
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(hints)) {
			body, err := encode(hints[id])
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, saveHints, id, responseOf(id), body); err != nil {
				return err
			}
		}
		return nil
	})
}

// RoundHints returns the hints of a round's verbatims that were read, those
// without any too.
func (s *Store) RoundHints(ctx context.Context, roundID string) (_ map[string][]analysis.Span, err error) {
	defer fault.Wrap(&err, "analysis/store.RoundHints(%s)", roundID)
	rows, err := sqldb.Collect(ctx, s.DB, scanPair, hintsOfRound, roundID)
	if err != nil {
		return nil, err
	}
	hints := make(map[string][]analysis.Span, len(rows))
	for _, row := range rows {
		var spans []analysis.Span
		if err := json.Unmarshal([]byte(row[1]), &spans); err != nil {
			return nil, err
		}
		hints[row[0]] = spans
	}
	return hints, nil
}
