package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/analysis/report"
	"verbatim/web/browsertest"
)

// site is a demonstration that serves while a test runs.
type site struct {
	dir, url, form, password string
}

// buffer collects what a command that is still running prints.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// startDemo runs the demonstration until the test ends.
func startDemo(t *testing.T) *site {
	t.Helper()
	s := &site{dir: t.TempDir()}
	ctx, stop := context.WithCancel(t.Context())
	out, errs := &buffer{}, &buffer{}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"demo", "-dir", s.dir, "-addr", "127.0.0.1:0", "-log", "warn"}, strings.NewReader(""), out, errs)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitOK {
			t.Errorf("the demonstration ended with %d:\n%s", code, errs)
		}
	})
	wait(t, 60*time.Second, "the demonstration serves", func() bool { return strings.Contains(out.String(), "Password") })
	s.url, s.form, s.password = after(t, out, "Site"), after(t, out, "Form"), after(t, out, "Password")
	wait(t, 10*time.Second, "the site is ready", func() bool { return status(t, s.url+"readyz") == http.StatusOK })
	return s
}

// after returns the last word of the line that begins with the given one.
func after(t *testing.T, out fmt.Stringer, word string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + word + ` +(\S+)$`).FindStringSubmatch(out.String())
	if m == nil {
		t.Fatalf("the demonstration prints no %s:\n%s", word, out)
	}
	return m[1]
}

func status(t *testing.T, url string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

func wait(t *testing.T, limit time.Duration, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited %v in vain until %s", limit, what)
}

// TestTheWholeWay goes from a participant's answer to a committee's document in
// a browser without JavaScript: the answer is submitted, found, a suggestion on
// it accepted, and the summary downloaded, converted and compared.
func TestTheWholeWay(t *testing.T) {
	b := browsertest.Start(t)
	s := startDemo(t)
	const words = "I found the courage to speak up in front of the professors, and my mentee listened to every word."
	code := s.participate(t, b.Tab(t, browsertest.Options{Width: 320, Height: 640, NoScript: true}), words)
	staff := b.Tab(t, browsertest.Options{Width: 1280, Height: 800, NoScript: true})
	s.signIn(t, staff)
	s.answerInvitation(t, b.Tab(t, browsertest.Options{Width: 320, Height: 640, NoScript: true}), s.invite(t, staff))
	s.find(t, staff, words)
	s.accept(t, staff)
	s.collate(t, staff, words)
	s.download(t, words)
	s.withdraw(t, b.Tab(t, browsertest.Options{Width: 320, Height: 640, NoScript: true}), staff, code)
}

// participate fills in the form on a telephone and returns the receipt's code.
func (s *site) participate(t *testing.T, p *browsertest.Page, words string) string {
	t.Helper()
	p.Open(s.form)
	p.Sound("participate-start-320")
	p.Press(`main form button.button:not(.second)`)
	p.Sound("participate-page1-320")
	if got := p.Press(`main form button.button:not(.second)`); got != http.StatusUnprocessableEntity {
		t.Errorf("an empty first page answers %d, want 422", got)
	}
	p.Sound("participate-problem-320")
	p.Click(`[name="answer.consent"]`)
	p.Click(`[name="answer.role"][value="mentor"]`)
	p.Press(`main form button.button:not(.second)`)
	p.Sound("participate-likert-320")
	p.Click(`[name="answer.experience.heard"][value="5"]`)
	p.Type(`[name="answer.changed"]`, words)
	p.Click(`[name="quote.changed"][value="quote"]`)
	p.Press(`main form button.button:not(.second)`)
	p.Press(`main form button.button:not(.second)`)
	p.Type(`[name="answer.recommend"]`, "Train the chairs of interview panels.")
	p.Click(`[name="quote.recommend"][value="quote"]`)
	p.Press(`main form button.button:not(.second)`)
	p.Sound("participate-check-320")
	if got := p.Text("main"); !strings.Contains(got, words) {
		t.Errorf("the page to check does not show the answer:\n%s", got)
	}
	p.Press(`main form button.button:not(.second)`)
	p.Sound("participate-receipt-320")
	code := strings.Join(strings.Fields(p.Text(".code")), "")
	if len(code) < 12 {
		t.Fatalf("the receipt's code is %q", code)
	}
	return code
}

func (s *site) signIn(t *testing.T, p *browsertest.Page) {
	t.Helper()
	p.Open(s.url + "sign-in")
	p.Sound("sign-in-1280")
	p.Type("#name", demoUser)
	p.Type("#password", s.password)
	p.Press(`main form button[type=submit]`)
	p.Sound("staff-home-1280")
}

// invite makes one single-use link for a mentee and returns it.
func (s *site) invite(t *testing.T, p *browsertest.Page) string {
	t.Helper()
	p.Open(s.url + "staff/collect/" + demoProgramme + "/" + demoRound)
	p.Type(`[name=number]`, "1")
	p.Type(`[name=role]`, "mentees")
	p.Press(`form.invite button[type=submit]`)
	p.Sound("invitations-1280")
	link := browsertest.Eval[string](p, `document.querySelector("#links").value.trim()`)
	if !strings.HasPrefix(link, s.url+"i/") {
		t.Fatalf("the link made is %q", link)
	}
	return link
}

// answerInvitation answers by a single-use link, which carries the role and is
// spent by sending and not by looking.
func (s *site) answerInvitation(t *testing.T, p *browsertest.Page, link string) {
	t.Helper()
	p.Open(link)
	p.Open(link)
	p.Sound("invitation-320")
	p.Press(`main form button.button:not(.second)`)
	if p.Count(`[name="answer.role"]`) != 0 {
		t.Error("the form asks for the role that the invitation carries")
	}
	p.Click(`[name="answer.consent"]`)
	for range 5 { // four pages, then the answers to check
		p.Press(`main form button.button:not(.second)`)
	}
	if p.Text(".code") == "" {
		t.Fatalf("no receipt after an invitation: %s", p.Where())
	}
	if got := p.Open(link); got != http.StatusGone && got != http.StatusForbidden {
		t.Errorf("a spent invitation answers %d", got)
	}
	p.Sound("invitation-spent-320")
}

// find searches until the answer is there, which must be within two seconds of
// its receipt.
func (s *site) find(t *testing.T, p *browsertest.Page, words string) {
	t.Helper()
	wait(t, 2*time.Second, "the answer is found", func() bool {
		p.Open(s.url + "staff/search?q=courage+NEAR/5+speak")
		return strings.Contains(p.Text("main"), words)
	})
	p.Sound("search-1280")
	if got := p.Text(".hit mark"); got != "courage" {
		t.Errorf("the first word marked is %q, want courage", got)
	}
}

func (s *site) accept(t *testing.T, p *browsertest.Page) {
	t.Helper()
	p.Press(".hit-line a")
	p.Sound("verbatim-1280")
	if p.Count(`button[name=status][value=accepted]`) == 0 {
		t.Fatalf("no theme is suggested for the answer:\n%s", p.Text("main"))
	}
	before := p.Count(`button[name=status][value=accepted]`)
	p.Press(`button[name=status][value=accepted]`)
	if now := p.Count(`button[name=status][value=accepted]`); now != before-1 {
		t.Errorf("%d suggestions wait after one of %d was accepted", now, before)
	}
	p.Sound("verbatim-accepted-1280")
}

func (s *site) collate(t *testing.T, p *browsertest.Page, words string) {
	t.Helper()
	base := "/" + demoProgramme + "/" + demoRound
	for _, name := range []string{"review", "codebook/" + demoProgramme, "concordance?q=confidence", "recommendations" + base, "collect" + base, "summary" + base} {
		if got := p.Open(s.url + "staff/" + name); got != http.StatusOK {
			t.Errorf("%s answers %d", name, got)
		}
		p.Sound("staff-" + regexp.MustCompile(`\W+`).ReplaceAllString(name, "-") + "-1280")
	}
	if got := p.Text("main"); !strings.Contains(got, words) || !strings.Contains(got, "Train the chairs of interview panels") {
		t.Errorf("the draft does not hold what was answered:\n%s", got)
	}
}

// download fetches the DOCX as the coordinator does, has LibreOffice convert it
// and compares every quote in it with the answers.
func (s *site) download(t *testing.T, words string) {
	t.Helper()
	docx := s.fetch(t, "staff/summary/"+demoProgramme+"/"+demoRound+"/download/docx")
	if _, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx))); err != nil {
		t.Fatalf("the DOCX is no package: %v", err)
	}
	printed, err := report.ReadDOCX(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	a, sum := openRound(t, s.dir, demoProgramme, demoRound)
	source := func(id string) (string, bool) {
		v, err := a.survey.Verbatim(context.Background(), id)
		return v.Text, err == nil
	}
	for _, d := range (report.Options{}).Verify(printed, sum, source) {
		t.Errorf("the downloaded DOCX: %v", d)
	}
	convert(t, docx, words)
}

// fetch signs in with a client of its own and gets a page.
func (s *site) fetch(t *testing.T, path string) []byte {
	t.Helper()
	client := &http.Client{Jar: newJar(t)}
	form := strings.NewReader("name=" + demoUser + "&password=" + s.password)
	do := func(method, url string, body io.Reader) []byte {
		r, err := http.NewRequestWithContext(t.Context(), method, url, body)
		if err != nil {
			t.Fatal(err)
		}
		if body != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s %s: %d %v", method, url, resp.StatusCode, err)
		}
		return b
	}
	do(http.MethodPost, s.url+"sign-in", form)
	return do(http.MethodGet, s.url+path, nil)
}

func convert(t *testing.T, docx []byte, words string) {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if browsertest.Required("libreoffice") {
			t.Fatal("LibreOffice is required and missing: install Debian's libreoffice-writer")
		}
		t.Log("LibreOffice is missing: the DOCX was not converted")
		return
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "summary.docx")
	if err := os.WriteFile(name, docx, 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir, name)
	if out, err := c.CombinedOutput(); err != nil || strings.Contains(string(out), "Error") {
		t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "summary.txt"))
	if err != nil || !strings.Contains(string(text), words) {
		t.Errorf("LibreOffice's text does not hold the answer (%v):\n%s", err, text)
	}
}

// withdraw takes the response back with its code; it is gone from the search and
// from the draft.
func (s *site) withdraw(t *testing.T, p, staff *browsertest.Page, code string) {
	t.Helper()
	p.Open(s.url + "withdraw")
	p.Sound("withdraw-320")
	p.Type("#code", strings.ToLower(code))
	p.Press(`main form button[type=submit]`)
	p.Press(`button[name=confirm]`)
	p.Sound("withdrawn-320")
	wait(t, 2*time.Second, "the withdrawn answer is gone", func() bool {
		staff.Open(s.url + "staff/search?q=courage+NEAR/5+speak")
		found := staff.Count(".hit")
		staff.Open(s.url + "staff/summary/" + demoProgramme + "/" + demoRound)
		return found == 0 && !strings.Contains(staff.Text("main"), "in front of the professors")
	})
}

// TestPagesHoldEverywhere looks at each staff page at 320 pixels, in the dark and
// with scripts on.
func TestPagesHoldEverywhere(t *testing.T) {
	b := browsertest.Start(t)
	s := startDemo(t)
	for name, o := range map[string]browsertest.Options{
		"320":  {Width: 320, Height: 640},
		"dark": {Width: 1280, Height: 800, Dark: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Tab(t, o)
			p.Open(s.form)
			p.Sound("form-start-" + name)
			p.Press(`main form button[type=submit]`)
			p.Sound("form-page1-" + name)
			p.Open(s.url + "no-such-page")
			p.Sound("not-found-" + name)
			s.signIn(t, p)
			base := "/" + demoProgramme + "/" + demoRound
			for _, path := range []string{"", "/search", "/search?q=students+OR+voice", "/search?q=(", "/search?q=zebra", "/concordance?q=students", "/review", "/codebook/" + demoProgramme, "/recommendations" + base, "/summary" + base, "/collect" + base, "/measure" + base, "/words" + base} {
				p.Open(s.url + "staff" + path)
				p.Sound("staff" + regexp.MustCompile(`\W+`).ReplaceAllString(path, "-") + "-" + name)
			}
		})
	}
}
