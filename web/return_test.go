package web_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/webtest"
)

// saveForLater presses "Save and come back later" on page 2 with words in it and
// returns the page with the code, and the code.
func (s *site) saveForLater(p *webtest.Page, words string) (*webtest.Page, string) {
	s.t.Helper()
	p = p.Form(s.path+"/page/2").Set("answer.surprise", words, "go", "later").Send().Want(http.StatusOK).WantAt(s.path + "/later")
	parts := p.Class("code-part")
	if len(parts) != 4 {
		s.t.Fatalf("the code is shown in %d groups, want 4", len(parts))
	}
	var code []string
	for _, part := range parts {
		code = append(code, webtest.Text(part))
	}
	return p, strings.Join(code, " ")
}

// pageTwo fills in page 1.
func (s *site) pageTwo(p *webtest.Page) *webtest.Page {
	s.t.Helper()
	f := p.Form(s.path+"/page/1").Set("answer.agree", "yes")
	if len(p.Class("question")) > 1 {
		f.Set("answer.role", "mentor")
	}
	return f.Send().Want(http.StatusOK).WantAt(s.path + "/page/2")
}

func TestComingBackOnAnotherDevice(t *testing.T) {
	for _, mode := range []survey.Mode{survey.AnonymousInvited, survey.Confidential} {
		t.Run(string(mode), func(t *testing.T) {
			s := newSite(t)
			w := s.ask("invited", mode)
			s.path = "/f/reverse-mentoring/2021/invited"
			token := s.invite(w, "mentee")
			here := s.browser
			_, code := s.saveForLater(s.pageTwo(here.Get("/i/"+token).Form("/i/"+token).Send()), said)

			there := here.Another()
			for range 3 { // what a mail scanner does
				here.Another().Get("/r/" + strings.ReplaceAll(code, " ", "-")).Want(http.StatusOK)
			}
			there.Get(s.path + "/page/2").Want(http.StatusForbidden)
			ask := there.Get("/return").Want(http.StatusOK).Form("/return").Set("code", " "+strings.ToLower(code)).Send().Want(http.StatusOK)
			if len(there.Cookies(s.path)) != 0 {
				t.Error("asking whether to go on has set a cookie")
			}
			p := ask.Form(s.path + "/return").Send().Want(http.StatusOK).WantAt(s.path + "/page/3")
			if strings.Contains(ask.Body+p.Body, token) {
				t.Error("the token is on a page")
			}
			p = there.Get(s.path + "/page/2").Want(http.StatusOK)
			if got := p.Form(s.path + "/page/2").Values.Get("answer.surprise"); got != said {
				t.Errorf("the other device shows %q, want %q", got, said)
			}
			p = p.Form(s.path+"/page/2").Set("answer.scale.listen", "5", "answer.scale.speak", "4").Send().WantAt(s.path + "/page/3")
			p = p.Form(s.path+"/page/3").Set("answer.met", "4").Send().WantAt(s.path + "/check")
			p.Form(s.path + "/check").Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
			if r := s.wantResponses(1)[0]; r.Role != "mentee" {
				t.Errorf("stored role %q, want that of the invitation", r.Role)
			}
			if inv, err := s.store.Invitation(t.Context(), token); err != nil || !inv.Spent {
				t.Errorf("the invitation is not spent: %v", err)
			}
			gone := here.Another().Get("/return").Form("/return").Set("code", code).Send().Want(http.StatusUnprocessableEntity)
			if !strings.Contains(gone.Body, "Nothing waits under this code") {
				t.Error("a code whose answers were sent does not say so")
			}
			s.wantNotLogged(token, code, strings.ReplaceAll(code, " ", "-"), strings.ReplaceAll(code, " ", ""))
		})
	}
}

func TestCodeOfAnotherDeviceLeavesNoWordsUnseen(t *testing.T) {
	s := newSite(t)
	_, code := s.saveForLater(s.pageTwo(s.begin(s.browser)), "from the telephone")
	there := s.browser.Another()
	s.pageTwo(s.begin(there)).Form(s.path+"/page/2").Set("answer.surprise", "from the library", "answer.scale.listen", "5", "answer.scale.speak", "4").Send().Want(http.StatusOK)
	ask := there.Get("/return").Form("/return").Set("code", code).Send().Want(http.StatusOK)
	both := ask.Form(s.path + "/return").Send().Want(http.StatusConflict)
	if !strings.Contains(both.Body, "from the library") {
		t.Error("the words that would be left are not shown")
	}
	both.Form(s.path+"/return").Set("replace", "yes").Send().Want(http.StatusOK)
	if got := there.Get(s.path + "/page/2").Form(s.path + "/page/2").Values.Get("answer.surprise"); got != "from the telephone" {
		t.Errorf("after going on, page 2 holds %q", got)
	}
}

func TestTwoDevicesDoNotWriteOverEachOther(t *testing.T) {
	s := newSite(t)
	_, code := s.saveForLater(s.pageTwo(s.begin(s.browser)), "first words")
	there := s.browser.Another()
	there.Get("/return").Form("/return").Set("code", code).Send().Form(s.path + "/return").Send().Want(http.StatusOK)
	here2, there2 := s.browser.Get(s.path+"/page/2"), there.Get(s.path+"/page/2")
	scale := []string{"answer.scale.listen", "5", "answer.scale.speak", "4"}
	here2.Form(s.path + "/page/2").Set(append(scale, "answer.surprise", "from the telephone")...).Send().Want(http.StatusOK)
	both := there2.Form(s.path + "/page/2").Set(append(scale, "answer.surprise", "from the library")...).Send().Want(http.StatusConflict)
	if !strings.Contains(both.Body, "from the telephone") || both.Form(s.path+"/page/2").Values.Get("answer.surprise") != "from the library" {
		t.Errorf("the page does not hold both words: %q", webtest.Text(both.Find("main")))
	}
	both.Form(s.path+"/page/2").Set("answer.surprise", "both").Send().Want(http.StatusOK)
	if got := s.browser.Get(s.path + "/page/2").Form(s.path + "/page/2").Values.Get("answer.surprise"); got != "both" {
		t.Errorf("what was made of both is %q on the first device", got)
	}
}

func TestTryingCodesOutIsSlowed(t *testing.T) {
	s := newSite(t)
	for i := range 40 {
		p := s.browser.Get("/r/AAAA-AAAA-AAAA-AAAA")
		if p.Status == http.StatusTooManyRequests {
			if p.Header.Get("Retry-After") == "" || i < 10 {
				t.Errorf("try %d is refused, Retry-After %q", i, p.Header.Get("Retry-After"))
			}
			return
		}
		p.Want(http.StatusUnprocessableEntity)
	}
	t.Error("forty codes could be tried out at once")
}

func TestNoteOnNames(t *testing.T) {
	s := newSite(t)
	must(t, s.store.SaveParticipant(t.Context(), survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: "mentor", Name: "Priya Zorblatt"}))
	p := s.pageTwo(s.begin(s.browser))
	p = p.Form(s.path+"/page/2").Set("answer.scale.listen", "5", "answer.scale.speak", "4", "answer.surprise", "On ward C5 I met Priya.").Send().WantAt(s.path + "/page/3")
	check := p.Form(s.path+"/page/3").Set("answer.met", "4").Send().Want(http.StatusOK).WantAt(s.path + "/check")
	notes := check.Class("identifier")
	if len(notes) != 1 || !strings.Contains(webtest.Text(notes[0]), "ward C5") || !strings.Contains(webtest.Text(notes[0]), "Priya") {
		t.Fatalf("%d notes, want one on the ward and the name", len(notes))
	}
	if strings.Contains(check.Body, "Zorblatt") {
		t.Error("the note tells who is on the roster")
	}
	keep := ""
	for _, b := range webtest.All(notes[0], "button") {
		keep = webtest.Attr(b, "value")
	}
	check = check.Form(s.path+"/check").Set("keep-words", keep).Send().Want(http.StatusOK).WantAt(s.path + "/check")
	if n := len(check.Class("identifier")); n != 0 {
		t.Errorf("%d notes after the wording was kept, want none", n)
	}
	s.wantResponses(0)
	s.browser.Get(s.path+"/page/2").Form(s.path+"/page/2").Set("answer.surprise", "On ward C6 I met Priya.").Send()
	check = s.browser.Get(s.path + "/check").Want(http.StatusOK)
	if n := len(check.Class("identifier")); n != 1 {
		t.Errorf("%d notes on a new wording, want one", n)
	}
	check.Form(s.path + "/check").Send().Want(http.StatusOK).WantAt(s.path + "/receipt") // a note never stands in the way
	s.wantResponses(1)
	s.wantNotLogged("Priya", "ward C5", "ward C6")
}

func TestCopyOfAnswers(t *testing.T) {
	s := newSite(t)
	s.browser.Get(s.path + "/copy").Want(http.StatusGone)
	s.fill(s.begin(s.browser)).Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
	p := s.browser.Get(s.path + "/copy").Want(http.StatusOK)
	code := webtest.Text(s.browser.Get(s.path + "/receipt").Class("code")[0])
	text := s.browser.Get(s.path + "/copy/text").Want(http.StatusOK)
	alone := s.browser.Get(s.path + "/copy/html").Want(http.StatusOK)
	for _, want := range []string{"Pay mentors for their time.", "<em>asked</em>", strings.ReplaceAll(code, " ", "-"), "31 July 2021"} {
		if !strings.Contains(text.Body, want) {
			t.Errorf("the text does not hold %q", want)
		}
	}
	if !strings.Contains(text.Header.Get("Content-Disposition"), "attachment") || text.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("headers of the text = %v", text.Header)
	}
	if strings.Contains(alone.Body, "<link") || strings.Contains(alone.Body, "<em>asked") || !strings.Contains(alone.Body, "Pay mentors") {
		t.Error("the page does not stand alone, or takes words for markup")
	}
	if p.Heading() != "A copy of your answers" {
		t.Errorf("heading = %q", p.Heading())
	}
	s.browser.Get(s.path + "/copy/pdf").Want(http.StatusNotFound)
	s.browser.Another().Get(s.path + "/copy").Want(http.StatusGone)
}

// fileBody returns page 1 of the form of asksFile with a file, as it is sent.
func (s *site) fileBody(p *webtest.Page, name string, content []byte) (contentType string, _ []byte) {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range p.Form(s.path + "/page/1").Values {
		for _, v := range values {
			if field != "file.notes" {
				must(s.t, w.WriteField(field, v))
			}
		}
	}
	part, err := w.CreateFormFile("file.notes", name)
	must(s.t, err)
	_, err = part.Write(content)
	must(s.t, err)
	must(s.t, w.Close())
	return w.FormDataContentType(), body.Bytes()
}

// sendFile sends page 1 of the form of asksFile with a file.
func (s *site) sendFile(b *webtest.Browser, p *webtest.Page, name string, content []byte) *webtest.Page {
	s.t.Helper()
	contentType, body := s.fileBody(p, name, content)
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, b.Base()+s.path+"/page/1", bytes.NewReader(body))
	must(s.t, err)
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.Do(req)
}

// asksFile adds a wave whose form asks for a file.
func (s *site) asksFile() {
	s.t.Helper()
	f, err := s.store.PublishForm(s.t.Context(), s.programme.ID, survey.Form{Key: "log", Title: "Notes", Pages: []survey.Page{{Key: "a", Title: "Your notes", Questions: []survey.Question{
		{Key: "notes", Kind: survey.File, Label: "Your notes?", Required: true}, {Key: "words", Kind: survey.LongText, Label: "And in words?"},
	}}}})
	must(s.t, err)
	w := survey.Wave{ID: sqldb.NewID(), RoundID: s.round.ID, Key: "log", Title: "Notes", FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open}
	must(s.t, s.store.SaveWave(s.t.Context(), w))
	s.path = "/f/reverse-mentoring/2021/log"
}

func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	const told = "at 51.50N by Ada"
	out := append(bytes.Clone(b.Bytes()[:2]), 0xff, 0xfe, 0, byte(len(told)+2))
	return append(append(out, told...), b.Bytes()[2:]...)
}

func TestFileFromPageToStaff(t *testing.T) {
	s := newSite(t)
	s.asksFile()
	p := s.begin(s.browser)
	wrong := s.sendFile(s.browser, p, "notes.pdf", []byte("<!doctype html><script>alert(1)</script>")).Want(http.StatusUnprocessableEntity)
	if !strings.Contains(wrong.Body, "W50") {
		t.Errorf("a page as a PDF = %q", webtest.Text(wrong.Find("main")))
	}
	s.sendFile(s.browser, p, "run.exe", []byte("MZ")).Want(http.StatusUnprocessableEntity)
	s.sendFile(s.browser, p, "big.txt", bytes.Repeat([]byte("word\n"), 3<<20)).Want(http.StatusUnprocessableEntity)
	check := s.sendFile(s.browser, p, "../../my notes é.jpg", photo(t)).Want(http.StatusOK).WantAt(s.path + "/check")
	if !strings.Contains(check.Body, "my notes é.jpg") {
		t.Errorf("the answers to check do not name the file: %q", webtest.Text(check.Find("main")))
	}
	again := s.browser.Get(s.path + "/page/1").Form(s.path + "/page/1").Send().Want(http.StatusOK).WantAt(s.path + "/check") // it is still there
	again.Form(s.path + "/check").Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	files, err := s.store.RoundAttachments(context.Background(), s.round.ID)
	must(t, err)
	if len(files) != 1 || files[0].Upload.Name != "my notes é.jpg" || files[0].Media != "image/jpeg" {
		t.Fatalf("stored files = %+v", files)
	}
	var b bytes.Buffer
	must(t, s.store.WriteAttachment(t.Context(), &b, files[0]))
	if _, err := jpeg.Decode(bytes.NewReader(b.Bytes())); err != nil || bytes.Contains(b.Bytes(), []byte("Ada")) {
		t.Errorf("the photo tells who took it, or is broken: %v", err)
	}
	s.wantNotLogged("my notes", "Ada")
}

func TestDocumentTellsWhoWroteIt(t *testing.T) {
	s := newSite(t)
	s.asksFile()
	told := s.sendFile(s.browser, s.begin(s.browser), "notes.pdf", []byte("%PDF-1.4\nwords")).Want(http.StatusOK)
	if !strings.Contains(told.Body, "name of whoever wrote them") || told.Form(s.path+"/page/1").Values.Get("answer.notes") == "" {
		t.Errorf("after a PDF the page says %q", webtest.Text(told.Find("main")))
	}
	told.Form(s.path + "/page/1").Send().Want(http.StatusOK).WantAt(s.path + "/check")
}
