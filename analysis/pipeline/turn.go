package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"verbatim/analysis/store"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// standPause is how long a process that could not even ask waits before it asks
// for the lead again.
const standPause = time.Second

// A turn is the time in which this process leads: it holds the lead among the
// processes, and writes in a term that the database compares with each write.
// A nil turn is that of a process that only follows.
type turn struct {
	lead     *sqldb.Lead
	store    *store.Store
	resigned chan struct{}
	once     sync.Once
}

// tryTurn begins a turn unless another process leads; then it is nil.
func (p *Pipeline) tryTurn(ctx context.Context) (*turn, error) {
	lead, err := p.Survey.DB.Lead(ctx, Follower)
	if err == nil {
		return p.begun(ctx, lead)
	}
	if fault.KindOf(err) == fault.Conflict { // another process leads
		err = nil
	}
	return nil, err
}

func (p *Pipeline) begun(ctx context.Context, lead *sqldb.Lead) (*turn, error) {
	led, err := p.Analysis.StartTerm(ctx)
	if err != nil {
		return nil, errors.Join(err, lead.Leave())
	}
	return &turn{lead: lead, store: led, resigned: make(chan struct{})}, nil
}

// end gives the lead back.
func (t *turn) end(errp *error) { *errp = errors.Join(*errp, t.lead.Leave()) }

// resign ends a turn in which nothing can be written any more.
func (t *turn) resign() {
	if t != nil {
		t.once.Do(func() { close(t.resigned) })
	}
}

// over reports whether the lead was lost.
func (t *turn) over() bool {
	if t == nil {
		return false
	}
	select {
	case <-t.lead.Lost():
		return true
	default:
		return false
	}
}

// context returns a context that ends with the turn.
func (t *turn) context(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(ctx)
	if t == nil {
		return ctx, stop
	}
	go func() {
		select {
		case <-t.lead.Lost():
			stop()
		case <-ctx.Done():
		}
	}()
	return ctx, stop
}

// deposed reports whether a write failed because another process leads.
func deposed(err error) bool { return fault.KindOf(err) == fault.Conflict }

// stand keeps this process ready to lead until ctx ends: it waits for the end of
// whoever does, and begins again when it loses the lead itself.
func (p *Pipeline) stand(ctx context.Context, t *turn) {
	level := slog.LevelWarn
	for {
		if t != nil {
			p.log.InfoContext(ctx, "this process makes the suggestions")
			level = slog.LevelWarn
			p.hold(ctx, t)
		}
		if ctx.Err() != nil {
			return
		}
		var err error
		if t, err = p.awaitTurn(ctx); err != nil && ctx.Err() == nil {
			p.log.Log(ctx, level, "this process cannot ask for the lead", slog.Any("error", err))
			level = slog.LevelDebug // one warning for an outage
			rest(ctx)
		}
	}
}

func rest(ctx context.Context) {
	t := time.NewTimer(standPause)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

func (p *Pipeline) awaitTurn(ctx context.Context) (*turn, error) {
	lead, err := p.Survey.DB.AwaitLead(ctx, Follower)
	if err != nil {
		return nil, err
	}
	return p.begun(ctx, lead)
}

// hold lets the work be done in the turn until it ends or is ended.
func (p *Pipeline) hold(ctx context.Context, t *turn) {
	p.office.Store(t)
	p.announce()
	select {
	case <-ctx.Done():
	case <-t.resigned:
		p.log.WarnContext(ctx, "another process makes the suggestions now")
	case <-t.lead.Lost():
		p.log.WarnContext(ctx, "this process has lost the lead")
	}
	p.office.Store(nil)
	p.announce()
	p.mu.Lock() // what is under way in this turn ends before another process may begin
	defer p.mu.Unlock()
	if err := t.lead.Leave(); err != nil {
		p.log.DebugContext(ctx, "the lead was not given back in order", slog.Any("error", err))
	}
}

func (p *Pipeline) announce() {
	select {
	case p.turned <- struct{}{}:
	default:
	}
}

// writer returns the store by which this process writes: in its term where it
// leads.
func (p *Pipeline) writer() *store.Store {
	if p.turn != nil {
		return p.turn.store
	}
	return p.Analysis
}
