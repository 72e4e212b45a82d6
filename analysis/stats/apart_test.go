package stats_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis/stats"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// sides returns 6 mentors who write of students and 6 mentees who write of
// courage, 45 words each; one mentor alone says xylophone, often.
func sides() []survey.Verbatim {
	var vs []survey.Verbatim
	for i := range 12 {
		role, text := "mentor", strings.Repeat("my students and the common room here ", 6)
		if i%2 == 1 {
			role, text = "mentee", strings.Repeat("my courage and the common room here ", 6)
		}
		if i == 0 {
			text += "xylophone xylophone xylophone"
		}
		vs = append(vs, survey.Verbatim{ID: fmt.Sprint(i), Person: fmt.Sprint(i), Role: role, WaveKey: "end", RoundKey: "2021", Text: text, QuoteConsent: survey.QuoteWords})
	}
	return append(vs, survey.Verbatim{ID: "secret", Person: "secret", Role: "mentor", WaveKey: "end", RoundKey: "2021", Text: "students secret", QuoteConsent: survey.CountOnly})
}

func wordsOf(words []stats.Word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.Word)
	}
	return out
}

func apart(c stats.Comparison, small bool) stats.Apart {
	a, b := c.Sides(sides())
	return stats.SetApart(a, b, small)
}

func TestSetApart(t *testing.T) {
	for _, b := range []string{"role=mentee", ""} {
		c, err := stats.ParseComparison("role=mentor", b)
		if err != nil {
			t.Fatal(err)
		}
		got := apart(c, false)
		if a, o := wordsOf(got.OfA), wordsOf(got.OfB); !slices.Equal(a, []string{"students"}) || !slices.Equal(o, []string{"courage"}) {
			t.Errorf("against %q: %q and %q, want students and courage", b, a, o)
		}
		if want := (stats.Amount{Answers: 6, Words: 255, People: 6}); got.A != want {
			t.Errorf("first side = %+v, want %+v without the answer that is only counted", got.A, want)
		}
		if w := got.OfA[0]; w.Target.Count != 36 || w.Target.People != 6 || w.Reference.Count != 0 || w.Z < 1.96 || w.LogLikelihood < 3.84 {
			t.Errorf("students = %+v", w)
		}
		for _, f := range got.Words {
			if f.Word == "xylophone" || f.Word == "the" {
				t.Errorf("the word %q is listed", f.Word)
			}
		}
		if got.LeftOut != 1 {
			t.Errorf("%d words left out, want xylophone", got.LeftOut)
		}
	}
	c := stats.Comparison{By: stats.ByRole, A: "mentor", B: "mentee"}
	if all := apart(c, true); len(all.Words) != 8 {
		t.Errorf("with function words %v, want 8", all.Words)
	}
	a, b := c.Sides(sides()[:8])
	if got := stats.SetApart(a, b, false); got.A.Enough() || got.OfA != nil || got.OfB != nil {
		t.Errorf("of %d words a side: %q", got.B.Words, wordsOf(got.OfA))
	}
}

func TestParseComparisonRefuses(t *testing.T) {
	for _, tt := range [][3]string{
		{"mentor", "", "K01"},
		{"age=3", "", "K01"},
		{"role=", "", "K01"},
		{"role=mentor", "wave=end", "K02"},
		{"role=mentor", "role=mentor", "K03"},
		{"round=2021", "", "K04"},
	} {
		if _, err := stats.ParseComparison(tt[0], tt[1]); err == nil || !strings.Contains(fault.Text(err), tt[2]) {
			t.Errorf("ParseComparison(%q, %q) = %v, want %s", tt[0], tt[1], err, tt[2])
		}
	}
}
