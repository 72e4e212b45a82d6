package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// A handClock is moved by hand and may be read by several goroutines.
type handClock struct{ micros atomic.Int64 }

func newHandClock() *handClock {
	c := &handClock{}
	c.micros.Store(time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC).UnixMicro())
	return c
}

func (c *handClock) now() time.Time       { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *handClock) move(d time.Duration) { c.micros.Add(d.Microseconds()) }

// jobStores returns n stores as n processes have them, with one clock.
func jobStores(t *testing.T, address string, n int) ([]*Store, *handClock) {
	t.Helper()
	clock := newHandClock()
	stores := make([]*Store, n)
	for i := range stores {
		s, err := New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
		must(t, err)
		s.Now = clock.now
		stores[i] = s
	}
	return stores, clock
}

// TestJobsRunOnce lets two processes work on jobs of one kind: each is run once.
func TestJobsRunOnce(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		stores, _ := jobStores(t, address, 2)
		const jobs = 30
		for i := range jobs {
			for range 2 { // the same job again is no other one
				must(t, stores[0].Enqueue(t.Context(), Job{ID: fmt.Sprint("job ", i), Kind: "count", Subject: "s"}))
			}
		}
		var mu sync.Mutex
		ran := map[string]int{}
		ctx, stop := context.WithCancel(t.Context())
		kind := JobKind{Name: "count", Run: func(_ context.Context, r *JobRun) error {
			mu.Lock()
			defer mu.Unlock()
			if ran[r.ID]++; len(ran) == jobs {
				stop()
			}
			return nil
		}}
		var both sync.WaitGroup
		for _, s := range stores {
			both.Go(func() { s.RunJobs(ctx, kind) })
		}
		both.Wait()
		for i := range jobs {
			if n := ran[fmt.Sprint("job ", i)]; n != 1 {
				t.Errorf("job %d ran %d times, want once", i, n)
			}
		}
	})
}

// TestJobStates takes a job through failing, waiting, panicking and giving up.
func TestJobStates(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		stores, clock := jobStores(t, address, 1)
		s, ctx := stores[0], t.Context()
		outcomes := []error{errors.New("out of order"), fault.Coded("M99", "The server is away."), JobLater{clock.now().Add(time.Hour)}, nil}
		kind := JobKind{Name: "try", Tries: 3, Run: func(context.Context, *JobRun) error {
			if len(outcomes) == 0 {
				panic("nothing is left")
			}
			err := outcomes[0]
			outcomes = outcomes[1:]
			return err
		}}
		step := func(what string, wait time.Duration, state JobState, tries int, problem string) {
			t.Helper()
			clock.move(wait)
			_, _, err := s.workOnce(ctx, kind)
			must(t, err)
			j, err := s.Job(ctx, "one")
			must(t, err)
			if j.State != state || j.Tries != tries || j.Problem != problem {
				t.Errorf("%s: state %s, %d tries, problem %q, want %s, %d, %q", what, j.State, j.Tries, j.Problem, state, tries, problem)
			}
		}
		must(t, s.Enqueue(ctx, Job{ID: "one", Kind: "try"}))
		step("first failure", 0, JobReady, 1, fault.Text(errors.New("")))
		step("too early", jobPause-time.Second, JobReady, 1, fault.Text(errors.New("")))
		step("second failure", time.Second, JobReady, 2, "M99: The server is away.")
		step("put off", 2*jobPause, JobReady, 2, "")
		step("done", time.Hour, JobDone, 0, "")
		must(t, s.Enqueue(ctx, Job{ID: "two", Kind: "try"}))
		for range 3 {
			clock.move(longestPause)
			_, _, err := s.workOnce(ctx, kind)
			must(t, err)
		}
		if j, err := s.Job(ctx, "two"); err != nil || j.State != JobFailed || !j.State.Ended() {
			t.Errorf("a job that panics each time: %+v, %v, want it failed", j, err)
		}
		must(t, s.RetryJob(ctx, "two"))
		outcomes = []error{nil}
		_, _, err := s.workOnce(ctx, kind)
		must(t, err)
		if j, err := s.Job(ctx, "two"); err != nil || j.State != JobDone {
			t.Errorf("after RetryJob: %+v, %v, want it done", j, err)
		}
		clock.move(keepJobs + time.Hour)
		_, _, err = s.workOnce(ctx, kind)
		must(t, err)
		if js, err := s.Jobs(ctx, "try", ""); err != nil || len(js) != 0 {
			t.Errorf("a month later there are %d jobs, %v, want none", len(js), err)
		}
	})
}

// TestJobChangesHands lets a holder fall silent: another takes the job over, and
// what the first one stores afterwards counts no more.
func TestJobChangesHands(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		stores, clock := jobStores(t, address, 2)
		ctx := t.Context()
		must(t, stores[0].Enqueue(ctx, Job{ID: "one", Kind: "long"}))
		j, err := stores[0].take(ctx, "long")
		must(t, err)
		first := &JobRun{Job: j, store: stores[0]}
		must(t, first.Progress(ctx, 1, 3))
		if _, err := stores[1].take(ctx, "long"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("taking a job that is held = %v, want NotFound", err)
		}
		clock.move(jobLease)
		j, err = stores[1].take(ctx, "long")
		must(t, err)
		if j.Attempt != 2 || j.Tries != 1 || j.Done != 1 {
			t.Errorf("the job taken over is %+v, want attempt 2 after 1 failed try with 1 done", j)
		}
		second := &JobRun{Job: j, store: stores[1]}
		if err := first.Progress(ctx, 2, 3); !errors.Is(err, errLeaseLost) {
			t.Errorf("Progress of who has lost the job = %v", err)
		}
		err = stores[0].DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return first.Hold(ctx, tx) })
		if !errors.Is(err, errLeaseLost) {
			t.Errorf("Hold of who has lost the job = %v", err)
		}
		must(t, second.Progress(ctx, 2, 3))
		must(t, stores[0].StopJob(ctx, "one"))
		if err := second.Progress(ctx, 3, 3); !errors.Is(err, errLeaseLost) {
			t.Errorf("Progress of a job that was stopped = %v", err)
		}
		if j, err := stores[0].Job(ctx, "one"); err != nil || j.State != JobStopped || j.Done != 2 {
			t.Errorf("the job is %+v, %v, want it stopped with 2 done", j, err)
		}
	})
}

// TestJobsComeRound runs a kind that comes round in two processes.
func TestJobsComeRound(t *testing.T) {
	stores, clock := jobStores(t, t.TempDir()+"/verbatim.db", 2)
	ran := 0
	kind := JobKind{Name: "daily", Every: 24 * time.Hour, Run: func(context.Context, *JobRun) error { ran++; return nil }}
	for day := range 3 {
		for range 3 {
			for _, s := range stores {
				_, _, err := s.workOnce(t.Context(), kind)
				must(t, err)
			}
		}
		if ran != day+1 {
			t.Errorf("on day %d it ran %d times, want %d", day, ran, day+1)
		}
		clock.move(24 * time.Hour)
	}
}
