package theme

import (
	"math"
	"os"
	"slices"
	"sync"
	"testing"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/nlp"

	"github.com/google/go-cmp/cmp"
)

// readAnswers reads the invented answers and their themes.
func readAnswers(tb testing.TB) []Example {
	tb.Helper()
	f, err := os.Open("testdata/answers.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rs, err := readRecords(f)
	if err != nil {
		tb.Fatal(err)
	}
	var out []Example
	for _, r := range rs {
		out = append(out, Example{Text: r.Text, Themes: r.Labels})
	}
	return out
}

// untaught is a tagger of the starter that has learnt from nothing else. It is
// made once, because it is the same for every test and does not change.
var untaught = sync.OnceValue(func() *Tagger { return New(Starter(), nil, nil) })

// fewer returns a codebook of some themes of the starter, for tests that make
// many taggers of it.
func fewer() analysis.Codebook {
	const themes = 8
	var book analysis.Codebook
	for _, th := range leaves(Starter())[:themes] {
		th.Parent = ""
		book.Themes = append(book.Themes, th)
	}
	return book
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
	f1, all := macroF1(untaught(), readAnswers(t))
	t.Logf("macro-F1 %.3f, precision %.3f, recall %.3f on %d codings", f1, all.precision(), all.recall(), all.right+all.missed)
	if f1 < .7 || all.precision() < .7 {
		t.Errorf("macro-F1 = %.3f, precision = %.3f without codings, want at least 0.7 each", f1, all.precision())
	}
}

// small is a codebook in which one theme's own words say little.
var small = analysis.Codebook{Themes: []analysis.Theme{
	{Key: "food", Name: "Food and drink", Definition: "Meals, canteen, coffee."},
	{Key: "place", Name: "The building"},
	{Key: "light", Parent: "place", Name: "Light and windows"},
	{Key: "noise", Parent: "place", Name: "Noise and sound"},
	{Key: "cohort", Name: "Cohort things"},
}}

func tag(tg *Tagger, text string) []string {
	var keys []string
	for _, x := range tg.Tag(text, nlp.Sentences(text)) {
		keys = append(keys, x.Theme)
	}
	return keys
}

func TestTagSaysWhereAndWhy(t *testing.T) {
	const text = "The room was cold. I felt proud of myself and more confident about speaking up. We met on Tuesdays."
	got := untaught().Tag(text, nlp.Sentences(text))
	if len(got) == 0 || got[0].Theme != "confidence" {
		t.Fatalf("Tag(%q) = %v, want confidence first", text, got)
	}
	if want := "I felt proud of myself and more confident about speaking up."; got[0].Span.In(text) != want {
		t.Errorf("span = %q, want %q", got[0].Span.In(text), want)
	}
	if !slices.Contains(got[0].Reason.Words, "confident") || len(got[0].Reason.Examples) == 0 {
		t.Errorf("reason = %+v, want the word confident and a phrase of the codebook", got[0].Reason)
	}
	if got[0].Score <= 0 || got[0].Score > 1 {
		t.Errorf("score = %g, want above 0, at most 1", got[0].Score)
	}
}

func TestTagSuggestsNoThemeAboveOthers(t *testing.T) {
	tg := New(small, nil, nil)
	if want := []string{"food", "light", "noise", "cohort"}; !slices.Equal(tg.themes, want) {
		t.Errorf("themes = %v, want %v", tg.themes, want)
	}
}

func TestTagLearnsFromDecisions(t *testing.T) {
	const text = "The bonfire evening on the quay was grand"
	if got := tag(New(small, nil, nil), text); len(got) != 0 {
		t.Errorf("Tag(%q) = %v before anybody coded, want none", text, got)
	}
	var examples []Example
	for _, s := range []string{"the bonfire was great", "a bonfire by the quay", "that evening round the bonfire", "quay bonfire evening, lovely", "more bonfires on the quay", "an evening with a bonfire"} {
		examples = append(examples, Example{Text: s, Themes: []string{"cohort"}})
	}
	for _, s := range []string{"the soup was cold", "dark rooms without windows", "loud drilling all day", "a good lunch", "echoes in the hall", "no daylight"} {
		examples = append(examples, Example{Text: s, Themes: []string{"food"}, Not: []string{"cohort"}})
	}
	if got := tag(New(small, examples, nil), text); !slices.Contains(got, "cohort") {
		t.Errorf("Tag(%q) = %v after 6 codings, want cohort", text, got)
	}
}

func TestTagLearnsFromRejections(t *testing.T) {
	const text = "Noise and sound of the fountain"
	if got := tag(New(small, nil, nil), text); !slices.Contains(got, "noise") {
		t.Fatalf("Tag(%q) = %v before anybody coded, want noise", text, got)
	}
	before := score(New(small, nil, nil), "noise", text)
	var examples []Example
	for _, s := range []string{"noise of the fountain", "the sound of the fountain", "fountain noise", "sounds like a fountain", "fountain sound and noise", "that fountain noise"} {
		examples = append(examples, Example{Text: s, Not: []string{"noise"}})
	}
	if after := score(New(small, examples, nil), "noise", text); after >= before {
		t.Errorf("score of noise = %.3f after 6 rejections, %.3f before, want it lower", after, before)
	}
}

func score(tg *Tagger, key, text string) float64 {
	return tg.sure(tg.space.reader(), text)[slices.Index(tg.themes, key)]
}

func TestCodingWithThemeAboveOthers(t *testing.T) {
	c := exampleClasses(small, leaves(small), []Example{{Text: "x", Themes: []string{"place"}}, {Text: "y", Not: []string{"place"}}})
	for _, th := range []int{1, 2} {
		if _, weight := c[0].says(th); weight != 0 {
			t.Errorf("a coding with the theme above says something of theme %d, weight %g", th, weight)
		}
		if fits, weight := c[1].says(th); fits || weight != 1 {
			t.Errorf("rejecting the theme above says %t, %g of theme %d, want false, 1", fits, weight, th)
		}
	}
}

func TestTagIsDeterministic(t *testing.T) {
	answers := readAnswers(t)
	var background []string
	for range 5 {
		for _, a := range answers {
			background = append(background, a.Text)
		}
	}
	a, b := New(fewer(), answers[:40], background), New(fewer(), answers[:40], background)
	var wg sync.WaitGroup
	for _, x := range answers {
		wg.Go(func() {
			s := nlp.Sentences(x.Text)
			if d := cmp.Diff(a.Tag(x.Text, s), b.Tag(x.Text, s)); d != "" {
				t.Errorf("two taggers of the same input differ on %q:\n%s", x.Text, d)
			}
		})
	}
	wg.Wait()
}

func TestTagOfNothing(t *testing.T) {
	if got := tag(New(analysis.Codebook{}, nil, nil), "Some words."); got != nil {
		t.Errorf("Tag() with an empty codebook = %v, want none", got)
	}
	tg := untaught()
	for _, text := range []string{"", " ", "!!!", "42", "\xff\xfe", "N/A", "Nothing.", "qwxz zzkp"} {
		if got := tag(tg, text); len(got) != 0 {
			t.Errorf("Tag(%q) = %v, want none", text, got)
		}
	}
}

func TestCodingsImproveSuggestions(t *testing.T) {
	answers := corpusOf(t, 400, 25)
	before, _ := macroF1(New(fewer(), nil, nil), answers[300:])
	after, _ := macroF1(New(fewer(), answers[:300], nil), answers[300:])
	if after < before+.05 {
		t.Errorf("macro-F1 = %.3f with 300 codings, %.3f without, want clearly more", after, before)
	}
}

func FuzzTag(f *testing.F) {
	tg := untaught()
	f.Add("I felt heard. I am confident now.", 0, 13, 14, 33)
	f.Add("Ünïcode – “quoted” \xff", 0, 3, 5, 99)
	f.Add("listened to", 5, 2, -1, 4)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		for _, sentences := range [][]analysis.Span{nil, {{Start: a, End: b}, {Start: c, End: d}}, nlp.Sentences(text)} {
			seen := map[string]bool{}
			last := 1.0
			for _, x := range tg.Tag(text, sentences) {
				if utf8.ValidString(text) && !fits(text, x.Span) || x.Span.In(text) == "" {
					t.Errorf("Tag(%q, %v): span %v does not fit the text", text, sentences, x.Span)
				}
				if utf8.ValidString(text) && !utf8.ValidString(x.Span.In(text)) {
					t.Errorf("Tag(%q, %v): span %v cuts a rune", text, sentences, x.Span)
				}
				if seen[x.Theme] || x.Score > last || x.Score < 0 || math.IsNaN(x.Score) {
					t.Errorf("Tag(%q, %v): %s twice, out of order or with score %g", text, sentences, x.Theme, x.Score)
				}
				seen[x.Theme], last = true, x.Score
			}
		}
	})
}
