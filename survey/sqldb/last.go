package sqldb

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// A Flush writes the rows that the members of one transaction put off to its
// end, in the order in which they came.
type Flush func(b *Batch, rows [][]any)

// A Batch is the statements at the end of a transaction. Nobody sees their
// results, so they travel to PostgreSQL in one message together with the
// commit; where nothing came before them, the message is the transaction. When
// one fails, nothing of the transaction is stored.
type Batch struct {
	tx     *Tx
	queued pgx.Batch
	err    error
}

// Exec adds a statement.
func (b *Batch) Exec(query string, args ...any) {
	switch {
	case b.err != nil:
	case b.tx.engine == PostgreSQL:
		b.queued.Queue(query, args...)
	default:
		_, b.err = b.tx.conn.ExecContext(b.tx.ctx, query, args...)
	}
}

// Insert adds rows in bulk; see [Insert].
func (b *Batch) Insert(statement string, rows [][]any) {
	if b.tx.engine == SQLite {
		if b.err == nil {
			b.err = b.tx.conn.Raw(func(conn any) error { return conn.(*sqliteConn).insert(b.tx.ctx, b.tx.texts, statement, rows) })
		}
		return
	}
	for _, s := range b.tx.texts.bulk(b.tx.engine, statement, rows) {
		b.Exec(s.text, s.args...)
	}
}

// Notify wakes those who watch the topic once the transaction is committed.
func (b *Batch) Notify(topic string) { b.tx.topics = append(b.tx.topics, topic) }

// commit sends what was added, and commits.
func (b *Batch) commit() error {
	if b.err != nil {
		return b.err
	}
	b.tx.ended = true
	switch {
	case b.queued.Len() == 0 && !b.tx.begun:
		return nil
	case b.queued.Len() == 0:
		return b.tx.control(`COMMIT`)
	case b.tx.begun:
		b.queued.Queue(`COMMIT`)
	}
	return b.tx.conn.Raw(func(conn any) error {
		return conn.(*stdlib.Conn).Conn().SendBatch(b.tx.ctx, &b.queued).Close()
	})
}

// lastRows are rows put off.
type lastRows struct {
	name  string
	flush Flush
	rows  [][]any
}

type putOff struct {
	flush Flush
	rows  [][]any
}

// Last puts a row off to the end of the transaction, where flush is called once
// for the rows of that name from all writes that share the commit. It is for
// what is cheaper together, and for what must be locked briefly. Flushes run in
// the order in which their names were first used. The rows are not visible to
// reads in this transaction. When one of them cannot be written, each write is
// tried again on its own.
func (tx *Tx) Last(name string, flush Flush, row ...any) {
	tx.LastRows(name, flush, [][]any{row})
}

// LastRows is [Tx.Last] for several rows.
func (tx *Tx) LastRows(name string, flush Flush, rows [][]any) {
	if len(rows) == 0 {
		return
	}
	tx.member.last = append(tx.member.last, lastRows{name, flush, rows})
}

// ExecLast puts off a statement whose result nobody needs to the end of the
// transaction, before the flushes of [Tx.Last].
func (tx *Tx) ExecLast(query string, args ...any) {
	tx.member.statements = append(tx.member.statements, statement{query, args})
}

// InsertLast returns a flush that inserts the rows in bulk; see [Insert].
func InsertLast(statement string) Flush {
	return func(b *Batch, rows [][]any) { b.Insert(statement, rows) }
}

// Claim notes a value under a name for the rest of the transaction and returns
// it with true; when another write of the same transaction was first it returns
// that one's value with false. It is for rows put off that only one write may
// bring, because those are not visible yet.
func (tx *Tx) Claim(name, value string) (string, bool) {
	if v, ok := tx.claims[name]; ok {
		return v, false
	}
	tx.claims[name] = value
	tx.member.claims = append(tx.member.claims, name)
	return value, true
}

func (tx *Tx) putOff(r lastRows) {
	p, ok := tx.last[r.name]
	if !ok {
		p = &putOff{flush: r.flush}
		tx.last[r.name] = p
		tx.lastOrder = append(tx.lastOrder, p)
	}
	p.rows = append(p.rows, r.rows...)
}

// batch returns all that was put off.
func (tx *Tx) batch() *Batch {
	b := &Batch{tx: tx}
	for _, s := range tx.statements {
		b.Exec(s.text, s.args...)
	}
	for _, p := range tx.lastOrder {
		p.flush(b, p.rows)
	}
	return b
}

// Insert writes rows in bulk; they have the same length. Statement is the head
// of the INSERT up to and with VALUES, such as
// `INSERT INTO answer (id, text) VALUES`, or one that selects from ROWS, which
// stands for the rows as a table v with the columns c0, c1, ...
func Insert(ctx context.Context, tx *Tx, statement string, rows [][]any) error {
	for _, s := range tx.texts.bulk(tx.engine, statement, rows) {
		if _, err := tx.Exec(ctx, s.text, s.args...); err != nil {
			return err
		}
	}
	return nil
}
