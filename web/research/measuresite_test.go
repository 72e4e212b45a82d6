package research_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/web/browsertest"
	"verbatim/web/research"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

var measureAt = research.MeasurePath(stafftest.ProgrammeKey, stafftest.RoundKey)

func TestMeasureBeforeAnythingIsReviewed(t *testing.T) {
	s := answered(t)
	b := s.Researcher()
	home := b.Get("/staff").Want(http.StatusOK)
	p := follow(t, b, home, "rounds", "Quality of suggestions").Want(http.StatusOK).WantAt(measureAt)
	if got := p.Heading(); got != "How well does the machine suggest here?" {
		t.Errorf("heading = %q", got)
	}
	main := webtest.Text(p.Find("main"))
	for _, want := range []string{"No coding has been reviewed yet", "Accept or reject 20 suggestions and look again", "Nobody has coded an answer", "No theme has been accepted"} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if next := p.Class("said"); len(next) == 0 || strings.Contains(p.Body, "counted secret") || strings.Contains(p.Body, "<script>alert") {
		t.Errorf("%d answers to code next, or one that may not be read, or one that became markup", len(next))
	}
	p = b.Get(measureAt + "?of=suggested").Want(http.StatusOK)
	if got := webtest.Text(p.Class("kwic-region")[0]); !strings.Contains(got, "Confidence and finding a voice") || !strings.Contains(got, "fewer than 5") {
		t.Errorf("suggested themes by role = %q", got)
	}
	b.Get("/staff/measure/none/2021").Want(http.StatusNotFound)
	b.Get("/staff/measure/" + stafftest.ProgrammeKey + "/1999").Want(http.StatusNotFound)
}

// decided starts a site of which a researcher has decided every suggestion, and
// where one answer was set aside.
func decided(t *testing.T) (*stafftest.Site, *webtest.Browser) {
	t.Helper()
	s := stafftest.New(t)
	for i := range 24 {
		s.Answer([]string{"mentor", "mentee"}[i%2], map[string]string{"changed": "I have found my voice and my courage, number " + strconv.Itoa(i), "recommend": "Change the curriculum of year " + strconv.Itoa(i)})
	}
	s.CatchUp()
	b := s.Researcher()
	for _, c := range roundCodings(t, s) {
		status := "accepted"
		if strings.HasSuffix(c.VerbatimID, ".recommend") && c.Theme == "confidence" {
			status = "rejected"
		}
		b.Post("/staff/codings/"+c.ID, url.Values{"status": {status}}).Want(http.StatusOK)
	}
	v := survey.VerbatimID(s.Answer("mentor", map[string]string{"changed": "Quite different words about rooms."}).ID, "changed")
	if err := s.Analysis.SetAside(t.Context(), v, "themes", "the score is out of range"); err != nil {
		t.Fatal(err)
	}
	return s, b
}

func TestMeasureLearnsFromDecisions(t *testing.T) {
	_, b := decided(t)
	p := b.Get(measureAt).Want(http.StatusOK)
	rows := texts(p.All("tr"))
	if !slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, "Confidence and finding a voice24") }) {
		t.Errorf("no figures for confidence on 24 answers: %q", rows)
	}
	if !slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, "rob and the machine") }) {
		t.Errorf("no agreement of rob and the machine: %q", rows)
	}
	if !slices.ContainsFunc(rows, func(r string) bool { return strings.Contains(r, "out of range") }) {
		t.Errorf("the answer set aside is not shown: %q", rows)
	}
	if !slices.ContainsFunc(rows, func(r string) bool { return r == "Confidence and finding a voice121224" }) {
		t.Errorf("no table of confidence by role: %q", rows)
	}
	for _, table := range p.All("table") {
		for _, cell := range webtest.All(table, "td") {
			if strings.Contains(webtest.Attr(table, "class"), "cards") && webtest.Attr(cell, "data-label") == "" {
				t.Errorf("a cell has no label for narrow screens: %q", webtest.Text(cell))
			}
		}
	}
}

func TestOnlyResearchersMayMeasure(t *testing.T) {
	s := stafftest.New(t)
	if p := s.Visitor().Get(measureAt).Want(http.StatusOK); !strings.HasPrefix(p.Path, "/sign-in?next=") {
		t.Errorf("the page is shown to a visitor at %s", p.Path)
	}
	s.Researcher().Get(measureAt).Want(http.StatusOK)
	s.Coordinator().Get(measureAt).Want(http.StatusOK)
}

// TestMeasureInABrowser looks at the page with axe-core, without scripts, on a
// desk and on a telephone.
func TestMeasureInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	_, b := decided(t)
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "rob")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		p.Open(b.Base() + measureAt)
		p.Sound("measure-" + strconv.FormatInt(width, 10))
	}
}
