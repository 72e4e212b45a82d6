package theme

import (
	"os"
	"slices"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// readAnswers reads the invented answers and their themes.
func readAnswers(t testing.TB) []Example {
	t.Helper()
	f, err := os.Open("testdata/answers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rs, err := readRecords(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []Example
	for _, r := range rs {
		out = append(out, Example{Text: r.Text, Themes: r.Labels})
	}
	return out
}

// macroF1 returns the mean F1 over themes, and the tally over all of them, of
// what the tagger suggests for answers whose themes are known.
func macroF1(tg *Tagger, answers []Example) (float64, tally) {
	each := map[string]*tally{}
	for _, k := range tg.themes {
		each[k] = &tally{}
	}
	for _, a := range answers {
		got := tg.Tag(a.Text, nlp.Sentences(a.Text))
		for k, c := range each {
			c.count(slices.ContainsFunc(got, func(x Tagged) bool { return x.Theme == k }), slices.Contains(a.Themes, k))
		}
	}
	var all tally
	mean := 0.0
	for _, c := range each {
		all.add(*c)
		mean += c.f1() / float64(len(each))
	}
	return mean, all
}

func TestSuggestsWithoutCodings(t *testing.T) {
	f1, all := macroF1(New(Starter(), nil, nil), readAnswers(t))
	t.Logf("macro-F1 %.3f, precision %.3f, recall %.3f on %d codings", f1, all.precision(), all.recall(), all.right+all.missed)
	if f1 < .5 || all.precision() < .5 {
		t.Errorf("macro-F1 = %.3f, precision = %.3f without codings, want at least 0.5 each", f1, all.precision())
	}
}

var _ = analysis.Span{}
