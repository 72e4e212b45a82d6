package pipeline

import (
	"context"
	"log/slog"
	"maps"
	"slices"
)

// A place is where the pipeline stands in the feed.
type place struct {
	seen   int64 // the last change dealt with
	cursor int64 // the last change for which suggestions are stored
	index  int64 // the position of the index

	startHead  int64 // end of the feed when this process began: documents put since show all that was stored then
	startIndex int64 // position of the index at that time

	restage map[string]*walk // programmes whose suggestions are to be made again
	reindex map[string]*walk // programmes whose documents are to be put again
}

// A walk goes over the feed once more for one programme.
type walk struct {
	programme string
	model     string // name of the model with which suggestions are made again
	at, end   int64  // the last change dealt with, and the last one to deal with
	hold      int64  // the index may not claim a later position before the walk is over
}

// locate finds out where the index and the cursor stand. It does so again when
// the index was emptied by somebody else.
func (p *Pipeline) locate(ctx context.Context) error {
	index, err := p.Engine.Position(ctx)
	if err != nil {
		return err
	}
	cursor, err := p.Survey.Cursor(ctx, follower)
	if err != nil {
		return err
	}
	head, err := p.Survey.Head(ctx)
	if err != nil {
		return err
	}
	p.head.Store(head)
	if index > head {
		p.log.WarnContext(ctx, "the index belongs to another database and is made again", slog.Int64("position", index), slog.Int64("head", head))
		if err := p.Engine.Reset(ctx); err != nil {
			return err
		}
		index = 0
	}
	if p.place != nil && index >= p.place.index {
		p.place.cursor = max(p.place.cursor, cursor) // another process may have gone ahead
		return nil
	}
	return p.begin(ctx, index, min(cursor, head), head)
}

// begin forgets what was known, and makes sure of every programme's model.
func (p *Pipeline) begin(ctx context.Context, index, cursor, head int64) error {
	p.place = &place{
		seen: min(index, cursor), cursor: cursor, index: index, startHead: head, startIndex: index,
		restage: map[string]*walk{}, reindex: map[string]*walk{},
	}
	if p.models == nil {
		p.models = map[string]*model{} // kept after a failure: a model is used as long as its name is right
	}
	p.stale, p.learn = map[string]bool{}, map[string]bool{}
	programmes, err := p.Survey.Programmes(ctx)
	if err != nil {
		p.place = nil
		return err
	}
	for _, g := range programmes {
		p.stale[g.ID] = true
	}
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
	end := seq
	if seq <= p.startHead {
		end = min(end, p.startIndex)
	}
	if end == 0 {
		return
	}
	w := &walk{programme: programme, end: end, hold: seq - 1}
	if old := p.reindex[programme]; old != nil {
		w.end, w.hold = max(w.end, old.end), min(w.hold, old.hold)
	}
	p.reindex[programme] = w
}
