package bleveindex_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
	"verbatim/search/bleveindex"
)

func open(tb testing.TB, dir string) *bleveindex.Index {
	tb.Helper()
	x, err := bleveindex.Open(context.Background(), slog.New(slog.DiscardHandler), dir)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func parse(tb testing.TB, q string) search.Node {
	tb.Helper()
	n, err := search.Parse(q)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// TestLife follows an index through updates, a restart, a reset and its close.
func TestLife(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	x := open(t, dir)
	put := func(position int64, docs ...search.Document) {
		t.Helper()
		if err := x.Update(ctx, search.Batch{Put: docs, Position: position}); err != nil {
			t.Fatal(err)
		}
	}
	put(3, search.Document{ID: "a", Person: "p1", Role: "mentor", Text: "My confidence grew; I am more confident now."},
		search.Document{ID: "b", Person: "p1", Role: "mentee", Text: "Not at all helpful, the café was closed."})
	put(5, search.Document{ID: "c", Person: "p2", Role: "mentee", Themes: []string{"confidence"}, Text: "The mentor’s hierarchy. Confident!"})
	want := search.Result{
		Total: 2, People: 2,
		Hits:   []search.Hit{{ID: "a", Spans: []search.Span{{Start: 3, End: 13}, {Start: 30, End: 39}}}, {ID: "c", Spans: []search.Span{{Start: 26, End: 35}}}},
		Facets: map[string][]search.Count{"role": {{Value: "mentee", Documents: 1, People: 1}, {Value: "mentor", Documents: 1, People: 1}}},
	}
	check := func() {
		t.Helper()
		got, err := x.Search(ctx, search.Request{Query: parse(t, "confidence"), Facets: []string{"role"}, Size: 10, Spans: true})
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Hits {
			got.Hits[i].Score = 0
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Search(confidence) (-want +got):\n%s", diff)
		}
	}
	check()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x = open(t, dir)
	check()
	if p, err := x.Position(ctx); p != 5 || err != nil {
		t.Errorf("Position after a restart = %d, %v, want 5", p, err)
	}
	if err := x.Update(ctx, search.Batch{Delete: []string{"a"}, Position: 6}); err != nil {
		t.Fatal(err)
	}
	if n, err := x.Count(ctx); n != 2 || err != nil {
		t.Errorf("Count after a deletion = %d, %v, want 2", n, err)
	}
	if err := x.Reset(ctx); err != nil {
		t.Fatal(err)
	}
	p, err := x.Position(ctx)
	n, err2 := x.Count(ctx)
	if p != 0 || n != 0 || err != nil || err2 != nil {
		t.Errorf("after Reset position %d, count %d, %v, %v", p, n, err, err2)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestForms holds what the words of a query stood for, within what was found.
func TestForms(t *testing.T) {
	x := open(t, t.TempDir())
	defer x.Close()
	err := x.Update(t.Context(), search.Batch{Position: 1, Put: []search.Document{
		{ID: "a", Person: "p", Role: "mentee", Text: "Confident, confidence. Mentors"},
		{ID: "b", Person: "p", Role: "mentee", Text: "confidence of mentees"},
		{ID: "c", Person: "q", Role: "mentor", Text: "confidently mentoring"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Search(t.Context(), search.Request{
		Query: parse(t, `confidence (ment* NEAR/9 =confidence OR "of") -zebra`), Filters: map[string][]string{search.FieldRole: {"mentee"}}, Forms: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []search.Forms{
		{Word: "confidence", Of: []search.Count{{Value: "confidence", Documents: 2, People: 1}, {Value: "confident", Documents: 1, People: 1}}},
		{Word: "ment*", Of: []search.Count{{Value: "mentees", Documents: 1, People: 1}, {Value: "mentors", Documents: 1, People: 1}}},
		{Word: "=confidence", Of: []search.Count{{Value: "confidence", Documents: 2, People: 1}}},
		{Word: "of", Of: []search.Count{{Value: "of", Documents: 1, People: 1}}},
	}
	if diff := cmp.Diff(want, got.Forms); diff != "" {
		t.Errorf("Forms (-want +got):\n%s", diff)
	}
}

// TestScoreOfAlternatives holds that the score of a hit does not depend on what
// else is counted or filtered, though an alternative narrows down where its
// words are looked for.
func TestScoreOfAlternatives(t *testing.T) {
	x := open(t, t.TempDir())
	defer x.Close()
	err := x.Update(t.Context(), search.Batch{Position: 1, Put: []search.Document{
		{ID: "a", Role: "mentee", Text: "confidence and confidence"},
		{ID: "b", Role: "mentee", Text: "and nothing"},
		{ID: "c", Role: "mentor", Text: "confidence, confidence and more"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"(-never OR ((confidence NEAR/2 confidence) role:mentor)) and", `(-never OR ("confidence and" role:mentor)) and`} {
		r := search.Request{Query: parse(t, query), Filters: map[string][]string{search.FieldRole: {"mentee"}}, Size: 10}
		filtered, err := x.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		r.Facets = []string{search.FieldRole} // the filter is applied after the query
		counted, err := x.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(filtered.Hits, counted.Hits); diff != "" || len(filtered.Hits) != 2 {
			t.Errorf("hits of %s (-without facet +with):\n%s", query, diff)
		}
	}
}

// A page that repeats has the same question several times in a response: its
// answers are told apart by themselves.
func TestOneTurnIsFoundByItself(t *testing.T) {
	x := open(t, t.TempDir())
	defer x.Close()
	turn := func(id, text string) search.Document {
		return search.Document{ID: id, Response: "r1", Question: "place", Text: text}
	}
	err := x.Update(t.Context(), search.Batch{Put: []search.Document{turn("v1", "a café"), turn("v2", "by the lift"), turn("V1", "the ward")}, Position: 1})
	if err != nil {
		t.Fatal(err)
	}
	one := search.Field{Name: search.FieldVerbatim, Values: []string{"v1", "there is none"}}
	for _, tt := range []struct {
		query search.Node
		want  []string
	}{{one, []string{"v1"}}, {search.Not{Of: one}, []string{"V1", "v2"}}} {
		res, err := x.Search(t.Context(), search.Request{Query: tt.query, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range res.Hits {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v finds %q, want %q", tt.query, got, tt.want)
		}
	}
}
