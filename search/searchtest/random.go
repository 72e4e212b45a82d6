package searchtest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	cmpdiff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"verbatim/search"
)

// vocabulary is what random texts and queries are made of: words with several
// forms, function words, accents, apostrophes, and words one letter apart.
var vocabulary = strings.Fields("confidence confident confidently not at all the only one to be or mentor mentors mentor's mentee don't don’t café cafe organise organization hierarchy hierarchies 2021 3.5 👍 voice voices")

// separators stand between random words.
var separators = []string{" ", " ", " ", ", ", ". ", "-", " & ", "\n", " <b>", "…", "/"}

// randomDocuments returns n documents by a seed.
func randomDocuments(seed uint64, n int) []search.Document {
	r := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // repeatable on purpose
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	docs := make([]search.Document, n)
	for i := range docs {
		d := &docs[i]
		d.ID = fmt.Sprintf("d%03d", r.IntN(1000)*n+i)
		d.Person = pick("", "p1", "p2", "p3", "p4", "p5", "p6")
		d.Response = pick("", "r1", "r2")
		d.Role = pick("mentor", "mentee", "")
		d.Round = pick("2020", "2021", "2022")
		d.Day = pick("", "2020-06-01", "2021-01-31", "2021-02-01")
		for _, theme := range []string{"voice", "trust", "power"} {
			if r.IntN(3) == 0 {
				d.Themes = append(d.Themes, theme)
			}
			if r.IntN(4) == 0 {
				d.Suggested = append(d.Suggested, theme)
			}
		}
		for range r.IntN(25) {
			d.Text += pick(vocabulary...) + pick(separators...)
		}
	}
	return docs
}

// queries generates the text of queries that can be understood.
func queries() *rapid.Generator[string] {
	leaf := rapid.Custom(func(t *rapid.T) string {
		word := rapid.SampledFrom(vocabulary)
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			return "=" + word.Draw(t, "word")
		case 1:
			return `"` + strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "phrase"), " ") + `"`
		case 2:
			return `"` + word.Draw(t, "word") + " * " + word.Draw(t, "word") + `"`
		case 3:
			return rapid.SampledFrom([]string{"conf*", "*or", "m?nt*", "/ment.+/", "/[a-c].*/", "ca?e", "voice*"}).Draw(t, "pattern")
		case 4:
			return rapid.SampledFrom([]string{"confidnet~1", "mentro~2", "voice~1", "cafe~2"}).Draw(t, "fuzzy")
		case 5:
			return rapid.SampledFrom([]string{"role:mentor", "theme:voice,power", "suggested:trust", "coded:no", "coded:yes", "date:2021", "date:..2020", "round:2020,2022"}).Draw(t, "field")
		case 6:
			return fmt.Sprintf("(%s NEAR/%d %s)", word.Draw(t, "left"), rapid.IntRange(1, 6).Draw(t, "distance"), word.Draw(t, "right"))
		case 7:
			return fmt.Sprintf("((%s OR %s) PRE/%d \"%s %s\")", word.Draw(t, "either"), word.Draw(t, "or"), rapid.IntRange(1, 6).Draw(t, "distance"), word.Draw(t, "first"), word.Draw(t, "second"))
		}
		return word.Draw(t, "word")
	})
	return rapid.Custom(func(t *rapid.T) string {
		var tree func(depth int) string
		tree = func(depth int) string {
			kind := rapid.IntRange(0, 5).Draw(t, "node")
			if depth == 0 || kind < 3 {
				return leaf.Draw(t, "leaf")
			}
			switch kind {
			case 3:
				return "(" + tree(depth-1) + " " + tree(depth-1) + ")"
			case 4:
				return "(" + tree(depth-1) + " OR " + tree(depth-1) + ")"
			}
			return "-" + tree(depth-1)
		}
		return tree(3)
	})
}

// requests generates requests for everything that matches.
func requests() *rapid.Generator[search.Request] {
	return rapid.Custom(func(t *rapid.T) search.Request {
		r := search.Request{Size: search.MaxSize, Spans: true, Filters: map[string][]string{}}
		query := queries().Draw(t, "query")
		n, err := search.Parse(query)
		if err != nil {
			t.Fatalf("Parse(%q): %v", query, err)
		}
		r.Query = n
		if rapid.Bool().Draw(t, "filtered") {
			r.Filters[search.FieldRole] = rapid.SliceOfN(rapid.SampledFrom([]string{"mentor", "mentee", "nobody"}), 1, 2).Draw(t, "roles")
		}
		if rapid.Bool().Draw(t, "themed") {
			r.Filters[search.FieldTheme] = rapid.SliceOfN(rapid.SampledFrom([]string{"voice", "trust"}), 1, 2).Draw(t, "themes")
		}
		r.Facets = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{search.FieldRole, search.FieldRound, search.FieldTheme, search.FieldSuggested, search.FieldCoded}), 0, 5, func(s string) string { return s }).Draw(t, "facets")
		return r
	})
}

// Corpora and documents of the random part: few enough that the reading of
// every document for every query takes no time, many enough for several parts
// of an index.
const (
	randomCorpora   = 3
	randomDocsCount = 80
)

// RunRandom compares an engine with [Find] on random requests to a number of
// corpora of random documents.
func RunRandom(t *testing.T, corpora uint64, open func(tb testing.TB) search.Engine) {
	t.Helper()
	for seed := range corpora {
		docs := randomDocuments(seed, randomDocsCount)
		engine := open(t)
		Fill(t, engine, docs)
		rapid.Check(t, func(rt *rapid.T) {
			r := requests().Draw(rt, "request")
			got, err := engine.Search(t.Context(), r)
			if err != nil {
				rt.Fatalf("Search(%v): %v", r.Query, err)
			}
			checkOrder(rt, got.Hits)
			if diff := cmpdiff.Diff(Find(docs, r), unscored(got), cmpopts.EquateEmpty()); diff != "" {
				rt.Fatalf("Search(%v, filters %v) (-want +got):\n%s", r.Query, r.Filters, diff)
			}
			checkSpans(rt, docs, got.Hits)
			checkFacets(rt, r, got)
			checkComplement(t, rt, engine, r, got.Total, len(docs))
			checkPages(t, rt, engine, r, got.Hits)
		})
	}
}

// unscored returns a result as Find gives it.
func unscored(r search.Result) search.Result {
	r.Hits = slices.Clone(r.Hits)
	for i := range r.Hits {
		r.Hits[i].Score = 0
	}
	slices.SortFunc(r.Hits, func(a, b search.Hit) int { return cmp.Compare(a.ID, b.ID) })
	return r
}

// checkOrder holds that hits come by falling score, equal ones by identifier.
func checkOrder(t *rapid.T, hits []search.Hit) {
	for i := 1; i < len(hits); i++ {
		if a, b := hits[i-1], hits[i]; a.Score < b.Score || a.Score == b.Score && a.ID >= b.ID {
			t.Fatalf("hit %d is %s with score %v, after %s with %v", i, b.ID, b.Score, a.ID, a.Score)
		}
	}
}

// checkSpans holds that what is highlighted is words of the text, in order.
func checkSpans(t *rapid.T, docs []search.Document, hits []search.Hit) {
	texts := map[string]string{}
	for _, d := range docs {
		texts[d.ID] = d.Text
	}
	for _, h := range hits {
		words := search.Words(texts[h.ID])
		end := 0
		for _, s := range h.Spans {
			begins := slices.ContainsFunc(words, func(w search.Span) bool { return w.Start == s.Start })
			ends := slices.ContainsFunc(words, func(w search.Span) bool { return w.End == s.End })
			if !begins || !ends || s.Start < end || s.End <= s.Start {
				t.Fatalf("%s is highlighted at %v, which is not words of %q in order", h.ID, h.Spans, texts[h.ID])
			}
			end = s.End
		}
	}
}

// checkFacets holds that what is counted adds up: each document has one of
// whether it is coded, at most one role, and no value has more people than
// documents.
func checkFacets(t *rapid.T, r search.Request, got search.Result) {
	for field, counts := range got.Facets {
		sum := 0
		for _, c := range counts {
			sum += c.Documents
			if c.People > c.Documents || c.People < 1 {
				t.Fatalf("%s %s: %d people in %d documents", field, c.Value, c.People, c.Documents)
			}
		}
		filtered := len(r.Filters[field]) > 0 // then it is counted as if it were not
		if field == search.FieldCoded && !filtered && sum != got.Total {
			t.Fatalf("coded and not coded are %d of %d documents", sum, got.Total)
		}
		if field == search.FieldRole && !filtered && sum > got.Total {
			t.Fatalf("%d roles of %d documents", sum, got.Total)
		}
	}
}

// checkComplement holds that NOT finds exactly the rest.
func checkComplement(t *testing.T, rt *rapid.T, engine search.Engine, r search.Request, total, all int) {
	t.Helper()
	none, err := engine.Search(t.Context(), search.Request{Query: search.Not{Of: r.Query}})
	if err != nil {
		rt.Fatal(err)
	}
	some, err := engine.Search(t.Context(), search.Request{Query: r.Query})
	if err != nil {
		rt.Fatal(err)
	}
	if some.Total+none.Total != all || len(r.Filters) == 0 && some.Total != total {
		rt.Fatalf("%v finds %d and its complement %d of %d", r.Query, some.Total, none.Total, all)
	}
}

// checkPages holds that pages joined are the whole, whatever their size.
func checkPages(t *testing.T, rt *rapid.T, engine search.Engine, r search.Request, want []search.Hit) {
	t.Helper()
	r.Size = rapid.IntRange(1, len(want)+2).Draw(rt, "page")
	r.Facets = nil
	var got []search.Hit
	for {
		page, err := engine.Search(t.Context(), r)
		if err != nil {
			rt.Fatal(err)
		}
		if len(page.Hits) > r.Size {
			rt.Fatalf("a page of %d has %d hits", r.Size, len(page.Hits))
		}
		if len(page.Hits) == 0 {
			break
		}
		got = append(got, page.Hits...)
		r.From += r.Size
	}
	if diff := cmpdiff.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("pages of %d of %v (-whole +pages):\n%s", r.Size, r.Query, diff)
	}
}
