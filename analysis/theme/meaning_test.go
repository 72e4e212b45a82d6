package theme

import (
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/vectors"

	"github.com/google/go-cmp/cmp"
)

// subjects is an Embedder that knows three subjects by words of its own.
type subjects [3]string

func (s subjects) Dim() int { return len(s) }

func (s subjects) Embed(words []string) []float32 {
	v := make([]float32, len(s))
	for i, subject := range s {
		for w := range strings.FieldsSeq(subject) {
			if slices.Contains(words, w) {
				v[i]++
			}
		}
	}
	vectors.Normalise(v)
	return v
}

// deaf says that its vectors are longer than they are.
type deaf struct{}

func (deaf) Dim() int                 { return 7 }
func (deaf) Embed([]string) []float32 { return nil }

func TestAnotherEmbedderTakesTheTablesPlace(t *testing.T) {
	book := analysis.Codebook{Themes: []analysis.Theme{
		{Key: "food", Name: "soup", Examples: []string{"soup", "the soup", "our soup"}},
		{Key: "light", Name: "window", Examples: []string{"window", "a window", "one window"}},
		{Key: "noise", Name: "drill", Examples: []string{"drill", "a drill", "one drill"}},
	}}
	spoken := slices.Repeat([]string{"zorp soup", "blick window", "krach drill"}, minCommonTexts)
	with := NewWith(Options{Embedder: subjects{"soup zorp", "window blick", "drill krach"}}, book, nil, spoken)
	without := New(book, nil, spoken)
	for theme, text := range map[string]string{"food": "zorp", "light": "blick", "noise": "krach"} {
		if got := tag(with, text); !slices.Equal(got, []string{theme}) {
			t.Errorf("Tag(%q) = %v with an embedder that knows the word, want %s", text, got, theme)
		}
		if got := tag(without, text); len(got) != 0 {
			t.Errorf("Tag(%q) = %v without it, want none", text, got)
		}
	}
	if got := with.Next([]string{"zorp", "blick"}, 2); len(got) != 2 {
		t.Errorf("Next() = %v with another embedder, want both texts", got)
	}
}

func TestEmbedderOfTheProgramIsTheUsualOne(t *testing.T) {
	const text = "We met in the bright room. The soup was cold."
	a, b := New(small, nil, nil), NewWith(Options{Embedder: vectors.Load()}, small, nil, nil)
	if d := cmp.Diff(a.Tag(text, nil), b.Tag(text, nil)); d != "" {
		t.Errorf("Tag() differs between no embedder and the program's own:\n%s", d)
	}
}

func TestEmbedderThatFails(t *testing.T) {
	tg := NewWith(Options{Embedder: deaf{}}, small, nil, nil)
	if got := tag(tg, "Noise and sound"); !slices.Contains(got, "noise") {
		t.Errorf("Tag() = %v without any meaning, want noise by its words", got)
	}
}
