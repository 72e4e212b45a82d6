package bleveindex

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// The constants of BM25 as Robertson and Zaragoza (2009) suggest them, and the
// length of a usual answer in words. The length is fixed and not measured, so
// that the order of hits does not depend on what else is in the index.
const (
	bm25Saturation = 1.2
	bm25Length     = 0.75
	usualLength    = 60.0
)

// manyForms is the number of words from which a wildcard's occurrences count
// once a document for ranking, however often it has them: reading how often
// costs time, and says little about such words.
const manyForms = 64

// hits returns the page of hits that was asked for.
func (q *query) hits(results []found) ([]search.Hit, error) {
	for i := range q.finders {
		q.finders[i].weight = q.finders[i].finder.weight(q.searchState)
	}
	by, err := q.ranking(results)
	if err != nil {
		return nil, err
	}
	top, err := q.best(results, by)
	if err != nil {
		return nil, err
	}
	page := top[min(q.passed(), len(top)):]
	hits := make([]search.Hit, len(page))
	for i, c := range page {
		hits[i] = search.Hit{ID: c.ids.of(c.doc), Score: float64(c.score)}
	}
	if by != nil {
		q.addValues(by, page, hits)
	}
	if q.request.Spans {
		err = q.addSpans(results, page, hits)
	}
	return hits, err
}

// candidate is a document that may be shown.
type candidate struct {
	score float32
	doc   uint32
	part  int // index of its segment
	ids   *idColumn
}

// before orders candidates as hits are shown.
func (c candidate) before(d candidate) int {
	if c.score != d.score {
		return cmp.Compare(d.score, c.score)
	}
	return cmp.Compare(c.ids.of(c.doc), d.ids.of(d.doc))
}

// worstFirst is a heap of candidates with the one to give up first.
type worstFirst []candidate

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return h[i].before(h[j]) > 0 }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(c any)        { *h = append(*h, c.(candidate)) } // only candidates are pushed
func (h *worstFirst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// best returns the best candidates in order, up to the end of the page.
func (q *query) best(results []found, by *ranking) ([]candidate, error) {
	want := q.passed() + q.request.Size
	begin := q.start(by)
	top := worstFirst{}
	for i, f := range results {
		if f.hits.IsEmpty() {
			continue
		}
		ids, err := q.cache.ids(f.part.snap)
		if err != nil {
			return nil, err
		}
		scores, err := q.order(f, i, by)
		if err != nil {
			return nil, err
		}
		eachDoc(f.hits, func(docs []uint32) {
			for _, d := range docs {
				if c := (candidate{scoreOf(scores, d), d, i, ids}); begin.before(c) {
					top.offer(c, want)
				}
			}
		})
	}
	slices.SortFunc(top, candidate.before)
	return top, nil
}

// offer keeps c if it is among the best.
func (h *worstFirst) offer(c candidate, want int) {
	switch {
	case len(*h) < want-1:
		*h = append(*h, c)
	case len(*h) == want-1:
		*h = append(*h, c)
		heap.Init(h)
	case c.score > (*h)[0].score || c.score == (*h)[0].score && c.before((*h)[0]) < 0:
		(*h)[0] = c
		heap.Fix(h, 0)
	}
}

func scoreOf(scores []float32, doc uint32) float32 {
	if scores == nil {
		return 0
	}
	return scores[doc]
}

// score returns the BM25 scores of the hits of a segment by document, nil when
// nothing is looked for.
func (q *query) score(f found) ([]float32, error) {
	if len(q.finders) == 0 {
		return nil, nil //nolint:nilnil // documented: no scores
	}
	size := f.part.seg.Count()
	s := &scorer{scores: make([]float32, size), hits: f.hits, part: f.part}
	for _, w := range q.finders {
		if err := q.ended(); err != nil {
			return nil, err
		}
		if err := s.add(w); err != nil {
			return nil, err
		}
	}
	return s.scores, nil
}

// scorer adds up the scores of the hits of a segment.
type scorer struct {
	scores []float32
	often  []uint32 // scratch: occurrences by document
	length []uint32 // scratch: words by document
	hits   *roaring.Bitmap
	part   *segmentSearch
}

func (s *scorer) add(w weighted) error {
	switch f := w.finder.(type) {
	case *words:
		lists, err := f.find(s.part)
		if err != nil {
			return err
		}
		switch {
		case len(lists) == 1:
			return s.addList(lists[0], w.weight)
		case len(lists) >= manyForms:
			return s.addOnce(f, w.weight)
		}
		return s.addLists(lists, w.weight)
	}
	return s.addPlaces(w)
}

// bm25 is what a word of the given weight adds for a document that holds it
// often times and is length words long.
func bm25(weight float64, often, length uint64) float32 {
	tf := float64(often)
	norm := bm25Saturation * (1 - bm25Length + bm25Length*float64(length)/usualLength)
	return float32(weight * tf * (bm25Saturation + 1) / (tf + norm))
}

// lengthed is a posting that knows how many words its document has.
type lengthed interface{ NormUint64() uint64 }

// each calls fn for the hits that are in the list.
func (s *scorer) each(l *list, fn func(doc uint32, often, length uint64)) error {
	it := l.iterator(s.hits, false)
	if it == nil {
		return nil
	}
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		length := uint64(usualLength)
		if n, ok := p.(lengthed); ok {
			length = n.NormUint64()
		}
		fn(uint32(p.Number()), p.Frequency(), length)
	}
}

// addList adds the score of a word with one form.
func (s *scorer) addList(l *list, weight float64) error {
	return s.each(l, func(doc uint32, often, length uint64) { s.scores[doc] += bm25(weight, often, length) })
}

// addLists adds the score of a word with several forms, which count as one: the
// occurrences of all of them together.
func (s *scorer) addLists(lists []*list, weight float64) error {
	if s.often == nil {
		s.often, s.length = make([]uint32, len(s.scores)), make([]uint32, len(s.scores))
	}
	var touched []uint32
	for _, l := range lists {
		err := s.each(l, func(doc uint32, often, length uint64) {
			if s.often[doc] == 0 {
				touched = append(touched, doc)
			}
			s.often[doc] += uint32(often)
			s.length[doc] = uint32(length)
		})
		if err != nil {
			return err
		}
	}
	for _, doc := range touched {
		s.scores[doc] += bm25(weight, uint64(s.often[doc]), uint64(s.length[doc]))
		s.often[doc] = 0
	}
	return nil
}

// addOnce adds the same score for each document that has any of many words.
func (s *scorer) addOnce(w *words, weight float64) error {
	docs, err := w.docs(s.part, s.hits)
	if err != nil {
		return err
	}
	score := bm25(weight, 1, usualLength)
	eachDoc(roaring.And(docs, s.hits), func(docs []uint32) {
		for _, d := range docs {
			s.scores[d] += score
		}
	})
	return nil
}

// addPlaces adds the score of a phrase, or of words near each other, by how
// often it occurs. Documents that are no hits may get a score: nobody reads it.
func (s *scorer) addPlaces(w weighted) error {
	known := s.part.often[w.finder]
	if known == nil {
		if _, err := s.part.search(w.finder, s.hits); err != nil {
			return err
		}
		known = s.part.often[w.finder]
	}
	for i, doc := range known.docs {
		s.scores[doc] += bm25(w.weight, uint64(known.often[i]), usualLength)
	}
	return nil
}

// addSpans sets the spans of the hits of a page, segment by segment in order of
// documents, which is the order in which positions can be read.
func (q *query) addSpans(results []found, page []candidate, hits []search.Hit) error {
	byPart := make([][]int, len(results))
	for i, c := range page {
		byPart[c.part] = append(byPart[c.part], i)
	}
	for part, indexes := range byPart {
		if len(indexes) == 0 {
			continue
		}
		slices.SortFunc(indexes, func(a, b int) int { return cmp.Compare(page[a].doc, page[b].doc) })
		docs := roaring.New()
		for _, i := range indexes {
			docs.Add(page[i].doc)
		}
		for _, f := range q.finders {
			if err := q.ended(); err != nil {
				return err
			}
			p, err := f.places(results[part].part, docs)
			if err != nil {
				return err
			}
			if p == nil {
				continue
			}
			for _, i := range indexes {
				places, err := p.at(page[i].doc)
				if err != nil {
					return err
				}
				for _, place := range places {
					hits[i].Spans = append(hits[i].Spans, place.spans()...)
				}
			}
		}
		for _, i := range indexes {
			hits[i].Spans = search.MergeSpans(hits[i].Spans)
		}
	}
	return nil
}
