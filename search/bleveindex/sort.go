package bleveindex

import (
	"math"
	"slices"

	"verbatim/search"
)

// sortable reports whether hits may be sorted by the field; "" is by score. A
// document has at most one value of each of these.
func sortable(field string) bool {
	switch field {
	case "", search.FieldDay, search.FieldProgramme, search.FieldRound, search.FieldWave, search.FieldRole, search.FieldQuestion, search.FieldResponse:
		return true
	}
	return false
}

// passed returns how many of the best hits are not on the page.
func (q *query) passed() int {
	if q.request.After != nil {
		return 0
	}
	return q.request.From
}

// ranking is the order of hits by an attribute.
type ranking struct {
	columns []*column // of the attribute, by segment
	names   []string  // of its values, by number
	sorted  []string  // the same in order
	places  []float32 // of its values, by number: the greater the earlier, exact up to sixteen million
}

// last is the place of documents without the attribute.
var last = float32(math.Inf(-1))

// ranking returns nil when hits are ordered by score, or by their identifiers
// alone, which begin with the response.
func (q *query) ranking(results []found) (*ranking, error) {
	by := q.request.Sort
	if by.Field == "" || by.Field == search.FieldResponse {
		return nil, nil //nolint:nilnil // documented: not by an attribute
	}
	columns, _, err := q.columns(results, by.Field)
	if err != nil {
		return nil, err
	}
	r := &ranking{columns: columns, names: q.cache.valuesOf(by.Field).all()}
	r.sorted = slices.Sorted(slices.Values(r.names))
	if by.Descending {
		slices.Reverse(r.sorted)
	}
	place := make(map[string]float32, len(r.sorted))
	for i, name := range r.sorted {
		place[name] = -float32(i)
	}
	r.places = make([]float32, len(r.names))
	for n, name := range r.names {
		r.places[n] = place[name]
	}
	return r, nil
}

// order returns by what the hits of a segment are ordered, by their rank among
// them and the greatest first; nil when only their identifiers order them.
func (q *query) order(f found, segment int, by *ranking) ([]float32, error) {
	if by == nil {
		if q.request.Sort.Field == search.FieldResponse {
			return nil, nil //nolint:nilnil // documented: no scores
		}
		return q.score(f)
	}
	col := by.columns[segment].single
	out := make([]float32, 0, f.hits.GetCardinality())
	eachDoc(f.hits, func(docs []uint32) {
		for _, d := range docs {
			place := last
			if value := col[d]; value != none {
				place = by.places[value]
			}
			out = append(out, place)
		}
	})
	return out, nil
}

// start is where hits begin: after the one with the score and identifier, or at
// the beginning when it is nil.
type start struct {
	score float32
	id    string
}

// before reports whether c comes after the start.
func (s *start) before(c candidate) bool {
	if s == nil || c.score < s.score {
		return true
	}
	return c.score == s.score && c.ids.of(c.doc) > s.id
}

// start returns where the request's hits begin.
func (q *query) start(by *ranking) *start {
	after := q.request.After
	switch {
	case after == nil:
		return nil
	case by == nil && q.request.Sort.Field == "":
		return &start{float32(after.Score), after.ID}
	case by == nil:
		return &start{0, after.ID}
	case after.Value == "":
		return &start{last, after.ID}
	}
	return &start{by.placeOf(after.Value, q.request.Sort.Descending), after.ID}
}

// placeOf returns the place of a value, or one between its neighbours for a
// value that no document has any more.
func (r *ranking) placeOf(value string, descending bool) float32 {
	i, found := slices.BinarySearchFunc(r.sorted, value, func(a, b string) int {
		if descending {
			a, b = b, a
		}
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	})
	if found {
		return -float32(i)
	}
	const between = 0.5
	return -float32(i) + between
}

// addValues gives the hits the value that they are sorted by. A place is not a
// score, so they have none.
func (q *query) addValues(by *ranking, page []candidate, hits []search.Hit) {
	for i, c := range page {
		hits[i].Score = 0
		if n := by.columns[c.part].single[c.doc]; n != none {
			hits[i].Value = by.names[n]
		}
	}
}
