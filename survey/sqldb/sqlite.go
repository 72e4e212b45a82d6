package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/mattn/go-sqlite3"

	"verbatim/survey/fault"
)

const (
	// busyTimeout, in milliseconds, is how long SQLite waits for another
	// process that is writing: longer than any transaction of ours takes.
	busyTimeout = 5000
	// readCache and writeCache are the page caches of one connection in KiB
	// (negative by SQLite's convention), taken as they fill. The writer's holds
	// the inner pages and many leaves of 100,000 responses, into which new ones
	// go at random; all together stay far below the memory of a small server.
	readCache  = -4000
	writeCache = -8000
	// statementCache is how many prepared statements a connection keeps: all
	// of ours, with the handful of lengths in which rows are written in bulk.
	statementCache = 250
	// minReaders is the least number of reading connections, so that one long
	// read on a small machine does not hold up the others.
	minReaders = 4
	// readerRest is how long a reading connection waits with its cache for the
	// next who reads. Opening one takes less than a millisecond.
	readerRest = 30 * time.Second
)

// openSQLite opens one handle for writing and a pool that cannot write.
func (db *DB) openSQLite(ctx context.Context, path string) error {
	db.engine, db.place = SQLite, path
	if err := createPrivately(path); err != nil {
		return err
	}
	db.open = func() *sql.DB {
		h := sql.OpenDB(connector{sqliteDSN(path, false), morePragmas})
		h.SetMaxOpenConns(1)
		return h
	}
	db.write = db.open()
	if err := db.write.PingContext(ctx); err != nil {
		_ = db.write.Close() // the fault below is what matters
		return db.explainOpen(err)
	}
	db.read = sql.OpenDB(connector{sqliteDSN(path, true), morePragmas})
	db.read.SetMaxOpenConns(sqliteReaders())
	db.read.SetMaxIdleConns(sqliteReaders())
	db.read.SetConnMaxIdleTime(readerRest)
	return nil
}

// sqliteReaders is how many connections read a file at most.
func sqliteReaders() int { return max(minReaders, runtime.NumCPU()) }

// createPrivately makes the folder and an empty file that only this account can
// read, because SQLite itself would create it readable for everybody; the WAL
// takes its permissions from the file.
func createPrivately(path string) error {
	if path == "" {
		return fault.Coded("D01", "No database is named: give the path of a file, such as verbatim.db, or a postgres:// address.")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return &fault.Error{Kind: fault.Invalid, Code: "D02", Text: "The folder of " + path + " cannot be made: choose another place or mend its permissions.", Err: err}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Code: "D03", Text: path + " cannot be opened for writing: check that it is a file and that this account may write it.", Err: err}
	}
	return f.Close()
}

// sqliteDSN returns the address of the file with its pragmas. They stand in the
// address because a pragma sent through a pool reaches one connection only.
func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{
		"_busy_timeout":    {strconv.Itoa(busyTimeout)},
		"_cache_size":      {strconv.Itoa(readCache)},
		"_foreign_keys":    {"on"},
		"_stmt_cache_size": {strconv.Itoa(statementCache)},
	}
	if readOnly {
		q.Set("mode", "ro")
		q.Set("_query_only", "on")
	} else {
		q.Set("_cache_size", strconv.Itoa(writeCache))
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", "FULL")
		q.Set("_txlock", "immediate")
		q.Set("_secure_delete", "on") // what is withdrawn is overwritten, not only unlinked
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// morePragmas are those that the driver's address cannot say. The log may grow
// to 4096 pages (16 MiB) before they are copied into the file, so that a page
// written often is copied seldom. Temporary data, which may hold answers, never
// reaches the disk.
const morePragmas = `PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4096`

// A connector opens connections to one SQLite file without registering a driver.
type connector struct{ dsn, pragmas string }

// Connect opens a connection that understands $1 as PostgreSQL does.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := (&sqlite3.SQLiteDriver{}).Open(c.dsn)
	if err != nil {
		return nil, err
	}
	wrapped := &sqliteConn{SQLiteConn: conn.(*sqlite3.SQLiteConn), numbered: map[string]numbered{}}
	if _, err := wrapped.Exec(c.pragmas, nil); err != nil {
		return nil, errors.Join(err, wrapped.Close())
	}
	return wrapped, nil
}

// Driver returns the driver underneath.
func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// sqliteConn rewrites the parameters of every statement on its way in and
// refuses a wrong number of arguments, of which the driver ignores the surplus.
type sqliteConn struct {
	*sqlite3.SQLiteConn
	numbered map[string]numbered // statements already rewritten, by their text
	args     []driver.NamedValue // of one statement, used again by the next
}

// A numbered statement is one whose $N were made ?N; n is the highest N.
type numbered struct {
	text string
	n    int
}

func (c *sqliteConn) number(query string, args int) (string, error) {
	s, ok := c.numbered[query]
	if !ok {
		s = number(query)
		if len(c.numbered) >= statementCache {
			clear(c.numbered)
		}
		c.numbered[query] = s
	}
	if s.n > 0 && s.n != args { // goose writes plain question marks, which are not counted
		return "", fmt.Errorf("statement has %d parameters, %d arguments were given", s.n, args)
	}
	return s.text, nil
}

// Prepare prepares the rewritten statement.
func (c *sqliteConn) Prepare(query string) (driver.Stmt, error) {
	return c.SQLiteConn.Prepare(number(query).text)
}

// PrepareContext prepares the rewritten statement.
func (c *sqliteConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	return c.SQLiteConn.PrepareContext(ctx, number(query).text)
}

// ExecContext runs the rewritten statement.
func (c *sqliteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	text, err := c.number(query, len(args))
	if err != nil {
		return nil, err
	}
	return c.SQLiteConn.ExecContext(ctx, text, args)
}

// QueryContext runs the rewritten query.
func (c *sqliteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	text, err := c.number(query, len(args))
	if err != nil {
		return nil, err
	}
	return c.SQLiteConn.QueryContext(ctx, text, args)
}

// insert writes rows in bulk. It is what database/sql does, which would make a
// list of the arguments twice and look at each of thousands: half of what Go has
// to do for a response.
func (c *sqliteConn) insert(ctx context.Context, t texts, statement string, rows [][]any) error {
	defer func() { clear(c.args[:cap(c.args)]) }() // a connection that rests keeps no answers
	for part := range parts(rows) {
		c.args = c.args[:0]
		for _, row := range part {
			for _, v := range row {
				if err := c.bind(v); err != nil {
					return err
				}
			}
		}
		if _, err := c.ExecContext(ctx, t.lists(statement, len(part), len(part[0])), c.args); err != nil {
			return err
		}
	}
	return nil
}

// bind adds one value to the arguments, as a type that the driver takes.
func (c *sqliteConn) bind(v any) (err error) {
	switch n := v.(type) {
	case nil, string, int64, bool, float64:
	case int:
		v = int64(n)
	default:
		if v, err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
			return err
		}
	}
	c.args = append(c.args, driver.NamedValue{Ordinal: len(c.args) + 1, Value: v})
	return nil
}
