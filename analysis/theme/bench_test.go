package theme

import (
	"math/rand/v2"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// corpusOf returns n answers of about as many words, put together from sentences of
// the invented answers and of the codebook, with the themes of their sentences.
func corpusOf(tb testing.TB, n, words int) []Example {
	tb.Helper()
	var pool []Example
	for _, a := range readAnswers(tb) {
		for _, s := range nlp.Sentences(a.Text) {
			pool = append(pool, Example{Text: s.In(a.Text), Themes: a.Themes})
		}
	}
	for _, th := range Starter().Themes {
		for _, e := range th.Examples {
			pool = append(pool, Example{Text: e, Themes: []string{th.Key}})
		}
	}
	rng := rand.New(rand.NewPCG(5, 6))
	out := make([]Example, n)
	for i := range out {
		for have := 0; have < words; {
			s := pool[rng.IntN(len(pool))]
			out[i].Text += strings.TrimRight(s.Text, ".") + ". "
			out[i].Themes = append(out[i].Themes, s.Themes...)
			have += len(strings.Fields(s.Text))
		}
	}
	return out
}

func BenchmarkTag(b *testing.B) {
	answers := corpusOf(b, 500, 60)
	var texts []string
	spans := make([][]analysis.Span, len(answers))
	for i, a := range answers {
		texts = append(texts, a.Text)
		spans[i] = nlp.Sentences(a.Text)
	}
	tg := New(Starter(), nil, texts)
	b.ResetTimer()
	i := 0
	for b.Loop() {
		tg.Tag(texts[i%len(texts)], spans[i%len(texts)])
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// BenchmarkNew learns from coded answers of a usual length (25 words), and from
// long ones.
func BenchmarkNew(b *testing.B) {
	for _, size := range []struct {
		name     string
		n, words int
	}{{"none", 0, 25}, {"500", 500, 25}, {"5000", 5000, 25}, {"5000 long", 5000, 60}} {
		examples := corpusOf(b, size.n, size.words)
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				New(Starter(), examples, nil)
			}
		})
	}
}
