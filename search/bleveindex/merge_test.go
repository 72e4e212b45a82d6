package bleveindex

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"verbatim/search"
)

// mergeAll makes one segment of all.
func mergeAll(t *testing.T, x *Index) {
	t.Helper()
	advanced, err := x.ix.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	options := mergeplan.SingleSegmentMergePlanOptions
	if err := advanced.(*scorch.Scorch).ForceMerge(t.Context(), &options); err != nil {
		t.Fatal(err)
	}
}

// TestSparseMerges merges words that are in few documents far apart many times
// and reads back every place of every word: a writer of segments has lost such
// places in merges before.
func TestSparseMerges(t *testing.T) {
	x, err := Open(t.Context(), slog.New(slog.DiscardHandler), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	r := rand.New(rand.NewPCG(5, 6))
	want := map[string][]string{} // word to places, as document:word
	const batches, size = 24, 120
	for b := range batches {
		batch := search.Batch{Position: int64(b + 1)}
		for i := range size {
			d := search.Document{ID: fmt.Sprintf("d%04d", b*size+i), Person: "p"}
			for at := range 1 + r.IntN(4) {
				word := fmt.Sprint("sparse", r.IntN(400)*r.IntN(400))
				d.Text += word + " "
				want[word] = append(want[word], fmt.Sprint(d.ID, ":", at+1))
			}
			batch.Put = append(batch.Put, d)
		}
		if err := x.Update(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		if b%6 == 5 {
			mergeAll(t, x)
		}
	}
	got := map[string][]string{}
	err = x.read(t.Context(), func(snap *scorch.IndexSnapshot) error { return places(t, x, snap, got) })
	if err != nil {
		t.Fatal(err)
	}
	for word, places := range want {
		slices.Sort(got[word])
		if !slices.Equal(got[word], places) {
			t.Errorf("%s is at %v, want %v", word, got[word], places)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d words, want %d", len(got), len(want))
	}
}

// places collects every place of every word by bleve's own iterators.
func places(t *testing.T, x *Index, snap *scorch.IndexSnapshot, into map[string][]string) error {
	t.Helper()
	for _, s := range snap.Segments() {
		ids, err := x.cache.ids(s)
		if err != nil {
			return err
		}
		dict, err := s.Segment().Dictionary(fieldText)
		if err != nil {
			return err
		}
		words, err := termsBetween(dict, nil, nil, func(string) bool { return true })
		if err != nil {
			return err
		}
		for _, w := range words {
			l, err := openList(dict, []byte(w))
			if err != nil {
				return err
			}
			it := l.postings.Iterator(true, true, true, nil)
			for p, err := it.Next(); p != nil || err != nil; p, err = it.Next() {
				if err != nil {
					return err
				}
				for _, at := range p.Locations() {
					into[w] = append(into[w], fmt.Sprint(ids.of(uint32(p.Number())), ":", at.Pos()))
				}
			}
		}
	}
	return nil
}

// TestWalkWhileMerging leads on from hit to hit through documents that all score
// the same, while segments are merged and rewritten under it, and meets each
// once.
func TestWalkWhileMerging(t *testing.T) {
	x, err := Open(t.Context(), slog.New(slog.DiscardHandler), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	const batches, size = 20, 15
	for b := range batches {
		batch := search.Batch{Position: int64(b + 1)}
		for i := range size {
			batch.Put = append(batch.Put, search.Document{ID: fmt.Sprint("d", i*batches+b), Person: "p", Day: fmt.Sprintf("2021-01-%02d", 1+i%3), Text: "the same words"})
		}
		if err := x.Update(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	for name, order := range map[string]search.Order{"by score": {}, "by day": {Field: search.FieldDay}, "by day, last first": {Field: search.FieldDay, Descending: true}} {
		t.Run(name, func(t *testing.T) {
			met := map[string]int{}
			r := search.Request{Query: search.Word{Text: "same"}, Size: 7, Sort: order}
			for page := 0; ; page++ {
				res, err := x.Search(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				if len(res.Hits) == 0 {
					break
				}
				for _, h := range res.Hits {
					met[h.ID]++
				}
				after := res.Hits[len(res.Hits)-1].Cursor()
				r.After = &after
				unsettle(t, x, page)
			}
			for id, n := range met {
				if n != 1 {
					t.Errorf("%s is met %d times", id, n)
				}
			}
			if len(met) != batches*size {
				t.Errorf("%d documents are met, want %d", len(met), batches*size)
			}
		})
	}
}

// unsettle moves documents from segment to segment without changing them.
func unsettle(t *testing.T, x *Index, page int) {
	t.Helper()
	switch page % 4 {
	case 1:
		mergeAll(t, x)
	case 2:
		again := search.Document{ID: fmt.Sprint("d", page), Person: "p", Day: fmt.Sprintf("2021-01-%02d", 1+page/20%3), Text: "the same words"}
		if err := x.Update(context.Background(), search.Batch{Put: []search.Document{again}, Position: 99}); err != nil {
			t.Fatal(err)
		}
	case 3:
		if err := x.Compact(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}
