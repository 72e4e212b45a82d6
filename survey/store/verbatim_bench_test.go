package store_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// stored is how many responses the benchmarks of reading store first.
var stored = flag.Int("stored", 5000, "responses that the benchmarks of reading store first")

// BenchmarkVerbatimsByID reads a third of the answers in an order of its own,
// as a concordance of a frequent word does.
func BenchmarkVerbatimsByID(b *testing.B) {
	s := newSite(b, surveytest.OpenDB(b), survey.Open)
	var ids []string
	const batch = 500
	for i := 0; i < *stored; i += batch {
		var rs []survey.Response
		var keys []string
		for j := range batch {
			r := surveytest.Response(s.wave, "mentor", fmt.Sprintf("Answer %d, in which somebody says what changed for them and what the ward round was like before it did, in two lines.", i+j))
			rs, keys = append(rs, r), append(keys, sqldb.NewID())
			if j%3 == 0 {
				ids = append(ids, survey.VerbatimID(r.ID, "changed"))
			}
		}
		if _, err := s.SubmitAll(b.Context(), rs, keys); err != nil {
			b.Fatal(err)
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for b.Loop() {
		vs, err := s.VerbatimsByID(b.Context(), ids)
		if err != nil || len(vs) != len(ids) {
			b.Fatal(len(vs), len(ids), err)
		}
	}
}
