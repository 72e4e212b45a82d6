package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"verbatim/survey/fault"
)

// A Snapshot is the database as it was at one moment, whatever is written
// meanwhile. Nobody waits for it: on SQLite the log grows as long as it is open,
// on PostgreSQL what is deleted stays on the disk. Its methods are for one
// caller at a time, and it is a [Querier].
type Snapshot struct {
	db     *DB
	conn   *sql.Conn
	tables []Table
}

// Snapshot opens a snapshot of the database. Close it.
func (db *DB) Snapshot(ctx context.Context) (_ *Snapshot, err error) {
	defer fault.Wrap(&err, "sqldb.Snapshot")
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return nil, explain(err)
	}
	s := &Snapshot{db: db, conn: conn}
	begin := []string{`BEGIN`}
	if db.engine == PostgreSQL {
		// While another database writes what was read here, this one hears nothing.
		begin = []string{`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`, `SET LOCAL idle_in_transaction_session_timeout = 0`}
	}
	for _, statement := range begin {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(explain(err), s.Close())
		}
	}
	if s.tables, err = db.tables(ctx, s); err != nil { // the first read is the moment that counts
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() error {
	drop(s.conn) // with its transaction, whatever state that is in
	return nil
}

func (s *Snapshot) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.conn.QueryContext(ctx, query, args...)
}

func (s *Snapshot) note(error) {}

// Tables returns the names of all tables, those that others refer to first.
// Tables that keep the version of a schema are not among them.
func (s *Snapshot) Tables() []string {
	var names []string
	for _, t := range s.tables {
		names = append(names, t.Name)
	}
	return names
}

// Sums reads all rows of the named tables.
func (s *Snapshot) Sums(ctx context.Context, tables []string) (sums []TableSum, err error) {
	defer fault.Wrap(&err, "sqldb.Sums")
	for _, t := range s.tables {
		if !slices.Contains(tables, t.Name) {
			continue
		}
		sum, err := sumOf(ctx, s.conn, s.db.engine, t)
		if err != nil {
			return nil, err
		}
		sums = append(sums, sum)
	}
	return sums, nil
}

func sumOf(ctx context.Context, conn *sql.Conn, engine Engine, t Table) (TableSum, error) {
	d := newDigest(t)
	err := rowsOf(ctx, conn, engine, t, func(row []any) error {
		d.add(row)
		return nil
	})
	return d.done(), err
}
