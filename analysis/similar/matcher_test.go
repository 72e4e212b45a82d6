package similar_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/similar"
)

// matchCase is two rounds of a programme: what the earlier one recommended, and
// which of it people see each text of the later one build on.
type matchCase struct {
	About    string                    `json:"about"`
	Previous []analysis.Recommendation `json:"previous"`
	Texts    []struct {
		Text     string `json:"text"`
		BuildsOn string `json:"builds_on"`
	} `json:"texts"`
}

func readCase(t *testing.T, name string) matchCase {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var c matchCase
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestMatcher holds the method to what it reached when it was made: on the
// published case, on an invented one, and on one that it was not tuned on. That
// something new is linked is the worse mistake, so none is allowed.
func TestMatcher(t *testing.T) {
	for _, test := range []struct {
		file    string
		minimum int // texts that build on something and are linked to the right thing
	}{
		{"reverse-mentoring-2021.json", 5},
		{"ward-induction.json", 4},
		{"library.json", 3},
	} {
		t.Run(test.file, func(t *testing.T) {
			c := readCase(t, test.file)
			m := similar.NewMatcher(c.Previous)
			right := 0
			for _, x := range c.Texts {
				got := m.Match(x.Text)
				switch {
				case got.Reference == x.BuildsOn && got.Reference != "":
					right++
				case got.Reference != "":
					t.Errorf("Match(%q) = %q (%.2f, %q), want %q", x.Text, got.Reference, got.Score, got.Shared, x.BuildsOn)
				}
			}
			if right < test.minimum {
				t.Errorf("%d texts linked rightly, want at least %d", right, test.minimum)
			}
		})
	}
}

func TestMatcherWithoutPrevious(t *testing.T) {
	got := similar.NewMatcher(nil).Match("Changes to the curriculum")
	if got.Reference != "" || got.Score != 0 || got.Shared != nil {
		t.Errorf("Match without earlier recommendations = %+v, want nothing", got)
	}
}

func TestMatchOfItself(t *testing.T) {
	c := readCase(t, "ward-induction.json")
	m := similar.NewMatcher(c.Previous)
	for _, p := range c.Previous {
		if got := m.Match(strings.ToUpper(p.Title)); got.Reference != p.Reference || got.Score < 0.99 {
			t.Errorf("Match(%q) = %+v, want %s", p.Title, got, p.Reference)
		}
	}
}

func FuzzMatcher(f *testing.F) {
	f.Add("Changes to the curriculum", "Look at curricular content")
	f.Add("the of and", "")
	f.Add("\xff", "don’t \xfe😀")
	f.Fuzz(func(t *testing.T, title, text string) {
		m := similar.NewMatcher([]analysis.Recommendation{{Reference: "1", Title: title}}, text)
		got := m.Match(text)
		if got.Score < 0 || got.Score > 1+1e-9 {
			t.Fatalf("Match(%q) on %q = %+v: the score leaves 0 to 1", text, title, got)
		}
		if got.Reference != "" && len(got.Shared) == 0 {
			t.Fatalf("Match(%q) on %q = %+v: no reason is given", text, title, got)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	m := similar.NewMatcher([]analysis.Recommendation{{Reference: "1", Title: "Changes to the curriculum"}, {Reference: "2", Title: "Develop a process to call out inappropriate staff behaviour"}, {Reference: "3", Title: "Expand the scheme"}})
	for b.Loop() {
		m.Match("Regular bulletins on numbers of incidents, more help for staff and students with calling out oppressive behaviour, make students more aware of call-out systems")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
}
