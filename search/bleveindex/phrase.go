package bleveindex

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// phrase matches words that follow each other. An element that is nil stands
// for any one word.
type phrase struct{ elements []*words }

// rarest returns the offsets of the elements that are words, the rarest first.
func (m *phrase) rarest(s *segmentSearch) ([]int, error) {
	var offsets []int
	size := map[int]uint64{}
	for i, w := range m.elements {
		if w == nil {
			continue
		}
		docs, err := w.docs(s, s.live)
		if err != nil {
			return nil, err
		}
		offsets = append(offsets, i)
		size[i] = docs.GetCardinality()
	}
	slices.SortStableFunc(offsets, func(a, b int) int { return cmp.Compare(size[a], size[b]) })
	return offsets, nil
}

// candidates returns the documents within that hold all words somewhere.
func (m *phrase) candidates(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	offsets, err := m.rarest(s)
	if err != nil {
		return nil, err
	}
	left := within
	for _, i := range offsets {
		docs, err := m.elements[i].docs(s, left)
		if err != nil {
			return nil, err
		}
		if left = roaring.And(left, docs); left.IsEmpty() {
			break
		}
	}
	return left, nil
}

func (m *phrase) docs(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	left, err := m.candidates(s, within)
	if err != nil {
		return nil, err
	}
	return s.search(m, within, left)
}

func (m *phrase) places(s *segmentSearch, within *roaring.Bitmap, shown bool) (placer, error) {
	offsets, err := m.rarest(s)
	if err != nil {
		return nil, err
	}
	p := &phrasePlacer{length: int32(len(m.elements))}
	for _, i := range offsets {
		w, err := m.elements[i].places(s, within, shown)
		if err != nil || w == nil {
			return nil, err
		}
		p.parts = append(p.parts, phrasePart{w, int32(i)})
	}
	return p, nil
}

// weight is the sum of the words' weights, as if the phrase were as rare as all
// of them together.
func (m *phrase) weight(all *searchState) float64 {
	sum := 0.0
	for _, w := range m.elements {
		if w != nil {
			sum += w.weight(all)
		}
	}
	return sum
}

// near matches two finders that stand close to each other.
type near struct {
	left, right finder
	distance    int
	ordered     bool
}

func (m *near) docs(s *segmentSearch, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	left, err := m.left.docs(s, within)
	if err != nil {
		return nil, err
	}
	both := roaring.And(within, left)
	right, err := m.right.docs(s, both)
	if err != nil {
		return nil, err
	}
	both.And(right)
	return s.search(m, within, both)
}

func (m *near) places(s *segmentSearch, within *roaring.Bitmap, shown bool) (placer, error) {
	left, err := m.left.places(s, within, shown)
	if err != nil || left == nil {
		return nil, err
	}
	right, err := m.right.places(s, within, shown)
	if err != nil || right == nil {
		return nil, err
	}
	return &nearPlacer{left: left, right: right, distance: int32(m.distance), ordered: m.ordered, marks: shown}, nil
}

func (m *near) weight(all *searchState) float64 {
	return m.left.weight(all) + m.right.weight(all)
}

// eitherOf is anyOf for finders, so that it can stand beside NEAR.
type eitherOf struct {
	anyOf
	finders []finder
}

func (m *eitherOf) places(s *segmentSearch, within *roaring.Bitmap, shown bool) (placer, error) {
	p := &anyPlacer{}
	for _, f := range m.finders {
		one, err := f.places(s, within, shown)
		if err != nil {
			return nil, err
		}
		if one != nil {
			p.of = append(p.of, one)
		}
	}
	if len(p.of) == 0 {
		return nil, nil //nolint:nilnil // documented: nothing to place
	}
	return p, nil
}

// weight is that of the most frequent alternative.
func (m *eitherOf) weight(all *searchState) float64 {
	least := m.finders[0].weight(all)
	for _, f := range m.finders[1:] {
		least = min(least, f.weight(all))
	}
	return least
}
