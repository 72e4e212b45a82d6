package claim_test

import (
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/claim"
)

func TestRead(t *testing.T) {
	g := claim.Group{Singular: "mentor", Plural: "mentors"}
	for sentence, want := range map[string]string{
		"Several senior mentors spoke up":                   "quantifier",
		"Mentors spoke up":                                  "bare",
		"There was clarity":                                 "agentless",
		"Four of the ten mentors spoke up":                  "count",
		"Most importantly, it mattered":                     "",
		"Up to 40 % of mentors always increased it":         "percent frequency magnitude",
		"Half of the mentors (5 of 10) and some others did": "quantifier count second",
	} {
		got := ""
		for i, c := range claim.Read(sentence, analysis.Usual().Scale, g) {
			if i > 0 {
				got += " "
			}
			got += string(c.Kind)
		}
		if got != want {
			t.Errorf("Read(%q) = %q, want %q", sentence, got, want)
		}
	}
}

// FuzzRead reads anything that somebody may type.
func FuzzRead(f *testing.F) {
	f.Add("“Several” mentors’ … (4 of 10) 100.5% – \xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range claim.Read(s, analysis.Usual().Scale, claim.Group{Singular: "mentor", Plural: "mentors"}) {
			if c.Start < 0 || c.Start > len(s) || len(c.Text) > len(s) {
				t.Fatalf("Read(%q) claims %+v", s, c)
			}
		}
	})
}
