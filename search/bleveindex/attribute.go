package bleveindex

import (
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/search"
)

// attribute matches documents that have any of some values. Exact compares
// values as they are; otherwise capitals do not matter, because people type
// them.
type attribute struct {
	field  string
	values []string
	exact  bool
}

func (m *attribute) docs(s *segmentSearch, _ *roaring.Bitmap) (*roaring.Bitmap, error) {
	if docs, ok := s.result[m]; ok {
		return docs, nil
	}
	dict, err := s.seg.Dictionary(m.field)
	if err != nil {
		return nil, err
	}
	values := m.values
	if !m.exact {
		if values, err = m.sameLetters(dict); err != nil {
			return nil, err
		}
	}
	docs, err := unionOf(dict, values)
	if err == nil {
		s.result[m] = docs
	}
	return docs, err
}

// sameLetters returns the values in the dictionary that differ from those
// wanted in capitals only.
func (m *attribute) sameLetters(dict segment.TermDictionary) ([]string, error) {
	return termsBetween(dict, nil, nil, func(term string) bool {
		return slices.ContainsFunc(m.values, func(v string) bool { return strings.EqualFold(v, term) })
	})
}

// days matches documents given in a range of days.
type days struct{ from, to string }

func (m *days) docs(s *segmentSearch, _ *roaring.Bitmap) (*roaring.Bitmap, error) {
	if docs, ok := s.result[m]; ok {
		return docs, nil
	}
	dict, err := s.seg.Dictionary(search.FieldDay)
	if err != nil {
		return nil, err
	}
	var end []byte
	if m.to != "" {
		end = []byte(m.to + "\x00") // the bound itself is left out
	}
	terms, err := termsBetween(dict, []byte(m.from), end, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	docs, err := unionOf(dict, terms)
	if err == nil {
		s.result[m] = docs
	}
	return docs, err
}

func termsBetween(dict segment.TermDictionary, start, end []byte, want func(string) bool) ([]string, error) {
	var terms []string
	it := termsOf(dict, nil, start, end)
	for {
		entry, err := it.Next()
		if err != nil || entry == nil {
			return terms, err
		}
		if want(entry.Term) {
			terms = append(terms, entry.Term)
		}
	}
}

func unionOf(dict segment.TermDictionary, terms []string) (*roaring.Bitmap, error) {
	var lists []*list
	for _, t := range terms {
		l, err := openList(dict, []byte(t))
		if err != nil {
			return nil, err
		}
		if l != nil {
			lists = append(lists, l)
		}
	}
	return union(lists), nil
}
