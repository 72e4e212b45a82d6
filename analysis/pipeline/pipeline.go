package pipeline

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey/fault"
	survey "verbatim/survey/store"
)

const (
	// follower names the cursor of the suggestions.
	follower = "pipeline"

	// batchSize is how many changes are dealt with at a time: few enough that a
	// new answer is found within a second, enough to share a commit.
	batchSize = 200

	// pollEvery is how often the feed is looked at when nobody in this process
	// has said that it grew, because other processes write too.
	pollEvery = 500 * time.Millisecond

	// longestPause is the most that is waited after repeated failures, such as
	// a database that is out of reach.
	longestPause = 30 * time.Second
)

// Config is what a pipeline works on.
type Config struct {
	Survey   *survey.Store
	Analysis *store.Store
	Engine   search.Engine
	Progress func(done, total int) // told after each batch how far the feed has been followed; may be nil
}

// A Pipeline follows the change feed. Its methods may be called concurrently;
// one works at a time.
type Pipeline struct {
	Config
	log    *slog.Logger
	stages stages

	done, head atomic.Int64

	mu     sync.Mutex // guards what follows
	place  *place     // nil until the feed has been looked at, and after a failure
	models map[string]*model
	stale  map[string]bool // programmes whose codebook or earlier recommendations changed
	learn  map[string]bool // programmes with new decisions or fewer answers

	residue bool // documents were deleted since the index was last compacted
}

// New returns a pipeline. It does nothing until it is told to.
func New(log *slog.Logger, c Config) *Pipeline {
	return &Pipeline{Config: c, log: log, stages: realStages()}
}

// CatchUp follows the feed until it has nothing more and all suggestions are
// made with the present models.
func (p *Pipeline) CatchUp(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "pipeline.CatchUp")
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.locate(ctx); err != nil {
		return err
	}
	for {
		more, err := p.step(ctx)
		if err != nil {
			p.place = nil // begin again from what is stored
			return err
		}
		if !more {
			p.progress()
			return nil
		}
	}
}

// Run catches up and then follows the feed until ctx ends, when it returns nil.
// Failures are logged and tried again.
func (p *Pipeline) Run(ctx context.Context) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for failures := 0; ; {
		err := p.CatchUp(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err == nil {
			failures = 0
		} else {
			failures++
			p.log.ErrorContext(ctx, "the pipeline failed and will try again", slog.Any("error", err), slog.Int("failures", failures))
			if !pause(ctx, failures) {
				return nil
			}
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-p.Survey.Changed():
		case <-tick.C:
		}
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
	if p.Progress != nil {
		p.Progress(int(p.done.Load()), int(p.head.Load()))
	}
}
