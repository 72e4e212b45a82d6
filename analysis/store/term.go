package store

import (
	"context"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// office names the work that one process at a time does: to write what the
// machine suggests.
const office = "suggestions"

// holdTerm changes nothing while the term is the present one and breaks a
// constraint when it is not. As an UPDATE it waits for who is taking over, and
// who takes over waits for it.
const (
	startTerm      = `INSERT INTO leader (name, term) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET term = excluded.term`
	holdTerm       = `INSERT INTO leader (name, term) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET term = CASE WHEN leader.term = excluded.term THEN leader.term END`
	termOf         = `SELECT term FROM leader WHERE name = $1`
	topicSuggested = "suggested"
)

// StartTerm makes the process that calls it the one that writes suggestions,
// and returns the store by which it does. Whoever was that before writes no
// more: his writes are undone and return a fault of kind Conflict with code P10.
func (s *Store) StartTerm(ctx context.Context) (_ *Store, err error) {
	defer fault.Wrap(&err, "analysis/store.StartTerm")
	led := *s
	led.term = sqldb.NewID()
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, startTerm, office, led.term)
		return err
	})
	return &led, err
}

// write runs fn as a write that is undone when the store's term is over. A
// store without a term writes as it is told.
func (s *Store) write(ctx context.Context, fn func(ctx context.Context, tx *sqldb.Tx) error) error {
	if s.term == "" {
		return s.DB.Write(ctx, fn)
	}
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		tx.ExecLast(holdTerm, office, s.term)
		return fn(ctx, tx)
	})
	if err == nil {
		return nil
	}
	if now, e := sqldb.One(context.WithoutCancel(ctx), s.DB, scanText, termOf, office); e == nil && now != s.term {
		return &fault.Error{Kind: fault.Conflict, Code: "P10", Text: "Another process has taken over this work.", Err: err}
	}
	return err
}

// MoveCursor stores that suggestions have been made for all changes up to seq,
// and wakes who watches [Store.Suggested].
func (s *Store) MoveCursor(ctx context.Context, follower string, seq int64) (err error) {
	defer fault.Wrap(&err, "analysis/store.MoveCursor(%s, %d)", follower, seq)
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		tx.Notify(topicSuggested)
		return store.MoveCursor(ctx, tx, follower, seq, s.Now())
	})
}

// Suggested returns a channel that holds a value when suggestions may have been
// made since the value was last taken.
func (s *Store) Suggested() <-chan struct{} { return s.suggested }
