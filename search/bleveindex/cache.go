package bleveindex

import (
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// cache keeps in memory what is read often and is slow to read from a segment:
// identifiers, and for each attribute the value of each document as a number.
// Segments never change, so an entry is right until its segment is merged away.
type cache struct {
	mu       sync.Mutex
	segments map[uint64]*segmentCache
	values   map[string]*values // by field

	positions *positionCache
	keeping   uint64 // worthKeeping, less in tests
}

func newCache() *cache {
	return &cache{segments: map[uint64]*segmentCache{}, values: map[string]*values{}, positions: newPositionCache(positionsLimit), keeping: worthKeeping}
}

// values numbers the values of a field across all segments. Numbers are given
// once and never change.
type values struct {
	mu      sync.RWMutex
	numbers map[string]uint32
	names   []string
}

func (v *values) number(name string) uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	n, ok := v.numbers[name]
	if !ok {
		n = uint32(len(v.names))
		v.numbers[name] = n
		v.names = append(v.names, name)
	}
	return n
}

// all returns the values by number.
func (v *values) all() []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Clip(v.names)
}

// segmentCache is what is known of one segment.
type segmentCache struct {
	mu      sync.Mutex
	columns map[string]*column
	ids     *idColumn
	bounds  bounds
}

// column holds the values of one field for the documents of a segment. Single
// is used when no document has more than one, otherwise the values of document
// d are many[starts[d]:starts[d+1]]. Small is single in a quarter of the memory,
// where the numbers allow that: walking through many documents is mostly waiting
// for memory.
type column struct {
	single []uint32
	small  []uint8
	many   []uint32
	starts []uint32
}

// none is the number in column.single of a document without a value.
const none = ^uint32(0)

// smallNone is the same in column.small.
const smallNone = ^uint8(0)

// idColumn holds the identifiers of a segment, sorted, and the place of each
// document's identifier among them.
type idColumn struct {
	text  string
	ends  []uint32
	place []uint32
}

func (c *idColumn) of(doc uint32) string {
	i := c.place[doc]
	if i == 0 {
		return c.text[:c.ends[0]]
	}
	return c.text[c.ends[i-1]:c.ends[i]]
}

// valuesOf returns the numbering of a field.
func (c *cache) valuesOf(field string) *values {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := c.values[field]
	if v == nil {
		v = &values{numbers: map[string]uint32{}}
		c.values[field] = v
	}
	return v
}

func (c *cache) segment(id uint64) *segmentCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.segments[id]
	if s == nil {
		s = &segmentCache{columns: map[string]*column{}}
		c.segments[id] = s
	}
	return s
}

// keep forgets the segments that are not in the snapshot.
func (c *cache) keep(snap *scorch.IndexSnapshot) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.segments) <= len(snap.Segments()) {
		return
	}
	now := make(map[uint64]bool, len(snap.Segments()))
	for _, s := range snap.Segments() {
		now[s.Id()] = true
	}
	for id := range c.segments {
		if !now[id] {
			delete(c.segments, id)
		}
	}
	c.positions.keep(now)
}

// column returns the values of field in a segment.
func (c *cache) column(s *scorch.SegmentSnapshot, field string) (*column, error) {
	sc := c.segment(s.Id())
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if col := sc.columns[field]; col != nil {
		return col, nil
	}
	col, err := loadColumn(s.Segment(), field, c.valuesOf(field))
	if err == nil {
		sc.columns[field] = col
	}
	return col, err
}

// ids returns the identifiers of a segment.
func (c *cache) ids(s *scorch.SegmentSnapshot) (*idColumn, error) {
	sc := c.segment(s.Id())
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if sc.ids != nil {
		return sc.ids, nil
	}
	ids, err := loadIDs(s.Segment())
	if err == nil {
		sc.ids = ids
	}
	return ids, err
}

// bounds returns where the texts of a segment begin.
func (c *cache) bounds(s *scorch.SegmentSnapshot) (bounds, error) {
	sc := c.segment(s.Id())
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if sc.bounds != nil {
		return sc.bounds, nil
	}
	b, err := loadBounds(s.Segment())
	if err == nil {
		sc.bounds = b
	}
	return b, err
}

// positionsOf returns the places of a list of a segment.
func (c *cache) positionsOf(s *scorch.SegmentSnapshot, l *list, b bounds) (positions, error) {
	if l.docs.GetCardinality() < c.keeping {
		return loadPositions(l, b)
	}
	return c.positions.get(positionKey{s.Id(), l.term}, func() (positions, error) { return loadPositions(l, b) })
}

// worthKeeping is the number of texts from which a word's places are kept in
// memory; those of rarer words are read in less time than a search takes.
const worthKeeping = 128

// loadColumn turns the lists "documents with this value" round.
func loadColumn(seg segment.Segment, field string, v *values) (*column, error) {
	size := int(seg.Count())
	col := &column{single: make([]uint32, size)}
	for i := range col.single {
		col.single[i] = none
	}
	var terms []string
	var lists []holders
	several := false
	err := eachTerm(seg, field, func(term string, docs holders) {
		n := uint32(len(terms))
		terms, lists = append(terms, term), append(lists, docs)
		docs.each(func(d uint32) {
			several = several || col.single[d] != none
			col.single[d] = n
		})
	})
	if err != nil {
		return col, err
	}
	numbers := v.inOrder(terms, col.single)
	if several {
		return manyColumn(size, numbers, lists), nil
	}
	for d, local := range col.single {
		if local != none {
			col.single[d] = numbers[local]
		}
	}
	if len(numbers) == 0 || slices.Max(numbers) < uint32(smallNone) {
		col.small = make([]uint8, size)
		for d, n := range col.single {
			col.small[d] = uint8(min(n, uint32(smallNone)))
		}
	}
	return col, nil
}

// inOrder returns the number of each term. New ones are given in the order in
// which documents have the terms, by their place in terms: so the numbers of
// neighbours lie close together, and counting different ones walks through
// memory instead of jumping about in it.
func (v *values) inOrder(terms []string, documents []uint32) []uint32 {
	numbers := make([]uint32, len(terms))
	for i := range numbers {
		numbers[i] = none
	}
	for _, local := range documents {
		if local != none && numbers[local] == none {
			numbers[local] = v.number(terms[local])
		}
	}
	for i, n := range numbers { // of documents that have others too
		if n == none {
			numbers[i] = v.number(terms[i])
		}
	}
	return numbers
}

// manyColumn builds the column of a field of which a document has several
// values.
func manyColumn(size int, numbers []uint32, lists []holders) *column {
	col := &column{starts: make([]uint32, size+1)}
	for _, docs := range lists {
		docs.each(func(d uint32) { col.starts[d+1]++ })
	}
	for d := range size {
		col.starts[d+1] += col.starts[d]
	}
	col.many = make([]uint32, col.starts[size])
	at := append([]uint32(nil), col.starts[:size]...)
	for i, docs := range lists {
		docs.each(func(d uint32) {
			col.many[at[d]] = numbers[i]
			at[d]++
		})
	}
	return col
}

func loadIDs(seg segment.Segment) (*idColumn, error) {
	size := int(seg.Count())
	c := &idColumn{ends: make([]uint32, 0, size), place: make([]uint32, size)}
	var text []byte
	err := eachTerm(seg, fieldID, func(term string, docs holders) {
		docs.each(func(d uint32) { c.place[d] = uint32(len(c.ends)) })
		text = append(text, term...)
		c.ends = append(c.ends, uint32(len(text)))
	})
	c.text = string(text)
	return c, err
}
