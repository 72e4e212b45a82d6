package pipeline

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"verbatim/analysis"
	"verbatim/survey"
)

// patience is how long an answer is held back from the index of a process that
// only follows, in the hope that its suggestions are made meanwhile: they
// usually are within milliseconds, and an answer would be indexed twice.
const patience = time.Second

// A place is where the pipeline stands in the feed.
type place struct {
	seen   int64 // the last change dealt with
	ahead  int64 // the last change whose answers were put into the index without suggestions
	cursor int64 // the last change for which suggestions are stored
	index  int64 // the position of the index

	last     survey.Change // the one numbered seen, as it was read; none before the first
	identity string        // of the database
	waiting  time.Time     // since when the suggestions have been behind, by the process that makes them

	startHead  int64 // end of the feed when this process began: documents put since show all that was stored then
	startIndex int64 // position of the index at that time

	restage map[string]*walk // programmes whose suggestions are to be made again
	reindex map[string]*walk // programmes whose documents are to be put again; or everything
}

// everything stands for all programmes where documents are to be put again.
const everything = ""

// A standing is what the database and the index say of themselves.
type standing struct {
	index, cursor, head int64
	identity            string
}

func (p *Pipeline) standing(ctx context.Context) (s standing, err error) {
	if s.index, err = p.Engine.Position(ctx); err != nil {
		return s, err
	}
	if s.cursor, err = p.Survey.Cursor(ctx, Follower); err != nil {
		return s, err
	}
	if s.identity, err = p.Survey.Identity(ctx); err != nil {
		return s, err
	}
	s.head, err = p.Survey.Head(ctx) // last, so that it is not before the cursor
	s.cursor = min(s.cursor, s.head)
	return s, err
}

// locate finds out where the index and the cursor stand. It does so again when
// the index was emptied by somebody else, or the database is another than it
// was: a backup was put back, or a server took over that had not everything.
func (p *Pipeline) locate(ctx context.Context) error {
	s, err := p.standing(ctx)
	if err != nil {
		return err
	}
	p.head.Store(s.head)
	if p.place == nil {
		return p.begin(ctx, s)
	}
	same := s.identity == p.place.identity && s.index >= p.place.index && s.head >= p.place.seen
	if same {
		if same, err = p.same(ctx, p.place.last); err != nil {
			return err
		}
	}
	if !same {
		return p.begin(ctx, s)
	}
	if s.cursor != p.place.cursor || s.cursor >= s.head {
		p.place.waiting = p.Now()
	}
	p.place.cursor = s.cursor
	return nil
}

// begin forgets what was known, makes sure that the index is of this database,
// and of every programme's model.
func (p *Pipeline) begin(ctx context.Context, s standing) (err error) {
	p.place = nil
	claimed, again, err := p.claim(ctx, s)
	if err != nil {
		return err
	}
	l := &place{
		seen: min(claimed, s.cursor), cursor: s.cursor, index: claimed, identity: s.identity, waiting: p.Now(),
		startHead: s.head, startIndex: claimed, restage: map[string]*walk{}, reindex: map[string]*walk{},
	}
	if again {
		total, err := p.count(ctx)
		if err != nil {
			return err
		}
		l.seen, l.index, l.startIndex = s.cursor, 0, s.head
		l.reindex[everything] = &walk{total: total}
	}
	if p.models == nil {
		p.models = map[string]*model{} // kept after a failure: a model is used as long as its name is right
	}
	p.books, p.stale, p.learn = map[string]analysis.Codebook{}, map[string]bool{}, map[string]bool{}
	if p.turn == nil {
		p.models = nil // another process makes the suggestions: no memory for them
		p.place = l
		return nil
	}
	return p.beginTurn(ctx, l)
}

// beginTurn is begin for the process that makes suggestions.
func (p *Pipeline) beginTurn(ctx context.Context, l *place) error {
	programmes, err := p.Survey.Programmes(ctx)
	if err != nil {
		return err
	}
	whole, err := p.reaches(ctx, l.cursor)
	if err != nil {
		return err
	}
	for _, g := range programmes {
		p.stale[g.ID] = true
		if whole {
			continue
		}
		// Nobody made suggestions for so long that the feed no longer tells what
		// is missing. Under this name everything is made again, whoever does it.
		if err := p.writer().SetModel(ctx, g.ID, "unknown"); err != nil {
			return err
		}
	}
	if !whole {
		p.log.WarnContext(ctx, "suggestions are made again for all answers: the feed does not reach back to the last ones", slog.Int64("cursor", l.cursor))
		if err := p.writer().MoveCursor(ctx, Follower, l.startHead); err != nil {
			return err
		}
		l.cursor, l.seen = l.startHead, l.index
		if l.reindex[everything] != nil {
			l.seen = l.startHead
		}
	}
	p.place = l
	return nil
}

// nextOf returns one of the walks, nil for none.
func nextOf(walks map[string]*walk) *walk {
	ids := slices.Sorted(maps.Keys(walks))
	if len(ids) == 0 {
		return nil
	}
	return walks[ids[0]]
}

// position returns the position that the index may claim: the last change
// dealt with, unless an earlier one still has work to come.
func (p *place) position() int64 {
	at := p.seen
	for _, w := range p.reindex {
		at = min(at, w.hold)
	}
	return max(at, p.index)
}

// rewrite plans to put the documents of a programme again because of the change
// seq. Documents that this process has put since it began show everything that
// was stored at that time.
func (p *place) rewrite(programme string, seq int64) {
	if seq <= p.startHead && p.startIndex == 0 || p.reindex[everything] != nil && seq <= p.startHead {
		return
	}
	w := &walk{programme: programme, hold: seq - 1}
	if old := p.reindex[programme]; old != nil {
		w.hold = min(w.hold, old.hold)
	}
	p.reindex[programme] = w
}
