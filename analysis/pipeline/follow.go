package pipeline

import (
	"context"
	"slices"
	"time"

	"verbatim/search"
	"verbatim/survey"
)

// step does one piece of work and reports whether there may be more. New
// answers come first, then what has to be done again.
func (p *Pipeline) step(ctx context.Context, patience time.Duration) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if err := p.refresh(ctx, p.stale); err != nil {
		return false, err
	}
	changes, err := p.news(ctx)
	if err != nil {
		return false, err
	}
	if len(changes) > 0 {
		return true, p.follow(ctx, changes)
	}
	if p.Now().Sub(p.place.waiting) >= patience {
		if more, err := p.goAhead(ctx); more || err != nil {
			return more, err
		}
	}
	if err := p.refresh(ctx, p.learn); err != nil {
		return false, err
	}
	if w := nextOf(p.place.restage); w != nil {
		return true, p.walkSuggestions(ctx, w)
	}
	if w := nextOf(p.place.reindex); w != nil {
		return true, p.walkDocuments(ctx, w)
	}
	return false, nil
}

// news returns the next changes to deal with: for a process that only follows,
// those for which suggestions have been made.
func (p *Pipeline) news(ctx context.Context) ([]survey.Change, error) {
	if p.turn == nil && p.place.seen >= p.place.cursor {
		return nil, nil
	}
	changes, err := p.Survey.Changes(ctx, p.place.seen, batchSize)
	if p.turn == nil {
		changes = slices.DeleteFunc(changes, func(c survey.Change) bool { return c.Seq > p.place.cursor })
	}
	return changes, err
}

// A sorted batch of changes names each thing once.
type sorted struct {
	stored     []string // responses
	fresh      []string // of stored, those without suggestions
	withdrawn  []string // responses
	coded      []string // verbatims
	programmes map[string]int64
	last       int64
}

func sortChanges(changes []survey.Change, cursor int64) sorted {
	s := sorted{programmes: map[string]int64{}}
	add := func(list []string, entity string) []string {
		if slices.Contains(list, entity) {
			return list
		}
		return append(list, entity)
	}
	for _, c := range changes {
		s.last = c.Seq
		switch c.Kind {
		case survey.ResponseStored:
			s.stored = add(s.stored, c.Entity)
			if c.Seq > cursor {
				s.fresh = add(s.fresh, c.Entity)
			}
		case survey.ResponseWithdrawn:
			s.withdrawn = add(s.withdrawn, c.Entity)
		case survey.CodingChanged:
			s.coded = add(s.coded, c.Entity)
		case survey.CodebookChanged:
			s.programmes[c.Entity] = c.Seq
		}
	}
	return s
}

// follow deals with a batch of changes: suggestions first, by the process that
// makes them, then the index, so that it finds what it needs whenever the
// process ends.
func (p *Pipeline) follow(ctx context.Context, changes []survey.Change) error {
	s := sortChanges(changes, p.place.cursor)
	verbatims, err := p.verbatimsOf(ctx, s.stored)
	if err != nil {
		return err
	}
	var fresh []survey.Verbatim
	if p.turn != nil {
		fresh = slices.DeleteFunc(slices.Clone(verbatims), func(v survey.Verbatim) bool { return !slices.Contains(s.fresh, v.ResponseID) })
		if err := p.lead(ctx, s, fresh); err != nil {
			return err
		}
	}
	b, err := p.affected(ctx, s, verbatims)
	if err != nil {
		return err
	}
	p.note(s, fresh, b.coded)
	p.place.seen, p.place.last = s.last, changes[len(changes)-1]
	if err := p.mark.note(p.place.last); err != nil {
		return err
	}
	if err := p.put(ctx, b.put, b.gone); err != nil {
		return err
	}
	p.progress()
	return nil
}

// lead makes suggestions for new answers, and tells the others.
func (p *Pipeline) lead(ctx context.Context, s sorted, fresh []survey.Verbatim) error {
	if err := p.suggest(ctx, fresh); err != nil {
		return err
	}
	if s.last <= p.place.cursor {
		return nil
	}
	if err := p.writer().MoveCursor(ctx, Follower, s.last); err != nil {
		return err
	}
	p.place.cursor = s.last
	return nil
}

// goAhead puts the answers into the index whose suggestions another process has
// not made yet, and takes out what was withdrawn. The index does not claim to
// have them: they are put again when that is done. It reports whether there may
// be more.
func (p *Pipeline) goAhead(ctx context.Context) (bool, error) {
	if p.turn != nil {
		return false, nil
	}
	changes, err := p.Survey.Changes(ctx, max(p.place.seen, p.place.ahead), batchSize)
	if forgotten(err) { // the process that makes suggestions has been away as long: it says how to go on
		return false, nil
	}
	if err != nil || len(changes) == 0 {
		return false, err
	}
	s := sortChanges(changes, 0)
	verbatims, err := p.verbatimsOf(ctx, s.stored)
	if err != nil {
		return false, err
	}
	b, err := p.affected(ctx, s, verbatims)
	if err != nil {
		return false, err
	}
	p.place.ahead = s.last
	return true, p.put(ctx, b.put, b.gone)
}

// touched is what a batch of changes means for the index.
type touched struct {
	coded, put []survey.Verbatim
	gone       []string // documents
}

func (p *Pipeline) affected(ctx context.Context, s sorted, stored []survey.Verbatim) (b touched, err error) {
	if b.coded, err = p.Survey.VerbatimsByID(ctx, s.coded); err != nil {
		return b, err
	}
	if b.gone, err = p.documentsOf(ctx, s.withdrawn); err != nil {
		return b, err
	}
	b.put = append(stored, b.coded...)
	b.gone = append(b.gone, missing(s.coded, b.coded)...)
	return b, nil
}

// note remembers what the changes mean for the models.
func (p *Pipeline) note(s sorted, fresh, coded []survey.Verbatim) {
	for _, v := range coded {
		p.learn[v.ProgrammeID] = true
	}
	for id, m := range p.models {
		m.grow(id, fresh)
		if len(s.withdrawn) > 0 || m.outgrown() {
			p.learn[id] = true
		}
	}
	for programme, seq := range s.programmes {
		p.stale[programme] = true
		delete(p.books, programme)
		p.place.rewrite(programme, seq)
	}
}

// missing returns the ids that no verbatim has.
func missing(ids []string, vs []survey.Verbatim) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(vs, func(v survey.Verbatim) bool { return v.ID == id })
	})
}

// documentsOf returns the identifiers of what the index holds of responses that
// the database no longer has.
func (p *Pipeline) documentsOf(ctx context.Context, responses []string) ([]string, error) {
	if len(responses) == 0 {
		return nil, nil
	}
	found, err := p.Engine.Search(ctx, search.Request{Filters: map[string][]string{search.FieldResponse: responses}, Size: search.MaxSize})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	return ids, nil
}
