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

// people counts the different people among the hits.
func (q *query) people(results []found) (int, error) {
	columns, size, err := q.columns(results, fieldPerson)
	if err != nil {
		return 0, err
	}
	seen := make([]bitset, q.workers())
	err = q.share(documents(results), func(worker, i int) error {
		if seen[worker] == nil {
			seen[worker] = newBitset(size)
		}
		person := columns[i]
		eachDoc(results[i].hits, func(docs []uint32) {
			for _, d := range docs {
				seen[worker].add(person.single[d])
			}
		})
		return nil
	})
	for _, more := range seen[1:] {
		seen[0] = seen[0].with(more)
	}
	return seen[0].count(), err
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

// facets counts documents and people for each value of each facet.
func (q *query) facets(results []found) (map[string][]search.Count, error) {
	if len(q.request.Facets) == 0 {
		return nil, nil //nolint:nilnil // no facets asked for
	}
	out := make(map[string][]search.Count, len(q.request.Facets))
	for _, field := range q.request.Facets {
		t, err := q.tally(results, field)
		if err != nil {
			return nil, err
		}
		out[field] = t.counts(q.cache.valuesOf(field).all(), field)
	}
	return out, nil
}

// tally is the counting of one facet.
type tally struct {
	documents []int
	missing   int
	people    peopleOf
}

func (q *query) tally(results []found, field string) (*tally, error) {
	persons, everybody, err := q.columns(results, fieldPerson)
	if err != nil {
		return nil, err
	}
	columns, size, err := q.columns(results, field)
	if err != nil {
		return nil, err
	}
	tallies := make([]*tally, q.workers())
	tallies[0] = newTally(size, everybody)
	err = q.share(documents(results), func(worker, i int) error {
		if tallies[worker] == nil {
			tallies[worker] = newTally(size, everybody)
		}
		docs := results[i].hits
		if own, ok := results[i].lenient[field]; ok {
			docs = own
		}
		tallies[worker].add(docs, columns[i], persons[i].single)
		return nil
	})
	for _, more := range tallies[1:] {
		if more != nil {
			tallies[0].join(more)
		}
	}
	return tallies[0], err
}

func newTally(values, people int) *tally {
	return &tally{documents: make([]int, values), people: newPeopleOf(values, people)}
}

// join adds what another tally counted.
func (t *tally) join(other *tally) {
	for v, n := range other.documents {
		t.documents[v] += n
	}
	t.missing += other.missing
	t.people.join(other.people)
}

func (t *tally) add(docs *roaring.Bitmap, col *column, person []uint32) {
	eachDoc(docs, func(docs []uint32) {
		for _, d := range docs {
			if col.starts == nil {
				t.one(col.single[d], person[d])
				continue
			}
			values := col.many[col.starts[d]:col.starts[d+1]]
			for _, v := range values {
				t.one(v, person[d])
			}
			if len(values) == 0 {
				t.one(none, person[d])
			}
		}
	})
}

func (t *tally) one(value, person uint32) {
	if value == none {
		t.missing++
		t.people.add(len(t.documents), person)
		return
	}
	t.documents[value]++
	t.people.add(int(value), person)
}

// counts returns what was counted, the most frequent first and equals by name.
func (t *tally) counts(names []string, field string) []search.Count {
	people := t.people.counts()
	out := make([]search.Count, 0, min(len(t.documents), batchSize))
	for v, n := range t.documents {
		if n > 0 {
			out = append(out, search.Count{Value: names[v], Documents: n, People: people[v]})
		}
	}
	if field == search.FieldCoded && t.missing > 0 {
		out = append(out, search.Count{Value: codedNo, Documents: t.missing, People: people[len(t.documents)]})
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
