package pipeline

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey/fault"
	survey "verbatim/survey/store"
)

// Follower names the cursor of the suggestions, and the lead of the process that
// makes them: whoever serves a database holds it.
const Follower = "pipeline"

const (

	// batchSize is how many changes are dealt with at a time: few enough that a
	// new answer is found within a second, enough to share a commit.
	batchSize = 200

	// pollEvery is how often the feed is looked at when nobody has said that it
	// grew: calls between processes are lost while a connection is.
	pollEvery = 500 * time.Millisecond

	// longestPause is the most that is waited after repeated failures, such as
	// a database that is out of reach: it is to go on soon after that is back.
	longestPause = 2 * time.Second
)

// Config is what a pipeline works on.
type Config struct {
	Survey   *survey.Store
	Analysis *store.Store
	Engine   search.Engine
	Folder   string                // where the index is, to note beside it whose index it is; empty for one that is thrown away
	Progress func(done, total int) // told after each batch how far the feed has been followed; may be nil
	Busy     func() bool           // whether people wait for the machine that the pipeline works on; may be nil
	Now      func() time.Time      // nil means time.Now
}

// A Pipeline follows the change feed. Its methods may be called concurrently;
// one works at a time.
type Pipeline struct {
	Config
	log    *slog.Logger
	stages stages

	done, head atomic.Int64
	running    atomic.Bool          // Run is under way and stands for office
	office     atomic.Pointer[turn] // while Run leads
	turned     chan struct{}        // holds a value when office may have changed

	mu     sync.Mutex // guards what follows
	turn   *turn      // under which place was found; nil for one that only follows
	place  *place     // nil until the feed has been looked at, and after a failure
	mark   *bookmark  // nil until it was read
	models map[string]*model
	books  map[string]analysis.Codebook
	stale  map[string]bool // programmes whose codebook or earlier recommendations changed
	learn  map[string]bool // programmes with new decisions or fewer answers

	pruned time.Time // when the feed was last shortened, or could first have been
}

// New returns a pipeline. It does nothing until it is told to.
func New(log *slog.Logger, c Config) *Pipeline {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Pipeline{Config: c, log: log, stages: realStages(), turned: make(chan struct{}, 1)}
}

// CatchUp follows the feed until it has nothing more and all suggestions are
// made with the present models. Where another process leads, suggestions are
// that one's work: what it has not read yet is found without them.
func (p *Pipeline) CatchUp(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "pipeline.CatchUp")
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.office.Load()
	if t == nil && !p.running.Load() {
		if t, err = p.tryTurn(ctx); err != nil {
			return err
		}
		if t != nil {
			defer t.end(&err)
		}
	}
	return p.catchUp(ctx, t, 0)
}

// round is CatchUp for Run, which stands for office beside it.
func (p *Pipeline) round(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.catchUp(ctx, p.office.Load(), patience)
}

// catchUp works in a turn of office, or as one that only follows.
func (p *Pipeline) catchUp(ctx context.Context, t *turn, patience time.Duration) error {
	ctx, stop := t.context(ctx)
	defer stop()
	if p.turn != t {
		p.turn, p.place = t, nil
	}
	if err := p.locate(ctx); err != nil {
		p.place = nil
		return err
	}
	for again := true; ; {
		start := p.Now()
		more, err := p.step(ctx, patience)
		if forgotten(err) && again { // others have let the feed forget what was not seen here
			again, p.place = false, nil
			if err = p.locate(ctx); err == nil {
				continue
			}
		}
		if err != nil {
			p.place = nil // begin again from what is stored
			return err
		}
		if !more {
			p.progress()
			if err := p.beat(ctx, patience == 0); err != nil {
				return err
			}
			return p.prune(ctx)
		}
		p.giveWay(ctx, p.Now().Sub(start))
	}
}

const (
	// giving is how much longer than it has worked the pipeline leaves the machine
	// to people who wait for it: what they send is stored first and read later.
	giving = 4
	// longestGiving bounds it, so that answers are found soon in the longest rush.
	longestGiving = 2 * time.Second
	// givingStep is after how long is looked whether people still wait.
	givingStep = 20 * time.Millisecond
)

// giveWay waits after a piece of work while people are busy.
func (p *Pipeline) giveWay(ctx context.Context, worked time.Duration) {
	if p.Busy == nil {
		return
	}
	tick := time.NewTicker(givingStep)
	defer tick.Stop()
	for end := p.Now().Add(min(giving*worked, longestGiving)); p.Busy() && p.Now().Before(end); {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Run catches up and then follows the feed until ctx ends, when it returns nil.
// One of the processes that use a database leads and makes suggestions; the
// others keep their own index in step and wait for its end. Failures are logged
// and tried again.
func (p *Pipeline) Run(ctx context.Context) error {
	p.running.Store(true)
	defer p.running.Store(false)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { p.Survey.DB.Relay(ctx) })
	first, _ := p.tryTurn(ctx) // what goes wrong is told by stand
	p.office.Store(first)
	beside.Go(func() { p.stand(ctx, first) })
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for failures := 0; ; {
		t := p.office.Load()
		err := p.round(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			if failures > 0 {
				p.log.InfoContext(ctx, "the pipeline goes on", slog.Int("failures", failures))
			}
			failures = 0
			p.wait(ctx, tick.C)
			continue
		case deposed(err):
			t.resign()
		case t.over(): // what was under way in it was given up
		case failures == 0:
			p.log.ErrorContext(ctx, "the pipeline failed and will try again", slog.Any("error", err))
		}
		failures++
		if !pause(ctx, failures) {
			return nil
		}
	}
}

// wait returns when there may be something to do, or ctx ends.
func (p *Pipeline) wait(ctx context.Context, tick <-chan time.Time) {
	var suggested <-chan struct{} // of no interest to the one that suggests
	if p.office.Load() == nil {
		suggested = p.Analysis.Suggested()
	}
	select {
	case <-ctx.Done():
	case <-p.Survey.Changed():
	case <-suggested:
	case <-p.turned:
	case <-tick:
	}
}

// pause waits, longer after each failure, and reports whether ctx still runs.
func pause(ctx context.Context, failures int) bool {
	wait := min(pollEvery<<min(failures-1, 10), longestPause)
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// Rebuild makes the index again from nothing. Suggestions stay: they follow
// from what is stored.
func (p *Pipeline) Rebuild(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "pipeline.Rebuild")
	p.mu.Lock()
	err = p.Engine.Reset(ctx)
	p.place = nil
	p.mu.Unlock()
	if err != nil {
		return err
	}
	return p.CatchUp(ctx)
}

// Caught returns how far the feed has been followed, and its end as it was last
// seen.
func (p *Pipeline) Caught() (done, head int64) { return p.done.Load(), p.head.Load() }

func (p *Pipeline) progress() {
	if p.place == nil {
		return
	}
	p.done.Store(p.place.seen)
	p.head.Store(max(p.head.Load(), p.place.seen))
	done, total := int(p.done.Load()), int(p.head.Load())
	if w := p.place.reindex[everything]; w != nil {
		done, total = w.done, w.total
	}
	if p.Progress != nil {
		p.Progress(done, total)
	}
}
