package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectUninvited = participantColumns + ` WHERE p.round_id = $1
		AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = $2 AND i.participant_id = p.id) ORDER BY p.name, p.id`
	countInvited   = `SELECT count(DISTINCT i.participant_id) FROM invitation i WHERE i.wave_id = $1 AND i.participant_id IS NOT NULL`
	selectAnswerOf = `SELECT r.id FROM response r WHERE r.wave_id = $1 AND r.participant_id = $2`
	keepOpen       = `UPDATE invitation SET open_until = $1 WHERE wave_id = $2 AND participant_id = $3 AND spent = FALSE`
	deleteSpent    = `DELETE FROM invitation WHERE wave_id = $1 AND participant_id = $2 AND spent = TRUE`
	selectCrowdOf  = `SELECT COALESCE(max(crowd), 0) FROM invitation WHERE wave_id = $1`
)

// A Link is a participant with the token of the invitation that was just made.
type Link struct {
	Participant survey.Participant
	Token       string
}

// Uninvited returns the participants of the wave's round who have no invitation
// to it, by their names.
func (s *Store) Uninvited(ctx context.Context, w survey.Wave) (_ []survey.Participant, err error) {
	defer fault.Wrap(&err, "store.Uninvited(%s)", w.ID)
	return sqldb.Collect(ctx, s.DB, scanParticipant, selectUninvited, w.RoundID, w.ID)
}

// InvitedPeople returns how many participants have an invitation to the wave.
func (s *Store) InvitedPeople(ctx context.Context, waveID string) (_ int, err error) {
	defer fault.Wrap(&err, "store.InvitedPeople(%s)", waveID)
	return sqldb.One(ctx, s.DB, scanInt, countInvited, waveID)
}

// InvitePeople makes an invitation for every participant of the round who has
// none to the wave, and returns them with their tokens, which are kept nowhere.
// An invitation knows its person in every mode but the open one, so that nobody
// is invited twice and reminders reach those who have not answered; answers know
// the person in the modes that link only.
func (s *Store) InvitePeople(ctx context.Context, waveID string) (_ []Link, err error) {
	defer fault.Wrap(&err, "store.InvitePeople(%s)", waveID)
	w, err := s.Wave(ctx, waveID)
	if err != nil {
		return nil, err
	}
	if w.Mode == survey.Open {
		return nil, fault.Coded("W71", "Anybody with the link may answer “%s”, so nobody is invited to it by name: share its link or its poster.", w.Title)
	}
	people, err := s.Uninvited(ctx, w)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	invs := make([]survey.Invitation, len(people))
	for i, p := range people {
		invs[i] = survey.Invitation{Role: p.Role, ParticipantID: p.ID}
	}
	tokens, err := s.Invite(ctx, waveID, invs)
	if err != nil {
		return nil, err
	}
	links := make([]Link, len(people))
	for i, p := range people {
		links[i] = Link{p, tokens[i]}
	}
	return links, nil
}

// InviteLate makes a link for one participant that can be answered until a day
// after the wave has closed. A link that the participant had before opens
// nothing any more. It is a fault of kind Forbidden where nothing may join an
// answer with a person: the one answer that came late would be known to be
// theirs. Such a wave can be extended for everybody.
func (s *Store) InviteLate(ctx context.Context, waveID, participantID string, until survey.Day) (_ Link, err error) {
	defer fault.Wrap(&err, "store.InviteLate(%s)", waveID)
	w, err := s.Wave(ctx, waveID)
	if err != nil {
		return Link{}, err
	}
	p, err := s.Participant(ctx, participantID)
	if err != nil {
		return Link{}, err
	}
	if err := s.checkLate(w, p, until); err != nil {
		return Link{}, err
	}
	token := ""
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := sqldb.One(ctx, tx, scanString, selectAnswerOf, waveID, participantID); fault.KindOf(err) != fault.NotFound || err == nil {
			if err == nil {
				err = &fault.Error{Kind: fault.Conflict, Code: "W72", Text: "This person has answered already."}
			}
			return err
		}
		if _, err := tx.Exec(ctx, deleteSpent, waveID, participantID); err != nil { // of answers that were withdrawn
			return err
		}
		if token, err = renew(ctx, tx, waveID, participantID); err != nil {
			return err
		}
		if token == "" {
			if token, err = newLate(ctx, tx, w, p); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, keepOpen, string(until), waveID, participantID); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.InvitationsMade, waveID, survey.AuditDetails{"wave": w.Key, "invitations": 1, "open-until": string(until)})
	})
	return Link{p, token}, err
}

func newLate(ctx context.Context, tx *sqldb.Tx, w survey.Wave, p survey.Participant) (string, error) {
	in, err := sqldb.One(ctx, tx, scanInt, selectCrowdOf, w.ID)
	if err != nil {
		return "", err
	}
	token := sqldb.NewID()
	return token, sqldb.Insert(ctx, tx, insertInvitations, [][]any{{sqldb.NewID(), hash(tokenPurpose, token), w.ID, string(w.Mode), p.Role, p.ID, in, false}})
}

func (s *Store) checkLate(w survey.Wave, p survey.Participant, until survey.Day) error {
	switch today := s.today(); {
	case !w.Mode.Linked():
		return &fault.Error{Kind: fault.Forbidden, Code: "W73", Text: "A late link for one person would tell whose the late answer is, and this wave promises that nobody can see that. Extend the wave for everybody instead."}
	case p.RoundID != w.RoundID:
		return fault.New(fault.NotFound, "This person does not take part in the round.")
	case w.ClosesOn == "" || today <= w.ClosesOn:
		return fault.Coded("W74", "“%s” is still open: an ordinary link will do.", w.Title)
	case until < today:
		return fault.Coded("W75", "A late link is open until a day that is to come: choose today or a later day.")
	case w.RetainUntil != "" && until > w.RetainUntil:
		return fault.Coded("W75", "The answers to “%s” are kept until %s only: choose an earlier day.", w.Title, w.RetainUntil)
	}
	return nil
}
