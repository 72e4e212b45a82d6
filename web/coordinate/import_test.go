package coordinate_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const importing = "/staff/import/reverse-mentoring"

// summary2021 returns the real summary that was published in 2021.
func summary2021(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../analysis/published/testdata/summary-2021.txt")
	must(t, err)
	return string(text)
}

// TestImportOf2021 takes the real summary over: what is ticked, in the words of
// the form, with what the document says of it, linked to the year before.
func TestImportOf2021(t *testing.T) {
	s := stafftest.New(t)
	anna := s.Coordinator()
	p := anna.Get(importing).Want(http.StatusOK).Form(importing).Set("round", "2022", "text", summary2021(t)).Send().Want(http.StatusOK)
	text := webtest.Text(p.Find("main"))
	for _, want := range []string{"12 recommendations, 7 themes, 11 quotes and 38 things to look at. Nothing is stored yet.", "C01", "C07", "Would block publication."} {
		if !strings.Contains(text, want) {
			t.Errorf("the proposal does not say %q", want)
		}
	}
	form := p.Form(importing+"/take").Set("title-1", "Improve the relationship with personal tutors", "points-1", "Give guidance\nAgree on a minimum")
	form.Values.Del("take-2")
	done := form.Send().Want(http.StatusOK)
	if got := webtest.Text(done.Find("main")); !strings.Contains(got, "11 recommendations of 2022 taken over") || strings.Contains(got, "2022-R02") {
		t.Errorf("afterwards the page says %q", got)
	}
	round, err := s.Survey.RoundByKey(t.Context(), s.Programme.ID, "2022")
	must(t, err)
	all, err := s.Analysis.Recommendations(t.Context(), round.ID)
	must(t, err)
	if len(all) != 11 || all[0].Title != "Improve the relationship with personal tutors" || len(all[0].Points) != 2 || all[0].PointReference(all[0].Points[1]) != "2022-R01.2" {
		t.Fatalf("stored %d, the first %+v", len(all), all[0])
	}
	curriculum := all[9]
	if curriculum.Reference != "2022-R11" || len(curriculum.Points) != 4 || len(curriculum.Links) != 1 || curriculum.Links[0].Reference != "2020-1" || curriculum.Status() != analysis.InProgress || len(curriculum.FeedsInto) != 1 {
		t.Errorf("of the curriculum is stored %+v", curriculum)
	}
	texts, err := s.Analysis.PublicTexts(t.Context(), s.Programme.ID)
	must(t, err)
	if len(texts) != 1 || !strings.Contains(texts[0].Text, "My voice is valid") {
		t.Errorf("what everybody can read = %+v", texts)
	}
	anna.Get("/staff/recommendation/reverse-mentoring/2022/2022-R11").Want(http.StatusOK)
}

// TestImportIsRefusedWithItsMend brings what cannot be read or taken over, and
// looks that nothing typed is lost and nothing stored.
func TestImportIsRefusedWithItsMend(t *testing.T) {
	s := stafftest.New(t)
	anna := s.Coordinator()
	for name, tt := range map[string]struct {
		values url.Values
		want   string
	}{
		"nothing":        {url.Values{"round": {"2022"}}, "L50"},
		"no round":       {url.Values{"round": {""}, "text": {"Dear all"}}, "round"},
		"no summary":     {url.Values{"round": {"2022"}, "text": {"Dear all,\n\nthank you."}}, "C41"},
		"too many words": {url.Values{"round": {"2022"}, "text": {strings.Repeat("words ", 40_000)}}, "L51"},
		"one name twice": {url.Values{"round": {"2022"}, "text": {"S\nRecommendations\n1. R01: Pay\n2. R01: Eat\n"}}, "I18"},
		"far too many":   {url.Values{"round": {"2022"}, "text": {"S\nRecommendations\n" + strings.Repeat("· Pay\n", 201)}}, "L52"},
	} {
		t.Run(name, func(t *testing.T) {
			p := anna.Post(importing, tt.values).Want(http.StatusUnprocessableEntity)
			if got := webtest.Text(p.Find("main")); !strings.Contains(got, tt.want) {
				t.Errorf("the page says %q, want %q", got[:min(300, len(got))], tt.want)
			}
			if text := tt.values.Get("text"); !strings.Contains(webtest.Text(p.ID("text")), strings.Join(strings.Fields(text), " ")) {
				t.Error("what was pasted is lost")
			}
		})
	}
	read := func() *webtest.Form {
		return anna.Post(importing, url.Values{"round": {"2022"}, "text": {"S\nRecommendations\n· Pay mentors\n· Feed them (ongoing)\n"}}).Want(http.StatusOK).Form(importing + "/take")
	}
	for code, values := range map[string][]string{
		"L54": {"reference-1", ""}, "L55": {"reference-2", "2022-R01"}, "L56": {"title-1", ""}, "L57": {"status-1", "maybe"}, "L58": {"status-1", "not taken forward"},
	} {
		p := read().Set("title-2", "Words that I typed").Set(values...).Send().Want(http.StatusUnprocessableEntity)
		if got := webtest.Text(p.Find("main")); !strings.Contains(got, code) || !strings.Contains(got, "Words that I typed") {
			t.Errorf("%s: the page says %q", code, got)
		}
	}
	none := read()
	none.Values.Del("take-1")
	none.Values.Del("take-2")
	if p := none.Send().Want(http.StatusUnprocessableEntity); !strings.Contains(webtest.Text(p.Find("main")), "L53") {
		t.Error("nothing ticked is taken over")
	}
	if _, err := s.Survey.RoundByKey(t.Context(), s.Programme.ID, "2022"); err == nil {
		t.Error("a round was made for what was refused")
	}
	rob := s.Researcher()
	rob.Get(importing).Want(http.StatusForbidden)
}

// document returns the path of the real summary as a file that somebody has.
func document(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "summary.txt")
	must(t, os.WriteFile(name, []byte(summary2021(t)), 0o600))
	return name
}

// TestImportInABrowser brings the real summary on a phone without scripts, and
// looks at each state.
func TestImportInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s := stafftest.New(t)
	f := follow(t, chromium, s, browsertest.Options{Width: 320, Height: 900, NoScript: true})
	f.Open(f.base + importing)
	f.look("import-320")
	f.Type("#round", "2022")
	f.Press(`main form button[type=submit]`)
	f.look("import-refused-320")
	f.Upload("#file", document(t))
	f.Press(`main form button[type=submit]`)
	f.look("import-proposal-320")
	f.Click("#take-2")
	f.Press(`main form.import button[type=submit]`)
	f.wants("main", "11 recommendations of 2022 taken over")
	f.look("import-taken-320")
	wide := follow(t, chromium, s, browsertest.Options{Width: 1280, Height: 900, Dark: true})
	wide.Open(wide.base + importing)
	wide.Type("#round", "2023")
	wide.Upload("#file", document(t))
	wide.Press(`main form button[type=submit]`)
	wide.look("import-proposal-1280-dark")
}
