package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"verbatim/survey"
	"verbatim/web/webtest"
)

// said is what the participant of these tests writes: an apostrophe that HTML
// must escape, an empty line, a leading line break and words that look like
// markup.
const said = "\nI didn't know how it felt to be <em>asked</em> \"where are you really from?\"\n\nمرحبا & more."

// begin opens the open wave and presses "Start now".
func (s *site) begin(b *webtest.Browser) *webtest.Page {
	s.t.Helper()
	return b.Get(s.path).Want(http.StatusOK).Form(s.path).Send().Want(http.StatusOK).WantAt(s.path + "/page/1")
}

// fill answers every page from page 1 on and stops at the answers to check.
func (s *site) fill(p *webtest.Page) *webtest.Page {
	s.t.Helper()
	f := p.Form(s.path+"/page/1").Set("answer.agree", "yes")
	if len(p.Class("question")) > 1 {
		f.Set("answer.role", "mentor")
	}
	p = f.Send().Want(http.StatusOK).WantAt(s.path + "/page/2")
	p = p.Form(s.path+"/page/2").Set("answer.scale.listen", "5", "answer.scale.speak", "4", "answer.surprise", said, "quote.surprise", "quote",
		"answer.change", "Pay mentors for their time.").Send().Want(http.StatusOK).WantAt(s.path + "/page/3")
	return p.Form(s.path+"/page/3").Set("answer.met", "4", "answer.topics", "study", "answer.word", "An opening").Send().Want(http.StatusOK).WantAt(s.path + "/check")
}

func TestOpenFormFromStartToReceipt(t *testing.T) {
	s := newSite(t)
	check := s.fill(s.begin(s.browser))
	s.wantResponses(0)
	receipt := check.Form(s.path + "/check").Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	if got := receipt.Heading(); got != "Your answers have been sent" {
		t.Errorf("receipt's heading = %q", got)
	}
	r := s.wantResponses(1)[0]
	if r.Role != "mentor" || r.ReceivedOn != "2021-06-21" || r.ParticipantID != "" {
		t.Errorf("stored role %q, day %q, participant %q; want mentor, 2021-06-21, none", r.Role, r.ReceivedOn, r.ParticipantID)
	}
	surprise, _ := r.Answer("surprise")
	if surprise.Text != said || surprise.QuoteConsent != survey.QuoteWords {
		t.Errorf("stored %q with consent %q, want %q with %q", surprise.Text, surprise.QuoteConsent, said, survey.QuoteWords)
	}
	if change, _ := r.Answer("change"); change.QuoteConsent != survey.ConsentUnasked {
		t.Errorf("consent that was not given = %q, want none", change.QuoteConsent)
	}
	if code := webtest.Text(receipt.Class("code")[0]); code == "" || strings.Contains(receipt.Path, strings.ReplaceAll(code, " ", "")) {
		t.Errorf("receipt at %s shows code %q", receipt.Path, code)
	}
	s.browser.Get(receipt.Path).Want(http.StatusOK) // a reload shows it again
	s.wantNotLogged("didn't know", "Pay mentors", "An opening")
}

func TestStartSaysWhatIsStored(t *testing.T) {
	for mode, want := range map[survey.Mode]string{
		survey.Open: "We do not store who you are", survey.AnonymousInvited: "Nobody can see which answers are yours",
		survey.Confidential: "Your name is kept apart from your answers", survey.Named: "Your name is stored with your answers",
	} {
		t.Run(string(mode), func(t *testing.T) {
			s := newSite(t)
			p := s.browser.Get("/i/" + s.invite(s.ask("other", mode), "mentee")).Want(http.StatusOK)
			var heads []string
			for _, dt := range p.All("dt") {
				heads = append(heads, webtest.Text(dt))
			}
			if !slices.Contains(heads, want) {
				t.Errorf("start page of a wave that is %s says %q, want among it %q", mode, heads, want)
			}
			if p.Header.Get("Referrer-Policy") != "strict-origin" {
				t.Errorf("Referrer-Policy of a page with a token = %q", p.Header.Get("Referrer-Policy"))
			}
		})
	}
}

func TestInvitationIsSpentBySendingOnly(t *testing.T) {
	s := newSite(t)
	w := s.ask("invited", survey.AnonymousInvited)
	s.path = "/f/reverse-mentoring/2021/invited"
	token := s.invite(w, "mentee")
	for range 3 { // what a mail scanner does
		s.browser.Another().Get("/i/" + token).Want(http.StatusOK)
	}
	page1 := s.browser.Get("/i/" + token).Form("/i/" + token).Send().Want(http.StatusOK).WantAt(s.path + "/page/1")
	if strings.Contains(page1.Body, token) {
		t.Error("the token is on a page of the form")
	}
	if strings.Contains(page1.Body, "What was your part?") {
		t.Error("the role is asked although the invitation states it")
	}
	check := s.fill(page1)
	if inv, err := s.store.Invitation(t.Context(), token); err != nil || inv.Spent {
		t.Fatalf("invitation before sending: spent %v, %v; want unspent", inv.Spent, err)
	}
	check.Form(s.path + "/check").Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	if r := s.wantResponses(1)[0]; r.Role != "mentee" {
		t.Errorf("stored role %q, want that of the invitation", r.Role)
	}
	spent := s.browser.Another().Get("/i/" + token).Want(http.StatusGone)
	if spent.Heading() != "These answers have been sent" {
		t.Errorf("page of a spent invitation = %q", spent.Heading())
	}
	s.browser.Get(s.path).WantAt(s.path + "/receipt").Want(http.StatusOK)
	s.wantNotLogged(token)
}

func TestTwoInvitationsInOneBrowserKeepTheirDraftsApart(t *testing.T) {
	s := newSite(t)
	w := s.ask("invited", survey.AnonymousInvited)
	s.path = "/f/reverse-mentoring/2021/invited"
	first, second := s.invite(w, "mentee"), s.invite(w, "mentor")
	accept := func(token string) *webtest.Page {
		return s.browser.Get("/i/" + token).Form("/i/" + token).Send().WantAt(s.path + "/page/1")
	}
	accept(first).Form(s.path+"/page/1").Set("answer.agree", "yes").Send().Want(http.StatusOK)
	if p := accept(second); webtest.Has(p.ID("answer.agree"), "checked") {
		t.Error("the second invitation shows the draft of the first")
	}
	if p := accept(first); !webtest.Has(p.ID("answer.agree"), "checked") {
		t.Error("the first invitation has lost its draft")
	}
}

func TestSendingAgainStoresNothing(t *testing.T) {
	s := newSite(t)
	check := s.fill(s.begin(s.browser))
	twice := check.Form(s.path + "/check")
	first := twice.Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	again := twice.Send().Want(http.StatusOK).WantAt(s.path + "/receipt") // Back, then the button once more
	if a, b := webtest.Text(first.Class("code")[0]), webtest.Text(again.Class("code")[0]); a != b || a == "" {
		t.Errorf("receipts show the codes %q and %q, want the same", a, b)
	}
	s.wantResponses(1)
	for _, path := range []string{"/page/1", "/page/3", "/check"} {
		s.browser.Get(s.path + path).Want(http.StatusOK).WantAt(s.path + "/receipt")
	}
	form := url.Values{"answer.word": {"later"}, "key": twice.Values["key"]}
	s.browser.Post(s.path+"/page/3", form).WantAt(s.path + "/receipt")
	s.wantResponses(1)
}

// TestDoubleClick sends the second request with the cookies from before the
// first was answered, as a browser does.
func TestDoubleClick(t *testing.T) {
	s := newSite(t)
	twice := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	cookies := s.browser.Cookies(s.path + "/check")
	first := twice.Send().Want(http.StatusOK)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.browser.Base()+s.path+"/check", strings.NewReader(twice.Values.Encode()))
	must(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range cookies {
		req.AddCookie(c)
	}
	second := s.browser.Another().Do(req).Want(http.StatusOK).WantAt(s.path + "/receipt")
	if a, b := webtest.Text(first.Class("code")[0]), webtest.Text(second.Class("code")[0]); a != b {
		t.Errorf("the receipt of the second click shows the code %q, want %q", b, a)
	}
	s.wantResponses(1)
}

func TestProblemsKeepEveryWord(t *testing.T) {
	s := newSite(t)
	s.begin(s.browser).Form(s.path+"/page/1").Set("answer.agree", "yes", "answer.role", "mentor").Send().WantAt(s.path + "/page/2")
	long := strings.Repeat("word ", 70) + said
	wrong := s.browser.Get(s.path+"/page/2").Form(s.path+"/page/2").
		Set("answer.surprise", long, "quote.surprise", "themes", "answer.scale.listen", "3").Send().Want(http.StatusUnprocessableEntity)
	area := wrong.ID("answer.surprise")
	if got := webtest.Raw(area); got != long {
		t.Errorf("words on the page = %q, want %q", got, long)
	}
	if !webtest.Has(wrong.ID("quote.surprise.themes"), "checked") || !webtest.Has(wrong.ID("answer.scale.listen.3"), "checked") {
		t.Error("choices made on the page are lost")
	}
	if !strings.HasPrefix(webtest.Text(wrong.Find("title")), "Error: ") {
		t.Errorf("title = %q, want it to begin with Error", webtest.Text(wrong.Find("title")))
	}
	wantSummary(t, wrong, "#answer.scale.speak", "#answer.surprise")
	if webtest.Attr(area, "aria-invalid") != "true" {
		t.Error("the field with a problem is not marked as invalid")
	}
	for id := range strings.FieldsSeq(webtest.Attr(area, "aria-describedby")) {
		wrong.ID(id)
	}
	if got := webtest.Raw(s.browser.Get(s.path + "/page/2").ID("answer.surprise")); got != long {
		t.Errorf("after a reload the page has %q, want %q", got, long)
	}
}

// wantSummary fails the test unless the error summary leads to these fields.
func wantSummary(t *testing.T, p *webtest.Page, anchors ...string) {
	t.Helper()
	boxes := p.Class("problems")
	if len(boxes) != 1 || webtest.Attr(boxes[0], "role") != "alert" {
		t.Fatalf("%d error summaries", len(boxes))
	}
	var got []string
	for _, a := range webtest.All(boxes[0], "a") {
		got = append(got, webtest.Attr(a, "href"))
		p.ID(strings.TrimPrefix(webtest.Attr(a, "href"), "#"))
	}
	if !slices.Equal(got, anchors) {
		t.Errorf("error summary leads to %q, want %q", got, anchors)
	}
}

func TestNothingIsPreselectedAndEveryControlIsNamed(t *testing.T) {
	s := newSite(t)
	s.begin(s.browser)
	for _, path := range []string{"/page/1", "/page/2", "/page/3"} {
		p := s.browser.Get(s.path + path).Want(http.StatusOK)
		if n := len(p.All("h1")); n != 1 {
			t.Errorf("%s has %d h1", path, n)
		}
		ids := map[string]bool{}
		for n := range p.Root.Descendants() {
			if id := webtest.Attr(n, "id"); n.Type == html.ElementNode && id != "" {
				if ids[id] {
					t.Errorf("%s has the id %q twice", path, id)
				}
				ids[id] = true
			}
		}
		for _, in := range append(p.All("input"), p.All("textarea")...) {
			if webtest.Has(in, "checked") {
				t.Errorf("%s: %s is preselected", path, webtest.Attr(in, "id"))
			}
			wantNamed(t, p, in)
		}
	}
}

// wantNamed fails the test unless a control has a label, and a radio button a
// fieldset with a legend around it.
func wantNamed(t *testing.T, p *webtest.Page, in *html.Node) {
	t.Helper()
	if webtest.Attr(in, "type") == "hidden" {
		return
	}
	labelled := slices.ContainsFunc(p.All("label"), func(l *html.Node) bool {
		return webtest.Attr(l, "for") == webtest.Attr(in, "id") && webtest.Text(l) != ""
	})
	if !labelled {
		t.Errorf("%s: control %q has no label", p.Path, webtest.Attr(in, "id"))
	}
	if webtest.Attr(in, "type") != "radio" {
		return
	}
	for n := in.Parent; n != nil; n = n.Parent {
		if n.Data == "fieldset" && len(webtest.All(n, "legend")) > 0 {
			return
		}
	}
	t.Errorf("%s: radio button %q stands in no group with a name", p.Path, webtest.Attr(in, "id"))
}

func TestBackKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	s.begin(s.browser).Form(s.path+"/page/1").Set("answer.agree", "yes", "answer.role", "mentor").Send().WantAt(s.path + "/page/2")
	back := s.browser.Get(s.path+"/page/2").Form(s.path+"/page/2").Set("answer.surprise", said, "go", "back").Send()
	back.Want(http.StatusOK).WantAt(s.path + "/page/1")
	if got := webtest.Raw(s.browser.Get(s.path + "/page/2").ID("answer.surprise")); got != said {
		t.Errorf("after Back the page has %q, want %q", got, said)
	}
}

func TestChangeLeadsBackToTheAnswersToCheck(t *testing.T) {
	s := newSite(t)
	check := s.fill(s.begin(s.browser))
	change := ""
	for _, a := range check.All("a") {
		if strings.Contains(webtest.Attr(a, "href"), "#answer.word") {
			change = webtest.Attr(a, "href")
		}
	}
	if change == "" {
		t.Fatal("there is no link to change the last answer")
	}
	p := s.browser.Get(change).Want(http.StatusOK)
	done := p.Form(s.path+"/page/3").Set("answer.word", "A door").Send().Want(http.StatusOK).WantAt(s.path + "/check")
	if !strings.Contains(webtest.Text(done.Find("main")), "A door") {
		t.Error("the changed answer is not among the answers to check")
	}
}

func TestLostDraftKeepsThePostedWords(t *testing.T) {
	s := newSite(t)
	sent := s.begin(s.browser).Form(s.path+"/page/1").Set("answer.agree", "yes", "answer.role", "mentor").Send().Form(s.path+"/page/2").Set("answer.surprise", said, "answer.scale.listen", "1", "answer.scale.speak", "1")
	stranger := s.browser.Another() // the cookies are gone
	stranger.Post(s.path+"/page/2", sent.Values).Want(http.StatusOK).WantAt(s.path + "/page/3")
	if got := webtest.Raw(stranger.Get(s.path + "/page/2").ID("answer.surprise")); got != said {
		t.Errorf("page has %q, want the posted words %q", got, said)
	}
	wrong := stranger.Post(s.path+"/page/3", url.Values{}).WantAt(s.path + "/check").Form(s.path + "/check").Send().Want(http.StatusUnprocessableEntity)
	if links := webtest.All(wrong.Class("problems")[0], "a"); len(links) != 2 || !strings.HasPrefix(webtest.Attr(links[0], "href"), s.path+"/page/1?return=check#") {
		t.Errorf("the problems do not lead to page 1: %v", len(links))
	}
	s.wantResponses(0)
}

func TestSendingWithoutADraftKeepsThePageAsItWas(t *testing.T) {
	s := newSite(t)
	sent := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	s.browser.Another().Post(s.path+"/check", sent.Values).Want(http.StatusOK).WantAt(s.path + "/receipt")
	surprise, _ := s.wantResponses(1)[0].Answer("surprise")
	if surprise.Text != said || surprise.QuoteConsent != survey.QuoteWords {
		t.Errorf("stored %q with consent %q", surprise.Text, surprise.QuoteConsent)
	}
}

func TestAnswersChangedInAnotherWindowAreShownFirst(t *testing.T) {
	s := newSite(t)
	old := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	s.browser.Get(s.path+"/page/3").Form(s.path+"/page/3").Set("answer.word", "A window").Send().WantAt(s.path + "/check")
	again := old.Send().Want(http.StatusConflict)
	s.wantResponses(0)
	again.Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
	if word, _ := s.wantResponses(1)[0].Answer("word"); word.Text != "A window" {
		t.Errorf("stored %q, want the newer answer", word.Text)
	}
}

func TestThePageSavesItself(t *testing.T) {
	s := newSite(t)
	f := s.begin(s.browser).Form(s.path + "/page/1")
	f.Set("answer.role", "mentee", "save", "1")
	if p := f.Send(); p.Status != http.StatusNoContent {
		t.Fatalf("saving = status %d, want 204", p.Status)
	}
	if !webtest.Has(s.browser.Get(s.path+"/page/1").ID("answer.role.mentee"), "checked") {
		t.Error("what the page saved is not there")
	}
}

func TestClosedFormShowsTheWordsThatCannotBeSent(t *testing.T) {
	s := newSite(t)
	check := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	s.clock.Add(30 * 24 * time.Hour)
	s.browser.Get(s.path).Want(http.StatusGone)
	p := check.Send().Want(http.StatusGone)
	if p.Heading() != "This form has closed" || !strings.Contains(webtest.Raw(p.Find("main")), said) {
		t.Errorf("page %q does not hold the words", p.Heading())
	}
	s.wantResponses(0)
}

func TestKindPages(t *testing.T) {
	s := newSite(t)
	s.ask("invited", survey.Named)
	later := s.ask("later", survey.Open)
	later.OpensOn = "2021-06-30"
	must(t, s.store.SaveWave(t.Context(), later))
	tests := []struct {
		path, heading string
		status        int
	}{
		{"/f/reverse-mentoring/2021/none", "There is no form at this address", http.StatusNotFound},
		{"/f/reverse-mentoring/1999/end", "There is no form at this address", http.StatusNotFound},
		{"/f/nothing/2021/end", "There is no form at this address", http.StatusNotFound},
		{"/f/reverse-mentoring/2021/invited", "This form is by invitation", http.StatusForbidden},
		{"/f/reverse-mentoring/2021/invited/page/1", "This form is by invitation", http.StatusForbidden},
		{"/f/reverse-mentoring/2021/later", "This form is not open yet", http.StatusForbidden},
		{"/f/reverse-mentoring/2021/end/page/9", "Page not found", http.StatusNotFound},
		{"/f/reverse-mentoring/2021/end/receipt", "Your receipt is no longer shown here", http.StatusGone},
		{"/i/NOSUCHTOKEN", "We do not know this invitation", http.StatusNotFound},
		{"/nowhere", "Page not found", http.StatusNotFound},
	}
	for _, tt := range tests {
		if p := s.browser.Get(tt.path); p.Status != tt.status || p.Heading() != tt.heading {
			t.Errorf("%s = %d %q, want %d %q", tt.path, p.Status, p.Heading(), tt.status, tt.heading)
		}
	}
	s.wantNotLogged("NOSUCHTOKEN")
}

func TestWithdrawing(t *testing.T) {
	s := newSite(t)
	receipt := s.fill(s.begin(s.browser)).Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
	code := webtest.Text(receipt.Class("code")[0])
	b := s.browser.Another()
	b.Get("/withdraw").Form("/withdraw").Set("code", "").Send().Want(http.StatusUnprocessableEntity)
	confirm := b.Get("/withdraw").Form("/withdraw").Set("code", strings.ToLower(code)).Send().Want(http.StatusOK)
	s.wantResponses(1)
	done := confirm.Form("/withdraw").Set("confirm", "yes").Send().Want(http.StatusOK)
	if done.Heading() != "Your answers have been withdrawn" {
		t.Errorf("heading = %q", done.Heading())
	}
	s.wantResponses(0)
	if p := s.browser.Get(s.path + "/receipt").Want(http.StatusOK); p.Heading() != "These answers have been withdrawn" {
		t.Errorf("receipt after withdrawing = %q", p.Heading())
	}
	b.Post("/withdraw", url.Values{"code": {code}, "confirm": {"yes"}}).Want(http.StatusUnprocessableEntity)
	s.wantNotLogged(strings.ReplaceAll(code, " ", ""))
}

// TestR10DaysAreToldAndKept tells a participant before they submit until when
// their answers can be taken back and how long they are kept, refuses to take them
// back a day later, and removes them when the time is over.
func TestR10DaysAreToldAndKept(t *testing.T) {
	s := newSite(t)
	s.wave.RetainUntil = "2027-07-31"
	must(t, s.store.SaveWave(t.Context(), s.wave))
	start := webtest.Text(s.browser.Get(s.path).Want(http.StatusOK).Find("main"))
	for _, day := range []string{"31 July 2021", "31 July 2027"} {
		if !strings.Contains(start, day) {
			t.Errorf("before anybody begins the page does not name %s: %s", day, start)
		}
	}
	receipt := s.fill(s.begin(s.browser)).Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
	code := webtest.Text(receipt.Class("code")[0])
	s.clock.now = time.Date(2021, 8, 1, 12, 0, 0, 0, time.UTC)
	late := s.browser.Another().Post("/withdraw", url.Values{"code": {code}, "confirm": {"yes"}}).Want(http.StatusGone)
	if got := webtest.Text(late.Find("main")); !strings.Contains(got, "31 July 2021") {
		t.Errorf("a day too late the page says %q", got)
	}
	s.wantResponses(1)
	s.clock.now = time.Date(2027, 8, 1, 12, 0, 0, 0, time.UTC)
	if _, err := s.store.Retain(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wantResponses(0)
}

func TestGuessingCodesIsSlow(t *testing.T) {
	s := newSite(t)
	for range 30 {
		s.browser.Post("/withdraw", url.Values{"code": {"AAAABBBBCCCC"}, "confirm": {"yes"}}).Want(http.StatusUnprocessableEntity)
	}
	p := s.browser.Post("/withdraw", url.Values{"code": {"AAAABBBBCCCC"}, "confirm": {"yes"}}).Want(http.StatusTooManyRequests)
	if p.Header.Get("Retry-After") == "" {
		t.Error("429 without Retry-After")
	}
}

func TestDiscardingADraft(t *testing.T) {
	s := newSite(t)
	s.fill(s.begin(s.browser))
	if p := s.browser.Get(s.path).Want(http.StatusOK); !strings.Contains(webtest.Text(p.Find("main")), "You have begun already") {
		t.Error("the start page does not say that a draft waits")
	}
	s.browser.Get(s.path + "/discard").Want(http.StatusOK).Form(s.path + "/discard").Send().Want(http.StatusOK)
	if cookies := s.browser.Cookies(s.path + "/page/1"); len(cookies) != 0 {
		t.Errorf("the browser still has %v", cookies)
	}
	if p := s.begin(s.browser); webtest.Has(p.ID("answer.agree"), "checked") {
		t.Error("the draft is still there")
	}
}

func TestABrokenStoreKeepsTheWords(t *testing.T) {
	s := newSite(t)
	f := s.begin(s.browser).Form(s.path+"/page/1").Set("answer.agree", "yes", "answer.role", "mentor").Send().Form(s.path + "/page/2")
	must(t, s.store.DB.Close())
	p := f.Set("answer.surprise", said).Send()
	if p.Status < http.StatusInternalServerError {
		t.Fatalf("status = %d, want 500 or 503", p.Status)
	}
	if got := p.Form(s.path + "/page/2").Values.Get("answer.surprise"); got != said {
		t.Errorf("the page that says so has %q, want %q", got, said)
	}
	s.wantNotLogged("didn't know")
}
