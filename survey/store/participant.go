package store

import (
	"cmp"
	"context"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertParticipant = `INSERT INTO participant (id, round_id, role, name, email, pair_id, person) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = excluded.name, email = excluded.email, pair_id = excluded.pair_id`
	participantColumns = `SELECT p.id, p.round_id, p.role, p.name, p.email, p.pair_id, p.person FROM participant p`
	selectParticipant  = participantColumns + ` WHERE p.id = $1`
	selectParticipants = participantColumns + ` WHERE p.round_id = $1 ORDER BY p.name, p.id`
	// selectElsewhere reads the people of the programme's other rounds, those of
	// the latest last.
	selectElsewhere = participantColumns + ` JOIN round r ON r.id = p.round_id
		WHERE p.round_id <> $1 AND p.email <> '' AND r.programme_id = (SELECT h.programme_id FROM round h WHERE h.id = $1)
		ORDER BY r.key, p.id`

	selectHanging = `SELECT w.title FROM response r JOIN wave w ON w.id = r.wave_id WHERE r.participant_id = $1 ORDER BY w.key`
	// An invitation that nothing may join with a person stays, so that the number
	// of invitations does not tell whether it was used; it only opens nothing.
	deleteLinked      = `DELETE FROM invitation WHERE participant_id = $1 AND mode IN ('named', 'confidential')`
	selectUnlinked    = `SELECT i.id, i.wave_id, i.crowd FROM invitation i WHERE i.participant_id = $1`
	voidInvitation    = `UPDATE invitation SET participant_id = NULL, token_hash = $1 WHERE id = $2`
	deletePerson      = `DELETE FROM participant WHERE id = $1`
	selectSameAddress = `SELECT p.id FROM participant p WHERE p.round_id = $1 AND p.id <> $2 AND lower(p.email) = lower($3) AND p.email <> ''`
)

// SaveParticipant stores a person of a round, new or changed, by ID. It is a
// fault of kind Conflict when another person of the round has the same address.
func (s *Store) SaveParticipant(ctx context.Context, p survey.Participant) (err error) {
	defer fault.Wrap(&err, "store.SaveParticipant(%s)", p.ID)
	if err := checkParticipant(p); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := sqldb.One(ctx, tx, scanString, selectSameAddress, p.RoundID, p.ID, p.Email)
		if err == nil {
			return &fault.Error{Kind: fault.Conflict, Code: "P16", Text: "Somebody else on the list of this round has this e-mail address: change that person, or give this one another address."}
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err := s.putParticipants(ctx, tx, p.RoundID, []survey.Participant{p}); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.ParticipantSaved, p.RoundID, nil)
	})
}

// SaveParticipants stores people of a round, new or changed, by ID: all of them,
// or none where one cannot be stored.
func (s *Store) SaveParticipants(ctx context.Context, roundID string, people []survey.Participant) (err error) {
	defer fault.Wrap(&err, "store.SaveParticipants(%s, %d)", roundID, len(people))
	for i := range people {
		people[i].RoundID = roundID
		if err := checkParticipant(people[i]); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.putParticipants(ctx, tx, roundID, people); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.ParticipantSaved, roundID, survey.AuditDetails{"people": len(people)})
	})
}

func checkParticipant(p survey.Participant) error {
	if err := needID("participant", p.ID); err != nil {
		return err
	}
	return checkLines("participant", p.Role, p.Name, p.Email, p.PairID)
}

// putParticipants writes people, and joins those who are new with the same
// person in the programme's other rounds, whom the address tells.
func (s *Store) putParticipants(ctx context.Context, tx *sqldb.Tx, roundID string, people []survey.Participant) error {
	elsewhere, err := sqldb.Collect(ctx, tx, scanParticipant, selectElsewhere, roundID)
	if err != nil {
		return err
	}
	persons := map[string]string{}
	for _, p := range elsewhere {
		persons[strings.ToLower(p.Email)] = cmp.Or(p.Person, p.ID)
	}
	for _, p := range people {
		person := p.Person
		if person == "" && p.Email != "" {
			person = persons[strings.ToLower(p.Email)]
		}
		if _, err := tx.Exec(ctx, upsertParticipant, p.ID, p.RoundID, p.Role, p.Name, p.Email, p.PairID, person); err != nil {
			return err
		}
	}
	return nil
}

// RemoveParticipant takes a person off the list of a round, with the invitations
// and all that is known of messages sent. It is a fault of kind Conflict when an
// answer belongs to the person: that has to be withdrawn first.
func (s *Store) RemoveParticipant(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.RemoveParticipant(%s)", id)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		p, err := sqldb.One(ctx, tx, scanParticipant, selectParticipant, id)
		if err != nil {
			return err
		}
		titles, err := sqldb.Collect(ctx, tx, scanString, selectHanging, id)
		if err != nil {
			return err
		}
		if len(titles) > 0 {
			return &fault.Error{Kind: fault.Conflict, Code: "W70", Text: "This person has answered “" + strings.Join(titles, "”, “") + "”, and the answers belong to them. Withdraw the answers first, then remove the person."}
		}
		if err := detach(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, deletePerson, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.ParticipantSaved, p.RoundID, survey.AuditDetails{"removed": 1})
	})
}

// detach makes the links of a person open nothing.
func detach(ctx context.Context, tx *sqldb.Tx, id string) error {
	if _, err := tx.Exec(ctx, deleteLinked, id); err != nil {
		return err
	}
	type row struct {
		id, wave string
		crowd    int
	}
	rest, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (o row, err error) {
		err = r.Scan(&o.id, &o.wave, &o.crowd)
		return o, err
	}, selectUnlinked, id)
	if err != nil {
		return err
	}
	for _, i := range rest {
		if _, err := tx.Exec(ctx, voidInvitation, hash(tokenPurpose, sqldb.NewID()), i.id); err != nil {
			return err
		}
		tx.ExecLast(blurCrowd, i.wave, i.crowd)
	}
	return nil
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
	err = r.Scan(&p.ID, &p.RoundID, &p.Role, &p.Name, &p.Email, &p.PairID, &p.Person)
	return p, err
}
