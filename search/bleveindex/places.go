package bleveindex

import (
	"cmp"
	"slices"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/search"
)

// place is where something was found in a text: its first and last word,
// counted from 1, and, if they were asked for, its bytes. Marks are the parts to
// show when they are not the whole.
type place struct {
	first, last int32
	start, end  int32
	marks       []search.Span
}

func (p place) spans() []search.Span {
	if p.marks != nil {
		return p.marks
	}
	return []search.Span{{Start: int(p.start), End: int(p.end)}}
}

// A placer finds the places in one document after another: at is called with
// rising document numbers, and its result holds until the next call.
type placer interface {
	at(doc uint32) ([]place, error)
}

// cursor walks the postings of one term.
type cursor struct {
	it      segment.PostingsIterator
	posting segment.Posting
	done    bool
}

// seek moves to doc and reports whether the term is in it.
func (c *cursor) seek(doc uint32) (bool, error) {
	if !c.done && (c.posting == nil || c.posting.Number() < uint64(doc)) {
		var err error
		c.posting, err = c.it.Advance(uint64(doc))
		if err != nil {
			return false, err
		}
		c.done = c.posting == nil
	}
	return !c.done && c.posting.Number() == uint64(doc), nil
}

// wordPlacer finds any of several words with their bytes.
type wordPlacer struct {
	cursors []cursor
	buf     []place
}

func (w *wordPlacer) at(doc uint32) ([]place, error) {
	w.buf = w.buf[:0]
	found := 0
	for i := range w.cursors {
		c := &w.cursors[i]
		ok, err := c.seek(doc)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		found++
		for _, l := range c.posting.Locations() {
			pos, s := int32(l.Pos()), spanOf(l)
			w.buf = append(w.buf, place{first: pos, last: pos, start: int32(s.Start), end: int32(s.End)})
		}
	}
	if found > 1 {
		sortPlaces(w.buf)
	}
	return w.buf, nil
}

func sortPlaces(places []place) { slices.SortFunc(places, byPosition) }

func byPosition(a, b place) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
}

// phrasePart is one word of a phrase and its offset in it.
type phrasePart struct {
	words  placer
	offset int32
}

// phrasePlacer finds words that follow each other. Parts begin with the rarest,
// so that most documents are given up after one look.
type phrasePlacer struct {
	parts  []phrasePart
	length int32
	buf    []place
}

func (p *phrasePlacer) at(doc uint32) ([]place, error) {
	p.buf = p.buf[:0]
	for i, part := range p.parts {
		places, err := part.words.at(doc)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			for _, w := range places {
				if first := w.first - part.offset; first >= 1 {
					p.buf = append(p.buf, place{first: first, last: first + p.length - 1, start: w.start, end: w.end})
				}
			}
		} else {
			p.buf = follow(p.buf, places, part.offset)
		}
		if len(p.buf) == 0 {
			return nil, nil
		}
	}
	return p.buf, nil
}

// follow keeps the phrases that have one of the words at the offset.
func follow(phrases, words []place, offset int32) []place {
	kept := phrases[:0]
	w := 0
	for _, p := range phrases {
		for w < len(words) && words[w].first < p.first+offset {
			w++
		}
		if w < len(words) && words[w].first == p.first+offset {
			p.start, p.end = min(p.start, words[w].start), max(p.end, words[w].end)
			kept = append(kept, p)
		}
	}
	return kept
}

// anyPlacer finds what any of several placers find.
type anyPlacer struct {
	of  []placer
	buf []place
}

func (a *anyPlacer) at(doc uint32) ([]place, error) {
	a.buf = a.buf[:0]
	for _, p := range a.of {
		places, err := p.at(doc)
		if err != nil {
			return nil, err
		}
		a.buf = append(a.buf, places...)
	}
	sortPlaces(a.buf)
	a.buf = slices.CompactFunc(a.buf, func(a, b place) bool { return byPosition(a, b) == 0 })
	return a.buf, nil
}

// nearPlacer finds pairs that stand close to each other.
type nearPlacer struct {
	left, right placer
	distance    int32
	ordered     bool
	marks       bool // whether places are to be shown
	buf         []place
}

func (n *nearPlacer) at(doc uint32) ([]place, error) {
	left, err := n.left.at(doc)
	if err != nil || len(left) == 0 {
		return nil, err
	}
	right, err := n.right.at(doc)
	if err != nil || len(right) == 0 {
		return nil, err
	}
	n.buf = n.buf[:0]
	longest := int32(0)
	for _, r := range right {
		longest = max(longest, r.last-r.first)
	}
	from := 0
	for _, l := range left {
		for from < len(right) && right[from].first < l.first-n.distance-longest {
			from++
		}
		for _, r := range right[from:] {
			if r.first > l.last+n.distance {
				break
			}
			if n.close(l, r) {
				n.buf = append(n.buf, n.pair(l, r))
			}
		}
	}
	sortPlaces(n.buf)
	return n.buf, nil
}

// close reports whether two places that do not overlap are near enough.
func (n *nearPlacer) close(l, r place) bool {
	switch {
	case l.last < r.first:
		return r.first-l.last <= n.distance
	case r.last < l.first:
		return !n.ordered && l.first-r.last <= n.distance
	}
	return false
}

func (n *nearPlacer) pair(l, r place) place {
	p := place{first: min(l.first, r.first), last: max(l.last, r.last), start: min(l.start, r.start), end: max(l.end, r.end)}
	if n.marks {
		p.marks = slices.Concat(l.spans(), r.spans())
	}
	return p
}
