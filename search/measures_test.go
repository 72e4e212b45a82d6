package search_test

import (
	"math"
	"strings"
	"testing"

	"verbatim/search"
)

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

// TestLogLikelihood holds rows of the table of Dunning (1993), the bigrams of
// 30,000 words of the Union Bank of Switzerland.
func TestLogLikelihood(t *testing.T) {
	tests := []struct {
		bigram string
		table  search.Contingency
		want   float64
	}{
		{"the swiss", search.Contingency{Both: 110, First: 2442, Second: 111, Neither: 29114}, 270.72},
		{"can be", search.Contingency{Both: 29, First: 13, Second: 123, Neither: 31612}, 263.90},
		{"previous year", search.Contingency{Both: 31, First: 23, Second: 139, Neither: 31584}, 256.84},
		{"mineral water", search.Contingency{Both: 10, First: 0, Second: 3, Neither: 31764}, 167.23},
		{"independent events", search.Contingency{Both: 10, First: 90, Second: 90, Neither: 810}, 0},
	}
	for _, tt := range tests {
		if got := tt.table.LogLikelihood(); !near(got, tt.want, 0.005) {
			t.Errorf("LogLikelihood(%s) = %.3f, want %.2f", tt.bigram, got, tt.want)
		}
	}
}

// TestMutualInformation holds pairs of Church and Hanks (1990), of 15 million
// words of the Associated Press, 1987.
func TestMutualInformation(t *testing.T) {
	tests := []struct {
		pair           string
		both, one, two int
		want           float64
	}{
		{"honorary doctor", 12, 111, 621, 11.3},
		{"doctors dentists", 8, 1105, 44, 11.3},
	}
	for _, tt := range tests {
		got := search.MutualInformation(tt.both, float64(tt.one)*float64(tt.two)/15e6)
		if !near(got, tt.want, 0.06) {
			t.Errorf("MutualInformation(%s) = %.2f, want %.1f", tt.pair, got, tt.want)
		}
	}
}

// TestLogDice holds the properties that Rychlý (2008) defines the score by.
func TestLogDice(t *testing.T) {
	if got := search.LogDice(7, 7, 7); got != 14 {
		t.Errorf("LogDice of two words that only stand together = %v, want 14", got)
	}
	once, twice := search.LogDice(10, 1000, 500), search.LogDice(20, 1000, 500)
	if !near(twice-once, 1, 1e-9) {
		t.Errorf("twice as often together adds %v points, want 1", twice-once)
	}
	if got := search.LogDice(1, 8192, 8192); !near(got, 1, 1e-9) { // one in 2^13
		t.Errorf("LogDice(1, 8192, 8192) = %v, want 1", got)
	}
}

// TestDisperse holds the worked example of Gries (2008): the word a in five
// parts of 9, 10, 10, 10 and 11 words.
func TestDisperse(t *testing.T) {
	parts := []search.Part{}
	for _, p := range []string{"b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t"} {
		words := strings.Fields(p)
		n := 0
		for _, w := range words {
			if w == "a" {
				n++
			}
		}
		parts = append(parts, search.Part{Words: len(words), Count: n})
	}
	got := search.Disperse(parts)
	if got.Count != 15 || got.Range != 5 || !near(got.DP, 0.18, 0.0005) || !near(got.JuillandD, 0.785, 0.001) || !near(got.DPNorm, 0.18/0.82, 0.0005) {
		t.Errorf("Disperse = %+v, want count 15, range 5, DP 0.18, D 0.785", got)
	}
	even := search.Disperse([]search.Part{{Words: 100, Count: 1}, {Words: 300, Count: 3}})
	if !near(even.DP, 0, 1e-12) || !near(even.JuillandD, 1, 1e-12) {
		t.Errorf("an even word: %+v, want DP 0 and D 1", even)
	}
	clumped := search.Disperse([]search.Part{{Words: 100, Count: 9}, {Words: 100}})
	if !near(clumped.DP, 0.5, 1e-12) || !near(clumped.DPNorm, 1, 1e-12) || !near(clumped.JuillandD, 0, 1e-12) {
		t.Errorf("a word of one part: %+v, want DP 0.5, norm 1, D 0", clumped)
	}
	if none := search.Disperse([]search.Part{{Words: 10}, {Words: 10}}); none != (search.Dispersion{}) {
		t.Errorf("a word that is nowhere: %+v, want zero", none)
	}
}

// TestKeynessMeasures computes by hand: 100 in 10,000 against 50 in 10,000 is
// 2 (100 ln(4/3) + 50 ln(2/3)), and twice as frequent.
func TestKeynessMeasures(t *testing.T) {
	if got := search.KeynessLL(100, 10_000, 50, 10_000); !near(got, 16.99, 0.005) {
		t.Errorf("KeynessLL = %.3f, want 16.99", got)
	}
	if got := search.KeynessLL(50, 10_000, 100, 10_000); !near(got, -16.99, 0.005) {
		t.Errorf("KeynessLL the other way round = %.3f, want -16.99", got)
	}
	for _, tt := range []struct{ a, c, b, d, want float64 }{{100, 10_000, 50, 10_000, 1}, {50, 10_000, 100, 10_000, -1}, {8, 1000, 0, 1000, 4}, {8, 1000, 16, 2000, 0}} {
		if got := search.LogRatio(int(tt.a), int(tt.c), int(tt.b), int(tt.d)); !near(got, tt.want, 1e-9) {
			t.Errorf("LogRatio(%v) = %v, want %v", tt, got, tt.want)
		}
	}
}

// TestKeyness compares the two sentences of the example of the fightin_words
// package, whose z-scores its README gives for a prior of 0.05.
func TestKeyness(t *testing.T) {
	a := []search.Text{{ID: "a", Text: "the quick brown fox jumps over the lazy pig"}}
	b := []search.Text{{ID: "b", Text: "the lazy purple pig jumps over the lazier donkey"}}
	got := map[string]search.Key{}
	for _, k := range search.Keyness(a, b, 1) {
		got[k.Word] = k
	}
	want := map[string]float64{"brown": .6894, "fox": .6894, "quick": .6894, "jumps": 0, "the": 0, "lazy": 0, "pig": 0, "over": 0, "donkey": -.6894, "lazier": -.6894, "purple": -.6894}
	for w, z := range want {
		if !near(got[w].Z, z, 0.0001) {
			t.Errorf("Z of %s = %.4f, want %.4f", w, got[w].Z, z)
		}
	}
	if len(got) != len(want) {
		t.Errorf("Keyness has %d words, want %d", len(got), len(want))
	}
	if k := got["the"]; k.Target.Count != 2 || k.Reference.Count != 2 || k.LogLikelihood != 0 {
		t.Errorf("the: %+v, want 2 against 2 and no evidence", k)
	}
	if only := search.Keyness([]search.Text{{Text: "a a"}}, []search.Text{{Text: "a"}}, 1); only[0].Z != 0 {
		t.Errorf("Z with one word in the language = %v, want 0", only[0].Z)
	}
}

// BenchmarkWords measures cutting a text into words.
func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("My mentor's confidence grew, and I don't mind; it is 3.5 times as good (naïve?). ", 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		search.Words(text)
	}
}
