package coordinate_test

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

const mergeDesk = "/staff/merge/reverse-mentoring/2021"

// askedAlike starts a site with two suggestions that ask for the same in other
// words, a bundle, one that builds on the earlier round, and one of somebody who
// did not agree to be printed.
func askedAlike(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	for _, words := range []string{
		"Give mentees a room to meet in", "Find a quiet room where pairs can meet", "Include cultural competency in the curriculum",
		"Create a care leavers network & a carers network & a mature student network",
	} {
		s.Answer("pair", map[string]string{"recommend": words})
	}
	s.Answer("pair", map[string]string{"recommend": "Offer travel money to mentees from far away"}, survey.ThemesOnly)
	s.CatchUp()
	return s
}

// part returns the part of the page with the class whose words are these.
func part(t *testing.T, p *webtest.Page, class, words string) *html.Node {
	t.Helper()
	for _, n := range p.Class(class) {
		if strings.Contains(webtest.Text(n), words) {
			return n
		}
	}
	t.Fatalf("no %s says %q: %s", class, words, webtest.Text(p.Find("main")))
	return nil
}

// sent returns what a form of the part sends, by the address that it sends to.
func sent(t *testing.T, n *html.Node, action string) url.Values {
	t.Helper()
	for _, f := range webtest.All(n, "form") {
		if webtest.Attr(f, "action") != action {
			continue
		}
		v := url.Values{}
		for _, in := range webtest.All(f, "input") {
			if webtest.Attr(in, "type") != "checkbox" || webtest.Has(in, "checked") {
				v.Add(webtest.Attr(in, "name"), webtest.Attr(in, "value"))
			}
		}
		for _, area := range webtest.All(f, "textarea") {
			v.Add(webtest.Attr(area, "name"), strings.TrimPrefix(webtest.Raw(area), "\n"))
		}
		for _, sel := range webtest.All(f, "select") {
			for _, o := range webtest.All(sel, "option") {
				if webtest.Has(o, "selected") {
					v.Add(webtest.Attr(sel, "name"), webtest.Attr(o, "value"))
				}
			}
		}
		return v
	}
	t.Fatalf("the part sends nothing to %s: %s", action, webtest.Text(n))
	return nil
}

func problem(t *testing.T, p *webtest.Page, code string) {
	t.Helper()
	got := texts(p.Class("problems"))
	if len(got) != 1 || !strings.Contains(got[0], code) {
		t.Errorf("problems = %q, want %s", got, code)
		return
	}
	for _, a := range webtest.All(p.Class("problems")[0], "a") {
		p.ID(strings.TrimPrefix(webtest.Attr(a, "href"), "#"))
	}
}

func TestSuggestionsAreTakenUp(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations).Want(http.StatusOK)
	v := sent(t, part(t, p, "recommendation", "cultural competency"), recommendations+"/take-up")
	if v.Get("title") != "Include cultural competency in the curriculum" || v.Get("kind-"+v.Get("link")) != "continues" {
		t.Errorf("the form proposes %v", v)
	}
	v.Set("title", "Teach cultural competency <b>everywhere</b>")
	v.Set("points", "In year one\n\nIn year two")
	v.Set("kind-"+v.Get("link"), "splits")
	p = b.Post(recommendations+"/take-up", v).Want(http.StatusOK).WantAt(recommendations)
	r := stored(t, s, "2021-R01")
	if r.Title != "Teach cultural competency <b>everywhere</b>" || len(r.Actions) != 1 || len(r.Links) != 1 || r.Links[0].Kind != analysis.Splits || r.By != "anna" {
		t.Errorf("stored %+v", r)
	}
	taken := webtest.Text(part(t, p, "taken", "2021-R01"))
	for _, want := range []string{"Teach cultural competency <b>everywhere</b>", "2021-R01.2 In year two", "Raised by 1 pair", "Splits 2020-1", "not started", "anna, "} {
		if !strings.Contains(taken, want) {
			t.Errorf("what stands there does not say %q: %s", want, taken)
		}
	}
	if got := below(t, p, "building"); len(got) != 0 {
		t.Errorf("still suggested: %q", got)
	}
	for _, a := range webtest.All(p.Class("taken")[0], "a") {
		b.Get(webtest.Attr(a, "href")).Want(http.StatusOK)
	}
	b.Post(recommendations+"/take-up", v).Want(http.StatusOK).WantAt(recommendations) // as a double click does
	if all, err := s.Analysis.Recommendations(t.Context(), s.Round.ID); err != nil || len(all) != 1 {
		t.Errorf("%d recommendations, %v, want the form that was sent twice to make one", len(all), err)
	}
}

func TestTakenBackNothingIsLost(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations)
	p = b.Post(recommendations+"/take-up", sent(t, part(t, p, "recommendation", "quiet room"), recommendations+"/take-up")).Want(http.StatusOK)
	back := sent(t, part(t, p, "taken", "2021-R01"), recommendations+"/take-back")
	note(b, followed, "kind", "remark", "words", "Asked the porter.").Want(http.StatusOK)
	problem(t, b.Post(recommendations+"/take-back", back).Want(http.StatusConflict), "L33")
	back = sent(t, part(t, b.Get(recommendations), "taken", "2021-R01"), recommendations+"/take-back")
	p = b.Post(recommendations+"/take-back", back).Want(http.StatusOK)
	if got := below(t, p, "new"); !slices.Contains(got, "Find a quiet room where pairs can meet") || len(p.Class("taken")) != 0 {
		t.Errorf("new = %q", got)
	}
	problem(t, b.Post(recommendations+"/take-back", back).Want(http.StatusConflict), "L32")
	p = b.Post(recommendations+"/take-up", sent(t, part(t, p, "recommendation", "quiet room"), recommendations+"/take-up")).Want(http.StatusOK)
	part(t, p, "taken", "2021-R02")
}

// TestSilentWordsAreNotProposed: what people who did not agree to be printed ask
// for is taken up in other words.
func TestSilentWordsAreNotProposed(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations)
	if got := below(t, p, "silent"); !slices.Equal(got, []string{"Offer travel money to mentees from far away"}) {
		t.Fatalf("silent = %q", got)
	}
	v := sent(t, part(t, p, "recommendation", "travel money"), recommendations+"/take-up")
	if v.Get("title") != "" || v.Get("points") != "" {
		t.Errorf("the form proposes their words: %v", v)
	}
	for words, code := range map[string]string{
		" ": "L24", "offer travel money to mentees from far away.": "L34", "Offer travel money to mentees from far away every month": "L34", strings.Repeat("Pay ", 200): "T02",
	} {
		v.Set("title", words)
		p := b.Post(recommendations+"/take-up", v).Want(http.StatusUnprocessableEntity)
		problem(t, p, code)
		if got := sent(t, p.Class("held")[0], recommendations+"/take-up").Get("title"); got != strings.Join(strings.Fields(words), " ") {
			t.Errorf("of %q came back %q", words, got)
		}
	}
	v.Set("title", "Refund the fares of mentees")
	p = b.Post(recommendations+"/take-up", v).Want(http.StatusOK)
	if got := webtest.Text(part(t, p, "taken", "Refund")); !strings.Contains(got, "Raised by 1 pair") || len(below(t, p, "silent")) != 0 {
		t.Errorf("taken up, it says %q", got)
	}
}

func TestEverythingAcceptedIsTakenUpAtOnce(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations)
	if strings.Contains(p.Body, "take-all") {
		t.Error("nothing is accepted, and yet it can be taken up")
	}
	for _, words := range []string{"cultural competency", "quiet room", "travel money"} {
		p = decide(t, p, words, "accepted")
	}
	p = p.Form(recommendations + "/take-all").Send().Want(http.StatusOK)
	var got []string
	for _, n := range p.Class("taken") {
		got = append(got, strings.Join(strings.Fields(webtest.Text(n))[:3], " "))
	}
	slices.Sort(got)
	if want := []string{"2021-R01 Find a", "2021-R02 Include cultural"}; !slices.Equal(got, want) {
		t.Errorf("taken up = %q, want %q: not what is not to be printed", got, want)
	}
	if r := stored(t, s, "2021-R02"); len(r.Links) != 1 || r.Links[0].Reference != "2020-1" {
		t.Errorf("links = %+v", r.Links)
	}
}

func TestOneOfYourOwn(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	f := b.Get(recommendations).Form(recommendations+"/own").Set("title", "Publish the results")
	f.Values["theme"] = []string{"curriculum"}
	p := f.Send().Want(http.StatusOK)
	if got := webtest.Text(part(t, p, "taken", "Publish the results")); !strings.Contains(got, "Your own") || !strings.Contains(got, "The curriculum") {
		t.Errorf("it says %q", got)
	}
	if r := stored(t, s, "2021-R01"); !r.Own || !slices.Equal(r.Themes, []string{"curriculum"}) || len(r.Sources) != 0 {
		t.Errorf("stored %+v", r)
	}
	problem(t, f.Set("title", "publish the results.").Send().Want(http.StatusConflict), "L36")
	f.Values["theme"] = []string{"gone"}
	p = f.Set("title", "Invite the dean", "points", "Write to her").Send().Want(http.StatusUnprocessableEntity)
	problem(t, p, "L35")
	if again := p.Form(recommendations + "/own"); again.Values.Get("title") != "Invite the dean" || again.Values.Get("points") != "Write to her" {
		t.Errorf("what was typed is lost: %v", again.Values)
	}
	problem(t, b.Post(recommendations+"/own", url.Values{"title": {""}}).Want(http.StatusUnprocessableEntity), "L24")
}

// TestTwoWhoTakeUpTheSame lets neither lose a word, and leads both to one
// recommendation.
func TestTwoWhoTakeUpTheSame(t *testing.T) {
	s := askedAlike(t)
	mine, theirs := s.Coordinator(), s.Coordinator()
	v := sent(t, part(t, mine.Get(recommendations), "recommendation", "quiet room"), recommendations+"/take-up")
	theirs.Post(recommendations+"/take-up", v).Want(http.StatusOK)
	v.Set("title", "Reserve a room for the meetings")
	v.Set("points", "Ask the library")
	p := mine.Post(recommendations+"/take-up", v).Want(http.StatusConflict)
	problem(t, p, "L31")
	if got := webtest.Text(p.Class("theirs")[0]); !strings.Contains(got, "2021-R01: Find a quiet room where pairs can meet") {
		t.Errorf("theirs = %s", got)
	}
	held := sent(t, p.Class("held")[0], recommendations+"/take-up")
	if held.Get("title") != "Reserve a room for the meetings" || held.Get("points") != "Ask the library" {
		t.Errorf("held = %v", held)
	}
	mine.Post(recommendations+"/take-up", held).Want(http.StatusOK)
	if r := stored(t, s, "2021-R01"); r.Title != "Reserve a room for the meetings" || len(r.Points) != 1 || len(r.Actions) != 1 {
		t.Errorf("stored %+v", r)
	}
	mine.Post(recommendations+"/take-up", held).Want(http.StatusOK) // as a double click does
	held.Set("title", "Reserve two rooms")
	problem(t, mine.Post(recommendations+"/take-up", held).Want(http.StatusConflict), "L33") // it was seen as it is no more
}

// TestWhatIsGoneKeepsTheWords takes up what somebody else rejected meanwhile.
func TestWhatIsGoneKeepsTheWords(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations)
	v := sent(t, part(t, p, "recommendation", "quiet room"), recommendations+"/take-up")
	decide(t, p, "quiet room", "rejected")
	v.Set("title", "Reserve a room")
	p = b.Post(recommendations+"/take-up", v).Want(http.StatusConflict)
	problem(t, p, "L32")
	held := sent(t, p.Class("held")[0], recommendations+"/take-up")
	if held.Get("title") != "Reserve a room" || held.Get("own") != "yes" {
		t.Errorf("held = %v", held)
	}
	b.Post(recommendations+"/take-up", held).Want(http.StatusOK)
	if r := stored(t, s, "2021-R01"); !r.Own || r.Title != "Reserve a room" {
		t.Errorf("stored %+v", r)
	}
}

func TestTakingUpIsRefusedWithWords(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	v := sent(t, part(t, b.Get(recommendations), "recommendation", "cultural competency"), recommendations+"/take-up")
	for name, tt := range map[string]struct {
		set    []string
		code   string
		status int
	}{
		"nothing":        {[]string{"part", ""}, "L32", http.StatusConflict},
		"no such":        {[]string{"part", "asked nonesuch"}, "L32", http.StatusConflict},
		"no such taken":  {[]string{"part", "taken nonesuch 1.0"}, "L32", http.StatusConflict},
		"no kind":        {[]string{"kind-" + v.Get("link"), "likes"}, "L37", http.StatusUnprocessableEntity},
		"no earlier":     {[]string{"link", "nonesuch"}, "L37", http.StatusUnprocessableEntity},
		"no theme":       {[]string{"theme", "nonesuch"}, "L35", http.StatusUnprocessableEntity},
		"many points":    {[]string{"points", strings.Repeat("a\n", 60)}, "L25", http.StatusUnprocessableEntity},
		"broken letters": {[]string{"title", "Pay \xff"}, "T02", http.StatusUnprocessableEntity},
	} {
		t.Run(name, func(t *testing.T) {
			bad := url.Values{}
			for k, values := range v {
				bad[k] = slices.Clone(values)
			}
			bad.Set("title", "Kept words")
			bad.Set(tt.set[0], tt.set[1])
			p := b.Post(recommendations+"/take-up", bad).Want(tt.status)
			problem(t, p, tt.code)
			if tt.set[0] != "title" && sent(t, p.Class("held")[0], recommendations+"/take-up").Get("title") != "Kept words" {
				t.Error("what was typed is lost")
			}
		})
	}
	problem(t, b.Post(recommendations+"/take-up", url.Values{"title": {"x"}}).Want(http.StatusUnprocessableEntity), "L30")
	if all, err := s.Analysis.Recommendations(t.Context(), s.Round.ID); err != nil || len(all) != 0 {
		t.Errorf("refused, and yet %d were stored, %v", len(all), err)
	}
}

func TestOnlyCoordinatorsTakeUp(t *testing.T) {
	s := askedAlike(t)
	v := sent(t, part(t, s.Coordinator().Get(recommendations), "recommendation", "quiet room"), recommendations+"/take-up")
	r := s.Researcher()
	r.Get(mergeDesk).Want(http.StatusForbidden)
	for _, at := range []string{recommendations + "/take-up", recommendations + "/take-all", recommendations + "/own", recommendations + "/take-back", mergeDesk, mergeDesk + "/split"} {
		r.Post(at, v).Want(http.StatusForbidden)
	}
	if all, err := s.Analysis.Recommendations(t.Context(), s.Round.ID); err != nil || len(all) != 0 {
		t.Errorf("a researcher took up %d, %v", len(all), err)
	}
}
