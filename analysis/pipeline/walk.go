package pipeline

import (
	"context"
	"log/slog"
	"slices"

	"verbatim/survey"
)

// next returns the answers of the next responses on a walk and moves it on. It
// reports whether the walk is over.
func (p *Pipeline) next(ctx context.Context, w *walk) (vs []survey.Verbatim, over bool, err error) {
	changes, err := p.Survey.Changes(ctx, w.at, batchSize)
	if err != nil {
		return nil, false, err
	}
	changes = slices.DeleteFunc(changes, func(c survey.Change) bool { return c.Seq > w.end })
	if len(changes) == 0 {
		return nil, true, nil
	}
	w.at = changes[len(changes)-1].Seq
	vs, err = p.verbatimsOf(ctx, sortChanges(changes, 0).stored)
	vs = slices.DeleteFunc(vs, func(v survey.Verbatim) bool { return v.ProgrammeID != w.programme })
	return vs, w.at >= w.end, err
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
	return p.Analysis.SetModel(ctx, w.programme, w.model)
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
