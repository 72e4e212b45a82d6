package bleveindex_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"verbatim/search"
)

// ranked are documents in two segments, so that an order has to join them.
func ranked(t *testing.T) (search.Engine, []search.Document) {
	t.Helper()
	x := open(t, t.TempDir())
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	var docs []search.Document
	for i := range 60 {
		d := search.Document{
			ID: fmt.Sprintf("r%02d.q%d", i/2, i%2), Response: fmt.Sprintf("r%02d", i/2), Round: fmt.Sprint(2019 + i%3), Role: []string{"mentor", "mentee", ""}[i%3],
			Question: fmt.Sprintf("q%d", i%2), Day: fmt.Sprintf("2021-06-%02d", 1+i%7), Text: "the same word",
		}
		if i%4 == 0 {
			d.Coders = []string{"anna", "rob"}
		}
		docs = append(docs, d)
	}
	for i, part := range [][]search.Document{docs[:23], docs[23:]} {
		if err := x.Update(t.Context(), search.Batch{Put: part, Position: int64(i + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	return x, docs
}

// value returns what a document is sorted by.
func value(d search.Document, field string) string {
	return map[string]string{search.FieldDay: d.Day, search.FieldRound: d.Round, search.FieldRole: d.Role, search.FieldQuestion: d.Question}[field]
}

func TestOrdersWalkEveryHitOnce(t *testing.T) {
	x, docs := ranked(t)
	for _, field := range []string{"", search.FieldDay, search.FieldRound, search.FieldRole, search.FieldQuestion, search.FieldResponse, search.FieldWave} {
		for _, descending := range []bool{false, true} {
			want := slices.Clone(docs)
			slices.SortFunc(want, func(a, b search.Document) int {
				x, y := value(a, field), value(b, field)
				by := cmp.Compare(x, y)
				switch {
				case (x == "") != (y == ""):
					by = -by // those without the attribute come last
				case descending:
					by = -by
				}
				return cmp.Or(by, cmp.Compare(a.ID, b.ID))
			})
			var got []string
			r := search.Request{Query: search.Word{Text: "same"}, Size: 7, Sort: search.Order{Field: field, Descending: descending}}
			for {
				res, err := x.Search(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range res.Hits {
					got = append(got, h.ID)
				}
				if len(res.Hits) < r.Size {
					break
				}
				c, ok := search.ParseCursor(res.Hits[len(res.Hits)-1].Cursor().String())
				if !ok {
					t.Fatalf("cursor of %+v is not read back", res.Hits[len(res.Hits)-1])
				}
				r.After = &c
			}
			ids := make([]string, len(want))
			for i, d := range want {
				ids[i] = d.ID
			}
			if diff := gocmp.Diff(ids, got); diff != "" {
				t.Errorf("sorted by %q, descending %t (-want +got):\n%s", field, descending, diff)
			}
		}
	}
}

func TestCursorOfAValueThatIsGone(t *testing.T) {
	x, _ := ranked(t)
	for _, tt := range []struct {
		descending bool
		want       string
	}{{false, "2021-06-05"}, {true, "2021-06-04"}} {
		res, err := x.Search(t.Context(), search.Request{Size: 1, Sort: search.Order{Field: search.FieldDay, Descending: tt.descending}, After: &search.Cursor{Value: "2021-06-04x", ID: "z"}})
		if err != nil || len(res.Hits) != 1 || res.Hits[0].Value != tt.want {
			t.Errorf("after a day that is gone, descending %t = %+v, %v, want %s", tt.descending, res.Hits, err, tt.want)
		}
	}
}

func TestCoders(t *testing.T) {
	x, _ := ranked(t)
	for query, want := range map[string]int{"coder:Anna": 15, "coder:rob round:2019": 5, "-coder:rob": 45} {
		res, err := x.Search(t.Context(), search.Request{Query: parse(t, query), Facets: []string{search.FieldCoder}})
		if err != nil || res.Total != want {
			t.Errorf("Search(%s) = %d, %v, want %d", query, res.Total, err, want)
		}
	}
	if _, err := x.Search(t.Context(), search.Request{Sort: search.Order{Field: search.FieldTheme}}); err == nil {
		t.Error("sorting by an attribute with several values is not refused")
	}
}
