package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	insertLink           = `INSERT INTO invitation_link (token_hash, body) VALUES ($1, $2)`
	selectLink           = `SELECT body FROM invitation_link WHERE token_hash = $1`
	selectInvitationByID = invitationColumns + ` WHERE id = $1`
	selectOwn            = `SELECT id, crowd, spent FROM invitation WHERE wave_id = $1 AND participant_id = $2 ORDER BY id`
	renewInvitation      = `UPDATE invitation SET token_hash = $1 WHERE id = $2 AND spent = FALSE`
)

const (
	tokenPurpose = "token" // of the hashes of tokens, as Invite makes them
	linkSealed   = "link " // before a token, for the key that seals what the link led to
)

// An own invitation is one of the participant who is written to.
type ownInvitation struct {
	id    string
	crowd int
	spent bool
}

// renew makes a new link for the participant's invitation to the wave and
// returns its token, which is kept nowhere: the table gets its hash in the place
// of that of the link before, which is void from then on. It returns "" when the
// participant has no invitation or has used it.
//
// All rows of the crowd are written again in the same transaction. On PostgreSQL
// those of people who have answered would else be the ones that still carry the
// transaction of a response.
func renew(ctx context.Context, tx *sqldb.Tx, waveID, participantID string) (string, error) {
	own, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (o ownInvitation, err error) {
		err = r.Scan(&o.id, &o.crowd, &o.spent)
		return o, err
	}, selectOwn, waveID, participantID)
	if err != nil {
		return "", err
	}
	for _, o := range own {
		if o.spent {
			return "", nil
		}
	}
	token := ""
	for i, o := range own {
		made := sqldb.NewID()
		if _, err := tx.Exec(ctx, renewInvitation, hash(tokenPurpose, made), o.id); err != nil {
			return "", err
		}
		tx.ExecLast(blurCrowd, waveID, o.crowd)
		if i > 0 {
			continue // one person has one link: the others are void, and nobody knows the new ones
		}
		token = made
		body, err := seal(linkSealed+token, survey.Draft{InvitationID: o.id})
		if err != nil {
			return "", err
		}
		if _, err := tx.Exec(ctx, insertLink, hash(tokenPurpose, token), body); err != nil {
			return "", err
		}
	}
	return token, nil
}

// ReplacedInvitation returns the invitation that a link belonged to before a
// newer one was sent in its place. Nothing can be begun with it; what was begun
// with it can be finished. It is a fault of kind NotFound when there is none.
func (s *Store) ReplacedInvitation(ctx context.Context, token string) (_ survey.Invitation, err error) {
	defer fault.Wrap(&err, "store.ReplacedInvitation")
	body, err := sqldb.One(ctx, s.DB, scanString, selectLink, hash(tokenPurpose, token))
	if err != nil {
		return survey.Invitation{}, err
	}
	sealed, err := unseal(linkSealed+token, body)
	if err != nil {
		return survey.Invitation{}, err
	}
	return sqldb.One(ctx, s.DB, scanInvitation, selectInvitationByID, sealed.InvitationID)
}
