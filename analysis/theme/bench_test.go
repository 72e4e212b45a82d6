package theme

import (
	"math/rand/v2"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// corpusOf returns n answers of about 60 words, put together from sentences of
// the invented answers and of the codebook, with the themes of their sentences.
func corpusOf(t testing.TB, n int) []Example {
	t.Helper()
	var pool []Example
	for _, a := range readAnswers(t) {
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
		for words := 0; words < 60; {
			s := pool[rng.IntN(len(pool))]
			out[i].Text += strings.TrimRight(s.Text, ".") + ". "
			out[i].Themes = append(out[i].Themes, s.Themes...)
			words += len(strings.Fields(s.Text))
		}
	}
	return out
}

func BenchmarkTag(b *testing.B) {
	answers := corpusOf(b, 500)
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

func BenchmarkNew(b *testing.B) {
	examples := corpusOf(b, 5000)
	for _, size := range []struct {
		name string
		n    int
	}{{"none", 0}, {"500", 500}, {"5000", 5000}} {
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				New(Starter(), examples[:size.n], nil)
			}
		})
	}
}
