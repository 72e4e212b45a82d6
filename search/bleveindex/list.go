package bleveindex

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/search"
)

// list is the postings of one term in one segment: the documents that hold it,
// and the way to how often and where.
type list struct {
	term     string
	postings segment.PostingsList
	docs     *roaring.Bitmap // belongs to the segment: never modified, never kept longer than the snapshot
}

// openList returns the list of a term, nil when the segment does not have it.
func openList(dict segment.TermDictionary, term []byte) (*list, error) {
	postings, err := dict.PostingsList(term, nil, nil)
	if err != nil {
		return nil, err
	}
	o, err := optimizable(postings.Iterator(false, false, false, nil))
	if err != nil {
		return nil, err
	}
	if doc, ok := o.DocNum1Hit(); ok {
		return &list{string(term), postings, roaring.BitmapOf(uint32(doc))}, nil
	}
	docs := o.ActualBitmap()
	if docs == nil || docs.IsEmpty() {
		return nil, nil //nolint:nilnil // documented: no list
	}
	return &list{string(term), postings, docs}, nil
}

func optimizable(it segment.PostingsIterator) (segment.OptimizablePostingsIterator, error) {
	o, ok := it.(segment.OptimizablePostingsIterator)
	if !ok {
		return nil, fmt.Errorf("the postings of bleve are %T, without bitmaps", it)
	}
	return o, nil
}

// iterator returns the postings for the documents among only, with their
// positions, or nil when there are none.
func (l *list) iterator(only *roaring.Bitmap) segment.PostingsIterator {
	common := roaring.And(l.docs, only)
	n := common.GetCardinality()
	if n == 0 {
		return nil
	}
	it := l.postings.Iterator(true, true, true, nil)
	if n == l.docs.GetCardinality() {
		return it
	}
	if o, ok := it.(segment.OptimizablePostingsIterator); ok {
		if _, single := o.DocNum1Hit(); !single {
			o.ReplaceActual(common)
		}
	}
	return it
}

// union returns the documents of any of the lists. It may return a list's own
// bitmap.
func union(lists []*list) *roaring.Bitmap {
	switch len(lists) {
	case 0:
		return roaring.New()
	case 1:
		return lists[0].docs
	}
	docs := make([]*roaring.Bitmap, len(lists))
	for i, l := range lists {
		docs[i] = l.docs
	}
	return roaring.FastOr(docs...)
}

// spanOf returns the bytes of a place. The index holds a word's length where
// bleve expects its end, because that takes one byte where the end takes two.
func spanOf(l segment.Location) search.Span {
	return search.Span{Start: int(l.Start()), End: int(l.Start() + l.End())}
}
