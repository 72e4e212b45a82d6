package pipeline

import (
	"fmt"
	"testing"

	"verbatim/analysis/theme"
	"verbatim/survey"
	"verbatim/survey/sqldb"
)

// benchResponses are how many responses, of three answers each, the benchmark
// reads: enough to make the model's own cost small.
const benchResponses = 2000

// BenchmarkCatchUp measures the whole pipeline with the starter codebook:
// sentences, themes, actions, the database and the index.
func BenchmarkCatchUp(b *testing.B) {
	runs := 0
	for b.Loop() {
		b.StopTimer()
		runs++
		w := newBench(b)
		book := theme.Starter()
		book.ProgrammeID = w.programme.ID
		must(w.analysis.SaveCodebook(b.Context(), book))(b)
		w.import3(benchResponses)
		b.StartTimer()
		w.catchUp()
	}
	b.ReportMetric(float64(3*benchResponses*runs)/b.Elapsed().Seconds(), "verbatims/s")
}

// import3 stores responses of three answers each.
func (b *bench) import3(n int) {
	b.t.Helper()
	var rs []survey.Response
	var keys []string
	for i := range n {
		r := survey.Response{
			ID: sqldb.NewID(), WaveID: b.wave.ID, FormKey: b.wave.FormKey, FormVersion: b.wave.FormVersion, Role: "mentor", ReceivedOn: "2021-06-30",
			Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{"mentor"}}},
		}
		for k, q := range []string{"changed", "surprise", "recommend"} {
			text := fmt.Sprintf("%s In meeting %d we went further. %s", samples[(i+k)%len(samples)], i, samples[(i*7+k*3+1)%len(samples)])
			r.Answers = append(r.Answers, survey.Answer{Question: q, Text: text, QuoteConsent: survey.QuoteWords})
		}
		rs, keys = append(rs, r), append(keys, r.ID)
	}
	must(b.survey.SubmitAll(b.t.Context(), rs, keys))(b.t)
}
