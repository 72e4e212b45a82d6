package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// takeJob takes the job that has been due longest. The conditions stand
	// twice, because of two processes that see the same row as due the second
	// waits for the first and then looks at the outer ones only. A lease that ran
	// out counts as a try that failed.
	takeJob = `UPDATE job SET tries = CASE WHEN state = 'running' THEN tries + 1 ELSE tries END, state = 'running', attempt = attempt + 1, due_at = $1
		WHERE id = (SELECT j.id FROM job j WHERE j.kind = $2 AND j.state IN ('ready', 'running') AND j.due_at <= $3 ORDER BY j.due_at, j.id LIMIT 1)
			AND state IN ('ready', 'running') AND due_at <= $3
		RETURNING ` + jobColumns
	selectNextDue = `SELECT COALESCE(min(due_at), -1) FROM job WHERE kind = $1 AND state IN ('ready', 'running')`
	countEnded    = `SELECT count(*) FROM job WHERE kind = $1 AND state IN ('done', 'failed', 'stopped') AND due_at < $2`
	deleteEnded   = `DELETE FROM job WHERE kind = $1 AND state IN ('done', 'failed', 'stopped') AND due_at < $2`

	// What a holder stores is fenced by its attempt: it changes nothing once
	// another one has taken the job, or a person has stopped it.
	beatJob   = `UPDATE job SET due_at = $1 WHERE id = $2 AND attempt = $3 AND state = 'running'`
	moveJob   = `UPDATE job SET due_at = $1, tries = CASE WHEN done < $2 THEN 0 ELSE tries END, done = $2, total = $3 WHERE id = $4 AND attempt = $5 AND state = 'running'`
	finishJob = `UPDATE job SET state = $1, due_at = $2, tries = $3, problem = $4 WHERE id = $5 AND attempt = $6 AND state = 'running'`
)

const (
	// jobLease is how long a process may be silent before another takes its job:
	// longer than a pause of a machine that swaps, and the longest that work
	// stands still after a crash. jobBeat renews it well before.
	jobLease = 30 * time.Second
	jobBeat  = 10 * time.Second
	// jobLook is how long nobody looks for jobs when none is known to be due:
	// calls from other processes can be lost.
	jobLook = 15 * time.Second
	// usualTries and jobPause: a job is given up after about a day of failing,
	// with pauses that double from half a minute up to two hours.
	usualTries   = 18
	jobPause     = 30 * time.Second
	longestPause = 2 * time.Hour
	// keepJobs is how long a job is kept after its end, to be looked at and so
	// that its ID is known: longer than any Every.
	keepJobs = 30 * 24 * time.Hour
)

// A JobKind is a kind of work and how it is done.
type JobKind struct {
	Name string
	// Run does the work, or goes on with it. A nil error ends the job; one of
	// type JobLater puts it off; any other counts as a try that failed, and its
	// fault.Text is shown as the problem. When ctx ends it returns soon.
	Run func(ctx context.Context, r *JobRun) error
	// Every makes a job of the kind, without a subject, once in each span of
	// that length, by whichever process comes first; 0 for none.
	Every time.Duration
	// Tries is how often it may fail without getting on before it is given up;
	// 0 means about a day of trying.
	Tries int
}

// JobLater is returned by a Run that has something left to do at a later time.
type JobLater struct{ At time.Time } //nolint:errname // no failure

// Error says when the work goes on.
func (l JobLater) Error() string { return "goes on later" }

// A JobRun is a job in the hands of the process that works on it.
type JobRun struct {
	Job
	store *Store
}

var errLeaseLost = fault.New(fault.Conflict, "This work was stopped, or another process does it now.")

// Progress stores how much is done, and that the process is alive. It fails when
// the job is no longer in its hands; Run then returns that error.
func (r *JobRun) Progress(ctx context.Context, done, total int) (err error) {
	defer fault.Wrap(&err, "store.JobRun.Progress(%s)", r.ID)
	r.Done, r.Total = done, total
	return r.store.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, moveJob, sqldb.Micros(r.store.Now().Add(jobLease)), done, total, r.ID, r.Attempt)
		return held(n, err)
	})
}

// Hold makes the transaction tx fail when the job is no longer in the hands of
// this process, and keeps others from taking it until the transaction ends.
func (r *JobRun) Hold(ctx context.Context, tx *sqldb.Tx) error {
	n, err := tx.Exec(ctx, beatJob, sqldb.Micros(r.store.Now().Add(jobLease)), r.ID, r.Attempt)
	return held(n, err)
}

func held(n int64, err error) error {
	if err == nil && n == 0 {
		return errLeaseLost
	}
	return err
}

// RunJobs works on jobs of the kinds, one of each at a time, until ctx ends.
// Several processes may do so at once, of kinds of their own or the same; their
// clocks should agree to within seconds. Ended jobs are deleted after a month.
func (s *Store) RunJobs(ctx context.Context, kinds ...JobKind) {
	ctx = survey.WithActor(ctx, survey.Actor{Kind: survey.ActorSystem})
	var all sync.WaitGroup
	for _, k := range kinds {
		all.Go(func() { s.runKind(ctx, k) })
	}
	all.Wait()
}

// runKind works on jobs of one kind.
func (s *Store) runKind(ctx context.Context, k JobKind) {
	woken := s.DB.Watch(jobTopic(k.Name))
	for ctx.Err() == nil {
		worked, wait, err := s.workOnce(ctx, k)
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "jobs cannot be taken at present", slog.String("kind", k.Name), slog.Any("error", err))
		}
		if worked {
			continue
		}
		select {
		case <-ctx.Done():
		case <-woken:
		case <-time.After(wait):
		}
	}
}

// workOnce takes a job and runs it. Where none is due it returns how long to
// wait; looking costs reads only.
func (s *Store) workOnce(ctx context.Context, k JobKind) (worked bool, wait time.Duration, err error) {
	if err := s.comeRound(ctx, k); err != nil {
		return false, jobLook, err
	}
	due, err := sqldb.One(ctx, s.DB, scanInt64, selectNextDue, k.Name)
	now := s.Now()
	switch {
	case err != nil:
		return false, jobLook, err
	case due < 0:
		return false, jobLook, s.tidyJobs(ctx, k.Name)
	case due > sqldb.Micros(now):
		return false, min(jobLook, sqldb.Time(due).Sub(now)), s.tidyJobs(ctx, k.Name)
	}
	j, err := s.take(ctx, k.Name)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return true, 0, nil //nolint:nilerr // another process was quicker: look again
	}
	if err != nil {
		return false, jobLook, err
	}
	return true, 0, s.work(ctx, k, &JobRun{Job: j, store: s})
}

// tidyJobs deletes the jobs that ended long ago.
func (s *Store) tidyJobs(ctx context.Context, kind string) error {
	before := sqldb.Micros(s.Now().Add(-keepJobs))
	n, err := sqldb.One(ctx, s.DB, scanInt, countEnded, kind, before)
	if err != nil || n == 0 {
		return err
	}
	_, err = s.exec(ctx, deleteEnded, kind, before)
	return err
}

// comeRound enqueues the job of the present span. Its ID is the same in every
// process, so it is one.
func (s *Store) comeRound(ctx context.Context, k JobKind) error {
	if k.Every == 0 {
		return nil
	}
	id := fmt.Sprintf("%s %s", k.Name, s.Now().UTC().Truncate(k.Every).Format(time.RFC3339))
	_, err := sqldb.One(ctx, s.DB, scanJob, selectJob, id)
	if fault.KindOf(err) != fault.NotFound || err == nil {
		return err
	}
	return s.Enqueue(ctx, Job{ID: id, Kind: k.Name})
}

func (s *Store) take(ctx context.Context, kind string) (j Job, err error) {
	now := s.Now()
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		j, err = sqldb.One(ctx, tx, scanJob, takeJob, sqldb.Micros(now.Add(jobLease)), kind, sqldb.Micros(now))
		return err
	})
	return j, err
}

// work runs a job that this process holds, and stores how it ended.
func (s *Store) work(ctx context.Context, k JobKind, r *JobRun) error {
	most := k.Tries
	if most == 0 {
		most = usualTries
	}
	if r.Tries >= most {
		return s.finish(ctx, r, JobFailed, s.Now(), "The program ended in the midst of this work too often.")
	}
	err := s.runHeld(ctx, k, r)
	if later, ok := errors.AsType[JobLater](err); ok {
		return s.finish(ctx, r, JobReady, later.At, "")
	}
	switch {
	case err == nil:
		r.Tries = 0
		return s.finish(ctx, r, JobDone, s.Now(), "")
	case errors.Is(err, errLeaseLost):
		return nil
	case ctx.Err() != nil: // this process stops: another one, or the next start, goes on at once
		return s.finish(ctx, r, JobReady, s.Now(), "")
	}
	s.log.WarnContext(ctx, "a job has failed", slog.String("kind", r.Kind), slog.Int("tries", r.Tries+1), slog.Any("error", err))
	state, due := JobReady, s.Now().Add(pauseAfter(r.Tries))
	if r.Tries++; r.Tries >= most {
		state, due = JobFailed, s.Now()
	}
	return s.finish(ctx, r, state, due, fault.Text(err))
}

// pauseAfter returns how long to wait after a try that followed so many failed
// ones.
func pauseAfter(tries int) time.Duration {
	return min(longestPause, jobPause<<min(tries, 10)) //nolint:gosec // not negative
}

func (s *Store) finish(ctx context.Context, r *JobRun, state JobState, due time.Time, problem string) error {
	ctx = context.WithoutCancel(ctx) // what was done is done, also by a process that stops
	n, err := s.exec(ctx, finishJob, string(state), sqldb.Micros(due), r.Tries, problem, r.ID, r.Attempt)
	if err == nil && n == 0 {
		s.log.InfoContext(ctx, "a job was stopped or taken over", slog.String("kind", r.Kind))
	}
	return err
}

// runHeld calls Run while it renews the lease, and ends Run's context when the
// lease is lost. A panic is a failed try like any other.
func (s *Store) runHeld(ctx context.Context, k JobKind, r *JobRun) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { s.beat(ctx, cancel, r.ID, r.Attempt) })
	defer beating.Wait()
	defer cancel(nil)
	defer func() {
		if p := recover(); p != nil {
			s.log.ErrorContext(ctx, "job panicked", slog.String("kind", k.Name), slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
			err = &fault.Error{Op: "job " + k.Name, Err: fmt.Errorf("panic in job: %T", p)}
		}
		if errors.Is(context.Cause(ctx), errLeaseLost) {
			err = errLeaseLost
		}
	}()
	return k.Run(ctx, r)
}

// beat renews the lease until ctx ends. A database that is out of reach for a
// while does not end the work: what Run stores is fenced by the attempt.
func (s *Store) beat(ctx context.Context, lost context.CancelCauseFunc, id string, attempt int) {
	tick := time.NewTicker(jobBeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n, err := s.exec(ctx, beatJob, sqldb.Micros(s.Now().Add(jobLease)), id, attempt)
		if err == nil && n == 0 {
			lost(errLeaseLost)
			return
		}
	}
}
