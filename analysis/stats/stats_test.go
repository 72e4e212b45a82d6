package stats_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis/stats"
	"verbatim/search"
)

// near reports whether a computed figure is the printed one, to the given
// number of decimals.
func near(got, want float64, decimals int) bool {
	return math.Abs(got-want) <= 0.5*math.Pow10(-decimals)+1e-12
}

// marks returns n marks of a theme in a group by people numbered from first.
func marks(theme, group string, first, n int) []stats.Mark {
	var out []stats.Mark
	for i := range n {
		out = append(out, stats.Mark{Person: fmt.Sprint(first + i), Group: group, Theme: theme})
	}
	return out
}

func members(group string, first, n int) []stats.Member {
	var out []stats.Member
	for _, m := range marks("", group, first, n) {
		out = append(out, stats.Member{Person: m.Person, Group: m.Group})
	}
	return out
}

func TestCoOccurrence(t *testing.T) {
	// Of 10 people, 1 to 5 have a and 3 to 8 have b (6 people), so 3 have both.
	// By hand: either 5+6-3 = 8, Jaccard 3/8; expected 5·6/10 = 3, lift 3/3 = 1;
	// phi (10·3-5·6)/… = 0; NPMI ln 1 = 0.
	// c is had by 1 to 4: with a 4 of 5; Jaccard 4/5; expected 4·5/10 = 2, lift
	// 2; phi (10·4-4·5)/√(5·5·4·6) = 20/24.4949 = 0.8165; NPMI ln 2 / -ln 0.4 =
	// 0.6931/0.9163 = 0.7565.
	all := append(marks("a", "", 1, 5), marks("b", "", 3, 6)...)
	all = append(all, marks("c", "", 1, 4)...)
	all = append(all, all[0])
	got := stats.CoOccurrences([]string{"a", "b", "c", "d"}, 10, all)
	want := []stats.Pair{
		{A: "a", B: "c", Both: 4, CountA: 5, CountB: 4, Base: 10},
		{A: "a", B: "b", Both: 3, CountA: 5, CountB: 6, Base: 10},
		{A: "b", B: "c", Both: 2, CountA: 6, CountB: 4, Base: 10},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("CoOccurrences (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Jaccard of a and c", got[0].Jaccard(), 0.8},
		{"expected of a and c", got[0].Expected(), 2},
		{"lift of a and c", got[0].Lift(), 2},
		{"phi of a and c", got[0].Phi(), 0.8165},
		{"NPMI of a and c", got[0].NPMI(), 0.7565},
		{"Jaccard of a and b", got[1].Jaccard(), 0.375},
		{"lift of a and b", got[1].Lift(), 1},
		{"phi of a and b", got[1].Phi(), 0},
		{"NPMI of a and b", got[1].NPMI(), 0},
		{"phi where all have a", stats.Pair{Both: 3, CountA: 10, CountB: 3, Base: 10}.Phi(), 0},
		{"NPMI of never", stats.Pair{CountA: 3, CountB: 3, Base: 10}.NPMI(), -1},
		{"NPMI of always", stats.Pair{Both: 10, CountA: 10, CountB: 10, Base: 10}.NPMI(), 1},
		{"NPMI of nobody", stats.Pair{}.NPMI(), 0},
	} {
		if !near(c.got, c.want, 4) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
}

// The intervals are those of Newcombe, Two-sided confidence intervals for the
// single proportion, Statistics in Medicine 17, 1998, table I, method 3.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		n, base   int
		low, high float64
	}{{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}, {0, 0, 0, 1}} {
		low, high := stats.Wilson(c.n, c.base)
		if !near(low, c.low, 4) || !near(high, c.high, 4) {
			t.Errorf("Wilson(%d, %d) = %.4f, %.4f, want %.4f, %.4f", c.n, c.base, low, high, c.low, c.high)
		}
	}
}

func TestFrequencies(t *testing.T) {
	got := stats.Frequencies([]string{"a", "b"}, 10, append(append(marks("a", "x", 1, 2), marks("a", "y", 1, 2)...), marks("b", "x", 1, 5)...))
	if len(got) != 2 || got[0].Theme != "b" || got[0].People != 5 || got[0].Share != 0.5 || got[1].People != 2 {
		t.Errorf("Frequencies = %+v, want b of 5 people, then a of 2 though in two groups", got)
	}
}

func TestLogOdds(t *testing.T) {
	// By hand: x = 20+10 = 30, rest 100+50-30 = 120, odds 0.25; y = 5+10 = 15,
	// rest 200+50-15 = 235, odds 0.06383; δ = ln 0.25 - ln 0.06383 = -1.38629 +
	// 2.75154 = 1.36524; σ² = 1/30 + 1/15 = 0.1; z = 1.36524/0.31623 = 4.31728.
	o := stats.Odds{Count: 20, Words: 100, OtherCount: 5, OtherWords: 200, Prior: 10, PriorWords: 50}
	difference, z := o.LogOdds()
	if !near(difference, 1.36524, 4) || !near(z, 4.3173, 3) {
		t.Errorf("LogOdds = %v, %v, want 1.36524, 4.3173", difference, z)
	}
	o.Count, o.Words, o.OtherCount, o.OtherWords = o.OtherCount, o.OtherWords, o.Count, o.Words
	if back, _ := o.LogOdds(); !near(back, -difference, 9) {
		t.Errorf("LogOdds the other way = %v, want %v", back, -difference)
	}
	if d, z := (stats.Odds{}).LogOdds(); d != 0 || z != 0 {
		t.Errorf("LogOdds of nothing = %v, %v, want 0, 0", d, z)
	}
	flat := stats.Odds{Count: 7, Words: 50, OtherCount: 1, OtherWords: 90, Prior: 0.05, PriorWords: 5}
	if _, z := flat.LogOdds(); !near(z, search.LogOdds(7, 50, 1, 90, 0.05, 5), 9) {
		t.Errorf("z with a flat prior = %v, want what search gets by it", z)
	}
}

func TestWordsLeanOnTheBackground(t *testing.T) {
	text := func(person, s string) search.Text { return search.Text{Person: person, Text: s} }
	target := []search.Text{text("1", "the courage the courage the voice"), text("2", "the courage grew")}
	reference := []search.Text{text("3", "the meeting the meeting the room"), text("4", "the meeting was long")}
	background := append(append([]search.Text{text("5", "the the the the a room a long day")}, target...), reference...)
	got := stats.Words(target, reference, background, 2, 50)
	if len(got) != 3 || got[0].Word != "courage" || got[2].Word != "meeting" {
		t.Fatalf("Words = %+v, want courage first, the, and meeting last", got)
	}
	if got[0].Z <= 0 || got[0].LogLikelihood <= 0 || got[2].Z >= 0 {
		t.Errorf("courage z %v, LL %v; meeting z %v: want them for, for and against the target", got[0].Z, got[0].LogLikelihood, got[2].Z)
	}
	if math.Abs(got[1].Z) >= math.Abs(got[0].Z) {
		t.Errorf("z of %q = %v, want nearer to 0 than that of a telling word", got[1].Word, got[1].Z)
	}
}
