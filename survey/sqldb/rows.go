package sqldb

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"verbatim/survey/fault"
)

// A Row is one row of a result. Scan copies its columns, in their order, into
// what dest points to.
type Row interface {
	Scan(dest ...any) error
}

// A Querier is where rows are read from: a *DB, on connections that cannot
// write, or a *Tx, which sees its own writes.
type Querier interface {
	query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	note(err error) // hears of every statement that failed
}

// query asks again on another connection where one turns out to be dead, as all
// are after a server was started again: reading twice does no harm. A server
// that cannot be reached at all is not asked again.
func (db *DB) query(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	for range postgresReaders + 1 {
		rows, err = db.read.QueryContext(ctx, query, args...)
		if _, unreachable := errors.AsType[*pgconn.ConnectError](err); unreachable || !isLost(err) || ctx.Err() != nil {
			break
		}
	}
	return rows, err
}

func (db *DB) note(error) {}

// Collect returns what scan makes of each row of the query's result, and nil
// for none.
func Collect[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (_ []T, err error) {
	var all []T
	err = each(ctx, q, func(r Row) (bool, error) {
		v, err := scan(r)
		all = append(all, v)
		return true, err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// One returns what scan makes of the first row of the query's result, and a
// fault of kind NotFound when there is none.
func One[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (T, error) {
	var one T
	found := false
	err := each(ctx, q, func(r Row) (more bool, err error) {
		found = true
		one, err = scan(r)
		return false, err
	}, query, args...)
	if err == nil && !found {
		err = &fault.Error{Kind: fault.NotFound}
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return one, nil
}

// each calls fn with every row until it returns false or an error. An error of
// the statement comes before one of fn: it is the cause.
func each(ctx context.Context, q Querier, fn func(Row) (bool, error), query string, args ...any) (err error) {
	rows, err := q.query(ctx, query, args...)
	if err != nil {
		q.note(err)
		return explain(err)
	}
	defer func() {
		if e := errors.Join(rows.Close(), rows.Err()); e != nil {
			q.note(e)
			err = explain(e)
		}
	}()
	return scanAll(rows, fn)
}

func scanAll(rows *sql.Rows, fn func(Row) (bool, error)) error {
	for rows.Next() {
		if more, err := fn(rows); err != nil || !more {
			return err
		}
	}
	return nil
}
