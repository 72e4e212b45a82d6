package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"

	"verbatim/survey/fault"
)

const (
	// maxAttempts is how often a write is repeated that PostgreSQL gave up in
	// favour of another; more than a handful means a defect.
	maxAttempts = 8
	// transactionLimit ends a transaction on a server that no longer answers,
	// so that the writer does not wait for ever. SQLite needs none: its waits
	// are bounded by busyTimeout.
	transactionLimit = 30 * time.Second
)

// errTogether says that the members have to be written again: nothing of the
// transaction was stored.
var errTogether = errors.New("the shared transaction was rolled back")

// A writer owns one connection and writes one group after the other.
type writer struct {
	db   *DB
	conn *sql.Conn
	jobs []*job // the group under way, not answered yet

	texts texts
}

func (w *writer) close() {
	if w.conn != nil {
		_ = w.conn.Close() // the pool reports on its own Close
		w.conn = nil
	}
}

// run writes the jobs and answers each. A group is first tried without
// savepoints, which cost more than many a write; when a member fails that had
// changed something, the group is written again with one for each.
func (w *writer) run(jobs []*job) {
	w.jobs = jobs
	if len(jobs) > 1 {
		err := w.attempt(jobs, false)
		if errors.Is(err, errTogether) {
			err = w.attempt(jobs, true)
		}
		if !errors.Is(err, errTogether) {
			w.answer(len(jobs), err)
			return
		}
	}
	for len(w.jobs) > 0 {
		err := w.alone(w.jobs[0])
		if isLost(err) {
			w.answer(len(w.jobs), err) // the others would only wait for the same server
			return
		}
		w.answer(1, err)
	}
}

// answer tells the first n callers their outcome: err where the transaction
// failed as a whole, else their own.
func (w *writer) answer(n int, err error) {
	for _, j := range w.jobs[:n] {
		if err == nil {
			j.done <- explain(j.err)
			continue
		}
		j.done <- explain(err)
	}
	w.jobs = w.jobs[n:]
}

// alone writes one job, again where it lost against another transaction or the
// connection broke before the commit, and once more where a constraint refused
// what it put off: what it had seen may have changed meanwhile.
func (w *writer) alone(j *job) error {
	var err error
	for attempt := range maxAttempts {
		err = w.attempt([]*job{j}, false)
		again := mayRetry(err) || mayRetry(j.err) || isLost(j.err) || isConstraint(err) && attempt == 0
		if !again {
			break
		}
	}
	return err
}

// attempt runs the jobs in one transaction and commits it. It returns
// errTogether when nothing was stored and the members must be written again in
// another manner, any other error when all of them failed; nil means that each
// job's err holds its outcome.
func (w *writer) attempt(jobs []*job, guarded bool) error {
	ctx := context.Background() // without an end: the driver would start a goroutine for each statement
	if w.db.engine == PostgreSQL {
		limited, cancel := context.WithTimeout(ctx, transactionLimit)
		defer cancel()
		ctx = limited
	}
	for _, j := range jobs {
		j.err = nil
	}
	tx, err := w.begin(ctx)
	if err != nil {
		return err
	}
	tx.guarded = guarded
	for _, j := range jobs {
		if err := w.member(tx, j, len(jobs) == 1); err != nil {
			w.rollback(tx)
			if len(jobs) == 1 {
				j.err = err
				return nil
			}
			return errTogether
		}
	}
	return w.commit(tx, len(jobs) == 1)
}

// begin opens a transaction, on a new connection when the last one is gone. On
// PostgreSQL it is begun by the first statement in it, if there is one before
// those put off to its end.
func (w *writer) begin(ctx context.Context) (*Tx, error) {
	for attempt := 0; ; attempt++ {
		err := w.connect(ctx)
		if err == nil {
			tx := &Tx{engine: w.db.engine, conn: w.conn, ctx: ctx, texts: w.texts, claims: map[string]string{}, last: map[string]*putOff{}}
			if err = w.ready(ctx, tx); err == nil {
				return tx, nil
			}
			w.discard()
		}
		if !isLost(err) || attempt > postgresWriters {
			return nil, err
		}
	}
}

func (w *writer) connect(ctx context.Context) (err error) {
	if w.conn == nil {
		w.conn, err = w.db.write.Conn(ctx)
	}
	return err
}

// ready locks a file, or looks whether the server has hung up meanwhile: what is
// sent to one that has would be of unknown outcome.
func (w *writer) ready(ctx context.Context, tx *Tx) error {
	if w.db.engine == SQLite {
		return tx.begin()
	}
	return w.conn.Raw(func(conn any) error {
		if err := hungUp(ctx, conn.(*stdlib.Conn).Conn().PgConn()); err != nil {
			return errors.Join(driver.ErrBadConn, err)
		}
		return ctx.Err()
	})
}

// discard gives up the connection for good, because its state is not known.
func (w *writer) discard() {
	if w.conn != nil {
		_ = w.conn.Raw(func(any) error { return driver.ErrBadConn }) // a pool drops a connection that is called bad
		w.close()
	}
}

// rollback takes back the transaction. SQLite does so by itself after some
// errors and then has none to take back: a new connection is certain to be
// clean. A server that became a standby is left for the one that took its place.
func (w *writer) rollback(tx *Tx) {
	tx.ended = true
	var err error
	if tx.begun {
		err = tx.control(`ROLLBACK`)
	}
	if err != nil || tx.standby {
		w.discard()
	}
}

// member runs one job in the transaction. It returns an error when the whole
// transaction has to be taken back.
func (w *writer) member(tx *Tx, j *job, single bool) error {
	err := w.call(tx, j)
	switch {
	case err == nil:
		return tx.keep()
	case single, mayRetry(err), isLost(err):
		return err
	}
	j.err = err
	return tx.undo()
}

// call runs the job's function. A statement that failed fails the write,
// whatever the function makes of it: on PostgreSQL nothing after it counts.
func (w *writer) call(tx *Tx, j *job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.db.log.Error("write panicked", slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
			err = &fault.Error{Kind: fault.Internal, Op: "sqldb.Write", Err: fmt.Errorf("panic in write: %T", p)}
		}
		if err == nil {
			err = tx.member.failed
		}
	}()
	return j.fn(context.WithValue(j.ctx, insideWrite{}, true), tx)
}

// commit writes what was put off, and commits.
func (w *writer) commit(tx *Tx, single bool) error {
	if err := tx.end(); err != nil {
		return w.giveUp(tx, single, err)
	}
	batch := tx.batch()
	err := batch.commit()
	switch {
	case err == nil:
		w.db.watched.wake(tx.topics)
		return nil
	case batch.err == nil && isUnknown(err):
		w.discard()
		return unavailable("D18", "The connection to the database was lost while it stored. Send it again: the same form is not stored twice.", err)
	}
	return w.giveUp(tx, single, err)
}

// giveUp takes back a transaction whose end failed.
func (w *writer) giveUp(tx *Tx, single bool, err error) error {
	tx.standby = tx.standby || isStandby(err)
	w.rollback(tx)
	if single {
		return err
	}
	return errTogether
}

// isUnknown reports whether a commit that failed with err may have happened all
// the same: every error that the engine itself did not report.
func isUnknown(err error) bool {
	if _, ok := errors.AsType[sqlite3.Error](err); ok {
		return false
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return !ok || isLost(e)
}
