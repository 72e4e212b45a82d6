package research_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/sheet/sheettest"
	"verbatim/web/browsertest"
	"verbatim/web/research"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// twoSides starts a site in which eight mentors and eight mentees wrote enough to
// be counted, with a word that each side prefers.
func twoSides(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	for i := range 8 {
		s.Answer("mentor", map[string]string{
			"changed":   fmt.Sprintf("I have found my voice in meeting %d, a strong voice. The pharmacy staff heard it, and the pharmacy team too.", i),
			"surprised": "How keen the senior leaders were to listen to what we think about the timetable and the rooms.",
		})
		s.Answer("mentee", map[string]string{"changed": fmt.Sprintf("The hierarchy in ward %d is steep, and a quiet voice is lost in the hierarchy. More courage would help the people who work there.", i)})
	}
	s.Answer("mentee", map[string]string{"beneficial": "=HYPERLINK(\"x\") a counted secret voice"}, survey.CountOnly)
	s.CatchUp()
	return s
}

func TestSavedSearchIsUsed(t *testing.T) {
	b := twoSides(t).Researcher()
	p := b.Get("/staff/search?q=voice&role=mentor").Want(http.StatusOK)
	p = p.Form("/staff/saved").Set("name", "Heard: mentors").Send().Want(http.StatusOK).WantAt("/staff/search?q=voice&role=mentor")
	if got := texts(p.Class("flash")); len(got) != 1 || !strings.Contains(got[0], `saved:"Heard: mentors"`) {
		t.Errorf("after saving, the page says %q", got)
	}
	p = b.Get("/staff/search?q=" + url.QueryEscape(`saved:"heard: mentors" strong`)).Want(http.StatusOK)
	if got := webtest.Text(p.ID("total")); got != "8 answers from 8 people" {
		t.Errorf("the saved search finds %q", got)
	}
	list := b.Get("/staff/saved").Want(http.StatusOK)
	if got := texts(list.Class("saved-count")); !slices.Equal(got, []string{"8 answers from 8 people"}) {
		t.Errorf("live counts = %q", got)
	}
	change := actions(list, "post")[1]
	list = list.Form(change).Set("name", "Heard", "query", "voice role:mentee").Send().Want(http.StatusOK).WantAt("/staff/saved")
	if got := webtest.Text(list.Class("saved-searches")[0]); !strings.Contains(got, "voice role:mentee") || !strings.Contains(got, "rob, ") {
		t.Errorf("after changing it: %q", got)
	}
	b.Post("/staff/saved", url.Values{"name": {"heard"}, "query": {"x"}}).Want(http.StatusBadRequest)
	list = b.Get("/staff/saved").Form(change + "/delete").Send().Want(http.StatusOK)
	if got := texts(list.Class("onward")); len(got) != 1 || !strings.Contains(got[0], "No search is saved yet") {
		t.Errorf("after deleting it: %q", got)
	}
	missing := b.Get("/staff/search?q=saved:Heard").Want(http.StatusUnprocessableEntity)
	if got := webtest.Text(missing.ID("q-problem")); !strings.Contains(got, "There is no saved search") {
		t.Errorf("a saved search that is gone: %q", got)
	}
}

// actions returns the addresses that the forms of a page's main part post to.
func actions(p *webtest.Page, method string) []string {
	out := []string{""}
	for _, f := range webtest.All(p.Find("main"), "form") {
		if strings.EqualFold(webtest.Attr(f, "method"), method) {
			out = append(out, webtest.Attr(f, "action"))
		}
	}
	return out
}

func TestSavedSearchOfAProgramme(t *testing.T) {
	s := twoSides(t)
	b := s.Researcher()
	b.Post("/staff/saved", url.Values{"name": {"ours"}, "query": {"voice OR hierarchy"}, "programme": {stafftest.ProgrammeKey}}).Want(http.StatusOK)
	list := b.Get("/staff/saved").Want(http.StatusOK)
	if got := webtest.Text(list.Class("saved-searches")[0]); !strings.Contains(got, s.Programme.Name) || !strings.Contains(got, "16 answers from 16 people") {
		t.Errorf("the list says %q", got)
	}
	if got := webtest.Text(b.Get("/staff/search?q=saved:ours+-programme:" + stafftest.ProgrammeKey).ID("total")); got != "No answers" {
		t.Errorf("outside its programme it finds %q", got)
	}
}

func TestSortedAnswers(t *testing.T) {
	b := twoSides(t).Researcher()
	p := b.Get("/staff/search?q=voice&sort=role").Want(http.StatusOK)
	if got := texts(p.Class("hit-line")); !strings.HasPrefix(got[0], "Mentee") || !strings.HasPrefix(got[15], "Mentor") {
		t.Errorf("sorted by role the first is %q", got[0])
	}
	p = follow(t, b, p, "sorts", "newest first").Want(http.StatusOK).WantAt("/staff/search?q=voice&sort=newest")
	if len(p.Class("hit")) != 16 {
		t.Errorf("sorted by day it shows %d answers", len(p.Class("hit")))
	}
}

func TestNamesInQueries(t *testing.T) {
	b := twoSides(t).Researcher()
	for query, want := range map[string]string{
		"role:Mentees": "8 answers from 8 people", `role:"mentors" voice`: "8 answers from 8 people",
		`question:"What surprised you"`: "8 answers from 8 people", "examples:growth": "8 answers from 8 people",
		`suggested:"Confidence and finding a voice"`: webtest.Text(b.Get("/staff/search?q=suggested:confidence").ID("total")),
	} {
		p := b.Get("/staff/search?q=" + url.QueryEscape(query)).Want(http.StatusOK)
		if got := webtest.Text(p.ID("total")); got != want || len(p.Class("notes")) > 0 {
			t.Errorf("%s finds %q, want %q: %q", query, got, want, texts(p.Class("notes")))
		}
	}
	p := b.Get("/staff/search?q=theme:courage+pair:7").Want(http.StatusOK)
	if got := texts(p.Class("notes")); len(got) != 1 || !strings.Contains(got[0], "There is no theme “courage”") || !strings.Contains(got[0], "No answers are joined to a pair") {
		t.Errorf("names that are not there: %q", got)
	}
}

func TestExamplesWidenATheme(t *testing.T) {
	s := twoSides(t)
	b := s.Researcher()
	for i, c := range roundCodings(t, s) {
		if c.Theme == "confidence" && i < 4 {
			b.Post("/staff/codings/"+c.ID, url.Values{"status": {"accepted"}}).Want(http.StatusOK)
		}
	}
	s.CatchUp()
	p := b.Get("/staff/search?theme=confidence").Want(http.StatusOK)
	before := webtest.Text(p.ID("total"))
	p = follow(t, b, p, "wider", "like the examples of").Want(http.StatusOK)
	if got := webtest.Text(p.ID("total")); got == before || !strings.Contains(p.Path, "examples") {
		t.Errorf("with the examples it finds %q, as before: %s", got, p.Path)
	}
}

func TestWordsNear(t *testing.T) {
	b := twoSides(t).Researcher()
	p := b.Get("/staff/usage?q=voice&left=3&right=3&least=3").Want(http.StatusOK)
	words := texts(p.Class("said"))
	if !slices.Contains(words, "strong") || slices.Contains(words, "the") || slices.Contains(words, "secret") {
		t.Errorf("near voice stand %q, want strong, and neither function words nor what is counted only", words)
	}
	rows := texts(p.All("tr"))
	if !slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, "Mentors16") && strings.HasSuffix(r, "88") }) {
		t.Errorf("no count of mentors, 16 times by 8 of 8: %q", rows)
	}
	for _, a := range webtest.All(p.Find("main"), "a") {
		if webtest.Text(a) == "strong" {
			lines := b.Get(webtest.Attr(a, "href")).Want(http.StatusOK)
			if n := len(lines.Class("node")); n < 8 {
				t.Errorf("%s lines up %d places of strong near voice", lines.Path, n)
			}
		}
	}
	small := follow(t, b, p, "sorts", "List function words too").Want(http.StatusOK)
	if !slices.Contains(texts(small.Class("said")), "a") {
		t.Errorf("with function words: %q", texts(small.Class("said")))
	}
	b.Get("/staff/usage").Want(http.StatusOK)
	b.Get("/staff/usage?q=%28").Want(http.StatusUnprocessableEntity).ID("q-problem")
}

func TestTwoSearchesAreCompared(t *testing.T) {
	b := twoSides(t).Researcher()
	p := b.Get("/staff/keyness").Want(http.StatusOK)
	p = b.Get("/staff/keyness?" + p.Form("/staff/keyness").Set("a", "role:mentor", "b", "hierarchy").Values.Encode()).Want(http.StatusOK)
	words := texts(p.Class("said"))
	if !slices.Contains(words, "pharmacy") || !slices.Contains(words, "hierarchy") {
		t.Errorf("the words that set them apart are %q", words)
	}
	if got := texts(p.Class("sorts")); len(got) == 0 {
		t.Error("function words cannot be listed")
	}
	p = b.Get("/staff/keyness?a=role:mentor&b=" + url.QueryEscape("voice OR hierarchy")).Want(http.StatusOK)
	if got := webtest.Text(p.Find("main")); !strings.Contains(got, "8 answers are in both and counted in neither") {
		t.Errorf("what is in both sides is not said: %s", got)
	}
	p = b.Get("/staff/keyness?a=" + url.QueryEscape("role:mentor (")).Want(http.StatusUnprocessableEntity)
	if webtest.Attr(p.ID("a"), "aria-invalid") != "true" {
		t.Error("the box that is wrong is not marked")
	}
}

// TestFilesSayWhatThePageSays holds that a concordance as a page, as CSV and as
// XLSX has the same lines in the same order, that no cell is a formula, and that
// answers to be counted only are in none.
func TestFilesSayWhatThePageSays(t *testing.T) {
	s := twoSides(t)
	s.Answer("mentor", map[string]string{"changed": "=1+1 gave a voice, @once; -2"})
	s.CatchUp()
	b := s.Researcher()
	at := "q=voice&sort=L1&sort=role&sort=R1"
	p := b.Get("/staff/concordance?" + at).Want(http.StatusOK)
	var page [][2]string
	for _, row := range webtest.All(p.Class("kwic")[0], "tr")[1:] {
		cells := webtest.All(row, "td")
		page = append(page, [2]string{webtest.Text(cells[0]), webtest.Text(cells[1])}) // without the spaces at the ends
	}
	xlsx := sheettest.Rows(t, []byte(b.Get("/staff/concordance/export/xlsx?"+at).Want(http.StatusOK).Body), "Concordance")
	rows, err := csv.NewReader(strings.NewReader(b.Get("/staff/concordance/export/csv?" + at).Want(http.StatusOK).Body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(page) != 25 || len(xlsx) != 26 || len(rows) != 26 {
		t.Fatalf("%d lines on the page, %d in the workbook, %d in the text file; want 25, and a head", len(page), len(xlsx), len(rows))
	}
	for i, line := range page {
		cell, plain := xlsx[i+1], rows[i+1]
		if strings.TrimSpace(cell[0]) != line[0] || cell[1]+cell[2] != line[1] {
			t.Errorf("line %d is %q on the page and %q in the workbook", i, line, cell[:3])
		}
		if strings.TrimSpace(strings.TrimPrefix(plain[0], "'")) != line[0] || plain[1]+plain[2] != line[1] {
			t.Errorf("line %d is %q on the page and %q in the text file", i, line, plain[:3])
		}
		if strings.HasPrefix(line[0], "=") && !strings.HasPrefix(plain[0], "'=") {
			t.Errorf("a formula is in the text file: %q", plain[0])
		}
		if cell[slices.Index(xlsx[0], "query")] != "voice" || cell[slices.Index(xlsx[0], "role")] == "" {
			t.Errorf("line %d has no query or role: %q", i, cell)
		}
	}
	for _, path := range []string{"/staff/search/export/csv?q=voice", "/staff/concordance/export/csv?" + at, "/staff/usage/export/csv?q=voice&least=1", "/staff/keyness/export/csv?a=role:mentor"} {
		if body := b.Get(path).Want(http.StatusOK).Body; strings.Contains(body, "secret") || !strings.Contains(body, ",") {
			t.Errorf("%s: %s", path, body)
		}
	}
	b.Get("/staff/search/export/exe?q=voice").Want(http.StatusNotFound)
}

func TestCodingAllAndUndoing(t *testing.T) {
	s := twoSides(t)
	b := s.Researcher()
	p := b.Get("/staff/search?q=hierarchy&role=mentee").Want(http.StatusOK)
	p = follow(t, b, p, "with-all", "Put a theme on all of it").Want(http.StatusOK)
	p = b.Get("/staff/code-all?" + p.Form("/staff/code-all").Set("put", "curriculum").Values.Encode()).Want(http.StatusOK)
	if got := webtest.Text(p.Find("main")); !strings.Contains(got, "Puts “The curriculum” on 8 places") {
		t.Fatalf("the preview says %s", got)
	}
	if got := texts(p.Class("coded")); len(got) != 8 || !strings.HasPrefix(got[0], "The hierarchy") || strings.Contains(got[0], "More courage") {
		t.Errorf("underlined are %q, want the sentence with the word", got)
	}
	post := postForm(t, p, "/staff/code-all")
	done := b.Post("/staff/code-all", post).Want(http.StatusOK)
	if got := curriculum(t, s); got != 8 {
		t.Errorf("%d answers have the theme, want 8", got)
	}
	b.Post("/staff/code-all", post).Want(http.StatusBadRequest) // the preview is of what was
	s.CatchUp()
	if got := webtest.Text(b.Get("/staff/search?q=theme:curriculum+coder:rob").ID("total")); got != "8 answers from 8 people" {
		t.Errorf("the theme is found on %q", got)
	}
	undone := done.Form(done.Path + "/undo").Send().Want(http.StatusOK)
	if got := curriculum(t, s); got != 0 || undone.Heading() != "Theme taken off again" {
		t.Errorf("after undoing, %d answers have the theme: %s", got, undone.Heading())
	}
	b.Get("/staff/code-all").Want(http.StatusBadRequest)
	b.Get("/staff/code-all?q=voice&put=none").Want(http.StatusBadRequest)
}

// postForm returns the fields of the form that posts to an address.
func postForm(t *testing.T, p *webtest.Page, action string) url.Values {
	t.Helper()
	out := url.Values{}
	for _, f := range webtest.All(p.Find("main"), "form") {
		if webtest.Attr(f, "method") != "post" || webtest.Attr(f, "action") != action {
			continue
		}
		for _, in := range webtest.All(f, "input") {
			out.Add(webtest.Attr(in, "name"), webtest.Attr(in, "value"))
		}
		return out
	}
	t.Fatalf("%s posts nothing to %s: %s", p.Path, action, webtest.Text(p.Find("main")))
	return nil
}

// curriculum counts the accepted codings with the theme.
func curriculum(t *testing.T, s *stafftest.Site) int {
	t.Helper()
	n := 0
	for _, c := range roundCodings(t, s) {
		if c.Theme == "curriculum" && c.Status == analysis.Accepted {
			n++
		}
	}
	return n
}

func TestSmallCountsAreWords(t *testing.T) {
	b := answered(t).Researcher()
	p := b.Get("/staff/search").Want(http.StatusOK)
	for _, f := range p.Class("facet") {
		for _, cell := range webtest.All(f, "td") {
			if got := webtest.Text(cell); got != "" && got != "<5fewer than 5" && got != "–not shown" && got != "0" {
				t.Errorf("a count of a site with three people is %q", got)
			}
		}
	}
	if len(p.Class("small-counts")) != 1 {
		t.Error("the page does not say why counts are words")
	}
}

// TestFindingInABrowser goes through a search as a researcher does, without
// scripts, and looks at every page of it with axe-core at two widths.
func TestFindingInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s := twoSides(t)
	b := s.Researcher()
	p := signedIn(t, chromium, b, 1280)
	p.Open(b.Base() + "/staff/search")
	p.Type("#q", "voixe")
	p.Press(".query button")
	if got := p.Text(".onward li"); got != "Did you mean: voice" {
		t.Fatalf("misspelt, the page offers %q", got)
	}
	p.Press(".onward li a")
	if got := p.Text("#total"); got != "16 answers from 16 people" {
		t.Errorf("with the other spelling: %q", got)
	}
	p.Press(`.facet a[href*="role=mentee"]`)
	p.Sound("search-1280")
	if got := p.Text("#total"); got != "8 answers from 8 people" {
		t.Errorf("of mentees: %q", got)
	}
	p.Press(".chosen-filters a")
	p.Press(".hit [data-open]")
	if p.Count(".answer.here") != 1 {
		t.Error("the answer is not pointed out in its response")
	}
	p.Open(b.Base() + "/staff/search?q=voice") // what Back leads to: the address holds the state
	if got := p.Text("#total"); got != "16 answers from 16 people" {
		t.Errorf("back at the search: %q", got)
	}
	p.Click(".save summary")
	p.Type("#save-name", "voices")
	p.Press(".save button")
	p.Open(b.Base() + "/staff/search?q=saved%3Avoices+role%3Amentor")
	if got := p.Text("#total"); got != "8 answers from 8 people" {
		t.Errorf("the saved search of mentors: %q", got)
	}
	b.Get("/staff/code-all?q=hierarchy&put=curriculum").Want(http.StatusOK)
	pages := map[string]string{
		"search-saved": "/staff/saved", "search-none": "/staff/search?q=voixe", "search-wrong": "/staff/search?q=%28voice", "concordance": "/staff/concordance?q=voice&sort=L1&sort=role",
		"usage": "/staff/usage?q=voice", "keyness": "/staff/keyness?a=role:mentor&b=role:mentee", "code-all": "/staff/code-all?q=hierarchy&put=curriculum",
		"search": "/staff/search?q=voice&theme=confidence", "apart": research.VerbatimPath(apart(s)),
	}
	for name, path := range pages {
		p.Open(b.Base() + path)
		for _, width := range []int64{1280, 320} {
			p.Resize(width, 800)
			p.Sound("find-" + name + "-" + strconv.FormatInt(width, 10))
		}
	}
}

// apart adds an answer of a group of one and returns its identifier.
func apart(s *stafftest.Site) string {
	r := s.Answer("pair", map[string]string{"changed": "We wrote this together.", "surprised": "Nobody else did."})
	s.CatchUp()
	return survey.VerbatimID(r.ID, "changed")
}

func signedIn(t *testing.T, chromium *browsertest.Browser, b *webtest.Browser, width int64) *browsertest.Page {
	t.Helper()
	p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
	p.Open(b.Base() + "/sign-in")
	p.Type("#name", "rob")
	p.Type("#password", stafftest.Password)
	p.Press(`main form button[type=submit]`)
	return p
}
