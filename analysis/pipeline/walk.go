package pipeline

import (
	"context"
	"log/slog"

	"verbatim/survey"
)

// walkPage is how many responses are listed at a time on a walk: identifiers
// only, of which most may be of other programmes.
const walkPage = 5000

// A walk goes over all responses of a programme that are stored, in the order
// of their identifiers: the feed may no longer tell of the older ones.
type walk struct {
	programme string // or everything
	model     string // name of the model with which suggestions are made again
	hold      int64  // the index may not claim a later position before the walk is over

	after string   // the last response that was listed
	queue []string // listed and not dealt with
	ended bool     // all are listed

	done, total int // responses dealt with, and about how many there are; for a walk over everything
}

// next returns the answers of the next responses on a walk and moves it on. It
// reports whether the walk is over.
func (p *Pipeline) next(ctx context.Context, w *walk) (vs []survey.Verbatim, over bool, err error) {
	for len(w.queue) < batchSize && !w.ended {
		some, err := p.Survey.StoredAfter(ctx, w.after, walkPage)
		if err != nil {
			return nil, false, err
		}
		for _, s := range some {
			w.after = s.ResponseID
			if w.programme == everything || w.programme == s.ProgrammeID {
				w.queue = append(w.queue, s.ResponseID)
			}
		}
		w.ended = len(some) < walkPage
	}
	n := min(batchSize, len(w.queue))
	if vs, err = p.verbatimsOf(ctx, w.queue[:n]); err != nil {
		return nil, false, err
	}
	w.queue, w.done = w.queue[n:], w.done+n
	return vs, len(w.queue) == 0 && w.ended, nil
}

// walkSuggestions makes suggestions again. When the walk is over, it says so in
// the feed, which makes every index that follows it put the documents again.
func (p *Pipeline) walkSuggestions(ctx context.Context, w *walk) error {
	vs, over, err := p.next(ctx, w)
	if err != nil {
		return err
	}
	if err := p.suggest(ctx, vs); err != nil {
		return err
	}
	p.progress()
	if !over {
		return nil
	}
	delete(p.place.restage, w.programme)
	p.log.InfoContext(ctx, "suggestions were made again", slog.String("programme_id", w.programme))
	return p.writer().SetModel(ctx, w.programme, w.model)
}

// walkDocuments puts documents again. The index claims the position of what
// made this necessary when the walk is over.
func (p *Pipeline) walkDocuments(ctx context.Context, w *walk) error {
	vs, over, err := p.next(ctx, w)
	if err != nil {
		return err
	}
	if over {
		delete(p.place.reindex, w.programme)
	}
	err = p.put(ctx, vs, nil)
	p.progress()
	return err
}
