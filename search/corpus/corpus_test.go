package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/search/corpus"
	"verbatim/search/searchtest"
)

// TestPlants reads answers from beginning to end and finds each planted
// sentence exactly where it was planted.
func TestPlants(t *testing.T) {
	const n = 3100
	docs := slices.Collect(corpus.Documents(n))
	for _, p := range corpus.Plants() {
		q, err := search.Parse(p.Query)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, h := range searchtest.Find(docs, search.Request{Query: q}).Hits {
			found[h.ID] = true
		}
		if len(found) != p.Count(n) {
			t.Errorf("%s finds %d, want %d", p.Query, len(found), p.Count(n))
		}
		for i, d := range docs {
			if p.In(i) != found[d.ID] {
				t.Errorf("%s: answer %d found %v, planted %v", p.Query, i, found[d.ID], p.In(i))
			}
		}
	}
}

// TestShape holds what makes the corpus like real answers.
func TestShape(t *testing.T) {
	const n = 10_000
	ids, types, words, confident := map[string]bool{}, map[string]bool{}, []int{}, 0
	for d := range corpus.Documents(n) {
		ids[d.ID] = true
		spans := search.Words(d.Text)
		words = append(words, len(spans))
		for _, w := range spans {
			types[search.Fold(d.Text[w.Start:w.End])] = true
		}
		if strings.Contains(d.Text, "confiden") {
			confident++
		}
	}
	slices.Sort(words)
	if median, p95 := words[n/2], words[n*95/100]; median < 55 || median > 85 || p95 < 130 || p95 > 220 {
		t.Errorf("median %d and 95 %% %d words, want about 63 and 157", median, p95)
	}
	if len(ids) != n || len(types) < 5000 || len(types) > 20_000 {
		t.Errorf("%d identifiers and %d different words of %d answers", len(ids), len(types), n)
	}
	if confident < n/5 || confident > n*4/5 {
		t.Errorf("confidence is in %d of %d answers, want a frequent word", confident, n)
	}
	if first, again := corpus.Document(77), corpus.Document(77); first.Text != again.Text {
		t.Error("an answer differs from itself")
	}
}

// TestSeeded holds that a seed changes the texts and nothing that is known of
// them.
func TestSeeded(t *testing.T) {
	ours, others := slices.Collect(corpus.Documents(300)), slices.Collect(corpus.Seeded(1, 300))
	same := 0
	for i := range ours {
		if ours[i].ID != others[i].ID || ours[i].Role != others[i].Role {
			t.Fatalf("answer %d is %s, %s and with another seed %s, %s", i, ours[i].ID, ours[i].Role, others[i].ID, others[i].Role)
		}
		if ours[i].Text == others[i].Text {
			same++
		}
	}
	if same > 3 {
		t.Errorf("%d of 300 texts do not depend on the seed", same)
	}
	for _, p := range corpus.Plants() {
		q, err := search.Parse(p.Query)
		if err != nil {
			t.Fatal(err)
		}
		if got := searchtest.Find(others, search.Request{Query: q}).Total; got != p.Count(300) {
			t.Errorf("%s finds %d with another seed, want %d", p.Query, got, p.Count(300))
		}
	}
}
