package store

import (
	"context"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const selectResponsesOfPair = `SELECT r.id FROM response r JOIN participant p ON p.id = r.participant_id WHERE p.pair_id = $1 ORDER BY r.id`

// ResponsesOfPair returns the responses of the two who meet under an
// identifier. Responses that are not joined to a participant belong to no pair.
func (s *Store) ResponsesOfPair(ctx context.Context, pairID string) (_ []string, err error) {
	defer fault.Wrap(&err, "store.ResponsesOfPair")
	if pairID == "" {
		return nil, nil
	}
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (id string, err error) {
		err = r.Scan(&id)
		return id, err
	}, selectResponsesOfPair, pairID)
}
