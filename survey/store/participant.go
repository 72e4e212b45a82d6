package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertParticipant = `INSERT INTO participant (id, round_id, role, name, email, pair_id) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = excluded.name, email = excluded.email, pair_id = excluded.pair_id`
	selectParticipant  = `SELECT id, round_id, role, name, email, pair_id FROM participant WHERE id = $1`
	selectParticipants = `SELECT id, round_id, role, name, email, pair_id FROM participant WHERE round_id = $1 ORDER BY name, id`
)

// SaveParticipant stores a person of a round, new or changed, by ID.
func (s *Store) SaveParticipant(ctx context.Context, p survey.Participant) (err error) {
	defer fault.Wrap(&err, "store.SaveParticipant(%s)", p.ID)
	if err := needID("participant", p.ID); err != nil {
		return err
	}
	if err := checkLines("participant", p.Role, p.Name, p.Email, p.PairID); err != nil {
		return err
	}
	return s.execAudited(ctx, survey.ParticipantSaved, p.RoundID, nil, upsertParticipant, p.ID, p.RoundID, p.Role, p.Name, p.Email, p.PairID)
}

// Participant returns the participant with the given ID.
func (s *Store) Participant(ctx context.Context, id string) (_ survey.Participant, err error) {
	defer fault.Wrap(&err, "store.Participant(%s)", id)
	return sqldb.One(ctx, s.DB, scanParticipant, selectParticipant, id)
}

// Participants returns the participants of a round by their names.
func (s *Store) Participants(ctx context.Context, roundID string) (_ []survey.Participant, err error) {
	defer fault.Wrap(&err, "store.Participants(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanParticipant, selectParticipants, roundID)
}

func scanParticipant(r sqldb.Row) (p survey.Participant, err error) {
	err = r.Scan(&p.ID, &p.RoundID, &p.Role, &p.Name, &p.Email, &p.PairID)
	return p, err
}
