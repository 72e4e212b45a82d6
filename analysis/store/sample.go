package store

import (
	"context"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectSample = `SELECT response_id FROM sample WHERE programme_id = $1 ORDER BY place, response_id LIMIT $2`
	sampleEnd    = `SELECT COALESCE(max(place), 0) FROM sample WHERE programme_id = $1`
	insertSample = `INSERT INTO sample (programme_id, response_id, place) SELECT $1, r.id, $2 FROM response r WHERE r.id = $3
		ON CONFLICT (programme_id, response_id) DO NOTHING`
)

// Sample returns at most n of the responses from which common words are learnt,
// those that were drawn first.
func (s *Store) Sample(ctx context.Context, programmeID string, n int) (_ []string, err error) {
	defer fault.Wrap(&err, "analysis/store.Sample(%s, %d)", programmeID, n)
	return sqldb.Collect(ctx, s.DB, scanText, selectSample, programmeID, n)
}

// AddSample adds responses to those from which common words are learnt. What is
// drawn stays drawn until it is withdrawn.
func (s *Store) AddSample(ctx context.Context, programmeID string, responses []string) (err error) {
	defer fault.Wrap(&err, "analysis/store.AddSample(%s, %d)", programmeID, len(responses))
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		end, err := sqldb.One(ctx, tx, scanInt, sampleEnd, programmeID)
		if err != nil {
			return err
		}
		for i, id := range responses {
			if _, err := tx.Exec(ctx, insertSample, programmeID, end+1+i, id); err != nil {
				return err
			}
		}
		return nil
	})
}
