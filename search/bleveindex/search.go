package bleveindex

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"verbatim/search"
	"verbatim/survey/fault"
)

// slotWait is how long a search waits for a core before it says that the server
// is busy. More searches at once than cores make all of them slow.
const slotWait = 5 * time.Second

// Search implements [search.Engine]. Hits come by falling score, equal ones by
// identifier; without words to look for all scores are 0.
func (x *Index) Search(ctx context.Context, r search.Request) (res search.Result, err error) {
	defer fault.Wrap(&err, "bleveindex.Search")
	if err := check(r); err != nil {
		return search.Result{}, err
	}
	err = x.read(ctx, func(snap *scorch.IndexSnapshot) error {
		q, err := x.newQuery(ctx, snap, r)
		if err != nil {
			return err
		}
		res, err = q.run()
		return err
	})
	return res, err
}

// check refuses requests that name what there is not.
func check(r search.Request) error {
	if r.Size < 0 || r.From < 0 || r.Size > search.MaxSize {
		return fault.New(fault.Invalid, "A search gives from 0 to %d hits at a time.", search.MaxSize)
	}
	if !sortable(r.Sort.Field) {
		return fault.New(fault.Invalid, "There is no attribute %q to sort by.", r.Sort.Field)
	}
	for field := range r.Filters {
		if !filterable(field) {
			return fault.New(fault.Invalid, "There is no attribute %q to filter by.", field)
		}
	}
	for _, field := range r.Facets {
		if !filterable(field) {
			return fault.New(fault.Invalid, "There is no attribute %q to count by.", field)
		}
	}
	return nil
}

// read calls fn with the present state of the index, when a core is free.
func (x *Index) read(ctx context.Context, fn func(*scorch.IndexSnapshot) error) error {
	if err := x.enter(ctx); err != nil {
		return err
	}
	defer func() { <-x.slots }()
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.ix == nil {
		return errClosed()
	}
	err := x.contain(func() (err error) {
		snap, err := x.snapshot()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, snap.Close()) }()
		x.cache.keep(snap)
		if err := x.learn(snap); err != nil {
			return err
		}
		return fn(snap)
	})
	if _, ok := errors.AsType[*panicked](err); ok {
		x.log.Error("search panicked", slog.Any("error", err))
	}
	if err != nil && ctx.Err() != nil {
		return busy(ctx)
	}
	return err
}

// enter takes a slot.
func (x *Index) enter(ctx context.Context) error {
	if ctx.Err() != nil {
		return busy(ctx)
	}
	select {
	case x.slots <- struct{}{}:
		return nil
	default:
	}
	wait := time.NewTimer(slotWait)
	defer wait.Stop()
	select {
	case x.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
	case <-wait.C:
	}
	return busy(ctx)
}

func busy(ctx context.Context) error {
	e := fault.New(fault.Unavailable, "The search took too long, because the server is busy or the search is broad. Try again, or with fewer or longer words.")
	e.Err = ctx.Err()
	return e
}

// learn reads the words that were in the index when it was opened, once.
func (x *Index) learn(snap *scorch.IndexSnapshot) error {
	x.walk.mu.Lock()
	defer x.walk.mu.Unlock()
	if x.walk.done {
		return nil
	}
	for _, s := range snap.Segments() {
		if err := x.learnSegment(s); err != nil {
			return err
		}
	}
	x.walk.done = true
	return nil
}

func (x *Index) learnSegment(s *scorch.SegmentSnapshot) error {
	dict, err := s.Segment().Dictionary(fieldText)
	if err != nil {
		return err
	}
	var unknown []string
	_, err = termsBetween(dict, nil, nil, func(term string) bool {
		if !x.vocabulary.knows(term) {
			unknown = append(unknown, term)
		}
		return false
	})
	x.vocabulary.add(unknown)
	return err
}

// query is one search on its way.
type query struct {
	*searchState
	request search.Request
	match   matcher
	finders []weighted            // of the words that count for ranking and are shown
	filters map[string]*attribute // by field
}

// weighted is a finder with its weight.
type weighted struct {
	finder
	weight float64
}

func (x *Index) newQuery(ctx context.Context, snap *scorch.IndexSnapshot, r search.Request) (*query, error) {
	state, err := x.newSearchState(ctx, snap)
	if err != nil {
		return nil, err
	}
	c := compiler{x.vocabulary}
	q := &query{searchState: state, request: r, filters: map[string]*attribute{}}
	if q.match, err = c.compile(r.Query); err != nil {
		return nil, err
	}
	for field, values := range r.Filters {
		if len(values) > 0 {
			q.filters[field] = &attribute{field, values, true}
		}
	}
	for _, f := range finders(q.match) {
		q.finders = append(q.finders, weighted{finder: f})
	}
	return q, nil
}

// finders returns the parts of a query that are looked for and not left out.
func finders(m matcher) []finder {
	var out []finder
	switch m := m.(type) {
	case finder:
		return []finder{m}
	case *allOf:
		for _, p := range slices.Concat(m.cheap, m.dear) {
			out = append(out, finders(p)...)
		}
	case *anyOf:
		for _, p := range m.of {
			out = append(out, finders(p)...)
		}
	}
	return out
}

// found is what matches in one segment.
type found struct {
	part    *segmentSearch
	hits    *roaring.Bitmap            // what the query and all filters match
	lenient map[string]*roaring.Bitmap // for a facet with a filter of its own: the same without that filter
}

func (q *query) run() (search.Result, error) {
	res := search.Result{}
	results := make([]found, len(q.segments))
	err := q.share(q.live, func(_, i int) (err error) {
		results[i], err = q.matchIn(q.segments[i])
		return err
	})
	if err != nil {
		return res, err
	}
	for _, f := range results {
		res.Total += int(f.hits.GetCardinality())
	}
	if res.People, res.Facets, err = q.count(results); err != nil {
		return res, err
	}
	if q.request.Forms {
		if res.Forms, err = q.forms(results); err != nil {
			return res, err
		}
	}
	if q.request.Size > 0 && q.passed() < res.Total {
		res.Hits, err = q.hits(results)
	}
	return res, err
}

// matchIn finds what matches in a segment. A filter of a field that is also a
// facet is applied last, because its facet is counted without it.
func (q *query) matchIn(s *segmentSearch) (found, error) {
	within := s.live
	counted := map[string]*roaring.Bitmap{}
	for field, filter := range q.filters {
		docs, err := q.filterDocs(s, field, filter)
		if err != nil {
			return found{}, err
		}
		if slices.Contains(q.request.Facets, field) {
			counted[field] = docs
		} else {
			within = roaring.And(within, docs)
		}
	}
	docs, err := q.match.docs(s, within)
	if err != nil {
		return found{}, err
	}
	f := found{part: s, hits: roaring.And(within, docs), lenient: map[string]*roaring.Bitmap{}}
	base := f.hits
	for _, docs := range counted {
		f.hits = roaring.And(f.hits, docs)
	}
	for field := range counted {
		f.lenient[field] = base
		for other, docs := range counted {
			if other != field {
				f.lenient[field] = roaring.And(f.lenient[field], docs)
			}
		}
	}
	return f, nil
}

// filterDocs returns what a filter lets through. Uncoded is not a value in the
// index but the absence of one.
func (q *query) filterDocs(s *segmentSearch, field string, filter *attribute) (*roaring.Bitmap, error) {
	docs, err := filter.docs(s, s.live)
	if err != nil || field != search.FieldCoded || !slices.Contains(filter.values, codedNo) {
		return docs, err
	}
	coded, err := (&attribute{field, []string{codedYes}, true}).docs(s, s.live)
	if err != nil {
		return nil, err
	}
	return roaring.Or(docs, roaring.AndNot(s.live, coded)), nil
}

// The values of search.FieldCoded.
const (
	codedYes = "yes"
	codedNo  = "no"
)
