package published_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/analysis/report"
	"verbatim/survey/fault"
)

func summary2021(t *testing.T) published.Document {
	t.Helper()
	text, err := os.ReadFile("testdata/summary-2021.txt")
	if err != nil {
		t.Fatal(err)
	}
	d, err := published.ReadText(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestReadText holds what the real summary says: 12 recommendations, 3 of them
// continued, with 7 points, and 7 themes with 11 quotes.
func TestReadText(t *testing.T) {
	d := summary2021(t)
	kinds, points := map[published.Kind]int{}, 0
	for _, p := range d.Proposals {
		kinds[p.Kind]++
		points += len(p.Points)
	}
	quotes := map[string][]int{}
	for _, c := range d.Claims {
		quotes[c.Audience] = append(quotes[c.Audience], len(c.Quotes))
	}
	if kinds[published.New] != 9 || kinds[published.BuildsOn] != 3 || points != 7 {
		t.Errorf("%v recommendations with %d points, want 9 new, 3 that build on others, 7 points", kinds, points)
	}
	if diff := cmp.Diff(map[string][]int{"Mentors": {1, 1, 3}, "Mentees": {1, 1, 2, 2}}, quotes); diff != "" {
		t.Errorf("quotes by theme (-want +got):\n%s", diff)
	}
	curriculum := d.Proposals[10]
	if curriculum.Title != "Changes to the curriculum" || !slices.Equal(curriculum.FeedsInto, []string{"work in progress on decolonising the curriculum"}) ||
		!strings.HasPrefix(curriculum.Status, "further ideas identified this year") || len(curriculum.Points) != 4 {
		t.Errorf("read %+v", curriculum)
	}
}

// TestLint2021 finds the sixteen defects that people found in the real summary,
// by their numbers, and the claims that its counts do not bear.
func TestLint2021(t *testing.T) {
	want := map[published.Rule][][]int{
		published.QuoteOpen:      {{38}},
		published.Leftover:       {{21}},
		published.BareEllipsis:   {{44}},
		published.ClosingMixed:   {{24, 27, 30, 32, 34, 38, 41, 44, 45, 48, 49}},
		published.ApostropheMix:  {{30, 34, 49}},
		published.ListLost:       {{17, 18, 19, 20}, {21}, {16}},
		published.Bundled:        {{4}, {5}, {6}, {7}, {14}, nil},
		published.NoVerb:         {{16}},
		published.Overlap:        {{5, 14}},
		published.Abbreviation:   {{2, 34}, {4}, {5}, {9}, {17}, {45}, {2, 34, 45}},
		published.NoEvidence:     {{4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 21}},
		published.NoSpeaker:      {{24, 27, 30, 32, 34, 38, 41, 44, 45, 48, 49}},
		published.NoMethod:       {nil},
		published.NoFate:         {{14, 16, 21}},
		published.SlashSpacing:   {{30}},
		published.Whitespace:     {{4, 5, 6, 18, 19, 20, 43, 47}, {4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 21}},
		published.ClaimQuantity:  {{23}, {26}, {29}, {37}, {40}, {43}, {47}},
		published.ClaimsOutquote: {{23}},
	}
	got := map[published.Rule][][]int{}
	for _, f := range summary2021(t).Lint(nil) {
		got[f.Rule] = append(got[f.Rule], f.Lines)
		if f.Text == "" || f.Mend == "" || f.Severity == "" {
			t.Errorf("%s says nothing: %+v", f.Rule, f)
		}
	}
	for _, lines := range got[published.Abbreviation] {
		slices.Sort(lines)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings by rule (-want +got):\n%s", diff)
	}
}

// TestLintOfASoundSummary holds that what is well made is not complained of.
func TestLintOfASoundSummary(t *testing.T) {
	const text = `Recommendations of the Buddy Scheme 2024

Of 12 buddies, 10 answered the questionnaire in May; two people coded the answers. Prepared by the programme team.

Recommendations building on areas of 2023

- 2024-R01 Publish the timetable earlier (theme: planning; owner: the registry, by September) (done in part)
  - Send it to buddies first

Themes and quotes from buddies

Several buddies (4 of 10) could not plan their meetings:

“We met when we could.” – Buddy 3
`
	d, err := published.ReadText(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Lint([]analysis.Recommendation{{Reference: "2023-R01"}}) {
		t.Errorf("%s %v: %s", f.Rule, f.Lines, f.Text)
	}
	if p := d.Proposals[0]; p.Status != "done in part" || len(p.Points) != 1 || !p.Points[0].Marked {
		t.Errorf("read %+v", p)
	}
}

// TestNoFate counts what is not said of the recommendations of the round before.
func TestNoFate(t *testing.T) {
	earlier := make([]analysis.Recommendation, 5)
	for _, f := range summary2021(t).Lint(earlier) {
		if f.Rule == published.NoFate {
			if f.Severity != analysis.Block || !strings.Contains(f.Text, "5 recommendations") || !strings.Contains(f.Text, "of 2 of them") {
				t.Errorf("got %+v", f)
			}
			return
		}
	}
	t.Error("nothing found")
}

// TestReadDOCX reads a file with real headings, lists and quotes.
func TestReadDOCX(t *testing.T) {
	s := analysis.Summary{
		Title: "Recommendations from the scheme – 2022", Introduction: []string{"Ten pairs took part."},
		New:      []analysis.Outcome{{Text: "Extend the scheme"}, {Text: "Train the tutors"}},
		Sections: []analysis.Section{{Role: "mentor", Heading: "Themes and quotes from mentors' feedback", Statements: []analysis.Statement{{Name: "Voice", Lead: "Several mentors found a voice", Quotes: []analysis.Quote{{Text: "I have found my voice", Label: "Mentor 1"}}}}}},
	}
	var b bytes.Buffer
	if err := (report.Options{}).DOCX(&b, s); err != nil {
		t.Fatal(err)
	}
	d, err := published.ReadDOCX(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, p := range d.Proposals {
		titles = append(titles, p.Title)
	}
	if diff := cmp.Diff([]string{"Extend the scheme", "Train the tutors"}, titles); diff != "" {
		t.Errorf("recommendations (-want +got):\n%s", diff)
	}
	if len(d.Claims) == 0 || len(d.Claims[0].Quotes)+len(d.Claims[len(d.Claims)-1].Quotes) == 0 {
		t.Errorf("no quotes in %+v", d.Claims)
	}
}

func TestRefused(t *testing.T) {
	for name, text := range map[string]string{"no summary": "Dear all,\n\nthank you.\n", "not text": "\xff\xfe\x00", "nothing": "", "large": strings.Repeat("a\n", 3<<20)} {
		if _, err := published.ReadText(text); err == nil || fault.KindOf(err) == fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzReadText holds that any text is read or refused, that every finding points
// at lines that there are, and that no word of a quote is made up.
func FuzzReadText(f *testing.F) {
	text, err := os.ReadFile("testdata/summary-2021.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("T\nRecommendations\n- a (done)b, c\n  - d\nThemes from x\n“a\nAll: y\n\"b\"c\" – M1")
	f.Add("T\nOutcomes earlier\n1. Expand the T of it; x & y\nNew outcomes\n1. Expand T of")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			return
		}
		d, err := published.ReadText(text)
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		for _, finding := range d.Lint(nil) {
			for _, l := range finding.Lines {
				if l < 1 || l > lines {
					t.Errorf("%s points at line %d of %d", finding.Rule, l, lines)
				}
			}
		}
		for _, c := range d.Claims {
			for _, q := range c.Quotes {
				if !strings.Contains(strings.ReplaceAll(text, "\r\n", "\n"), q.Words) && !strings.Contains(text, "[") && !strings.Contains(text, "{") && !strings.Contains(text, "Error") {
					t.Errorf("quote %q is not in the text", q.Words)
				}
			}
		}
	})
}
