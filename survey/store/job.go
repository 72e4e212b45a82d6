package store

import (
	"context"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	jobColumns = `id, kind, subject, args, state, attempt, tries, due_at, done, total, problem`
	insertJob  = `INSERT INTO job (id, kind, subject, args, state, attempt, tries, due_at, done, total, problem)
		VALUES ($1, $2, $3, $4, 'ready', 0, 0, $5, 0, 0, '') ON CONFLICT (id) DO NOTHING`
	selectJob  = `SELECT ` + jobColumns + ` FROM job WHERE id = $1`
	selectJobs = `SELECT ` + jobColumns + ` FROM job WHERE kind = $1 AND subject = $2 ORDER BY due_at DESC, id`
	stopJob    = `UPDATE job SET state = 'stopped', due_at = $1 WHERE id = $2 AND state IN ('ready', 'running')`
	retryJob   = `UPDATE job SET state = 'ready', tries = 0, due_at = $1 WHERE id = $2 AND (state IN ('failed', 'stopped') OR state = 'ready' AND tries > 0)`
)

// The states of a job.
const (
	JobReady   JobState = "ready"   // waits for DueAt
	JobRunning JobState = "running" // somebody holds it until DueAt
	JobDone    JobState = "done"
	JobFailed  JobState = "failed"  // given up after too many tries
	JobStopped JobState = "stopped" // by a person
)

// JobState says how far a job has come.
type JobState string

// Ended reports whether nothing more will happen to the job by itself.
func (s JobState) Ended() bool { return s == JobDone || s == JobFailed || s == JobStopped }

// A Job is a piece of work that is done beside the serving of pages, by any
// process that has been told how: see [Store.RunJobs]. Nothing in it may name a
// person or hold a token, because finished jobs are kept for a while.
//
// To add a kind of work, write a [JobKind] whose Run does it, hand it to RunJobs
// in package cmd, and enqueue jobs of its name with [Store.Enqueue], or with
// [Enqueue] inside of a transaction that stores what the job is about. Work that
// comes round by itself sets Every and enqueues nothing. Run is called at least
// once for each job, and again after a crash: what it has done must not count
// twice, so it keeps that in its own tables, and looks there where to go on.
type Job struct {
	ID      string // the same ID enqueued again is the same job; NewID for one of its own
	Kind    string
	Subject string // what it works on, such as the ID of a wave; may be empty
	Args    string // JSON, may be empty
	DueAt   time.Time

	State       JobState
	Attempt     int // how often it was taken
	Tries       int // how often it failed since it last got on
	Done, Total int
	Problem     string // why it failed last, written to be shown; empty for never
}

// Enqueue adds a job to be run from j.DueAt on, at once where that is zero. A
// job whose ID is there already, finished or not, is not added again.
func (s *Store) Enqueue(ctx context.Context, j Job) (err error) {
	defer fault.Wrap(&err, "store.Enqueue(%s, %s)", j.Kind, j.ID)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return Enqueue(ctx, tx, j) })
}

// Enqueue adds a job in the transaction tx; see [Store.Enqueue].
func Enqueue(ctx context.Context, tx *sqldb.Tx, j Job) error {
	if j.ID == "" || j.Kind == "" {
		return fault.New(fault.Internal, "a job without an ID or a kind")
	}
	if err := checkLines("job", j.ID, j.Kind, j.Subject, j.Args); err != nil {
		return err
	}
	due := int64(0)
	if !j.DueAt.IsZero() {
		due = sqldb.Micros(j.DueAt)
	}
	tx.Notify(jobTopic(j.Kind))
	_, err := tx.Exec(ctx, insertJob, j.ID, j.Kind, j.Subject, j.Args, due)
	return err
}

func jobTopic(kind string) string { return "job " + kind }

// Job returns the job with the given ID.
func (s *Store) Job(ctx context.Context, id string) (_ Job, err error) {
	defer fault.Wrap(&err, "store.Job(%s)", id)
	return sqldb.One(ctx, s.DB, scanJob, selectJob, id)
}

// Jobs returns the jobs of a kind that work on the subject, the latest first.
func (s *Store) Jobs(ctx context.Context, kind, subject string) (_ []Job, err error) {
	defer fault.Wrap(&err, "store.Jobs(%s, %s)", kind, subject)
	return sqldb.Collect(ctx, s.DB, scanJob, selectJobs, kind, subject)
}

// StopJob ends a job that has not ended. Who runs it learns of that within
// seconds, at the next thing it stores.
func (s *Store) StopJob(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.StopJob(%s)", id)
	_, err = s.exec(ctx, stopJob, sqldb.Micros(s.Now()), id)
	return err
}

// RetryJob makes a job due that failed, was stopped, or waits for another try.
func (s *Store) RetryJob(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.RetryJob(%s)", id)
	j, err := s.Job(ctx, id)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		tx.Notify(jobTopic(j.Kind))
		_, err := tx.Exec(ctx, retryJob, sqldb.Micros(s.Now()), id)
		return err
	})
}

func scanJob(r sqldb.Row) (j Job, err error) {
	var due int64
	err = r.Scan(&j.ID, &j.Kind, &j.Subject, &j.Args, &j.State, &j.Attempt, &j.Tries, &due, &j.Done, &j.Total, &j.Problem)
	j.DueAt = sqldb.Time(due)
	return j, err
}
