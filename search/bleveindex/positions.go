package bleveindex

import (
	ordered "container/list"
	"slices"
	"strconv"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// positionsLimit is the memory that the positions of words may take, in bytes:
// all there are of a million answers, and of larger indexes those of the words
// that were looked for last.
const positionsLimit = 192 << 20

// positions are the places of one word in one segment, in order, with all texts
// of the segment taken as one long text: where each begins is in bounds. Reading
// places out of a segment is slow, so they are read once and kept: a phrase of
// frequent words, or how often a word stands in each text, is then a walk along
// lists of numbers.
//
// The long text is cut into blocks of 65,536 words. A position is kept as its
// place in its block, which halves the memory; those of block b are
// places[starts[b]:starts[b+1]].
type positions struct {
	places []uint16
	starts []uint32
}

const (
	blockBits  = 16
	blockWords = 1 << blockBits
)

// bytes is the memory that the positions take.
func (p positions) bytes() int { return 2*len(p.places) + 4*len(p.starts) }

// newPositions returns room for positions in a text of so many words.
func newPositions(words uint32, room int) positions {
	return positions{make([]uint16, 0, room), make([]uint32, 0, words>>blockBits+2)}
}

// add appends a position, which is greater than all before.
func (p *positions) add(at uint32) {
	p.open(at >> blockBits)
	p.places = append(p.places, uint16(at))
}

// open begins all blocks up to the one given.
func (p *positions) open(block uint32) {
	for uint32(len(p.starts)) <= block {
		p.starts = append(p.starts, uint32(len(p.places)))
	}
}

// bounds says where the texts of a segment begin: text d has the words from
// bounds[d] to bounds[d+1], that one not included.
type bounds []uint32

// loadBounds reads the lengths of all texts of a segment.
func loadBounds(seg segment.Segment) (bounds, error) {
	b := make(bounds, seg.Count()+1)
	var bad error
	err := eachTerm(seg, fieldLength, func(term string, docs holders) {
		length, err := strconv.ParseUint(term, 10, 32)
		if err != nil {
			bad = err
		}
		docs.each(func(d uint32) { b[d+1] = uint32(length) })
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
	words := b[len(b)-1]
	out := newPositions(words, int(l.docs.GetCardinality()))
	it := l.postings.Iterator(true, true, true, nil)
	for {
		p, err := it.Next()
		if err != nil {
			return out, err
		}
		if p == nil {
			out.open(words>>blockBits + 1)
			out.places = slices.Clip(out.places)
			return out, nil
		}
		start := b[p.Number()]
		for _, place := range p.Locations() {
			out.add(start + uint32(place.Pos()) - 1)
		}
	}
}

// positionCursor walks along positions.
type positionCursor struct {
	positions
	next  uint32   // the first of places that has not been passed
	ahead uint32   // no place that has not been passed is before
	buf   []uint32 // what was taken
}

// take returns the positions from from to to, that one not included, counted
// from from, and passes over them and those before. The result holds until the
// next call, for which from must not be less than to.
func (c *positionCursor) take(from, to uint32) []uint32 {
	c.buf = c.buf[:0]
	if c.ahead >= to {
		return c.buf
	}
	for block := from >> blockBits; block<<blockBits < to; block++ {
		first := block << blockBits
		c.next = max(c.next, c.starts[block])
		end := c.starts[block+1]
		if first < from {
			c.seek(uint16(from-first), end)
		}
		for ; c.next < end; c.next++ {
			at := first + uint32(c.places[c.next])
			if at >= to {
				c.ahead = at
				return c.buf
			}
			c.buf = append(c.buf, at-from)
		}
	}
	c.ahead = to
	return c.buf
}

// count passes over what take would return, and says how many there are.
func (c *positionCursor) count(from, to uint32) uint32 {
	passed := uint32(0)
	for block := from >> blockBits; block<<blockBits < to; block++ {
		first := block << blockBits
		c.next = max(c.next, c.starts[block])
		end := c.starts[block+1]
		if first < from {
			c.seek(uint16(from-first), end)
		}
		for ; c.next < end; c.next++ {
			if at := first + uint32(c.places[c.next]); at >= to {
				c.ahead = at
				return passed
			}
			passed++
		}
	}
	c.ahead = to
	return passed
}

// seek passes over the places of a block, which ends at end, that are less than
// from. It looks further ahead each time, so that passing over many takes hardly
// longer than passing over few.
func (c *positionCursor) seek(from uint16, end uint32) {
	rest := c.places[c.next:max(c.next, end)]
	if len(rest) == 0 || rest[0] >= from {
		return
	}
	ahead := 1
	for ahead < len(rest) && rest[ahead] < from {
		ahead *= 2
	}
	low, high := ahead/2, min(ahead, len(rest))
	for low+1 < high {
		if middle := (low + high) / 2; rest[middle] < from {
			low = middle
		} else {
			high = middle
		}
	}
	c.next += uint32(high)
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
		places := p.cursors[i].take(from, to)
		if len(places) > 0 {
			found++
		}
		for _, at := range places {
			n := int32(at) + 1
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
		return at, err
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
	e.counted = e.at.bytes()
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
