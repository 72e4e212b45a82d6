package bleveindex

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/survey/fault"
)

// maxForms is how many words of a segment one wildcard, expression or fuzzy
// word may stand for: more than the words with any two first letters, fewer
// than would make a search slow for everybody.
const maxForms = 10_000

// words matches documents that hold any of some words: one word, its forms, or
// all that fit an automaton.
type words struct {
	query      string   // as printed, for messages
	terms      [][]byte // when not nil, these and no others
	automaton  segment.Automaton
	start, end []byte // bounds for the automaton, nil for none
}

// find returns the lists of the words in a segment.
func (w *words) find(s *segmentSearch) ([]*list, error) {
	if lists, ok := s.lists[w]; ok {
		return lists, nil
	}
	terms, err := w.termsOf(s)
	if err != nil {
		return nil, err
	}
	var lists []*list
	for _, t := range terms {
		l, err := openList(s.text, t)
		if err != nil {
			return nil, err
		}
		if l != nil {
			lists = append(lists, l)
		}
	}
	s.lists[w] = lists
	return lists, nil
}

// termsOf returns the words as they are in a segment.
func (w *words) termsOf(s *segmentSearch) ([][]byte, error) {
	if w.terms != nil {
		return w.terms, nil
	}
	var terms [][]byte
	it := termsOf(s.text, w.automaton, w.start, w.end)
	for {
		entry, err := it.Next()
		if err != nil || entry == nil {
			return terms, err
		}
		if len(terms) == maxForms {
			return nil, fault.Coded("Q22", "%s stands for more than %d different words. Add letters to it.", w.query, maxForms)
		}
		terms = append(terms, []byte(entry.Term))
	}
}

func (w *words) docs(s *segmentSearch, _ *roaring.Bitmap) (*roaring.Bitmap, error) {
	if docs, ok := s.result[w]; ok {
		return docs, nil
	}
	lists, err := w.find(s)
	if err != nil {
		return nil, err
	}
	docs := union(lists)
	s.result[w] = docs
	return docs, nil
}

func (w *words) places(s *segmentSearch, within *roaring.Bitmap, shown bool) (placer, error) {
	lists, err := w.find(s)
	if err != nil || len(lists) == 0 {
		return nil, err
	}
	if !shown {
		return s.positionPlacer(lists)
	}
	p := &wordPlacer{}
	for _, l := range lists {
		if it := l.iterator(within); it != nil {
			p.cursors = append(p.cursors, cursor{it: it})
		}
	}
	if len(p.cursors) == 0 {
		return nil, nil //nolint:nilnil // documented: nothing to place
	}
	return p, nil
}

// positionPlacer returns a placer of the words of lists by their positions.
func (s *segmentSearch) positionPlacer(lists []*list) (placer, error) {
	b, cursors, err := s.positions(lists)
	return &positionPlacer{bounds: b, cursors: cursors}, err
}

// positions returns where texts begin and the places of lists.
func (s *segmentSearch) positions(lists []*list) (bounds, []positionCursor, error) {
	b, err := s.cache.bounds(s.snap)
	if err != nil {
		return nil, nil, err
	}
	cursors := make([]positionCursor, len(lists))
	for i, l := range lists {
		at, err := s.cache.positionsOf(s.snap, l, b)
		if err != nil {
			return nil, nil, err
		}
		cursors[i].positions = at
	}
	return b, cursors, nil
}

// weight is the inverse document frequency of BM25 for the words taken as one:
// ln(1 + (N - n + 0.5) / (n + 0.5)), with n of N documents holding any of them
// (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and
// Beyond, 2009, with the 1 that keeps it positive, as in Lucene). Only living
// documents count, so that ranking does not change when segments are merged.
func (w *words) weight(all *searchState) float64 {
	n := uint64(0)
	for _, s := range all.segments {
		if docs, err := w.docs(s, s.live); err == nil {
			n += docs.AndCardinality(s.live)
		}
	}
	return math.Log(1 + (float64(all.live)-float64(n)+0.5)/(float64(n)+0.5))
}
