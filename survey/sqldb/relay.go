package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// relayChannel is the channel of NOTIFY on which processes wake each other.
	relayChannel = "verbatim_wake"
	// relayCheck is how long nothing may arrive before the connection is asked
	// whether it is still there, and relayPause what is waited before another.
	relayCheck = 5 * time.Second
	relayPause = time.Second
	// relayGap is the least time between two calls to the others, so that a busy
	// process does not send one for every commit.
	relayGap = 20 * time.Millisecond
)

// Relay carries wake-ups between the processes that use a PostgreSQL database,
// until ctx ends: who watches a topic here hears of what was committed
// elsewhere, usually within milliseconds. Calls are lost while the connection
// is, so those who watch look by themselves now and then too; after a new
// connection everybody is woken. On SQLite it only waits for the end of ctx.
func (db *DB) Relay(ctx context.Context) {
	if db.engine != PostgreSQL {
		<-ctx.Done()
		return
	}
	db.watched.sendAbroad()
	level := slog.LevelWarn
	for ctx.Err() == nil {
		connected, err := db.relay(ctx)
		if ctx.Err() != nil {
			return
		}
		if connected {
			level = slog.LevelWarn
		}
		db.log.Log(ctx, level, "processes cannot wake each other at present", slog.Any("error", err))
		level = slog.LevelDebug // one warning for an outage, not one a second
		if pause(ctx, relayPause) != nil {
			return
		}
	}
}

// relay works on one connection until that fails or ctx ends.
func (db *DB) relay(ctx context.Context) (connected bool, err error) {
	handle := db.open()
	defer handle.Close()
	conn, err := handle.Conn(ctx)
	if err != nil {
		return false, explain(err)
	}
	defer drop(conn)
	if _, err := conn.ExecContext(ctx, `LISTEN `+relayChannel); err != nil {
		return false, explain(err)
	}
	db.watched.wakeAll()
	return true, conn.Raw(func(c any) error {
		for {
			if err := db.hear(ctx, c.(*stdlib.Conn).Conn()); err != nil {
				return explain(err)
			}
			if err := db.call(ctx, c.(*stdlib.Conn).Conn()); err != nil {
				return explain(err)
			}
		}
	})
}

// hear waits for a call from another process, and wakes those who watch what it
// names. It returns when there is something to send, and asks a server that has
// been silent for long whether it is still there.
func (db *DB) hear(ctx context.Context, c *pgx.Conn) error {
	limited, cancel := context.WithTimeout(ctx, relayCheck)
	defer cancel()
	waiting := make(chan struct{})
	go func() {
		defer close(waiting)
		select {
		case <-limited.Done():
		case <-db.watched.call:
			cancel()
		}
	}()
	n, err := c.WaitForNotification(limited) // leaves the connection as it was when the wait is cut off
	ended := limited.Err()
	cancel()
	<-waiting
	switch {
	case err == nil && n.PID != c.PgConn().PID():
		db.watched.wakeHere([]string{n.Payload})
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(ended, context.DeadlineExceeded):
		return answers(ctx, c)
	case ended == nil:
		return err // nil for a call of our own
	}
	return nil
}

// answers returns an error when the server does not answer in time.
func answers(ctx context.Context, c *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, beatWithin)
	defer cancel()
	return c.Ping(ctx)
}

// call tells the other processes of what was committed here.
func (db *DB) call(ctx context.Context, c *pgx.Conn) error {
	topics := db.watched.abroad()
	if len(topics) == 0 {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, beatWithin)
	defer cancel()
	for _, topic := range topics {
		if _, err := c.Exec(limited, `SELECT pg_notify($1, $2)`, relayChannel, topic); err != nil {
			return err
		}
	}
	return pause(ctx, relayGap)
}

// drop closes a connection for good rather than giving it back to its pool.
func drop(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // a pool drops a connection that is called bad
	_ = conn.Close()                                           // it is closed already
}
