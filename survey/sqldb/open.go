package sqldb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"log/slog"
	"strings"
	"sync"
	"time"

	"verbatim/survey/fault"
)

// An Engine is a kind of database.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgresql"
)

// pingTimeout is how long a database may take to answer a Ping: a load balancer
// that asks whether we are ready gives up after a second or two.
const pingTimeout = time.Second

// DB is an open database. Its methods may be called concurrently.
type DB struct {
	log    *slog.Logger
	engine Engine
	place  string // path or address without password, for messages
	write  *sql.DB
	read   *sql.DB
	open   func() *sql.DB // a further handle that may write, with its own connections

	queue   chan *job
	turns   chan struct{} // capacity 1: full while a writer has its turn
	closing sync.RWMutex  // held for reading while a job is being queued
	closed  bool
	writers sync.WaitGroup
	watched watched
}

// Open opens the database that url names: a PostgreSQL address
// (postgres://user@host/name) or the path of a SQLite file, which is created,
// with its folder, when it is missing. Faults carry a code from D01 on and say
// what to do.
func Open(ctx context.Context, log *slog.Logger, url string) (_ *DB, err error) {
	db := newDB(log)
	defer func() { fault.Wrap(&err, "sqldb.Open(%q)", db.place) }()
	open, writers := db.openSQLite, 1
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		open, writers = db.openPostgres, postgresWriters
	}
	if err := open(ctx, url); err != nil {
		return nil, err
	}
	for range writers {
		db.writers.Go(db.writeLoop)
	}
	return db, nil
}

// newDB returns a database that is not open yet.
func newDB(log *slog.Logger) *DB {
	return &DB{log: log, queue: make(chan *job, maxQueued), turns: make(chan struct{}, 1)}
}

// Close waits for the writes that are queued, refuses new ones, and closes all
// connections. Calling it again does nothing.
func (db *DB) Close() error {
	db.closing.Lock()
	again := db.closed
	if !again {
		db.closed = true
		close(db.queue)
	}
	db.closing.Unlock()
	if again {
		return nil
	}
	db.writers.Wait()
	readErr := db.read.Close() // before the writer: the last to leave folds the WAL back into the file
	if err := db.write.Close(); err != nil {
		return explain(err)
	}
	return explain(readErr)
}

// Ping reports whether the database answers, within a second.
func (db *DB) Ping(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sqldb.Ping")
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	_, err = One(ctx, db, scanInt, `SELECT 1`)
	return err
}

func scanInt(r Row) (n int, err error) { err = r.Scan(&n); return n, err }

// Engine returns the kind of database that is open.
func (db *DB) Engine() Engine { return db.engine }

// NewID returns a new random identifier of 26 characters.
func NewID() string { return rand.Text() }

// Micros returns t as it is stored: microseconds since 1970 in UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Time returns the time that was stored as micros.
func Time(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
