package bleveindex_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"verbatim/search"
	"verbatim/search/corpus"
)

// TestPlantedTruths finds every planted sentence exactly, and as many answers as
// a scan of the texts for frequent phrases: in one large segment, whose phrases
// are shared between cores, and in many small ones.
func TestPlantedTruths(t *testing.T) {
	docs := slices.Collect(corpus.Documents(6000))
	for _, size := range []int{len(docs), 250} {
		t.Run(fmt.Sprintf("batches of %d", size), func(t *testing.T) {
			x := open(t, t.TempDir())
			defer x.Close()
			for chunk := range slices.Chunk(docs, size) {
				if err := x.Update(t.Context(), search.Batch{Put: chunk, Position: 1}); err != nil {
					t.Fatal(err)
				}
			}
			for _, p := range corpus.Plants() {
				expectTotal(t, x, p.Query, p.Count(len(docs)))
			}
			for query, expr := range map[string]string{
				`"it was"`: `(?i)\bit was\b`, `"the end of the"`: `(?i)\bthe end of the\b`, `"I did not"`: `(?i)\bI did not\b`,
				"=confidence": `(?i)\bconfidence\b`, "univ*": `(?i)\buniv`, `"of the" PRE/2 organisation`: `(?i)\bof the (\pL+ )?organisation\b`,
			} {
				expectTotal(t, x, query, scan(docs, expr))
			}
		})
	}
}

func expectTotal(t *testing.T, x search.Engine, query string, want int) {
	t.Helper()
	res, err := x.Search(t.Context(), search.Request{Query: parse(t, query), Size: 5, Spans: true})
	if err != nil || res.Total != want {
		t.Errorf("%s finds %d (%v), want %d", query, res.Total, err, want)
	}
}

func scan(docs []search.Document, expr string) int {
	re, n := regexp.MustCompile(expr), 0
	for _, d := range docs {
		if re.MatchString(d.Text) {
			n++
		}
	}
	return n
}
