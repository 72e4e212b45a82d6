package research_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// hostile is what somebody writes who tries whether the pages run it.
const hostile = `My courage grew <script>alert("x")</script> & "so" did <b>my voice</b>.`

// answered starts a site with five answers of four people, one of whom wants
// hers counted only.
func answered(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	s.Answer("mentor", map[string]string{
		"changed":   "I have found my voice. I feel more confident to speak up.",
		"surprised": "How keen they were to listen.",
	})
	s.Answer("mentee", map[string]string{"changed": hostile})
	s.Answer("mentee", map[string]string{"beneficial": "A counted secret about courage"}, survey.CountOnly)
	s.Answer("pair", map[string]string{"recommend": "Include cultural competency in the curriculum"})
	s.CatchUp()
	return s
}

func texts(nodes []*html.Node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, webtest.Text(n))
	}
	return out
}

// said returns the answers on a page as they are read, without what the
// software adds.
func said(p *webtest.Page) []string { return texts(p.Class("said")) }

func TestSearchShowsWordsWithExactMarks(t *testing.T) {
	p := answered(t).Researcher().Get("/staff/search?q=voice").Want(http.StatusOK)
	if got, want := webtest.Text(p.ID("total")), "2 answers from fewer than 5 people"; got != want {
		t.Errorf("total = %q, want %q", got, want)
	}
	if got := texts(p.All("mark")); !slices.Equal(got, []string{"voice", "voice"}) {
		t.Errorf("marked = %q, want the word found, twice", got)
	}
	got := said(p)
	slices.Sort(got)
	if want := []string{"I have found my voice. I feel more confident to speak up.", hostile}; !slices.Equal(got, want) {
		t.Errorf("answers = %q, want %q byte for byte", got, want)
	}
	for _, n := range p.Class("said") {
		if len(webtest.All(n, "script"))+len(webtest.All(n, "b")) > 0 {
			t.Errorf("an answer became markup: %s", p.Body)
		}
	}
}

func TestSearchNamesWhatKeysMean(t *testing.T) {
	p := answered(t).Researcher().Get("/staff/search").Want(http.StatusOK)
	var captions []string
	for _, f := range p.Class("facet") {
		captions = append(captions, webtest.Text(f))
	}
	all := strings.Join(captions, "\n")
	for _, want := range []string{"Mentors", "Mentees", "Pairs", "What surprised you, and what did you learn?", "Confidence and finding a voice", "May be quoted"} {
		if !strings.Contains(all, want) {
			t.Errorf("facets do not say %q: %s", want, all)
		}
	}
	if got, want := webtest.Text(p.ID("total")), "4 answers from fewer than 5 people"; got != want {
		t.Errorf("total = %q, want %q: an answer to be counted only is not to be found", got, want)
	}
	if strings.Contains(p.Body, "counted secret") {
		t.Error("the page holds an answer that is to be counted only")
	}
}

// follow opens the link with the given words below an element with the class.
func follow(t *testing.T, b *webtest.Browser, p *webtest.Page, class, words string) *webtest.Page {
	t.Helper()
	for _, n := range p.Class(class) {
		for _, a := range webtest.All(n, "a") {
			if strings.Contains(webtest.Text(a), words) {
				return b.Get(webtest.Attr(a, "href"))
			}
		}
	}
	t.Fatalf("%s has no link %q in %q", p.Path, words, class)
	return nil
}

func TestFacetsCombineAndAreRemoved(t *testing.T) {
	b := answered(t).Researcher()
	p := b.Get("/staff/search?q=voice").Want(http.StatusOK)
	p = follow(t, b, p, "facet", "Mentors").Want(http.StatusOK)
	if got := webtest.Text(p.ID("total")); got != "1 answer from fewer than 5 people" {
		t.Fatalf("total of mentors = %q", got)
	}
	p = follow(t, b, p, "facet", "Mentees").Want(http.StatusOK)
	if got := webtest.Text(p.ID("total")); got != "2 answers from fewer than 5 people" {
		t.Errorf("total of mentors or mentees = %q", got)
	}
	if p.Path != "/staff/search?q=voice&role=mentee&role=mentor" {
		t.Errorf("address = %s, want the query and both roles in it", p.Path)
	}
	p = follow(t, b, p, "chosen-filters", "Mentors").Want(http.StatusOK)
	if got := said(p); !slices.Equal(got, []string{hostile}) {
		t.Errorf("after removing mentors = %q", got)
	}
	p = b.Get("/staff/search?q=nothing&role=mentee")
	if p = follow(t, b, p, "onward", "without the filters").Want(http.StatusOK); p.Path != "/staff/search?q=nothing" {
		t.Errorf("without the filters = %s", p.Path)
	}
}

func TestQueryFormKeepsFilters(t *testing.T) {
	p := answered(t).Researcher().Get("/staff/search?role=mentor&role=mentee").Want(http.StatusOK)
	f := p.Form("/staff/search").Set("q", "voice")
	if got, want := f.Values.Encode(), "q=voice&role=mentee&role=mentor"; got != want {
		t.Errorf("the form asks for %q, want %q", got, want)
	}
}

func TestSearchSaysWhatIsWrongWithAQuery(t *testing.T) {
	p := answered(t).Researcher().Get("/staff/search?q=" + url.QueryEscape(`voice (confidence`)).Want(http.StatusUnprocessableEntity)
	problem := p.ID("q-problem")
	if got := webtest.Text(problem); !strings.Contains(got, "The bracket ( is never closed") {
		t.Errorf("problem = %q", got)
	}
	if got := webtest.Text(webtest.All(problem, "mark")[0]); got != "(" {
		t.Errorf("the place marked = %q, want the bracket", got)
	}
	box := p.ID("q")
	if webtest.Attr(box, "value") != "voice (confidence" || webtest.Attr(box, "aria-describedby") != "q-problem" || webtest.Attr(box, "aria-invalid") != "true" {
		t.Error("the box does not hold the query and point at its problem")
	}
}

func TestNothingFoundHelpsOnward(t *testing.T) {
	b := answered(t).Researcher()
	p := b.Get("/staff/search?q=confidant+voise").Want(http.StatusOK)
	p = follow(t, b, p, "onward", "Did you mean: confidant voice").Want(http.StatusOK).WantAt("/staff/search?q=confidant+voice")
	if got := texts(p.All("mark")); !slices.Equal(got, []string{"voice", "confident"}) {
		t.Errorf("with the spelling of the answers, marked = %q", got)
	}
	p = b.Get("/staff/search?q=cnfdnt").Want(http.StatusOK)
	follow(t, b, p, "onward", "Allow one letter to differ").Want(http.StatusOK)
	p = b.Get("/staff/search?q=zebra+voice").Want(http.StatusOK)
	p = follow(t, b, p, "onward", "Any of the words").Want(http.StatusOK)
	if got := webtest.Text(p.ID("total")); got != "2 answers from fewer than 5 people" {
		t.Errorf("any of the words = %q", got)
	}
	empty := stafftest.New(t).Researcher().Get("/staff/search").Want(http.StatusOK)
	if got := texts(empty.Class("onward")); len(got) != 1 || !strings.Contains(got[0], "There is nothing to search yet") {
		t.Errorf("a site without answers says %q", got)
	}
}

func TestPagesTurn(t *testing.T) {
	s := stafftest.New(t)
	for range 21 {
		s.Answer("mentor", map[string]string{"changed": "The same words."})
	}
	s.CatchUp()
	b := s.Researcher()
	p := b.Get("/staff/search?q=words").Want(http.StatusOK)
	if n := len(p.Class("hit")); n != 20 {
		t.Errorf("the first page shows %d answers, want 20", n)
	}
	p = follow(t, b, p, "pager", "Next page").Want(http.StatusOK)
	if n := len(p.Class("hit")); n != 1 || !strings.HasPrefix(p.Path, "/staff/search?after=") || !strings.HasSuffix(p.Path, "&page=2&q=words") {
		t.Errorf("%s shows %d answers, want 1 on page 2", p.Path, n)
	}
	p = follow(t, b, p, "pager", "Previous page").WantAt("/staff/search?q=words")
	if n := len(b.Get("/staff/search?q=words&page=2").Class("hit")); n != 1 {
		t.Errorf("page 2 without the way there shows %d answers, want 1", n)
	}
	beyond := b.Get("/staff/search?q=words&page=90").Want(http.StatusOK)
	if follow(t, b, beyond, "pager", "Previous page"); len(beyond.Class("hit")) != 0 {
		t.Error("a page beyond the last shows answers")
	}
	_ = p
}

func TestConcordanceLinesUp(t *testing.T) {
	b := answered(t).Researcher()
	p := b.Get("/staff/concordance?q=voice").Want(http.StatusOK)
	if got := webtest.Text(p.ID("total")); got != "2 lines from 2 answers from fewer than 5 people" {
		t.Errorf("total = %q", got)
	}
	if got := texts(p.Class("node")); !slices.Equal(got, []string{"voice", "voice"}) {
		t.Errorf("nodes = %q", got)
	}
	for _, row := range webtest.All(p.Class("kwic")[0], "tr") {
		if strings.Contains(webtest.Text(row), "alert") && len(webtest.All(row, "script")) > 0 {
			t.Error("a line of the concordance became markup")
		}
	}
	p = follow(t, b, p, "sorts", "the words before").Want(http.StatusOK)
	if got := texts(p.Class("left")); len(got) != 2 || !strings.HasSuffix(got[1], "found my") {
		t.Errorf("sorted by the words before = %q", got)
	}
	if got := texts(b.Get("/staff/concordance").Want(http.StatusOK).Class("onward")); len(got) != 1 || !strings.Contains(got[0], "Type a word") {
		t.Errorf("without a query it says %q", got)
	}
	b.Get("/staff/concordance?q=%28").Want(http.StatusUnprocessableEntity).ID("q-problem")
}

func TestVerbatimIsReadInItsResponse(t *testing.T) {
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": "I have found my voice.", "surprised": "How keen they were."})
	crowd(s, "mentor", 4)
	s.CatchUp()
	p := s.Researcher().Get("/staff/verbatims/" + survey.VerbatimID(r.ID, "changed")).Want(http.StatusOK)
	if got, want := said(p), []string{"I have found my voice.", "How keen they were."}; !slices.Equal(trimLetters(p, got), want) {
		t.Errorf("answers = %q, want both of the response", got)
	}
	if n := len(p.Class("here")); n != 1 || !strings.Contains(webtest.Text(p.Class("here")[0]), "found my voice") {
		t.Errorf("%d answers are pointed out, want the one asked for", n)
	}
	codings := p.Class("coding")
	if len(codings) == 0 {
		t.Fatal("no suggested theme is shown")
	}
	got := webtest.Text(codings[0])
	for _, want := range []string{"Confidence and finding a voice", "Suggested, score", "Feeling more confident, brave or heard than before.", "Accept", "Reject"} {
		if !strings.Contains(got, want) {
			t.Errorf("the suggestion does not say %q: %s", want, got)
		}
	}
}

// crowd adds as many answers of people in a role as makes them a group in which
// nobody stands out.
func crowd(s *stafftest.Site, role string, people int) {
	for range people {
		s.Answer(role, map[string]string{"recommend": "More time."})
	}
}

// TestSmallGroupIsNotReadTogether holds that in a wave that promises anonymity
// the answers of one of few people are not joined, on no page and in no file.
func TestSmallGroupIsNotReadTogether(t *testing.T) {
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": "I have found my voice.", "surprised": "How keen they were."})
	crowd(s, "mentor", 3)
	crowd(s, "mentee", 9)
	s.CatchUp()
	b := s.Researcher()
	path := "/staff/verbatims/" + survey.VerbatimID(r.ID, "changed")
	p := b.Get(path).Want(http.StatusOK)
	if got := said(p); len(got) != 1 || strings.Contains(p.Body, "How keen") || strings.Contains(webtest.Text(p.Find("main")), "20 June") {
		t.Errorf("of one of four mentors is shown %q: %s", got, webtest.Text(p.Find("main")))
	}
	if got := texts(p.Class("kept-apart")); len(got) != 1 || !strings.Contains(got[0], "fewer than 5 mentors") {
		t.Errorf("the page explains it as %q", got)
	}
	file := b.Get("/staff/search/export/csv?q=voice").Want(http.StatusOK).Body
	if strings.Contains(file, r.ID) || !strings.Contains(file, "not shown,") {
		t.Errorf("the file joins the answers of one of four mentors: %s", file)
	}
	crowd(s, "mentor", 1)
	s.CatchUp()
	if got := said(b.Get(path).Want(http.StatusOK)); len(got) != 2 {
		t.Errorf("of one of five mentors is shown %q, want the whole response", got)
	}
}

// trimLetters takes the letters of codings out of what is read.
func trimLetters(p *webtest.Page, texts []string) []string {
	var letters []string
	for _, sup := range p.All("sup") {
		letters = append(letters, webtest.Text(sup))
	}
	out := slices.Clone(texts)
	for i := range out {
		for _, l := range letters {
			out[i] = strings.TrimSuffix(out[i], l)
		}
	}
	return out
}

func TestWithheldAnswerIsNotShown(t *testing.T) {
	s := stafftest.New(t)
	r := s.Answer("mentee", map[string]string{"changed": "A counted secret"}, survey.CountOnly)
	s.CatchUp()
	b := s.Researcher()
	id := survey.VerbatimID(r.ID, "changed")
	p := b.Get("/staff/verbatims/" + id).Want(http.StatusOK)
	if strings.Contains(p.Body, "counted secret") || len(p.Class("withheld")) != 1 {
		t.Errorf("an answer to be counted only is shown: %s", webtest.Text(p.Find("main")))
	}
	b.Post("/staff/verbatims/"+id+"/codings", url.Values{"theme": {"confidence"}}).Want(http.StatusForbidden)
}

func TestDecidingStaysAtThePlace(t *testing.T) {
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": "I have found my voice and my courage."})
	s.CatchUp()
	b := s.Researcher()
	path := "/staff/verbatims/" + survey.VerbatimID(r.ID, "changed")
	p := b.Get(path).Want(http.StatusOK)
	c := codings(t, s, r.ID)[0]
	for _, step := range []struct {
		status analysis.Status
		state  string
	}{{analysis.Accepted, "Accepted by rob"}, {analysis.Suggested, "Suggested"}, {analysis.Rejected, "Rejected by rob"}, {analysis.Suggested, "Suggested"}} {
		p = p.Form("/staff/codings/"+c.ID).Set("status", string(step.status)).Send().Want(http.StatusOK).WantAt(path)
		if got := codings(t, s, r.ID)[0].Status; got != step.status {
			t.Errorf("stored %q, want %q", got, step.status)
		}
		if got := texts(p.Class("state")); !strings.HasPrefix(got[0], step.state) {
			t.Errorf("the page says %q, want %q", got, step.state)
		}
	}
	b.Post("/staff/codings/"+c.ID, url.Values{"status": {"perhaps"}}).Want(http.StatusBadRequest)
	b.Post("/staff/codings/none", url.Values{"status": {"accepted"}}).Want(http.StatusNotFound)
	b.Post("/staff/codings/"+c.ID, url.Values{"status": {"accepted"}, "return": {"https://elsewhere.example/"}}).Want(http.StatusOK).WantAt(path)
}

func TestAddingAThemeByHand(t *testing.T) {
	s := stafftest.New(t)
	const text = "They listened. The teaching should change."
	r := s.Answer("mentor", map[string]string{"changed": text})
	s.CatchUp()
	b := s.Researcher()
	path := "/staff/verbatims/" + survey.VerbatimID(r.ID, "changed")
	form := b.Get(path).Want(http.StatusOK).Form(path + "/codings")
	p := form.Set("theme", "curriculum", "span", "15-42").Send().Want(http.StatusOK).WantAt(path)
	var own []analysis.Coding
	for _, c := range codings(t, s, r.ID) {
		if c.Coder == "rob" {
			own = append(own, c)
		}
	}
	if len(own) != 1 || own[0].Theme != "curriculum" || own[0].Span.In(text) != "The teaching should change." || own[0].Status != analysis.Accepted {
		t.Errorf("stored %+v, want the theme on the second sentence by rob", own)
	}
	if got := texts(p.Class("state")); !slices.Contains(got, "Added by rob") {
		t.Errorf("the page says %q, want who added it", got)
	}
	for _, bad := range []url.Values{{"theme": {"none"}}, {"theme": {"curriculum"}, "span": {"40-90"}}, {"theme": {""}}} {
		b.Post(path+"/codings", bad).Want(http.StatusBadRequest)
	}
	b.Post(path+"/codings", url.Values{"theme": {"curriculum"}, "span": {"15-42"}}).Want(http.StatusConflict)
}

func TestReviewGoesThroughTheQueue(t *testing.T) {
	s := stafftest.New(t)
	s.Answer("mentor", map[string]string{"changed": "I have found my voice."})
	s.Answer("mentee", map[string]string{"changed": "It gave me courage. I feel more confident."})
	s.CatchUp()
	b := s.Researcher()
	p := b.Get("/staff/review?theme=confidence").Want(http.StatusOK)
	items := p.Class("review-item")
	if len(items) != 2 {
		t.Fatalf("%d suggestions wait, want 2: %s", len(items), webtest.Text(p.Find("main")))
	}
	if got := webtest.Text(p.Class("about")[0]); !strings.Contains(got, "Feeling more confident, brave or heard") || !strings.Contains(got, "confidence in the scheme") {
		t.Errorf("beside them stands %q, want the theme's definition and rules", got)
	}
	for n := range slices.Backward(items) {
		form := webtest.All(p.Class("review-item")[0], "form")[0]
		p = p.Form(webtest.Attr(form, "action")).Set("status", "accepted").Send().Want(http.StatusOK)
		if got := len(p.Class("review-item")); n > 0 && got != n {
			t.Errorf("%d suggestions wait, want %d", got, n)
		}
	}
	for _, c := range roundCodings(t, s) {
		if c.Theme == "confidence" && c.Status != analysis.Accepted {
			t.Errorf("%s is %s after the queue was accepted", c.ID, c.Status)
		}
	}
	b.Get("/staff/review?programme=none").Want(http.StatusNotFound)
	b.Get("/staff/review?round=1999").Want(http.StatusNotFound)
	if got := texts(b.Get("/staff/review?round=2020").Want(http.StatusOK).Class("onward")); len(got) != 1 || !strings.Contains(got[0], "There are no suggestions in this round") {
		t.Errorf("a round without answers says %q", got)
	}
}

func TestCodebookCountsPeople(t *testing.T) {
	s := answered(t)
	b := s.Researcher()
	p := b.Get("/staff/codebook/" + stafftest.ProgrammeKey).Want(http.StatusOK)
	if got := texts(p.Class("theme")); len(got) != 3 || !strings.Contains(got[1], "Confidence and finding a voice") {
		t.Fatalf("themes = %q, want three with confidence below growth", got)
	}
	if got := webtest.Text(p.Class("theme")[1]); !strings.Contains(got, "Acceptednobody") || !strings.Contains(got, "Suggestedfewer than 5 people") {
		t.Errorf("before a decision the counts are %q", got)
	}
	for _, c := range roundCodings(t, s) {
		if c.Theme == "confidence" {
			b.Post("/staff/codings/"+c.ID, url.Values{"status": {"accepted"}}).Want(http.StatusOK)
		}
	}
	s.CatchUp()
	p = b.Get("/staff/codebook/" + stafftest.ProgrammeKey).Want(http.StatusOK)
	for _, i := range []int{0, 1} { // the theme and the one above it
		if got := webtest.Text(p.Class("theme")[i]); !strings.Contains(got, "Acceptedfewer than 5 people") {
			t.Errorf("after accepting, theme %d says %q", i, got)
		}
	}
	b.Get("/staff/codebook/none").Want(http.StatusNotFound)
}

func TestHomeSaysWhatWaits(t *testing.T) {
	s := answered(t)
	home := s.Coordinator().Get("/staff").Want(http.StatusOK)
	rows := webtest.All(home.Class("rounds")[0], "tr")
	if len(rows) != 3 || !strings.HasPrefix(webtest.Text(rows[1]), "2021 fewer than 5 mentorsfewer than 5 menteesfewer than 5 pairs 4 answers") {
		t.Errorf("the latest round's row = %q", webtest.Text(rows[1]))
	}
	if got := webtest.Text(home.Class("reading-state")[0]); got != "Up to date" {
		t.Errorf("reading = %q", got)
	}
	s.Answer("mentor", map[string]string{"changed": "Something new."})
	links := texts(webtest.All(rows[1], "a"))
	if !slices.Contains(links, "Summary of 2021") {
		t.Errorf("a coordinator's links = %q", links)
	}
	own := s.Researcher().Get("/staff").Want(http.StatusOK)
	if strings.Contains(webtest.Text(own.Find("main")), "Summary") {
		t.Error("a researcher is shown the way to what only coordinators may open")
	}
}

func TestOnlyStaffMayRead(t *testing.T) {
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": "I have found my voice."})
	v := survey.VerbatimID(r.ID, "changed")
	visitor := s.Visitor()
	for _, path := range []string{"/staff", "/staff/search", "/staff/concordance", "/staff/review", "/staff/codebook/" + stafftest.ProgrammeKey, "/staff/verbatims/" + v} {
		p := visitor.Get(path).Want(http.StatusOK)
		if !strings.HasPrefix(p.Path, "/sign-in?next=") || strings.Contains(p.Body, "found my voice") {
			t.Errorf("%s is shown to a visitor at %s", path, p.Path)
		}
		s.Researcher().Get(path).Want(http.StatusOK).WantAt(path)
	}
	visitor.Post("/staff/verbatims/"+v+"/codings", url.Values{"theme": {"confidence"}}).Want(http.StatusUnauthorized)
	s.Researcher().Get("/staff/verbatims/none").Want(http.StatusNotFound)
}

func codings(t *testing.T, s *stafftest.Site, response string) []analysis.Coding {
	t.Helper()
	all, err := s.Analysis.Codings(t.Context(), survey.VerbatimID(response, "changed"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func roundCodings(t *testing.T, s *stafftest.Site) []analysis.Coding {
	t.Helper()
	all, err := s.Analysis.RoundCodings(t.Context(), s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
