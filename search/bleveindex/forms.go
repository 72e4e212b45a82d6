package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// forms lists what the words of the query stood for in the documents found.
func (q *query) forms(results []found) ([]search.Forms, error) {
	persons, everybody, err := q.columns(results, fieldPerson)
	if err != nil {
		return nil, err
	}
	var out []search.Forms
	for _, f := range q.finders {
		for _, w := range wordsOf(f.finder) {
			tallies := map[string]*formTally{}
			for i, r := range results {
				if err := q.ended(); err != nil {
					return nil, err
				}
				lists, err := w.find(r.part)
				if err != nil {
					return nil, err
				}
				for _, l := range lists {
					addForm(tallies, l, r.hits, persons[i].single, everybody)
				}
			}
			out = append(out, search.Forms{Word: w.query, Of: formCounts(tallies)})
		}
	}
	return out, nil
}

// wordsOf returns the parts of a finder that stand for several words. The words
// of a phrase stand for themselves.
func wordsOf(f finder) []*words {
	switch f := f.(type) {
	case *words:
		return []*words{f}
	case *near:
		return append(wordsOf(f.left), wordsOf(f.right)...)
	case *eitherOf:
		var out []*words
		for _, one := range f.finders {
			out = append(out, wordsOf(one)...)
		}
		return out
	}
	return nil
}

// formTally counts one form.
type formTally struct {
	documents int
	people    bitset
}

func addForm(tallies map[string]*formTally, l *list, hits *roaring.Bitmap, person []uint32, everybody int) {
	common := roaring.And(l.docs, hits)
	if common.IsEmpty() {
		return
	}
	t := tallies[l.term]
	if t == nil {
		t = &formTally{people: newBitset(everybody)}
		tallies[l.term] = t
	}
	t.documents += int(common.GetCardinality())
	eachDoc(common, func(docs []uint32) {
		for _, d := range docs {
			t.people.add(person[d])
		}
	})
}

func formCounts(tallies map[string]*formTally) []search.Count {
	out := make([]search.Count, 0, len(tallies))
	for form, t := range tallies {
		out = append(out, search.Count{Value: form, Documents: t.documents, People: t.people.count()})
	}
	slices.SortFunc(out, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Value, b.Value))
	})
	return out
}
