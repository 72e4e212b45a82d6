package bleveindex

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// batchSize is how many document numbers are taken out of a bitmap at a time.
const batchSize = 512

// eachDoc calls fn with the documents of a bitmap, several at a time.
func eachDoc(docs *roaring.Bitmap, fn func([]uint32)) {
	var buf [batchSize]uint32
	it := docs.ManyIterator()
	for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
		fn(buf[:n])
	}
}

// bitset is a set of numbers.
type bitset []uint64

const wordBits = 64

func newBitset(size int) bitset { return make(bitset, size/wordBits+1) }

func (b bitset) add(n uint32) { b[n/wordBits] |= 1 << (n % wordBits) }

// with adds another set of the same size to b; either may be nil.
func (b bitset) with(other bitset) bitset {
	if b == nil {
		return other
	}
	for i, w := range other {
		b[i] |= w
	}
	return b
}

func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// documents returns how many documents match.
func documents(results []found) uint64 {
	n := uint64(0)
	for _, f := range results {
		n += f.hits.GetCardinality()
	}
	return n
}

// columns returns the column of a field for each segment, and how many values
// the field has.
func (q *query) columns(results []found, field string) ([]*column, int, error) {
	out := make([]*column, len(results))
	for i, f := range results {
		col, err := q.cache.column(f.part.snap, field)
		if err != nil {
			return nil, 0, err
		}
		out[i] = col
	}
	return out, len(q.cache.valuesOf(field).all()), nil
}

// counting counts people and facets. All are counted on one walk through what
// matches: reading who wrote a document takes as long as counting it.
type counting struct {
	*query
	results   []found
	persons   []*column
	everybody int
	fields    []*fieldColumns
}

// fieldColumns are the columns of a facet, by segment.
type fieldColumns struct {
	name    string
	columns []*column
	size    int // how many values there are
}

// count returns how many people wrote the hits, and documents and people for each
// value of each facet.
func (q *query) count(results []found) (people int, facets map[string][]search.Count, err error) {
	c := &counting{query: q, results: results}
	if c.persons, c.everybody, err = q.columns(results, fieldPerson); err != nil {
		return 0, nil, err
	}
	for _, name := range q.request.Facets {
		f := &fieldColumns{name: name}
		if f.columns, f.size, err = q.columns(results, name); err != nil {
			return 0, nil, err
		}
		c.fields = append(c.fields, f)
	}
	counters := make([]*counter, q.workers())
	counters[0] = c.newCounter()
	err = q.share(documents(results), func(worker, i int) error {
		if counters[worker] == nil {
			counters[worker] = c.newCounter()
		}
		c.walk(counters[worker], i)
		return nil
	})
	all := counters[0]
	for _, more := range counters[1:] {
		if more != nil {
			all.join(more)
		}
	}
	if len(c.fields) > 0 {
		facets = make(map[string][]search.Count, len(c.fields))
	}
	for i, f := range c.fields {
		facets[f.name] = all.tallies[i].counts(q.cache.valuesOf(f.name).all(), f.name)
	}
	return all.seen.count(), facets, err
}

// counter is what one goroutine has counted.
type counter struct {
	seen    bitset
	last    uint32 // of those seen: neighbours are often by the same person
	tallies []*tally
	persons [batchSize]uint32 // of the documents that are being counted
}

func (c *counting) newCounter() *counter {
	n := &counter{seen: newBitset(c.everybody), last: none}
	for _, f := range c.fields {
		n.tallies = append(n.tallies, newTally(f.size, c.everybody))
	}
	return n
}

// walk counts what matches in a segment. A facet with a filter of its own is
// counted in what matches without that filter.
func (c *counting) walk(n *counter, i int) {
	person := c.persons[i].single
	eachDoc(c.results[i].hits, func(docs []uint32) {
		persons := n.who(docs, person)
		for _, p := range persons {
			if p != n.last {
				n.last = p
				n.seen.add(p)
			}
		}
		for f, field := range c.fields {
			if c.results[i].lenient[field.name] == nil {
				n.tallies[f].add(docs, persons, field.columns[i])
			}
		}
	})
	for f, field := range c.fields {
		if own := c.results[i].lenient[field.name]; own != nil {
			eachDoc(own, func(docs []uint32) { n.tallies[f].add(docs, n.who(docs, person), field.columns[i]) })
		}
	}
}

// who returns the people who wrote the documents.
func (n *counter) who(docs, person []uint32) []uint32 {
	persons := n.persons[:len(docs)]
	for i, d := range docs {
		persons[i] = person[d]
	}
	return persons
}

// join adds what another goroutine counted.
func (n *counter) join(other *counter) {
	n.seen = n.seen.with(other.seen)
	for f, t := range n.tallies {
		t.join(other.tallies[f])
	}
}

// tally is the counting of one facet. The last place of each of its lists is that
// of documents without a value.
type tally struct {
	documents []int
	last      []uint32 // the person counted last: neighbours are often by the same
	people    peopleOf
}

func newTally(values, people int) *tally {
	t := &tally{documents: make([]int, values+1), last: make([]uint32, values+1), people: newPeopleOf(values, people)}
	for v := range t.last {
		t.last[v] = none
	}
	return t
}

// join adds what another tally counted.
func (t *tally) join(other *tally) {
	for v, n := range other.documents {
		t.documents[v] += n
	}
	t.people.join(other.people)
}

// add counts documents by the given people.
func (t *tally) add(docs, persons []uint32, col *column) {
	missing := uint32(len(t.documents) - 1)
	switch {
	case col.small != nil:
		for i, d := range docs {
			if v := col.small[d]; v != smallNone {
				t.one(uint32(v), persons[i])
			} else {
				t.one(missing, persons[i])
			}
		}
	case col.starts == nil:
		for i, d := range docs {
			t.one(min(col.single[d], missing), persons[i])
		}
	default:
		for i, d := range docs {
			values := col.many[col.starts[d]:col.starts[d+1]]
			for _, v := range values {
				t.one(v, persons[i])
			}
			if len(values) == 0 {
				t.one(missing, persons[i])
			}
		}
	}
}

func (t *tally) one(value, person uint32) {
	t.documents[value]++
	if t.last[value] != person {
		t.last[value] = person
		t.people.add(int(value), person)
	}
}

// counts returns what was counted, the most frequent first and equals by name.
func (t *tally) counts(names []string, field string) []search.Count {
	people := t.people.counts()
	out := make([]search.Count, 0, min(len(t.documents), batchSize))
	missing := len(t.documents) - 1
	for v, n := range t.documents[:missing] {
		if n > 0 {
			out = append(out, search.Count{Value: names[v], Documents: n, People: people[v]})
		}
	}
	if n := t.documents[missing]; field == search.FieldCoded && n > 0 {
		out = append(out, search.Count{Value: codedNo, Documents: n, People: people[missing]})
	}
	slices.SortFunc(out, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// peopleOf counts different people for each of several values (and, last, for
// documents without one): with a bitset for each value where that is small, and
// otherwise, for fields with about as many values as people, with a sorted list
// of pairs.
type peopleOf struct {
	size  int
	sets  []bitset
	pairs []uint64
	paged bool
}

// maxBitsets is the memory that the bitsets of one facet may take, in bytes.
const maxBitsets = 16 << 20

func newPeopleOf(values, people int) peopleOf {
	p := peopleOf{size: people}
	if values*people/8 <= maxBitsets {
		p.sets = make([]bitset, values+1)
	} else {
		p.paged = true
		p.sets = make([]bitset, values+1)[:0]
	}
	return p
}

func (p *peopleOf) add(value int, person uint32) {
	if p.paged {
		p.pairs = append(p.pairs, uint64(value)<<32|uint64(person))
		return
	}
	if p.sets[value] == nil {
		p.sets[value] = newBitset(p.size)
	}
	p.sets[value].add(person)
}

// join adds the people of another.
func (p *peopleOf) join(other peopleOf) {
	for v, set := range other.sets {
		p.sets[v] = p.sets[v].with(set)
	}
	p.pairs = append(p.pairs, other.pairs...)
}

// counts returns the number of people by value.
func (p *peopleOf) counts() []int {
	out := make([]int, cap(p.sets))
	for v, set := range p.sets {
		out[v] = set.count()
	}
	slices.Sort(p.pairs)
	for _, pair := range slices.Compact(p.pairs) {
		out[pair>>32]++
	}
	return out
}
