package theme

import (
	"sync/atomic"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/similar"
	"verbatim/analysis/suggest"
	"verbatim/survey"
)

// previous are recommendations of an earlier round for the benchmark to match.
func previous() []analysis.Recommendation {
	var out []analysis.Recommendation
	for i, title := range []string{
		"Training for senior staff", "More time for mentors and mentees", "A prayer room on each site",
		"Pay for mentors", "Support networks for students", "Review of the curriculum", "Reporting of incidents",
		"Publish what has been done", "Widen access to the scheme", "Placements near home",
	} {
		out = append(out, analysis.Recommendation{Reference: string(rune('A' + i)), Title: title})
	}
	return out
}

// BenchmarkChain runs what the pipeline does with a verbatim before it stores
// anything: its sentences, the themes, the actions asked for, and the earlier
// recommendations that those build on. Answers have about as many words as
// those to a survey (25), or are long (60), and one question in three asks for
// recommendations, what worked, or neither. It uses every core.
func BenchmarkChain(b *testing.B) {
	for _, size := range []struct {
		name  string
		words int
	}{{"25 words", 25}, {"60 words", 60}} {
		answers := corpusOf(b, 2000, size.words)
		tagger, miner, matcher := untaught(), suggest.New(), similar.NewMatcher(previous())
		purposes := []survey.Purpose{survey.ForRecommendation, survey.ForPraise, ""}
		b.Run(size.name, func(b *testing.B) {
			b.ReportAllocs()
			var next, themes, matched atomic.Int64
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := int(next.Add(1))
					text := answers[i%len(answers)].Text
					themes.Add(int64(len(tagger.Tag(text, nlp.Sentences(text)))))
					for _, a := range miner.Mine(text, purposes[i%len(purposes)]) {
						if matcher.Match(a.Text).Reference != "" {
							matched.Add(1)
						}
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "verbatims/s")
			b.ReportMetric(float64(themes.Load())/float64(b.N), "themes/verbatim")
			b.ReportMetric(float64(matched.Load())/float64(b.N), "matches/verbatim")
		})
	}
}
