//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
)

const (
	// seasonSize is how many responses a database gets before the next begins:
	// few enough that all of them can be looked up after every fault.
	seasonSize = 20_000
	// shortestQuiet and longestQuiet bound how long people fill in forms between
	// two faults.
	shortestQuiet = 100 * time.Millisecond
	longestQuiet  = 3 * time.Second
	// sayEvery is how often a line is printed.
	sayEvery = 30 * time.Second
	// lastLook is how long the last look up may take when the loop was
	// interrupted.
	lastLook = time.Minute
	// roundsAFull is how many rounds there are for each time a disk fills up,
	// which takes as long as several of them.
	roundsAFull = 25
)

// run is a loop under way.
type run struct {
	*Loop
	dir     string
	began   time.Time
	said    time.Time
	random  *rand.Rand
	result  Result
	done    load.Tally // of the databases that are finished
	cluster *cluster   // our own; nil otherwise
}

// Run breaks things until the time is over or ctx ends, and returns what was
// found. It fails when something acknowledged is lost, something is stored
// twice, or the site does not come back. Everything it started has ended and
// everything it made is removed when it returns.
func (l *Loop) Run(ctx context.Context) (_ Result, err error) {
	defer fault.Wrap(&err, "faults.Run")
	r := &run{
		Loop: l, began: time.Now(), said: time.Now(), random: rand.New(rand.NewPCG(l.Seed, 0)), //nolint:gosec // which fault comes next is no secret
		result: Result{Engine: SQLite, Faults: map[string]int{}, Skipped: map[string]string{}, Errors: map[string]int{}},
	}
	if r.dir, err = os.MkdirTemp("", "verbatim-faults-"); err != nil {
		return r.result, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.dir)) }()
	if l.Database != SQLite {
		r.result.Engine = "postgresql"
	}
	if l.Database == Postgres {
		if r.cluster, err = newCluster(ctx, l.PostgresBin, r.dir); err != nil {
			return r.result, err
		}
		defer func() { r.cluster.end() }()
	}
	err = r.seasons(ctx)
	r.result.close(r.began)
	return r.result, err
}

// over reports whether no new round is to begin. There is always one.
func (r *run) over(ctx context.Context) bool {
	return ctx.Err() != nil || r.result.Rounds > 0 && time.Since(r.began) > r.For
}

// seasons goes from one database to the next.
func (r *run) seasons(ctx context.Context) error {
	for !r.over(ctx) {
		if err := r.season(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// season uses one database until it is large.
func (r *run) season(ctx context.Context) (err error) {
	r.result.Databases++
	s, err := r.newSeason(ctx)
	if s != nil {
		defer func() { err = errors.Join(err, s.end(context.WithoutCancel(ctx))) }()
	}
	if err != nil {
		return err
	}
	kinds := r.kinds()
	for !r.over(ctx) && s.ledger.Acknowledged() < seasonSize {
		if err := s.round(ctx, kinds); err != nil {
			return err
		}
		r.tell()
	}
	s.quiet()
	looking, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
	defer cancel()
	if err := s.look(looking); err != nil {
		return err
	}
	r.done = r.result.Tally
	return nil
}

// tell prints a line now and then.
func (r *run) tell() {
	if time.Since(r.said) < sayEvery {
		return
	}
	r.said = time.Now()
	t := r.result.Tally
	r.Say(time.Since(r.began).Round(time.Second).String(), "%d rounds, %d kills, acknowledged %d, found %d, doubled %d, lost %d",
		r.result.Rounds, r.result.Kills, t.Acknowledged, t.Found, t.Doubled, t.Lost)
}

// A kind is a kind of fault, with how often it is chosen beside the others.
type kind struct {
	name   string
	weight int
	strike func(s *season, ctx context.Context) error
}

// kinds returns what can be broken here.
func (r *run) kinds() []kind {
	all := []kind{{"kill", 6, (*season).kill}, {"stop", 1, (*season).stop}, {"hostile requests", 1, (*season).hostile}}
	if r.Database == SQLite {
		return append(all, kind{"power cut", 3, (*season).powerCut}, kind{"disk full", 0, (*season).diskFull})
	}
	all = append(all, kind{"connections ended", 2, (*season).endConnections})
	if r.cluster != nil {
		all = append(all, kind{"database killed", 2, (*season).killDatabase}, kind{"database stopped at once", 2, (*season).stopDatabase},
			kind{"failover", 1, (*season).failover})
	} else {
		for _, name := range []string{"database killed", "database stopped at once", "failover"} {
			r.skip(name, "the database server is not ours: -database postgres starts one that is")
		}
	}
	r.skip("disk full", "tried on SQLite only: PostgreSQL ends itself when its log cannot grow, which is what \"database killed\" does")
	return all
}

// skip notes, and says once, that a kind of fault cannot be had.
func (r *run) skip(name, why string) {
	if _, again := r.result.Skipped[name]; !again {
		r.result.Skipped[name] = why
		r.Say("Skipped", "%s: %s", name, why)
	}
}

// choose returns the kind of fault that comes next: each once before any comes
// again, so that a short run misses none.
func (r *run) choose(kinds []kind) kind {
	for _, i := range r.random.Perm(len(kinds)) {
		if _, skipped := r.result.Skipped[kinds[i].name]; r.result.Faults[kinds[i].name] == 0 && !skipped {
			return kinds[i]
		}
	}
	if r.result.Rounds%roundsAFull == 1 {
		for _, k := range kinds {
			if _, skipped := r.result.Skipped[k.name]; k.weight == 0 && !skipped {
				return k
			}
		}
	}
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	n := r.random.IntN(total)
	for _, k := range kinds {
		if n -= k.weight; n < 0 {
			return k
		}
	}
	return kinds[0]
}

func (r *run) between(shortest, longest time.Duration) time.Duration {
	return shortest + time.Duration(r.random.Int64N(int64(longest-shortest)))
}

// addErrors counts what people met with.
func (r *run) addErrors(met map[string]int) {
	for name, n := range met {
		r.result.Errors[name] += n
	}
}

// label names a fault in an error.
func label(name string, round int, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("round %d, %s: %w", round, name, err)
}
