package store

import (
	"context"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectFollowers = `SELECT name, seq, seen_at FROM follower ORDER BY name`
	deleteFollower  = `DELETE FROM follower WHERE name = $1`
	// A follower that registered before followers were seen counts from now on.
	welcomeFollowers = `UPDATE follower SET seen_at = $1 WHERE seen_at = 0`
	// deleteAway gives up the places of those who have something left to do and
	// have not been seen for long. Who has done everything holds up nobody.
	deleteAway = `DELETE FROM follower WHERE seen_at < $1 AND seq < (SELECT seq FROM change_head WHERE one = 1) RETURNING name, seq, seen_at`

	// selectSlowest is how far all followers are, at most as far as the feed goes.
	selectSlowest = `SELECT COALESCE(min(CASE WHEN f.seq < h.seq THEN f.seq ELSE h.seq END), 0), COALESCE(max(h.pruned), 0)
		FROM change_head h JOIN follower f ON h.one = 1`
	deleteChanges = `DELETE FROM change WHERE seq > $1 AND seq <= $2`
	moveEdge      = `UPDATE change_head SET pruned = $1 WHERE one = 1 AND pruned < $1`
	selectEdge    = `SELECT pruned FROM change_head WHERE one = 1`
)

const (
	// FollowerAwayAfter is how long a follower may stay away before the feed no
	// longer waits for it: longer than a weekend for which a machine is off, and
	// not much longer, because the feed keeps the order in which answers came.
	FollowerAwayAfter = 72 * time.Hour
	// pruneTogether is how many rows are deleted in one write, so that those
	// who submit do not wait.
	pruneTogether = 5000
)

// A Follower is something derived that is brought up to date by the feed.
type Follower struct {
	Name   string
	Seq    int64     // the last change that it has dealt with
	SeenAt time.Time // when it last said so; zero for one that never did since followers are seen
}

// Away reports whether the feed no longer waits for the follower at the time
// now, unless it has dealt with everything.
func (f Follower) Away(now time.Time) bool {
	return !f.SeenAt.IsZero() && now.Sub(f.SeenAt) > FollowerAwayAfter
}

// Followers returns all followers by name.
func (s *Store) Followers(ctx context.Context) (_ []Follower, err error) {
	defer fault.Wrap(&err, "store.Followers")
	return sqldb.Collect(ctx, s.DB, scanFollower, selectFollowers)
}

// ForgetFollower gives up a follower's place: the feed no longer waits for it.
// Should it come back, it begins again.
func (s *Store) ForgetFollower(ctx context.Context, name string) (err error) {
	defer fault.Wrap(&err, "store.ForgetFollower(%s)", name)
	_, err = s.exec(ctx, deleteFollower, name)
	return err
}

// Oldest returns the number of the oldest change that the feed still tells of;
// one after the head when it tells of none. A follower whose cursor is more than
// one behind it has to begin again from what is stored.
func (s *Store) Oldest(ctx context.Context) (_ int64, err error) {
	defer fault.Wrap(&err, "store.Oldest")
	pruned, err := sqldb.One(ctx, s.DB, scanInt64, selectEdge)
	return pruned + 1, err
}

// PruneChanges deletes the changes that all followers have dealt with and
// returns how many there were. Followers that have not been seen for
// [FollowerAwayAfter] are given up first, which goes into the audit; where there
// is no follower nothing is deleted. With the changes goes what the feed said
// about the order in which answers came.
func (s *Store) PruneChanges(ctx context.Context) (deleted int64, err error) {
	defer fault.Wrap(&err, "store.PruneChanges")
	if err := s.giveUpAway(ctx); err != nil {
		return 0, err
	}
	place, err := sqldb.One(ctx, s.DB, func(r sqldb.Row) (p [2]int64, err error) {
		err = r.Scan(&p[0], &p[1])
		return p, err
	}, selectSlowest)
	for slowest, edge := place[0], place[1]; err == nil && edge < slowest; {
		next := min(edge+pruneTogether, slowest)
		var n int64
		n, err = s.pruneTo(ctx, edge, next)
		deleted, edge = deleted+n, next
	}
	return deleted, err
}

func (s *Store) pruneTo(ctx context.Context, edge, next int64) (deleted int64, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		deleted, err = tx.Exec(ctx, deleteChanges, edge, next)
		tx.ExecLast(moveEdge, next) // at the end: who submits waits for this row
		return err
	})
	return deleted, err
}

// giveUpAway deletes the followers that are away, and audits it.
func (s *Store) giveUpAway(ctx context.Context) error {
	now := s.Now()
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, welcomeFollowers, sqldb.Micros(now)); err != nil {
			return err
		}
		away, err := sqldb.Collect(ctx, tx, scanFollower, deleteAway, sqldb.Micros(now.Add(-FollowerAwayAfter)))
		if err != nil {
			return err
		}
		for _, f := range away {
			details := survey.AuditDetails{"seq": f.Seq, "seen": survey.AuditTime(f.SeenAt)}
			if err := s.audit(survey.WithActor(ctx, survey.Actor{Kind: survey.ActorSystem}), tx, survey.FollowerAway, f.Name, details); err != nil {
				return err
			}
		}
		return nil
	})
}

func scanFollower(r sqldb.Row) (f Follower, err error) {
	var at int64
	err = r.Scan(&f.Name, &f.Seq, &at)
	if at > 0 {
		f.SeenAt = sqldb.Time(at)
	}
	return f, err
}
