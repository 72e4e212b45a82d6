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
	if c.ids == d.ids {
		return cmp.Compare(c.ids.place[c.doc], c.ids.place[d.doc])
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
	tops := make([]worstFirst, len(results))
	err := q.share(documents(results), func(_, i int) error {
		ids, err := q.cache.ids(results[i].part.snap)
		if err != nil {
			return err
		}
		scores, err := q.order(results[i], i, by)
		if err != nil {
			return err
		}
		rank := 0
		eachDoc(results[i].hits, func(docs []uint32) {
			for _, d := range docs {
				score := scoreOf(scores, rank)
				rank++
				if len(tops[i]) == want && score < tops[i][0].score {
					continue
				}
				if c := (candidate{score, d, i, ids}); begin.before(c) {
					tops[i].offer(c, want)
				}
			}
		})
		return nil
	})
	top := slices.Concat(tops...)
	slices.SortFunc(top, candidate.before)
	return top[:min(want, len(top))], err
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

func scoreOf(scores []float32, rank int) float32 {
	if scores == nil {
		return 0
	}
	return scores[rank]
}

// score returns the BM25 scores of the hits of a segment by their rank among
// them, nil when nothing is looked for.
func (q *query) score(f found) ([]float32, error) {
	if len(q.finders) == 0 {
		return nil, nil //nolint:nilnil // documented: no scores
	}
	s := &scorer{docs: f.hits.ToArray(), hits: f.hits, part: f.part}
	s.scores = make([]float32, len(s.docs))
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
	docs   []uint32  // the hits
	scores []float32 // of them, by rank
	hits   *roaring.Bitmap
	part   *segmentSearch
}

func (s *scorer) add(w weighted) error {
	f, ok := w.finder.(*words)
	if !ok {
		return s.addPlaces(w)
	}
	lists, err := f.find(s.part)
	if err != nil {
		return err
	}
	if len(lists) >= manyForms {
		return s.addOnce(f, w.weight)
	}
	return s.addLists(lists, w.weight)
}

// bm25 is what a word of the given weight adds for a document that holds it
// often times and is length words long.
func bm25(weight float64, often, length uint32) float32 {
	const (
		short   = bm25Saturation * (1 - bm25Length)
		perWord = bm25Saturation * bm25Length / usualLength
	)
	tf := float64(often)
	return float32(weight * (bm25Saturation + 1) * tf / (tf + short + perWord*float64(length)))
}

// addLists adds the score of a word. Several forms count as one: the occurrences
// of all of them together.
func (s *scorer) addLists(lists []*list, weight float64) error {
	bounds, cursors, err := s.part.positions(lists)
	if err != nil {
		return err
	}
	for i, d := range s.docs {
		from, to := bounds[d], bounds[d+1]
		often := uint32(0)
		for c := range cursors {
			if cursors[c].ahead < to { // asked here: most texts have most forms not, and a call takes longer
				often += cursors[c].count(from, to)
			}
		}
		if often > 0 {
			s.scores[i] += bm25(weight, often, to-from)
		}
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
	for i, d := range s.docs {
		if docs.Contains(d) {
			s.scores[i] += score
		}
	}
	return nil
}

// addPlaces adds the score of a phrase, or of words near each other, by how
// often it occurs: in all hits, whichever alternative of the query they match,
// so that the score does not depend on the filters.
func (s *scorer) addPlaces(w weighted) error {
	if !s.part.often[w.finder].cover(s.hits) { // it was looked for in one alternative only
		if _, err := s.part.search(w.finder, s.hits, s.hits); err != nil {
			return err
		}
	}
	known := s.part.often[w.finder]
	rank := 0
	for i, doc := range known.docs {
		for rank < len(s.docs) && s.docs[rank] < doc {
			rank++
		}
		if rank < len(s.docs) && s.docs[rank] == doc {
			s.scores[rank] += bm25(w.weight, known.often[i], usualLength)
		}
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
			p, err := f.places(results[part].part, docs, true)
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
