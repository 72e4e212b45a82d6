package store

import (
	"context"
	"database/sql"
	"math/rand/v2"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	insertInvitations = `INSERT INTO invitation (id, token_hash, wave_id, mode, role, participant_id, crowd, spent) VALUES`
	invitationColumns = `SELECT id, wave_id, role, participant_id, spent, open_until FROM invitation`
	selectInvitation  = invitationColumns + ` WHERE token_hash = $1`
	selectCrowds      = `SELECT COALESCE(max(crowd) + 1, 0) FROM invitation WHERE wave_id = $1`
	countInvitations  = `SELECT count(*), COALESCE(sum(CASE WHEN spent THEN 1 ELSE 0 END), 0) FROM invitation WHERE wave_id = $1`

	spendInvitation = `UPDATE invitation SET spent = TRUE WHERE id = $1 AND spent = FALSE`
	// blurCrowd writes all rows of a crowd again. PostgreSQL keeps with each row
	// the number of the transaction that wrote it, and would else tell which
	// invitation was spent together with which response.
	blurCrowd = `UPDATE invitation SET spent = spent WHERE wave_id = $1 AND crowd = $2`
)

// crowd is how many invitations are written together at least when one of them
// is spent, where the wave has as many: the whole of a usual cohort, at the
// cost of about a tenth of a millisecond.
const crowd = 64

// Invite stores an invitation to the wave for each of invs, whose ID, WaveID
// and Spent are set here, and returns their tokens in the same order. The
// tokens are not kept: this is the only time they are seen.
func (s *Store) Invite(ctx context.Context, waveID string, invs []survey.Invitation) (_ []string, err error) {
	defer fault.Wrap(&err, "store.Invite(%s, %d)", waveID, len(invs))
	wave, err := s.Wave(ctx, waveID)
	if err != nil {
		return nil, err
	}
	tokens, rows := make([]string, len(invs)), make([][]any, len(invs))
	for i, inv := range invs {
		if err := checkLines("invitation", inv.Role); err != nil {
			return nil, err
		}
		tokens[i] = sqldb.NewID()
		rows[i] = []any{sqldb.NewID(), hash("token", tokens[i]), wave.ID, string(wave.Mode), inv.Role, nullable(inv.ParticipantID), 0, false}
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		first, err := sqldb.One(ctx, tx, scanInt, selectCrowds, waveID)
		if err != nil {
			return err
		}
		for i, c := range crowds(first, len(rows)) {
			rows[i][6] = c
		}
		if err := sqldb.Insert(ctx, tx, insertInvitations, rows); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.InvitationsMade, waveID, survey.AuditDetails{"wave": wave.Key, "invitations": len(rows)})
	})
	if err != nil {
		return nil, err
	}
	return tokens, nil
}

// crowds deals n new invitations into crowds. Enough for a crowd of their own
// get new ones, from first on; fewer join those that are there, so that no
// crowd is small unless the wave is.
func crowds(first, n int) []int {
	from, many := first, n/crowd
	if many == 0 {
		from, many = 0, max(first, 1)
	}
	dealt := make([]int, n)
	for i, place := range rand.Perm(n) { //nolint:gosec // evens out, hides nothing
		dealt[i] = from + place%many
	}
	return dealt
}

// Invitation returns the invitation that the token opens; one that is spent is
// returned with Spent set. It is a fault of kind NotFound when there is none.
func (s *Store) Invitation(ctx context.Context, token string) (_ survey.Invitation, err error) {
	defer fault.Wrap(&err, "store.Invitation")
	return sqldb.One(ctx, s.DB, scanInvitation, selectInvitation, hash("token", token))
}

// InvitationCounts returns how many people were invited to the wave, and how
// many of these invitations are spent.
func (s *Store) InvitationCounts(ctx context.Context, waveID string) (invited, spent int, err error) {
	defer fault.Wrap(&err, "store.InvitationCounts(%s)", waveID)
	n, err := sqldb.One(ctx, s.DB, func(r sqldb.Row) (n [2]int, err error) {
		err = r.Scan(&n[0], &n[1])
		return n, err
	}, countInvitations, waveID)
	return n[0], n[1], err
}

func scanInvitation(r sqldb.Row) (i survey.Invitation, err error) {
	var participant sql.NullString
	err = r.Scan(&i.ID, &i.WaveID, &i.Role, &participant, &i.Spent, &i.OpenUntil)
	i.ParticipantID = participant.String
	return i, err
}
