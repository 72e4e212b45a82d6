package bleveindex

import (
	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// holders are the documents of a segment that have a term, deleted ones
// included. Most identifiers and many people have one, for which a bitmap would
// take longer to make than everything else about it.
type holders struct {
	only uint32
	many *roaring.Bitmap // nil where there is one; belongs to the segment
}

func (h holders) each(fn func(doc uint32)) {
	if h.many == nil {
		fn(h.only)
		return
	}
	eachDoc(h.many, func(docs []uint32) {
		for _, d := range docs {
			fn(d)
		}
	})
}

// eachTerm calls fn for each term of a field in order with the documents that
// have it.
func eachTerm(seg segment.Segment, field string, fn func(term string, docs holders)) error {
	dict, err := seg.Dictionary(field)
	if err != nil {
		return err
	}
	it := termsOf(dict, nil, nil, nil)
	var r listReader
	for {
		entry, err := it.Next()
		if err != nil || entry == nil {
			return err
		}
		docs, held, err := r.read(dict, []byte(entry.Term))
		if err != nil {
			return err
		}
		if held {
			fn(entry.Term, docs)
		}
	}
}

// termsOf walks the terms of a dictionary that an automaton accepts, all if it
// is nil, in order from start to end, that one not included. Nobody asks how many
// documents have a term, which takes longer to find out than the term.
func termsOf(dict segment.TermDictionary, accepts segment.Automaton, start, end []byte) segment.DictionaryIterator {
	type uncounted interface {
		AutomatonIteratorOmitCount(a segment.Automaton, start, end []byte) segment.DictionaryIterator
	}
	if d, ok := dict.(uncounted); ok {
		return d.AutomatonIteratorOmitCount(accepts, start, end)
	}
	return dict.AutomatonIterator(accepts, start, end)
}

// listReader reads the lists of one term after the other in the same memory.
type listReader struct {
	postings segment.PostingsList
	iterator segment.PostingsIterator
}

// read returns the documents that have a term, and whether there are any.
func (r *listReader) read(dict segment.TermDictionary, term []byte) (_ holders, held bool, err error) {
	if r.postings, err = dict.PostingsList(term, nil, r.postings); err != nil {
		return holders{}, false, err
	}
	r.iterator = r.postings.Iterator(false, false, false, r.iterator)
	o, err := optimizable(r.iterator)
	if err != nil {
		return holders{}, false, err
	}
	if doc, ok := o.DocNum1Hit(); ok {
		return holders{only: uint32(doc)}, true, nil
	}
	docs := o.ActualBitmap()
	*r = listReader{} // whose memory is the bitmap's from now on
	return holders{many: docs}, docs != nil && !docs.IsEmpty(), nil
}
