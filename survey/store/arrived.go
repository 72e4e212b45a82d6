package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	countArrived = `SELECT r.wave_id, r.role, count(*) FROM response r JOIN wave w ON w.id = r.wave_id
		WHERE w.round_id = $1 AND r.received_on < $2 GROUP BY r.wave_id, r.role`
	countInvitedRoles = `SELECT i.wave_id, i.role, count(*) FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE w.round_id = $1 GROUP BY i.wave_id, i.role`
	// How many of each pair were invited and have answered: in the modes that link
	// by their responses of the days before, else by used invitations.
	selectPairsLinked = `SELECT p.pair_id, count(*), COALESCE(sum(CASE WHEN EXISTS
			(SELECT 1 FROM response r WHERE r.wave_id = $1 AND r.participant_id = p.id AND r.received_on < $2) THEN 1 ELSE 0 END), 0)
		FROM participant p WHERE p.round_id = $3 AND p.pair_id <> '' GROUP BY p.pair_id`
	selectPairsInvited = `SELECT p.pair_id, count(*), COALESCE(sum(CASE WHEN i.spent THEN 1 ELSE 0 END), 0)
		FROM participant p JOIN invitation i ON i.participant_id = p.id AND i.wave_id = $1
		WHERE p.round_id = $2 AND p.pair_id <> '' GROUP BY p.pair_id`
)

// ByRole are counts by the key of a role; "" is no role.
type ByRole map[string]int

// Total returns the sum of all.
func (b ByRole) Total() (n int) {
	for _, one := range b {
		n += one
	}
	return n
}

// Arrived returns how many responses the waves of a round had got when the day
// began, by wave and role. Of the day itself nothing is counted: who looks again
// and again while answers arrive would else see whose came when.
func (s *Store) Arrived(ctx context.Context, roundID string, day survey.Day) (_ map[string]ByRole, err error) {
	defer fault.Wrap(&err, "store.Arrived(%s)", roundID)
	return s.countByRole(ctx, countArrived, roundID, string(day))
}

// InvitedByRole returns how many invitations the waves of a round have, by wave
// and role.
func (s *Store) InvitedByRole(ctx context.Context, roundID string) (_ map[string]ByRole, err error) {
	defer fault.Wrap(&err, "store.InvitedByRole(%s)", roundID)
	return s.countByRole(ctx, countInvitedRoles, roundID)
}

func (s *Store) countByRole(ctx context.Context, query string, args ...any) (map[string]ByRole, error) {
	type count struct {
		wave, role string
		n          int
	}
	counts, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (c count, err error) {
		err = r.Scan(&c.wave, &c.role, &c.n)
		return c, err
	}, query, args...)
	out := map[string]ByRole{}
	for _, c := range counts {
		if out[c.wave] == nil {
			out[c.wave] = ByRole{}
		}
		out[c.wave][c.role] = c.n
	}
	return out, err
}

// PairsAnswered counts pairs by how many of the two have answered.
type PairsAnswered struct{ Both, One, None int }

// PairsArrived returns how many pairs have answered a wave. In the modes that
// link it counts the responses of the days before the given one; else it counts
// used invitations, which have no day, and is for when the wave has closed.
func (s *Store) PairsArrived(ctx context.Context, w survey.Wave, day survey.Day) (out PairsAnswered, err error) {
	defer fault.Wrap(&err, "store.PairsArrived(%s)", w.ID)
	query, args := selectPairsLinked, []any{w.ID, string(day), w.RoundID}
	if !w.Mode.Linked() {
		query, args = selectPairsInvited, []any{w.ID, w.RoundID}
	}
	rows, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (n [2]int, err error) {
		var pair string
		err = r.Scan(&pair, &n[0], &n[1])
		return n, err
	}, query, args...)
	for _, n := range rows {
		switch {
		case n[1] == 0:
			out.None++
		case n[1] < n[0]:
			out.One++
		default:
			out.Both++
		}
	}
	return out, err
}
