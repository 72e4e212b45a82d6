package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertRound = `INSERT INTO round (id, programme_id, key, pairs) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET key = excluded.key, pairs = excluded.pairs`
	selectRound      = `SELECT id, programme_id, key, pairs FROM round WHERE id = $1`
	selectRoundByKey = `SELECT id, programme_id, key, pairs FROM round WHERE programme_id = $1 AND key = $2`
	selectRounds     = `SELECT id, programme_id, key, pairs FROM round WHERE programme_id = $1 ORDER BY key`
)

// SaveRound stores a round, new or changed, by its ID. A round stays in its
// programme.
func (s *Store) SaveRound(ctx context.Context, r survey.Round) (err error) {
	defer fault.Wrap(&err, "store.SaveRound(%s)", r.ID)
	if err := needID("round", r.ID); err != nil {
		return err
	}
	if err := survey.CheckKey("Round key", r.Key); err != nil {
		return err
	}
	if r.Pairs < 0 {
		return fault.Coded("S07", "The number of pairs is %d: enter 0 or more.", r.Pairs)
	}
	details := survey.AuditDetails{"round": r.Key, "pairs": r.Pairs}
	err = s.execAudited(ctx, survey.RoundSaved, r.ID, details, upsertRound, r.ID, r.ProgrammeID, r.Key, r.Pairs)
	s.settings.Add(1)
	return taken(err, "The programme has a round %q already: choose another key.", r.Key)
}

// CopyRound makes a round of the given key with the waves of another: their
// forms, modes and kinds, and their days moved by whole years. People, answers
// and what was closed or extended by hand are not copied. All or nothing.
func (s *Store) CopyRound(ctx context.Context, fromID, key string, years int) (made survey.Round, err error) {
	defer fault.Wrap(&err, "store.CopyRound(%s, %s)", fromID, key)
	from, err := s.Round(ctx, fromID)
	if err != nil {
		return made, err
	}
	if err := survey.CheckKey("Round key", key); err != nil {
		return made, err
	}
	waves, err := s.Waves(ctx, fromID)
	if err != nil {
		return made, err
	}
	made = survey.Round{ID: sqldb.NewID(), ProgrammeID: from.ProgrammeID, Key: key}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, upsertRound, made.ID, made.ProgrammeID, made.Key, made.Pairs); err != nil {
			return err
		}
		for _, w := range waves {
			w = w.InYears(years)
			w.ID, w.RoundID = sqldb.NewID(), made.ID
			if err := s.putWave(ctx, tx, w); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, survey.RoundSaved, made.ID, survey.AuditDetails{"round": key, "from": from.Key, "waves": len(waves)})
	})
	s.settings.Add(1)
	return made, taken(err, "The programme has a round %q already: choose another key.", key)
}

// Rounds returns the rounds of a programme by their keys.
func (s *Store) Rounds(ctx context.Context, programmeID string) (_ []survey.Round, err error) {
	defer fault.Wrap(&err, "store.Rounds(%s)", programmeID)
	return sqldb.Collect(ctx, s.DB, scanRound, selectRounds, programmeID)
}

// Round returns the round with the given ID.
func (s *Store) Round(ctx context.Context, id string) (_ survey.Round, err error) {
	defer fault.Wrap(&err, "store.Round(%s)", id)
	return sqldb.One(ctx, s.DB, scanRound, selectRound, id)
}

// RoundByKey returns the round of the programme with the given key.
func (s *Store) RoundByKey(ctx context.Context, programmeID, key string) (_ survey.Round, err error) {
	defer fault.Wrap(&err, "store.RoundByKey(%s, %s)", programmeID, key)
	return sqldb.One(ctx, s.DB, scanRound, selectRoundByKey, programmeID, key)
}

func scanRound(r sqldb.Row) (o survey.Round, err error) {
	err = r.Scan(&o.ID, &o.ProgrammeID, &o.Key, &o.Pairs)
	return o, err
}
