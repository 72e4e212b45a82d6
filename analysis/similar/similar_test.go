package similar_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/analysis/similar"

	"github.com/google/go-cmp/cmp"
)

func TestSimilarityOrders(t *testing.T) {
	for _, test := range []struct{ text, like, unlike string }{
		{"More training for mentors", "Provide more training for the mentors.", "Pay mentors for their time"},
		{"Book rooms near the wards", "Rooms should be booked close to the wards", "Publish the dates at the start"},
		{"Changes to the curriculum", "Change curricular content", "Changes to the car park"},
		{"Pay the travel costs", "Reimburse travel expenses", "Pay attention to accents"},
		{"More trianing", "More training", "More tea"}, //nolint:misspell // the point of it
	} {
		like, unlike := similar.Similarity(test.text, test.like), similar.Similarity(test.text, test.unlike)
		if like <= unlike {
			t.Errorf("Similarity(%q, %q) = %.2f, not above %.2f of %q", test.text, test.like, like, unlike, test.unlike)
		}
	}
}

func TestSimilarityEnds(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{{"", "", 1}, {"", "a", 0}, {"…", "!", 0}, {"The same", "The same", 1}} {
		if got := similar.Similarity(test.a, test.b); got != test.want {
			t.Errorf("Similarity(%q, %q) = %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

func suggestions() []string {
	return []string{
		"More training for mentors",
		"Pay mentors for their time",
		"Provide more training for the mentors.",
		"More training for mentees",
		"Start earlier in the year",
		"Start later in the year",
		"Mentors should be paid for the time they give",
		"It was great",
		"It was not great",
		"",
		"Mentors need more training",
		"Improve the PAT relationship",
		"The scheme should start earlier in the academic year",
		"Improve PAT relationships",
	}
}

func TestGroups(t *testing.T) {
	want := [][]int{{0, 2, 10}, {1, 6}, {4, 12}, {11, 13}}
	if diff := cmp.Diff(want, similar.Groups(suggestions())); diff != "" {
		t.Errorf("Groups (-want +got):\n%s", diff)
	}
	if got := similar.Groups(nil); len(got) != 0 {
		t.Errorf("Groups(nil) = %v, want none", got)
	}
}

func TestFindLike(t *testing.T) {
	var got []int
	for _, l := range similar.FindLike("Mentors need more training", suggestions()) {
		got = append(got, l.Index)
	}
	if diff := cmp.Diff([]int{10, 0, 2}, got); diff != "" {
		t.Errorf("FindLike (-want +got):\n%s", diff)
	}
}

func TestEvaluateSimilarity(t *testing.T) {
	pairs := `{"a":"Pay mentors","b":"Pay the mentors","score":5}
{"a":"Pay mentors","b":"Mentors could be paid more","score":3}
{"a":"Pay mentors","b":"Open the window","score":0}`
	r, err := similar.EvaluateSimilarity(strings.NewReader(pairs))
	if err != nil || r.N != 3 || r.Spearman != 1 {
		t.Errorf("EvaluateSimilarity = %+v, %v, want 3 pairs in people's order", r, err)
	}
	if _, err := similar.EvaluateSimilarity(strings.NewReader(`{"a":`)); err == nil {
		t.Error("EvaluateSimilarity of half a pair gives no error")
	}
}

func FuzzSimilarity(f *testing.F) {
	f.Add("More training for mentors", "mentors’ training")
	f.Add("", "\xff\xfe")
	f.Add("é", "É 😀 a'b")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := similar.Similarity(a, b), similar.Similarity(b, a)
		if x < 0 || x > 1 || x-y > 1e-9 || y-x > 1e-9 {
			t.Fatalf("Similarity(%q, %q) = %v, the other way round %v", a, b, x, y)
		}
		texts := []string{a, b, a + b, a}
		groups := similar.Groups(texts)
		if diff := cmp.Diff(groups, similar.Groups(texts)); diff != "" {
			t.Fatalf("Groups(%q) differ from one run to the next:\n%s", texts, diff)
		}
		var all []int
		for _, g := range groups {
			if len(g) < 2 || !slices.IsSorted(g) {
				t.Fatalf("Groups(%q) holds %v", texts, g)
			}
			all = append(all, g...)
		}
		slices.Sort(all)
		if len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Fatalf("Groups(%q) = %v: a text is in two groups", texts, groups)
		}
	})
}

func BenchmarkSimilarity(b *testing.B) {
	s := similar.NewSpace(suggestions())
	for b.Loop() {
		s.Similarity("Mentors should be paid for the time they give", "Pay mentors for the time it takes")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
}

// BenchmarkGroups groups 1,000 suggestions, a tenth of them near-duplicates.
func BenchmarkGroups(b *testing.B) {
	nouns := strings.Fields("rooms dates posters meetings training payment guidance feedback lockers parking food software books lectures exams placements travel childcare sockets heating")
	verbs := strings.Fields("Improve Publish Provide Review Extend Share Fund Explain Offer Simplify")
	places := strings.Fields("library ward campus clinic office")
	var texts []string
	for _, n := range nouns {
		for _, v := range verbs {
			for _, p := range places {
				texts = append(texts, v+" the "+n+" for students in the "+p)
			}
		}
	}
	for b.Loop() {
		similar.Groups(texts)
	}
	b.ReportMetric(float64(len(texts)*b.N)/b.Elapsed().Seconds(), "texts/s")
}
