package bleveindex

import (
	"context"
	"errors"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A matcher is a node of a query made ready for the index. A matcher belongs to
// one search.
type matcher interface {
	// docs returns the documents of the segment that match, among those within
	// at least; others may be in it too. It is not to be modified.
	docs(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error)
}

// A finder is a matcher that knows where in a text it matched.
type finder interface {
	matcher
	// places returns a placer for the documents within, or nil when the words
	// are in none of them. Shown places have their bytes, which takes longer.
	places(s *segmentSearch, within *roaring.Bitmap, shown bool) (placer, error)
	// weight returns how much one occurrence says, for ranking.
	weight(all *searchState) float64
}

// searchState is one search over one snapshot.
type searchState struct {
	ended    func() error  // the error of the search's context
	slots    chan struct{} // one taken for each core at work
	sharing  uint64        // worthSharing
	cache    *cache
	segments []*segmentSearch
	live     uint64 // documents
}

// segmentSearch is one search in one segment.
type segmentSearch struct {
	*searchState
	snap   *scorch.SegmentSnapshot
	seg    segment.Segment
	text   segment.TermDictionary
	live   *roaring.Bitmap
	lists  map[*words][]*list
	result map[matcher]*roaring.Bitmap
	often  map[finder]*occurrences
}

// occurrences is how often a finder found something in each of some documents.
type occurrences struct {
	docs, often []uint32
	within      *roaring.Bitmap // where it was looked for
}

// cover reports whether it was looked for in all of the documents.
func (o *occurrences) cover(docs *roaring.Bitmap) bool {
	return o != nil && o.within.AndCardinality(docs) == docs.GetCardinality()
}

func (x *Index) newSearchState(ctx context.Context, snap *scorch.IndexSnapshot) (*searchState, error) {
	all := &searchState{ended: ctx.Err, slots: x.slots, sharing: x.sharing, cache: x.cache}
	for _, s := range snap.Segments() {
		text, err := s.Segment().Dictionary(fieldText)
		if err != nil {
			return nil, err
		}
		part := &segmentSearch{
			searchState: all, snap: s, seg: s.Segment(), text: text, live: s.DocNumbersLive(),
			lists: map[*words][]*list{}, result: map[matcher]*roaring.Bitmap{},
			often: map[finder]*occurrences{},
		}
		if x.compacted.Load() {
			if err := hide(part.live, part.seg); err != nil {
				return nil, err
			}
		}
		all.live += part.live.GetCardinality()
		all.segments = append(all.segments, part)
	}
	return all, nil
}

// everything matches all documents.
type everything struct{}

func (everything) docs(s *segmentSearch, _ *roaring.Bitmap) (*roaring.Bitmap, error) {
	return s.live, nil
}

// allOf matches what all of its parts match. The cheap parts come first, and
// phrases are only looked for in what is left.
type allOf struct{ cheap, dear []matcher }

func (m *allOf) docs(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	left := within
	for _, parts := range [][]matcher{m.cheap, m.dear} {
		for _, p := range parts {
			if left.IsEmpty() {
				return left, nil
			}
			docs, err := p.docs(s, left)
			if err != nil {
				return nil, err
			}
			left = roaring.And(left, docs)
		}
	}
	return left, nil
}

// anyOf matches what any of its parts matches.
type anyOf struct{ of []matcher }

func (m *anyOf) docs(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	sets := make([]*roaring.Bitmap, len(m.of))
	for i, p := range m.of {
		var err error
		if sets[i], err = p.docs(s, within); err != nil {
			return nil, err
		}
	}
	return roaring.FastOr(sets...), nil
}

// without matches what its part does not match.
type without struct{ of matcher }

func (m *without) docs(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	docs, err := m.of.docs(s, within)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(within, docs), nil
}

// checkEvery is how many documents are looked into between two questions
// whether the search is still wanted.
const checkEvery = 1024

// worthSplitting is the number of documents from which looking into them is
// shared with another core, if one is free: some milliseconds of work.
const worthSplitting = 4096

// search looks for places in those of the documents within that may have one,
// and returns those that do. It remembers how often they have it, for ranking.
func (s *segmentSearch) search(f finder, within, maybe *roaring.Bitmap) (*roaring.Bitmap, error) {
	if maybe.IsEmpty() {
		s.often[f] = &occurrences{within: within}
		return maybe, nil
	}
	parts := []*roaring.Bitmap{maybe}
	if maybe.GetCardinality() >= worthSplitting && s.takeCore() {
		defer s.giveCore()
		parts = halves(maybe)
	}
	placers := make([]placer, len(parts)) // made one after the other: they share what is known of the segment
	for i, docs := range parts {
		var err error
		if placers[i], err = f.places(s, docs, false); err != nil {
			return nil, err
		}
	}
	found := make([]occurrences, len(parts))
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i := 1; i < len(parts); i++ {
		wg.Go(func() {
			errs[i] = contain(func() (err error) { found[i], err = s.look(placers[i], parts[i]); return err })
		})
	}
	found[0], errs[0] = s.look(placers[0], parts[0])
	wg.Wait()
	often := &occurrences{within: within}
	for _, o := range found {
		often.docs, often.often = append(often.docs, o.docs...), append(often.often, o.often...)
	}
	s.often[f] = often
	return roaring.BitmapOf(often.docs...), errors.Join(errs...)
}

// halves splits a set of documents in two by number.
func halves(docs *roaring.Bitmap) []*roaring.Bitmap {
	middle, err := docs.Select(uint32(docs.GetCardinality() / 2))
	if err != nil {
		return []*roaring.Bitmap{docs}
	}
	low := docs.Clone()
	low.RemoveRange(uint64(middle), uint64(docs.Maximum())+1)
	return []*roaring.Bitmap{low, roaring.AndNot(docs, low)}
}

// look asks a placer about each of the documents.
func (s *segmentSearch) look(p placer, docs *roaring.Bitmap) (occurrences, error) {
	var o occurrences
	if p == nil {
		return o, nil
	}
	n := 0
	for it := docs.Iterator(); it.HasNext(); n++ {
		if n%checkEvery == 0 && s.ended() != nil {
			return o, s.ended()
		}
		doc := it.Next()
		places, err := p.at(doc)
		if err != nil {
			return o, err
		}
		if len(places) > 0 {
			o.docs = append(o.docs, doc)
			o.often = append(o.often, uint32(len(places)))
		}
	}
	return o, nil
}
