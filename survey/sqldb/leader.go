package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"hash/fnv"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"

	"verbatim/survey/fault"
)

const (
	// beatEvery is how often a leader looks whether it still leads, and
	// beatWithin how long the server may take to say so: together less than
	// what the server itself waits (see leaseSettings), so that a leader cut off
	// from it gives up before another one can begin.
	beatEvery  = time.Second
	beatWithin = 2 * time.Second

	// leadWithin is how long the attempt to lead may take.
	leadWithin = 3 * time.Second
)

// leaseSettings let the server end the session of a leader that it hears
// nothing of for five seconds, because its machine, its process or the network
// stands still: the lock is then free for another. Each is set on its own,
// because servers before version 14 do not know the first.
var leaseSettings = []string{
	`SELECT set_config('idle_session_timeout', '5s', false)`,
	`SELECT set_config('tcp_keepalives_idle', '1', false), set_config('tcp_keepalives_interval', '1', false), set_config('tcp_keepalives_count', '4', false)`,
	`SELECT set_config('tcp_user_timeout', '5s', false)`,
}

// A Lead is held by one process at a time among those that use a database. It
// is lost with the connection that holds it; who writes on the strength of it
// compares something in the same transaction, because a lead can end between
// two statements.
type Lead struct {
	lost    chan struct{}
	stop    context.CancelFunc
	beating sync.WaitGroup
	free    func() error
}

// Lead makes this process the leader for a name unless another one is: then it
// is a fault of kind Conflict with code D30. On PostgreSQL the lead is a lock
// of a session of its own, on SQLite one of a file beside the database; both
// end with the process, however that ends. Each call is a contender of its own,
// even in one process.
func (db *DB) Lead(ctx context.Context, name string) (_ *Lead, err error) {
	defer fault.Wrap(&err, "sqldb.Lead(%s)", name)
	c, err := db.contend(name)
	if err != nil {
		return nil, err
	}
	l, err := c.try(ctx)
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	return l, nil
}

// AwaitLead is like Lead and waits until no other process leads. It returns
// with an error when ctx ends or the database is out of reach.
func (db *DB) AwaitLead(ctx context.Context, name string) (_ *Lead, err error) {
	defer fault.Wrap(&err, "sqldb.AwaitLead(%s)", name)
	c, err := db.contend(name)
	if err != nil {
		return nil, err
	}
	for {
		l, err := c.try(ctx)
		if err == nil {
			return l, nil
		}
		if fault.KindOf(err) == fault.Conflict {
			err = pause(ctx, beatEvery)
		}
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
	}
}

// Lost returns a channel that is closed when the lead has ended.
func (l *Lead) Lost() <-chan struct{} { return l.lost }

// Leave gives the lead up, so that another process can take it at once.
func (l *Lead) Leave() error {
	l.stop()
	l.beating.Wait()
	return l.free()
}

func errLed(name string) error {
	return &fault.Error{Kind: fault.Conflict, Code: "D30", Text: "Another process does this work (" + name + ") already."}
}

// A contender is a connection that may become the one that holds the lead.
// Trying on one that is there already leaves no trail of sessions on the server.
type contender struct {
	db     *DB
	name   string
	handle *sql.DB
	conn   *sql.Conn // nil until one was opened
}

func (db *DB) contend(name string) (*contender, error) {
	c := &contender{db: db, name: name}
	if db.engine == PostgreSQL {
		c.handle = db.open()
	} else {
		path := db.place + "-" + name
		if err := touch(path); err != nil {
			return nil, err
		}
		c.handle = sql.OpenDB(connector{"file:" + (&url.URL{Path: path}).EscapedPath() + "?_busy_timeout=0", morePragmas})
	}
	return c, nil
}

func (c *contender) close() error {
	if c.conn == nil {
		return c.handle.Close()
	}
	return errors.Join(c.conn.Close(), c.handle.Close())
}

// try takes the lead or returns errLed.
func (c *contender) try(ctx context.Context) (*Lead, error) {
	ctx, cancel := context.WithTimeout(ctx, leadWithin)
	defer cancel()
	if c.db.engine == PostgreSQL {
		return c.tryPostgres(ctx)
	}
	return c.trySQLite(ctx)
}

func (c *contender) connect(ctx context.Context) (err error) {
	if c.conn == nil {
		c.conn, err = c.handle.Conn(ctx)
	}
	return err
}

func (c *contender) tryPostgres(ctx context.Context) (*Lead, error) {
	if err := c.connect(ctx); err != nil {
		return nil, explain(err)
	}
	var won bool
	var session int
	if err := c.conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1), pg_backend_pid()`, lockNumber("verbatim lead "+c.name)).Scan(&won, &session); err != nil {
		return nil, explain(err)
	}
	if !won {
		return nil, errLed(c.name)
	}
	for _, s := range leaseSettings {
		if _, err := c.conn.ExecContext(ctx, s); err != nil {
			c.db.log.DebugContext(ctx, "the database server does not know a time limit", slog.Any("error", err))
		}
	}
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	l := &Lead{lost: make(chan struct{}), stop: stop, free: c.handle.Close}
	l.beating.Go(func() {
		beat(beating, c.conn, session)
		close(l.lost)
		drop(c.conn)
	})
	return l, nil
}

// trySQLite locks the file by a transaction that never ends, which is how
// SQLite itself keeps processes apart on every system.
func (c *contender) trySQLite(ctx context.Context) (*Lead, error) {
	err := c.connect(ctx) // fails where another process has the lock, for the driver reads the file
	if err == nil {
		_, err = c.conn.ExecContext(ctx, `BEGIN EXCLUSIVE`)
	}
	switch e := explain(err); {
	case err == nil:
		return &Lead{lost: make(chan struct{}), stop: func() {}, free: c.close}, nil
	case fault.KindOf(e) == fault.Unavailable && ctx.Err() == nil:
		return nil, errLed(c.name)
	default:
		return nil, e
	}
}

// beat asks the server again and again for the session that holds the lock,
// and returns when it does not answer in time, answers from another session, as
// behind a pooler, or ctx ends.
func beat(ctx context.Context, conn *sql.Conn, session int) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !beatOnce(ctx, conn, session) {
			return
		}
	}
}

func beatOnce(ctx context.Context, conn *sql.Conn, session int) bool {
	ctx, cancel := context.WithTimeout(ctx, beatWithin)
	defer cancel()
	var now int
	err := conn.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&now)
	return err == nil && now == session
}

// lockNumber returns the number of an advisory lock.
func lockNumber(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	return int64(h.Sum64())      // any 64 bits will do
}

// touch makes an empty file that only this account can read. One that is there
// is not opened: closing it would free the lock that this process may hold.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Code: "D03", Text: path + " cannot be opened for writing: check that it is a file and that this account may write it.", Err: err}
	}
	return f.Close()
}
