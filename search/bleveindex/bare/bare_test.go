package bare_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"verbatim/search"
	"verbatim/search/bleveindex/bare"
	"verbatim/search/corpus"
	"verbatim/search/searchtest"
)

// TestSame holds that bleve answers the same questions, where it can, so that
// its times can stand beside ours.
func TestSame(t *testing.T) {
	docs := slices.Collect(corpus.Documents(600))
	dir := filepath.Join(t.TempDir(), "bare")
	x, err := bare.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Put(docs); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = bare.Open(dir); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for _, query := range []string{"=confidence", `"the only one"`, "conf*", "c?reer", "trus~1", "=confidence =hierarchy -=trust", "=tea OR =summer OR =agenda", "-=the"} {
		q, err := search.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		r := search.Request{Query: q, Size: 10, Spans: true, Facets: []string{"role"}, Filters: map[string][]string{"role": {"mentee", "mentor"}}}
		got, err := x.Search(t.Context(), r)
		if want := searchtest.Find(docs, r).Total; got != want || err != nil {
			t.Errorf("Search(%s) = %d, %v, want %d", query, got, err, want)
		}
	}
	near := search.Near{Left: search.Word{Text: "a"}, Right: search.Word{Text: "b"}, Distance: 2}
	if _, err := x.Search(t.Context(), search.Request{Query: near}); !errors.Is(err, bare.ErrNotOffered) {
		t.Errorf("NEAR: %v, want ErrNotOffered", err)
	}
}
