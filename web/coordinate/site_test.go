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
	"verbatim/survey/sqldb"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	recommendations = "/staff/recommendations/reverse-mentoring/2021"
	summary         = "/staff/summary/reverse-mentoring/2021"
	collect         = "/staff/collect/reverse-mentoring/2021"
)

// answered starts a site with recommendations, one of which builds on the
// earlier round, and a praise that asks for something in passing.
func answered(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	s.Answer("pair", map[string]string{"recommend": "Include cultural competency in the curriculum"})
	s.Answer("pair", map[string]string{"recommend": "Create a guide to financial support for students <script>x</script>"})
	s.Answer("mentor", map[string]string{"changed": "I have found my voice. I feel more confident.", "next": "The faculty should pay mentors for their time."})
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

// below returns the words of the recommendations in the part with the heading.
func below(t *testing.T, p *webtest.Page, heading string) []string {
	t.Helper()
	for _, n := range p.Class("recommendations") {
		if webtest.Attr(n, "aria-labelledby") != heading {
			continue
		}
		var out []string
		for _, li := range webtest.All(n, "li") {
			if id := webtest.Attr(li, "id"); id != "" {
				out = append(out, webtest.Text(p.ID(id+"-text")))
			}
		}
		return out
	}
	return nil
}

func TestRecommendationsAreSorted(t *testing.T) {
	p := answered(t).Coordinator().Get(recommendations).Want(http.StatusOK)
	if got, want := below(t, p, "new"), []string{"Create a guide to financial support for students <script>x</script>"}; !slices.Equal(got, want) {
		t.Errorf("new = %q, want %q", got, want)
	}
	if got, want := below(t, p, "building"), []string{"Include cultural competency in the curriculum"}; !slices.Equal(got, want) {
		t.Errorf("building = %q, want %q", got, want)
	}
	building := webtest.Text(p.Class("building")[0])
	for _, want := range []string{"2020-1 Changes to the curriculum", "Taken to build on 2020-1: score", "curriculum", "From 1 pair"} {
		if !strings.Contains(building, want) {
			t.Errorf("building does not say %q: %s", want, building)
		}
	}
	if got := below(t, p, "waiting"); len(got) != 1 || !strings.Contains(got[0], "pay mentors for their time") {
		t.Errorf("waiting in other answers = %q", got)
	}
	if len(webtest.All(p.Find("main"), "script")) > 0 {
		t.Error("a recommendation became markup")
	}
}

// decide presses a button of the recommendation with the words.
func decide(t *testing.T, p *webtest.Page, words, status string) *webtest.Page {
	t.Helper()
	for _, li := range p.Class("recommendation") {
		if !strings.Contains(webtest.Text(li), words) {
			continue
		}
		values := url.Values{"status": {status}}
		forms := webtest.All(li, "form")
		for _, in := range webtest.All(forms[len(forms)-1], "input") {
			values.Add(webtest.Attr(in, "name"), webtest.Attr(in, "value"))
		}
		f := p.Form(recommendations)
		f.Values = values
		return f.Send().Want(http.StatusOK).WantAt(recommendations)
	}
	t.Fatalf("no recommendation says %q: %s", words, webtest.Text(p.Find("main")))
	return nil
}

func TestDecidingOnRecommendations(t *testing.T) {
	s := answered(t)
	p := s.Coordinator().Get(recommendations).Want(http.StatusOK)
	p = decide(t, p, "pay mentors", "accepted")
	if got := below(t, p, "new"); len(got) != 2 {
		t.Errorf("after accepting, new = %q, want it among them", got)
	}
	if got := texts(p.Class("state")); !slices.Contains(got, "Accepted by anna") {
		t.Errorf("states = %q, want who accepted", got)
	}
	p = decide(t, p, "financial support", "rejected")
	if got := below(t, p, "new"); len(got) != 1 || !strings.Contains(webtest.Text(p.ID("rejected")), "1 rejected suggestion") {
		t.Errorf("after rejecting, new = %q", got)
	}
	p = decide(t, p, "financial support", "suggested")
	if got := below(t, p, "new"); len(got) != 2 {
		t.Errorf("after taking the decision back, new = %q", got)
	}
	actions, err := s.Analysis.RoundActions(t.Context(), s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range actions {
		if strings.Contains(a.Text, "pay mentors") && (a.Status != analysis.Accepted || a.DecidedBy != "anna") {
			t.Errorf("stored %s by %q, want accepted by anna", a.Status, a.DecidedBy)
		}
	}
	b := s.Coordinator()
	b.Post(recommendations, url.Values{"status": {"accepted"}}).Want(http.StatusBadRequest)
	b.Post(recommendations, url.Values{"status": {"maybe"}, "action": {actions[0].ID}}).Want(http.StatusBadRequest)
	b.Post(recommendations, url.Values{"status": {"accepted"}, "action": {"none"}}).Want(http.StatusNotFound)
}

func TestSummaryLooksLikeTheEdition(t *testing.T) {
	s := answered(t)
	b := s.Coordinator()
	p := b.Get(summary).Want(http.StatusOK)
	draft := p.Class("draft")[0]
	all := webtest.Text(draft)
	for _, want := range []string{"New recommendations 2021", "Recommendations building on 2020", "Changes to the curriculum", "One mentor", "How this summary was made"} {
		if !strings.Contains(all, want) {
			t.Errorf("the draft does not say %q", want)
		}
	}
	quotes := webtest.All(draft, "blockquote")
	if len(quotes) == 0 || !strings.HasPrefix(webtest.Text(quotes[0]), "“I have found my voice.") {
		t.Fatalf("quotes = %q", texts(quotes))
	}
	figure := webtest.All(draft, "figure")[0]
	if source := b.Get(webtest.Attr(webtest.All(figure, "a")[0], "href")).Want(http.StatusOK); !strings.Contains(webtest.Text(source.Find("main")), "I have found my voice") {
		t.Error("a quote does not lead to the answer it is from")
	}
	if got := texts(p.Class("tally")); len(got) != 1 || !strings.Contains(got[0], "block publication") {
		t.Errorf("before anybody reviewed, the tally is %q", got)
	}
	if checks := p.Class("check"); len(checks) < 3 || !strings.Contains(strings.Join(texts(p.Class("margin")), " "), "Blocks publication.") {
		t.Errorf("the margin says %q", texts(p.Class("margin")))
	}
	if len(webtest.All(draft, "script")) > 0 {
		t.Error("a recommendation became markup")
	}
}

func TestDownloads(t *testing.T) {
	b := answered(t).Coordinator()
	for ending, want := range map[string]struct{ mediaType, begins string }{
		"html": {"text/html; charset=utf-8", "<!"},
		"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"},
		"md":   {"text/markdown; charset=utf-8", ""},
	} {
		t.Run(ending, func(t *testing.T) {
			p := b.Get(summary + "/download/" + ending).Want(http.StatusOK)
			if got := p.Header.Get("Content-Type"); got != want.mediaType {
				t.Errorf("type = %q, want %q", got, want.mediaType)
			}
			if got, want := p.Header.Get("Content-Disposition"), "attachment; filename=reverse-mentoring-2021-summary-draft."+ending; got != want {
				t.Errorf("disposition = %q, want %q", got, want)
			}
			if !strings.HasPrefix(p.Body, want.begins) || ending != "docx" && !strings.Contains(p.Body, "I have found my voice.") {
				t.Errorf("the file begins %.60q and has no quote", p.Body)
			}
		})
	}
	b.Get(summary + "/download/pdf").Want(http.StatusNotFound)
}

func TestInvitationLinksAreShownOnce(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	action := collect + "/half-way/invitations"
	page := b.Get(collect).Want(http.StatusOK)
	made := page.Form(action).Set("number", "3", "role", "mentor").Send().Want(http.StatusOK)
	if got := made.Heading(); got != "3 new links for mentors" {
		t.Errorf("heading = %q", got)
	}
	links := strings.Fields(webtest.Raw(made.ID("links")))
	if len(links) != 3 || links[0] == links[1] {
		t.Fatalf("links = %q, want three", links)
	}
	for _, l := range links {
		path, ok := strings.CutPrefix(l, b.Base())
		if !ok {
			t.Fatalf("link %s is not at %s", l, b.Base())
		}
		s.Visitor().Get(path).Want(http.StatusOK)
	}
	again := page.Form(action).Set("number", "3", "role", "mentor").Send().Want(http.StatusUnprocessableEntity)
	if got := texts(again.Class("problem")); len(got) != 1 || !strings.Contains(got[0], "Links have been made since") {
		t.Errorf("sent twice, it says %q", got)
	}
	if got := webtest.Text(again.ID("wave-half-way")); !strings.Contains(got, "mentors3fewer than 5 all3fewer than 5") {
		t.Errorf("the wave says %q", got)
	}
	for _, bad := range []url.Values{{"number": {"0"}, "made": {"3"}}, {"number": {"many"}, "made": {"3"}}, {"number": {"1"}, "made": {"3"}, "role": {"king"}}, {"number": {"100000"}, "made": {"3"}}} {
		b.Post(action, bad).Want(http.StatusUnprocessableEntity)
	}
	b.Post(collect+"/end/invitations", url.Values{"number": {"1"}, "made": {"0"}}).Want(http.StatusOK)
	b.Post(collect+"/none/invitations", url.Values{"number": {"1"}}).Want(http.StatusNotFound)
}

func TestCollectSaysHowFarItIs(t *testing.T) {
	s := answered(t)
	p := s.Coordinator().Get(collect).Want(http.StatusOK)
	end := webtest.Text(p.ID("wave-end"))
	for _, want := range []string{"End evaluation 2021", "Open until 3 July 2021", "Anybody with the link may answer", "/f/reverse-mentoring/2021/end", "Make invitation links"} {
		if !strings.Contains(end, want) {
			t.Errorf("the wave does not say %q: %s", want, end)
		}
	}
	for _, a := range webtest.All(p.ID("wave-end"), "a") {
		if path, ok := strings.CutPrefix(webtest.Attr(a, "href"), s.Coordinator().Base()); ok {
			s.Visitor().Get(path).Want(http.StatusOK)
		}
	}
}

func TestEmptyRoundsSayWhatToDo(t *testing.T) {
	s := stafftest.New(t)
	if err := s.Survey.SaveRound(t.Context(), survey.Round{ID: sqldb.NewID(), ProgrammeID: s.Programme.ID, Key: "2022"}); err != nil {
		t.Fatal(err)
	}
	b := s.Coordinator()
	for path, want := range map[string]string{
		recommendations:                         "Nobody has answered yet",
		"/staff/summary/reverse-mentoring/2022": "There is nothing to summarise yet",
		"/staff/collect/reverse-mentoring/2020": "This round has no wave yet",
	} {
		if got := texts(b.Get(path).Want(http.StatusOK).Class("onward")); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
}

func TestOnlyCoordinatorsMayEnter(t *testing.T) {
	s := stafftest.New(t)
	researcher, visitor := s.Researcher(), s.Visitor()
	for _, path := range []string{recommendations, summary, summary + "/download/docx", collect} {
		researcher.Get(path).Want(http.StatusForbidden)
		if p := visitor.Get(path).Want(http.StatusOK); !strings.HasPrefix(p.Path, "/sign-in?next=") {
			t.Errorf("a visitor comes to %s", p.Path)
		}
		s.Coordinator().Get(path).Want(http.StatusOK)
	}
	researcher.Post(recommendations, url.Values{"status": {"accepted"}, "action": {"x"}}).Want(http.StatusForbidden)
	researcher.Post(collect+"/half-way/invitations", url.Values{"number": {"1"}, "made": {"0"}}).Want(http.StatusForbidden)
	if invited, _, err := s.Survey.InvitationCounts(t.Context(), s.Invited.ID); err != nil || invited != 0 {
		t.Errorf("a researcher made %d invitations, %v", invited, err)
	}
	s.Coordinator().Get("/staff/summary/none/2021").Want(http.StatusNotFound)
	s.Coordinator().Get("/staff/summary/reverse-mentoring/1999").Want(http.StatusNotFound)
}
