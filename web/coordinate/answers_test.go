package coordinate_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verbatim/survey"
	"verbatim/survey/sheet"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const answersTable = "/staff/answers/" + stafftest.ProgrammeKey

// answeredSite returns a site where six mentors and three mentees have answered an
// open wave, one of them with words that are only to be counted.
func answeredSite(t *testing.T) (s *stafftest.Site, path string) {
	t.Helper()
	s = stafftest.New(t)
	for i := range 5 {
		s.Answer("mentor", map[string]string{"changed": "We talked as equals, " + strconv.Itoa(i) + " times."})
	}
	s.Answer("mentor", map[string]string{"changed": "Nobody may read this."}, survey.CountOnly)
	s.Answer("mentee", map[string]string{"changed": "I felt heard."})
	s.Answer("mentee", map[string]string{"changed": "I learnt to say no."})
	s.Answer("mentee", map[string]string{"changed": "I was asked for once."})
	return s, answersTable + "/" + s.Form.Key
}

// TestAnswersAreTakenAway goes from the wave to the table and reads it.
func TestAnswersAreTakenAway(t *testing.T) {
	s, path := answeredSite(t)
	b := s.Coordinator()
	round := b.Get("/staff/collect/" + stafftest.ProgrammeKey + "/" + stafftest.RoundKey).Want(http.StatusOK)
	one := path + "?round=" + stafftest.RoundKey + "&wave=" + s.Open.Key
	if !slices.ContainsFunc(webtest.All(round.Find("main"), "a"), func(a *html.Node) bool { return webtest.Attr(a, "href") == one }) {
		t.Errorf("the round's page has no link to %s", one)
	}
	main := b.Get(one).Want(http.StatusOK).Find("main")
	text := webtest.Text(main)
	for _, want := range []string{"6 responses in", "not for publication", "fewer than 5 responses", "only to be counted", "All waves and rounds"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q: %s", want, text)
		}
	}
	file := b.Get(path + "/export/xlsx?round=" + stafftest.RoundKey).Want(http.StatusOK)
	grids, err := sheet.Read([]byte(file.Body))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, g := range grids {
		all = append(all, g.Name)
	}
	if got := strings.Join(all, " "); got != "answers apart codebook wordings notes" {
		t.Errorf("the file has the sheets %s", got)
	}
	b.Get(path + "/export/zip").Want(http.StatusOK)
	b.Get(path + "/export/sav").Want(http.StatusBadRequest)
	b.Get(answersTable + "/nothing").Want(http.StatusNotFound)
	n := 0
	for row, err := range s.Survey.Audited(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Action == survey.DataExported {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d tables are on record, want 2", n)
	}
	s.Researcher().Get(path).Want(http.StatusForbidden)
}

// TestAnswersPageIsSound looks at the page in a browser, wide and narrow.
func TestAnswersPageIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	s, path := answeredSite(t)
	b := s.Coordinator()
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		p.Open(b.Base() + path)
		p.Sound("answers-table-" + strconv.FormatInt(width, 10))
	}
}
