package store

import (
	"context"
	"fmt"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	advanceHead   = `UPDATE change_head SET seq = seq + $1 WHERE one = 1`
	insertChanges = `INSERT INTO change (seq, kind, entity) SELECT h.seq - v.c0, v.c1, v.c2 FROM ROWS CROSS JOIN change_head h`
	selectChanges = `SELECT seq, kind, entity FROM change WHERE seq > $1 ORDER BY seq LIMIT $2`
	selectHead    = `SELECT seq FROM change_head WHERE one = 1`
	selectCursor  = `SELECT seq FROM follower WHERE name = $1`
	upsertCursor  = `INSERT INTO follower (name, seq, seen_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, seen_at = excluded.seen_at`
)

// topicChange is what those watch who want to hear of new rows in the feed.
const topicChange = "change"

// AppendChange adds a row to the change feed in the transaction tx. The row
// gets its number when the transaction ends, together with those of all writes
// that share the commit; until then no other transaction can take a number,
// which is what makes the sequence free of gaps.
func AppendChange(ctx context.Context, tx *sqldb.Tx, kind survey.ChangeKind, entity string) error {
	tx.Last("change", flushChanges, string(kind), entity)
	return ctx.Err()
}

// flushChanges numbers the rows after the head, the last one as the head is then.
func flushChanges(b *sqldb.Batch, rows [][]any) {
	for i, r := range rows {
		rows[i] = []any{len(rows) - 1 - i, r[0], r[1]}
	}
	b.Exec(advanceHead, len(rows))
	b.Insert(insertChanges, rows)
	b.Notify(topicChange)
}

// Changes returns at most limit rows of the feed that follow the row numbered
// after, in their order. It is a fault of kind Gone with code L10 when the feed
// does not reach back as far: who follows it begins again from what is stored,
// and goes on from the head as it was then.
func (s *Store) Changes(ctx context.Context, after int64, limit int) (_ []survey.Change, err error) {
	defer fault.Wrap(&err, "store.Changes(%d, %d)", after, limit)
	changes, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (c survey.Change, err error) {
		err = r.Scan(&c.Seq, &c.Kind, &c.Entity)
		return c, err
	}, selectChanges, after, limit)
	if err != nil || len(changes) > 0 && changes[0].Seq == after+1 {
		return changes, err
	}
	edge, err := sqldb.One(ctx, s.DB, scanInt64, selectEdge)
	if err != nil {
		return nil, err
	}
	if len(changes) > 0 || after < edge { // rows are numbered without gaps: some are gone
		return nil, &fault.Error{Kind: fault.Gone, Code: "L10", Text: fmt.Sprintf("The change feed does not reach back to change %d any more: it goes on after %d.", after, edge)}
	}
	return nil, nil
}

// Head returns the number of the last row of the feed, 0 when it is empty.
func (s *Store) Head(ctx context.Context) (_ int64, err error) {
	defer fault.Wrap(&err, "store.Head")
	return sqldb.One(ctx, s.DB, scanInt64, selectHead)
}

// Cursor returns the number of the last row that the follower has dealt with, 0
// when it has not begun.
func (s *Store) Cursor(ctx context.Context, follower string) (_ int64, err error) {
	defer fault.Wrap(&err, "store.Cursor(%s)", follower)
	seq, err := sqldb.One(ctx, s.DB, scanInt64, selectCursor, follower)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return seq, err
}

// SetCursor stores that the follower has dealt with all rows up to seq, and was
// seen now. Who has nothing to do calls it too, at least once a day: see
// [Store.PruneChanges].
func (s *Store) SetCursor(ctx context.Context, follower string, seq int64) (err error) {
	defer fault.Wrap(&err, "store.SetCursor(%s, %d)", follower, seq)
	_, err = s.exec(ctx, upsertCursor, follower, seq, sqldb.Micros(s.Now()))
	return err
}

// Changed returns a channel that holds a value when the feed may have grown
// since the value was last taken. It hears of this process's writes only: where
// several serve one database, poll Head too.
func (s *Store) Changed() <-chan struct{} { return s.changed }
