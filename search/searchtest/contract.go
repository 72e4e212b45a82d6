package searchtest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"verbatim/search"
	"verbatim/survey/fault"
)

// RunContract checks what [search.Engine] promises beside finding.
func RunContract(t *testing.T, open func(tb testing.TB) search.Engine) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, search.Engine){
		"an empty engine":                    empty,
		"a batch replaces, deletes, repeats": batches,
		"counting without hits":              countOnly,
		"requests that cannot be":            refusals,
		"reset":                              reset,
		"searching while writing":            together,
		"an ended context and a closed one":  ended,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

func write(t *testing.T, e search.Engine, b search.Batch) {
	t.Helper()
	if err := e.Update(t.Context(), b); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func ask(t *testing.T, e search.Engine, r search.Request) search.Result {
	t.Helper()
	res, err := e.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("Search(%v): %v", r.Query, err)
	}
	return res
}

// state checks the position and number of documents.
func state(t *testing.T, e search.Engine, position int64, count int) {
	t.Helper()
	p, err := e.Position(t.Context())
	if err != nil || p != position {
		t.Errorf("Position = %d, %v, want %d", p, err, position)
	}
	n, err := e.Count(t.Context())
	if err != nil || n != count {
		t.Errorf("Count = %d, %v, want %d", n, err, count)
	}
}

func empty(t *testing.T, e search.Engine) {
	t.Helper()
	state(t, e, 0, 0)
	for _, q := range []search.Node{nil, search.Word{Text: "a"}, search.Not{Of: search.Word{Text: "a"}}} {
		if res := ask(t, e, search.Request{Query: q, Size: 10, Facets: []string{search.FieldRole}}); res.Total != 0 || res.People != 0 || len(res.Hits) != 0 {
			t.Errorf("Search(%v) in an empty engine = %+v", q, res)
		}
	}
	write(t, e, search.Batch{Position: 7, Delete: []string{"unknown"}})
	state(t, e, 7, 0)
}

func batches(t *testing.T, e search.Engine) {
	t.Helper()
	a := search.Document{ID: "a", Role: "mentor", Text: "first"}
	write(t, e, search.Batch{Put: []search.Document{a, {ID: "b", Text: "second"}}, Position: 2})
	write(t, e, search.Batch{Put: []search.Document{a, {ID: "b", Text: "second"}}, Position: 2})
	state(t, e, 2, 2)
	a.Text, a.Role = "third", "mentee"
	write(t, e, search.Batch{Put: []search.Document{a}, Delete: []string{"b", "b", "c"}, Position: 5})
	state(t, e, 5, 1)
	for word, want := range map[string]int{"first": 0, "second": 0, "third": 1} {
		if res := ask(t, e, search.Request{Query: search.Word{Text: word}, Size: 5}); res.Total != want || len(res.Hits) != want {
			t.Errorf("Search(%s) = %+v, want %d", word, res, want)
		}
	}
	res := ask(t, e, search.Request{Facets: []string{search.FieldRole}})
	if len(res.Facets[search.FieldRole]) != 1 || res.Facets[search.FieldRole][0].Value != "mentee" {
		t.Errorf("roles after the change = %v, want mentee only", res.Facets)
	}
	if err := e.Update(t.Context(), search.Batch{Put: []search.Document{{Text: "nameless"}}, Position: 6}); err == nil {
		t.Error("a document without identifier is taken")
	}
	state(t, e, 5, 1)
}

func countOnly(t *testing.T, e search.Engine) {
	t.Helper()
	write(t, e, search.Batch{Put: []search.Document{{ID: "a", Person: "p", Text: "x"}, {ID: "b", Person: "p", Text: "x"}}, Position: 1})
	res := ask(t, e, search.Request{Query: search.Word{Text: "x"}})
	if res.Total != 2 || res.People != 1 || res.Hits != nil {
		t.Errorf("Search with Size 0 = %+v, want 2 documents of 1 person and no hits", res)
	}
	if res = ask(t, e, search.Request{From: 2, Size: 5}); res.Total != 2 || len(res.Hits) != 0 {
		t.Errorf("Search past the end = %+v", res)
	}
	if res = ask(t, e, search.Request{Query: search.Word{Text: "x"}, Size: 5}); res.Hits[0].Spans != nil {
		t.Errorf("spans that nobody asked for: %+v", res.Hits)
	}
}

func refusals(t *testing.T, e search.Engine) {
	t.Helper()
	for name, r := range map[string]search.Request{
		"too many hits":  {Size: search.MaxSize + 1},
		"a negative one": {Size: -1},
		"from before":    {From: -1, Size: 1},
		"unknown facet":  {Facets: []string{"person"}},
		"unknown filter": {Filters: map[string][]string{"text": {"x"}}},
	} {
		if _, err := e.Search(t.Context(), r); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%s: %v, want a fault of kind Invalid", name, err)
		}
	}
}

func reset(t *testing.T, e search.Engine) {
	t.Helper()
	write(t, e, search.Batch{Put: []search.Document{{ID: "a", Text: "x"}}, Position: 9})
	if err := e.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	state(t, e, 0, 0)
	write(t, e, search.Batch{Put: []search.Document{{ID: "b", Text: "x"}}, Position: 1})
	if res := ask(t, e, search.Request{Query: search.Word{Text: "x"}, Size: 5}); res.Total != 1 || res.Hits[0].ID != "b" {
		t.Errorf("after a reset: %+v, want b only", res)
	}
}

// together searches while documents arrive: no search fails, and each sees
// whole batches only.
func together(t *testing.T, e search.Engine) {
	t.Helper()
	const batches, size, searchers = 30, 10, 4
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range searchers {
		wg.Go(func() {
			for {
				res, err := e.Search(t.Context(), search.Request{Query: search.Word{Text: "word"}, Size: 3, Spans: true, Facets: []string{search.FieldRole}})
				if err != nil {
					t.Errorf("a search while writing: %v", err)
					return
				}
				if res.Total%size != 0 || res.Total > 0 && res.Facets[search.FieldRole][0].Documents != res.Total {
					t.Errorf("a search saw %d documents and %v: not whole batches", res.Total, res.Facets)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range batches {
		b := search.Batch{Position: int64(i + 1)}
		for j := range size {
			b.Put = append(b.Put, search.Document{ID: fmt.Sprintf("%d-%d", i, j), Role: "r", Text: "a word"})
		}
		write(t, e, b)
	}
	close(done)
	wg.Wait()
	state(t, e, batches, batches*size)
}

func ended(t *testing.T, e search.Engine) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, search.Request{}); fault.KindOf(err) != fault.Unavailable || err == nil {
		t.Errorf("Search with an ended context: %v, want a fault of kind Unavailable", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	_, err1 := e.Search(t.Context(), search.Request{})
	err2 := e.Update(t.Context(), search.Batch{})
	_, err3 := e.Position(t.Context())
	_, err4 := e.Count(t.Context())
	for _, err := range []error{err1, err2, err3, err4, e.Reset(t.Context())} {
		if err == nil || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("after Close: %v, want a fault of kind Unavailable", err)
		}
	}
}
