package collate_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/analysis"
	"verbatim/analysis/collate"
)

func TestQuantifier(t *testing.T) {
	for _, c := range []struct {
		base int
		want string // from none to all
	}{
		{1, "no one"},
		{2, "no one two"},
		{3, "no one two all"},
		{4, "no one two most all"},
		{5, "no one two more-than-half most all"},
		{6, "no one two half more-than-half most all"},
		{7, "no one two several more-than-half more-than-half most all"},
		{10, "no one two several several half more-than-half more-than-half most most all"},
	} {
		for people, want := range strings.Fields(c.want) {
			want = strings.ReplaceAll(want, "-", " ")
			if got := analysis.Usual().Scale.Quantifier(people, c.base); got != want {
				t.Errorf("Quantifier(%d, %d) = %q, want %q", people, c.base, got, want)
			}
		}
	}
	for _, c := range []struct {
		people, base int
		want         string
	}{
		{0, 0, "no"},
		{0, 40, "no"},
		{1, 30, "one"},
		{2, 1000, "two"},
		{3, 20, "a few"},
		{4, 20, "some"},
		{19, 20, "almost all"},
		{20, 20, "all"},
		{15, 100, "a few"},
		{16, 100, "some"},
		{47, 100, "some"},
		{48, 100, "about half"},
		{52, 100, "about half"},
		{53, 100, "a majority"},
		{74, 100, "a majority"},
		{75, 100, "most"},
		{90, 100, "most"},
		{91, 100, "almost all"},
		{99, 100, "almost all"},
		{100, 100, "all"},
		{475, 1000, "about half"},
		{474, 1000, "some"},
		{525, 1000, "about half"},
		{526, 1000, "a majority"},
	} {
		if got := analysis.Usual().Scale.Quantifier(c.people, c.base); got != c.want {
			t.Errorf("Quantifier(%d, %d) = %q, want %q", c.people, c.base, got, c.want)
		}
	}
}

// atLeast and atMost are the shares that a word may claim, in percent, read
// from the published scale and not from the code.
var claims = map[string]struct{ atLeast, atMost float64 }{
	"several": {0, 50}, "half": {50, 50}, "more than half": {50, 75}, "most": {75, 100}, "all": {100, 100},
	"a few": {0, 15}, "some": {15, 47.5}, "about half": {47.5, 52.5}, "a majority": {50, 75}, "almost all": {90, 100},
}

func TestQuantifierNeverExceeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(1, 3000).Draw(t, "base")
		people := rapid.IntRange(1, base).Draw(t, "people")
		word := analysis.Usual().Scale.Quantifier(people, base)
		claim, ok := claims[word]
		if !ok {
			if want := []string{"", "one", "two"}[min(people, 2)]; word != want || people > 2 {
				t.Fatalf("Quantifier(%d, %d) = %q", people, base, word)
			}
			return
		}
		share := 100 * float64(people) / float64(base)
		if share < claim.atLeast || share > claim.atMost {
			t.Fatalf("Quantifier(%d, %d) = %q for %.1f %%", people, base, word, share)
		}
		if word == "all" && people != base || people < 3 {
			t.Fatalf("Quantifier(%d, %d) = %q", people, base, word)
		}
		if people < base && rank(analysis.Usual().Scale.Quantifier(people+1, base)) < rank(word) {
			t.Fatalf("more people have a smaller word: %d of %d is %q", people+1, base, analysis.Usual().Scale.Quantifier(people+1, base))
		}
	})
}

func rank(word string) int {
	order := []string{"one", "two", "several", "a few", "some", "half", "about half", "more than half", "a majority", "most", "almost all", "all"}
	for i, w := range order {
		if w == word {
			return i
		}
	}
	return -1
}

func TestScaleNoteNamesEveryWord(t *testing.T) {
	note := collate.ScaleNote(analysis.Usual().Scale)
	for _, base := range []int{10, 19, 20, 200} {
		for people := 1; people <= base; people++ {
			if w := analysis.Usual().Scale.Quantifier(people, base); !strings.Contains(note, w) {
				t.Errorf("the printed scale does not explain %q (%d of %d)", w, people, base)
			}
		}
	}
}

func ExampleQuantifier() {
	fmt.Println(analysis.Usual().Scale.Quantifier(4, 10), analysis.Usual().Scale.Quantifier(12, 60))
	// Output: several some
}
