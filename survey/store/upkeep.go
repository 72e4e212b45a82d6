package store

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectUpkeep = `SELECT day FROM upkeep WHERE name = $1`
	upsertUpkeep = `INSERT INTO upkeep (name, day) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET day = excluded.day`
	// selectUnsettled finds the responses of the days that are over and whose
	// rows have not been moved.
	selectUnsettled = `SELECT r.id FROM response r WHERE r.received_on > $1 AND r.received_on < $2 ORDER BY r.id`
	selectUsedIn    = `SELECT i.id FROM invitation i WHERE i.mode = 'anonymous-invited' AND i.wave_id IN
		(SELECT r.wave_id FROM response r WHERE r.received_on > $1 AND r.received_on < $2) ORDER BY i.id`
	countRemoved = `SELECT count(*) FROM withdrawal`
)

const (
	// UpkeepJob is the name of the kind of job that does each day what has to be
	// done each day.
	UpkeepJob = "upkeep"
	// upkeepEvery is how often is looked whether something is to be done: what
	// was withdrawn leaves the database's log within it.
	upkeepEvery = time.Hour
	// unorderName names the day up to which rows have been moved.
	unorderName = "unorder"
	// unorderTogether is how many responses are moved in one write: all of a usual
	// cohort, so that one transaction writes them.
	unorderTogether = 2000
)

// Upkeep returns the kind of work that keeps promises while a site is served:
// answers that were kept long enough go, where rows lie stops telling when they
// came, removals are noted outside of the database, and what was removed leaves
// the database's log.
func (s *Store) Upkeep() JobKind {
	var scrubbed int
	return JobKind{Name: UpkeepJob, Every: upkeepEvery, Run: func(ctx context.Context, _ *JobRun) error {
		ended, err := s.Retain(ctx)
		if err != nil {
			return err
		}
		if len(ended) > 0 {
			s.log.InfoContext(ctx, "answers were kept as long as was promised", slog.Int("waves", len(ended)))
		}
		if err := s.NoteRemovals(ctx); err != nil {
			return err
		}
		if _, err := s.Unorder(ctx); err != nil {
			return err
		}
		removed, err := sqldb.One(ctx, s.DB, scanInt, countRemoved)
		if err != nil || removed == scrubbed {
			return err
		}
		done, err := s.DB.Scrub(ctx)
		if done {
			scrubbed = removed
		}
		return err
	}}
}

// Unorder moves the rows of the responses that came on days that are over, all
// that hangs on them, and the invitations of their waves, so that where they lie no longer tells the order in which they
// came within a day. It returns how many responses were moved.
func (s *Store) Unorder(ctx context.Context) (moved int, err error) {
	defer fault.Wrap(&err, "store.Unorder")
	today := s.today()
	done, err := sqldb.One(ctx, s.DB, scanString, selectUpkeep, unorderName)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return 0, err
	}
	if survey.Day(done) >= today.Before() {
		return 0, nil
	}
	ids, err := sqldb.Collect(ctx, s.DB, scanString, selectUnsettled, done, string(today))
	if err != nil {
		return 0, err
	}
	hanging, err := s.movable(ctx)
	if err != nil {
		return 0, err
	}
	if err := s.unorderInvitations(ctx, done, today); err != nil {
		return 0, err
	}
	rand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] }) //nolint:gosec // any order but that of their coming
	for from := 0; from < len(ids); from += unorderTogether {
		some := ids[from:min(from+unorderTogether, len(ids))]
		err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			for _, table := range append(hanging, "response") {
				column := "response_id"
				if table == "response" {
					column = "id"
				}
				if err := sqldb.Shuffle(ctx, tx, table, column, some); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return moved, err
		}
		moved += len(some)
	}
	_, err = s.exec(ctx, upsertUpkeep, unorderName, string(today.Before()))
	return moved, err
}

// movable returns the tables that hang on responses and whose rows have a place
// of their own.
func (s *Store) movable(ctx context.Context) (tables []string, err error) {
	snapshot, err := s.DB.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	for _, table := range snapshot.TablesWith("response_id") {
		placed, err := snapshot.Placed(ctx, table)
		if err != nil {
			return nil, err
		}
		if placed {
			tables = append(tables, table)
		}
	}
	return tables, nil
}

// unorderInvitations moves the invitations of anonymous waves that were answered.
// On PostgreSQL the one that was used last lies behind the others; on SQLite
// they are kept in the order of their random keys.
func (s *Store) unorderInvitations(ctx context.Context, after string, before survey.Day) error {
	if s.DB.Engine() != sqldb.PostgreSQL {
		return nil
	}
	ids, err := sqldb.Collect(ctx, s.DB, scanString, selectUsedIn, after, string(before))
	if err != nil || len(ids) == 0 {
		return err
	}
	rand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] }) //nolint:gosec // any order but that of their use
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return sqldb.Shuffle(ctx, tx, "invitation", "id", ids)
	})
}

// UnorderedUntil returns the day up to which the rows of responses were moved,
// zero for none.
func UnorderedUntil(ctx context.Context, q sqldb.Querier) (_ survey.Day, err error) {
	defer fault.Wrap(&err, "store.UnorderedUntil")
	day, err := sqldb.One(ctx, q, scanString, selectUpkeep, unorderName)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return survey.Day(day), err
}
