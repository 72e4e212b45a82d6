package bleveindex

import (
	"context"

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
	// are in none of them.
	places(s *segmentSearch, within *roaring.Bitmap) (placer, error)
	// weight returns how much one occurrence says, for ranking.
	weight(all *searchState) float64
}

// searchState is one search over one snapshot.
type searchState struct {
	ctx      context.Context
	segments []*segmentSearch
	live     uint64 // documents
}

// segmentSearch is one search in one segment.
type segmentSearch struct {
	ctx    context.Context
	snap   *scorch.SegmentSnapshot
	seg    segment.Segment
	text   segment.TermDictionary
	live   *roaring.Bitmap
	lists  map[*words][]*list
	result map[matcher]*roaring.Bitmap
	often  map[finder]*occurrences
}

// occurrences is how often a finder found something in each of some documents.
type occurrences struct{ docs, often []uint32 }

func (x *Index) newSearchState(ctx context.Context, snap *scorch.IndexSnapshot) (*searchState, error) {
	all := &searchState{ctx: ctx}
	for _, s := range snap.Segments() {
		text, err := s.Segment().Dictionary(fieldText)
		if err != nil {
			return nil, err
		}
		part := &segmentSearch{
			ctx: ctx, snap: s, seg: s.Segment(), text: text, live: s.DocNumbersLive(),
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

// search looks for places in the documents within and returns those that have
// one. It remembers how often they have it, for ranking.
func (s *segmentSearch) search(f finder, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	p, err := f.places(s, within)
	often := &occurrences{}
	s.often[f] = often
	if err != nil || p == nil {
		return roaring.New(), err
	}
	n := 0
	for it := within.Iterator(); it.HasNext(); n++ {
		if n%checkEvery == 0 && s.ctx.Err() != nil {
			return nil, s.ctx.Err()
		}
		doc := it.Next()
		places, err := p.at(doc)
		if err != nil {
			return nil, err
		}
		if len(places) > 0 {
			often.docs = append(often.docs, doc)
			often.often = append(often.often, uint32(len(places))) //nolint:gosec // words of a text fit 32 bits
		}
	}
	return roaring.BitmapOf(often.docs...), nil
}
