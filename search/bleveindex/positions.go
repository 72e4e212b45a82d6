package bleveindex

import (
	ordered "container/list"
	"strconv"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// positionsLimit is the memory that the positions of words may take, in bytes:
// all there are of half a million answers, and of larger indexes those of the
// words that were looked for last.
const positionsLimit = 192 << 20

// positions are the places of one word in one segment, in order, with all texts
// of the segment taken as one long text: where each begins is in bounds. Reading
// places out of a segment is slow, so they are read once and kept: a phrase of
// frequent words, or how often a word stands in each text, is then a walk along
// lists of numbers.
type positions []uint32

// positionBytes is the memory that one position takes.
const positionBytes = 4

// bounds says where the texts of a segment begin: text d has the words from
// bounds[d] to bounds[d+1], that one not included.
type bounds []uint32

// loadBounds reads the lengths of all texts of a segment.
func loadBounds(seg segment.Segment) (bounds, error) {
	b := make(bounds, seg.Count()+1)
	var bad error
	err := eachTerm(seg, fieldLength, func(term string, docs *roaring.Bitmap) {
		length, err := strconv.ParseUint(term, 10, 32)
		if err != nil {
			bad = err
		}
		eachDoc(docs, func(docs []uint32) {
			for _, d := range docs {
				b[d+1] = uint32(length)
			}
		})
	})
	if err == nil {
		err = bad
	}
	for d := 1; d < len(b); d++ {
		b[d] += b[d-1]
	}
	return b, err
}

// loadPositions reads the places of a list.
func loadPositions(l *list, b bounds) (positions, error) {
	out := make(positions, 0, l.docs.GetCardinality())
	it := l.postings.Iterator(true, true, true, nil)
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return out, err
		}
		start := b[p.Number()]
		for _, place := range p.Locations() {
			out = append(out, start+uint32(place.Pos())-1)
		}
	}
}

// positionCursor walks along positions.
type positionCursor struct {
	rest positions
}

// seek drops the positions before from. It looks further ahead each time, so
// that passing over many takes hardly longer than passing over few.
func (c *positionCursor) seek(from uint32) {
	if len(c.rest) == 0 || c.rest[0] >= from {
		return
	}
	ahead := 1
	for ahead < len(c.rest) && c.rest[ahead] < from {
		ahead *= 2
	}
	low, high := ahead/2, min(ahead, len(c.rest))
	for low+1 < high {
		if middle := (low + high) / 2; c.rest[middle] < from {
			low = middle
		} else {
			high = middle
		}
	}
	c.rest = c.rest[high:]
}

// count returns how many positions lie from from to to, that one not included.
// From must not be less than it was at the call before.
func (c *positionCursor) count(from, to uint32) uint32 {
	c.seek(from)
	n := 0
	for n < len(c.rest) && c.rest[n] < to {
		n++
	}
	return uint32(n)
}

// positionPlacer finds any of several words by their positions. Its places have
// no bytes.
type positionPlacer struct {
	bounds  bounds
	cursors []positionCursor
	buf     []place
}

func (p *positionPlacer) at(doc uint32) ([]place, error) {
	p.buf = p.buf[:0]
	from, to := p.bounds[doc], p.bounds[doc+1]
	found := 0
	for i := range p.cursors {
		c := &p.cursors[i]
		c.seek(from)
		if len(c.rest) > 0 && c.rest[0] < to {
			found++
		}
		for _, at := range c.rest {
			if at >= to {
				break
			}
			n := int32(at-from) + 1
			p.buf = append(p.buf, place{first: n, last: n})
		}
	}
	if found > 1 {
		sortPlaces(p.buf)
	}
	return p.buf, nil
}

// positionCache keeps positions up to positionsLimit and forgets those that were
// not used for longest.
type positionCache struct {
	mu     sync.Mutex
	limit  int
	held   int // bytes
	byWord map[positionKey]*ordered.Element
	recent *ordered.List // of *positionEntry, the last used first
}

type positionKey struct {
	segment uint64
	word    string
}

type positionEntry struct {
	key     positionKey
	counted int // bytes; belongs to the cache

	mu    sync.Mutex // held while the positions are read
	ready bool
	at    positions
}

func newPositionCache(limit int) *positionCache {
	return &positionCache{limit: limit, byWord: map[positionKey]*ordered.Element{}, recent: ordered.New()}
}

// get returns the positions of a word, which load reads if they are not here.
// Who asks for a word that is just being read waits for it.
func (c *positionCache) get(key positionKey, load func() (positions, error)) (positions, error) {
	e := c.entry(key)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ready {
		return e.at, nil
	}
	at, err := load()
	if err != nil {
		return nil, err
	}
	e.at, e.ready = at, true
	c.add(e)
	return at, nil
}

func (c *positionCache) entry(key positionKey) *positionEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.byWord[key]; el != nil {
		c.recent.MoveToFront(el)
		return el.Value.(*positionEntry) // only entries are put in
	}
	e := &positionEntry{key: key}
	c.byWord[key] = c.recent.PushFront(e)
	return e
}

// add counts what was read and forgets what has been used least lately.
func (c *positionCache) add(e *positionEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.byWord[e.key]; el == nil || el.Value.(*positionEntry) != e {
		return // forgotten meanwhile
	}
	e.counted = len(e.at) * positionBytes
	c.held += e.counted
	for c.held > c.limit && c.recent.Len() > 1 {
		c.forget(c.recent.Back())
	}
}

// forget drops an entry. The cache is locked.
func (c *positionCache) forget(el *ordered.Element) {
	e := c.recent.Remove(el).(*positionEntry) // only entries are put in
	delete(c.byWord, e.key)
	c.held -= e.counted
}

// keep forgets the segments that are not among those of now.
func (c *positionCache) keep(now map[uint64]bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, el := range c.byWord {
		if !now[key.segment] {
			c.forget(el)
		}
	}
}
