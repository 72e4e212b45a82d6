package sqldb

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// maxQueued is how many writes may wait. It is a few commits' worth: who
	// comes later would wait longer than a browser does, and is better told to
	// come back.
	maxQueued = 2048
	// maxTogether is how many writes share a commit at most, so that the first
	// of them does not wait too long for the last.
	maxTogether = 256
	// patience is how long a writer of PostgreSQL is alone at work. Within it
	// the others would only split what one commit can hold; beyond it, behind
	// an import or a slow disk, they must not wait.
	patience = 10 * time.Millisecond
)

// The states of a job: a caller may leave while it waits, not while it runs.
const (
	waiting int32 = iota
	taken
	left
)

// A job is one write on its way.
type job struct {
	ctx   context.Context //nolint:containedctx // a job is a call that waits in a queue
	fn    func(ctx context.Context, tx *Tx) error
	state atomic.Int32
	done  chan error // capacity 1
	err   error      // fn's own outcome in the transaction under way
}

type insideWrite struct{}

// Write runs fn in a transaction and returns nil when what it did is durable.
// Concurrent writes share a transaction: fn must leave ctx and tx alone after
// it returns, may be run again when the transaction has to be repeated, must
// not call Write itself, and holds up everybody as long as it takes. A
// statement that fails fails the write, whatever fn returns.
//
// When fn returns an error or panics, its changes alone are undone and Write
// returns that error. It is a fault of kind Unavailable when nothing was
// written because too many wait, ctx ended while waiting, or the database is
// locked, full or out of reach. With code D18 it is not known whether the write
// was stored; repeat only what can be repeated.
func (db *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(insideWrite{}) != nil {
		return errors.New("sqldb: Write inside of Write would wait for itself")
	}
	j := &job{ctx: ctx, fn: fn, done: make(chan error, 1)}
	if err := db.enqueue(j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if j.state.CompareAndSwap(waiting, left) {
			return explain(ctx.Err())
		}
		return <-j.done
	}
}

func (db *DB) enqueue(j *job) error {
	db.closing.RLock()
	defer db.closing.RUnlock()
	if db.closed {
		return unavailable("D20", "The server is stopping: nothing was stored. Try again in a moment.", nil)
	}
	if err := j.ctx.Err(); err != nil {
		return explain(err)
	}
	select {
	case db.queue <- j:
		return nil
	default:
		return unavailable("D19", "Too many people are sending at once: nothing was stored. Try again in a moment.", nil)
	}
}

// writeLoop writes what is queued until the queue is closed and empty. Where
// there are several writers they take turns.
func (db *DB) writeLoop() {
	w := &writer{db: db, texts: texts{}}
	defer func() {
		w.close()
		if len(w.jobs) > 0 { // a function ended this goroutine, as a test's FailNow does
			w.answer(len(w.jobs), errors.New("sqldb: write ended the writer's goroutine"))
			db.writers.Go(db.writeLoop)
		}
	}()
	for db.turn(w) {
	}
}

// turn waits for w's turn and for something to write, and writes it. It returns
// false when nothing more will come.
func (db *DB) turn(w *writer) bool {
	db.turns <- struct{}{}
	pass := sync.OnceFunc(func() { <-db.turns })
	defer pass()
	first, more := <-db.queue
	if !more {
		return false
	}
	if db.engine == PostgreSQL {
		defer time.AfterFunc(patience, pass).Stop()
	}
	db.letOthersQueue()
	w.run(db.gather(first))
	return true
}

// letOthersQueue gives way to goroutines that can run now for as long as that
// brings more writes: the first one to arrive would else be committed alone,
// and those who were just answered would wait for it.
func (db *DB) letOthersQueue() {
	for queued := -1; len(db.queue) > queued && len(db.queue) < maxTogether; {
		queued = len(db.queue)
		runtime.Gosched()
	}
}

// gather returns first and what else is queued at this moment, without those
// whose callers have left. There is no timer: while one group is committed the
// next one gathers by itself.
func (db *DB) gather(first *job) []*job {
	var jobs []*job
	for j := first; ; {
		if j.state.CompareAndSwap(waiting, taken) {
			jobs = append(jobs, j)
		}
		if len(jobs) == maxTogether {
			return jobs
		}
		select {
		case next, ok := <-db.queue:
			if !ok {
				return jobs
			}
			j = next
		default:
			return jobs
		}
	}
}
