package nlp_test

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/nlp"

	"github.com/google/go-cmp/cmp"
)

func sentences(text string) []string {
	var out []string
	for _, s := range nlp.Sentences(text) {
		out = append(out, s.In(text))
	}
	return out
}

// minGolden is how many of the 52 golden rules of pragmatic_segmenter (MIT, see
// testdata/golden_rules_LICENSE) must hold, white space folded.
const minGolden = 50

func TestGoldenRules(t *testing.T) {
	f, err := os.Open("testdata/golden_rules_en.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := nlp.EvaluateSentences(f)
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 52 || r.Right < minGolden {
		t.Errorf("EvaluateSentences = %d of %d right, want at least %d of 52", r.Right, r.N, minGolden)
	}
}

func TestSentencesOfSurveyProse(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"empty", " \n ", nil},
		{"one", "More rooms", []string{"More rooms"}},
		{"missing space", "It was good.The notes help!Thank you", []string{"It was good.", "The notes help!", "Thank you"}},
		{"missing space and capital", "It was good.the notes help.", []string{"It was good.", "the notes help."}},
		{"address", "See www.example.com.The rest is at a.b@example.org.", []string{"See www.example.com.The rest is at a.b@example.org."}},
		{"space before the stop", "It was good .The notes help", []string{"It was good .", "The notes help"}},
		{"hyphen list", "- more time\n- better rooms. And tea\n- lunch", []string{"- more time", "- better rooms.", "And tea", "- lunch"}},
		{"numbers", "1. Meet earlier\n2. Meet longer", []string{"1. Meet earlier", "2. Meet longer"}},
		{"wrapped", "We met in\nthe library every week.", []string{"We met in\nthe library every week."}},
		{"lines", "time\nplace\ncost", []string{"time", "place", "cost"}},
		{"titles", "Dr. Okafor and Prof. Lee met. A great prof. She listened.", []string{"Dr. Okafor and Prof. Lee met.", "A great prof.", "She listened."}},
		{"e.g.", "Look at examples, e.g. The Guide, i.e. chapters.", []string{"Look at examples, e.g. The Guide, i.e. chapters."}},
		{"etc.", "Rooms, tea etc. We met weekly.", []string{"Rooms, tea etc.", "We met weekly."}},
		{"quote", "They said “come back.” We did.", []string{"They said “come back.”", "We did."}},
		{"carriage return", "one thing\r\nTwo things", []string{"one thing", "Two things"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, sentences(test.text)); diff != "" {
				t.Errorf("Sentences(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// checkSpans reports spans that leave the text, cut a rune, overlap, or are out
// of order.
func checkSpans(t *testing.T, text string, spans []analysis.Span) {
	t.Helper()
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v of %q is empty, outside, or before %d", s, text, at)
		}
		if utf8.ValidString(text) && !utf8.ValidString(s.In(text)) {
			t.Fatalf("span %v of %q cuts a rune: %q", s, text, s.In(text))
		}
		at = s.End
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"", "A. B. C", "• 9. x • 10. y", "“Hé.” Ça va? 1) a 2) b", "\xff.\xfeA", "a.\u2028b", "U.S. How . . . X", "(1) a\n(2) b…C", "\xbb\xbb\xbb\xbb\u07bb.\u07bb.\xe2\x80\u2028\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spans := nlp.Sentences(text)
		checkSpans(t, text, spans)
		var kept strings.Builder
		for _, s := range spans {
			kept.WriteString(squeezed(s.In(text)))
		}
		if got, want := kept.String(), squeezed(text); got != want {
			t.Fatalf("Sentences(%q) cover %q, want %q", text, got, want)
		}
	})
}

// squeezed returns s without white space and without bytes that are no runes:
// where a space between two of them falls away, they may join to one.
func squeezed(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), unicode.IsSpace), "")
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "Don't stop.", "“Hé” 😀:) http://x.y", "\xc3\x28 a\xffb", "e.g. 1,000.That"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, tokens := range map[string][]nlp.Token{"Tokens": nlp.Tokens(text), "Words": nlp.Words(text)} {
			var spans []analysis.Span
			for _, tok := range tokens {
				if tok.Text != tok.Span.In(text) {
					t.Fatalf("%s(%q): token %q at %v covers %q", name, text, tok.Text, tok.Span, tok.Span.In(text))
				}
				spans = append(spans, tok.Span)
			}
			checkSpans(t, text, spans)
		}
	})
}

const answer = "I was surprised by how keen they were to listen. More help with dealing with imposter syndrome, especially at the beginning of the course, would be good; could you also publish the dates earlier? It was worth the time."

func BenchmarkSentences(b *testing.B) {
	benchmark(b, func() { nlp.Sentences(answer) })
}

func BenchmarkTokens(b *testing.B) {
	benchmark(b, func() { nlp.Tokens(answer) })
}

func BenchmarkWordsAndStems(b *testing.B) {
	benchmark(b, func() {
		for _, w := range nlp.Words(answer) {
			nlp.Stem(w.Text)
		}
	})
}

// benchmark runs fn over one answer and reports words a second.
func benchmark(b *testing.B, fn func()) {
	b.Helper()
	b.ReportAllocs()
	words := len(nlp.Words(answer))
	for b.Loop() {
		fn()
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
