package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web"
	"verbatim/web/session"
	"verbatim/web/webtest"
)

const password = "correct horse battery"

func (s *site) account(name string, level survey.Level) {
	s.t.Helper()
	hash, err := session.HashPassword(password)
	must(s.t, err)
	must(s.t, s.store.CreateUser(s.t.Context(), survey.User{ID: sqldb.NewID(), Name: name, Level: level}, hash))
}

func signIn(p *webtest.Page, name, password string) *webtest.Page {
	return p.Form("/sign-in").Set("name", name, "password", password).Send()
}

func TestSigningInAndOut(t *testing.T) {
	s := newSite(t)
	s.account("ada", survey.Researcher)
	b := s.browser
	wrong := signIn(b.Get("/sign-in?next=/withdraw").Want(http.StatusOK), "ada", "not the password").Want(http.StatusUnprocessableEntity)
	if got := webtest.Attr(wrong.ID("name"), "value"); got != "ada" {
		t.Errorf("name on the page = %q, want it kept", got)
	}
	if len(b.Cookies("/")) != 0 {
		t.Error("a wrong password left a cookie")
	}
	signIn(wrong, " Ada ", password).Want(http.StatusOK).WantAt("/withdraw")
	first := b.Cookies("/")[0]
	signIn(b.Another().Get("/sign-in"), "ada", password).Want(http.StatusOK)
	if home := b.Get("/").Want(http.StatusOK); !strings.Contains(webtest.Text(home.Find("header")), "ada") {
		t.Error("the page does not say who is signed in")
	}
	b.Get("/").Form("/sign-out").Send().Want(http.StatusOK)
	if _, err := s.store.SessionUser(t.Context(), first.Value); err == nil {
		t.Error("signing out left the session")
	}
	s.wantNotLogged(password, "not the password", first.Value)
}

func TestSigningInRotatesTheSession(t *testing.T) {
	s := newSite(t)
	s.account("ada", survey.Researcher)
	signIn(s.browser.Get("/sign-in"), "ada", password).Want(http.StatusOK)
	old := s.browser.Cookies("/")[0].Value
	s.browser.Post("/sign-in", url.Values{"name": {"ada"}, "password": {password}}).Want(http.StatusOK)
	if now := s.browser.Cookies("/")[0].Value; now == old {
		t.Error("a second sign-in kept the token")
	}
	if _, err := s.store.SessionUser(t.Context(), old); err == nil {
		t.Error("the session from before still stands")
	}
}

func TestSessionsEnd(t *testing.T) {
	s := newSite(t)
	s.account("ada", survey.Researcher)
	signIn(s.browser.Get("/sign-in"), "ada", password).Want(http.StatusOK)
	s.clock.Add(session.Lifetime + time.Minute)
	if home := s.browser.Get("/").Want(http.StatusOK); strings.Contains(webtest.Text(home.Find("header")), "ada") {
		t.Error("the session outlived its lifetime")
	}
}

func TestTooManyPasswords(t *testing.T) {
	s := newSite(t)
	s.account("ada", survey.Researcher)
	for range 5 {
		signIn(s.browser.Get("/sign-in"), "ada", "guess").Want(http.StatusUnprocessableEntity)
	}
	p := signIn(s.browser.Get("/sign-in"), "ada", password).Want(http.StatusTooManyRequests)
	if p.Header.Get("Retry-After") != "30" || !strings.Contains(webtest.Text(p.Find("main")), "30 seconds") {
		t.Errorf("429 with Retry-After %q and %q", p.Header.Get("Retry-After"), webtest.Text(p.Find("main")))
	}
	s.clock.Add(31 * time.Second)
	signIn(s.browser.Get("/sign-in"), "ada", password).Want(http.StatusOK)
}

func TestLocalPath(t *testing.T) {
	tests := map[string]string{
		"/staff/search?q=power&page=2": "/staff/search?q=power&page=2",
		"":                             "/",
		"staff":                        "/",
		"//evil.example":               "/",
		"/\\evil.example":              "/",
		"https://evil.example/":        "/",
		"javascript:alert(1)":          "/",
		"/\t/evil.example":             "/",
		"/ok\r\nSet-Cookie: a=b":       "/",
		"\\\\evil.example":             "/",
		"http:/evil.example":           "/",
		"///evil.example":              "/",
		"/%2f/evil.example":            "/%2f/evil.example",
	}
	for in, want := range tests {
		if got := web.LocalPath(in); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/a", "//a", "/\\a", "http://a", "/a?b=//c", "/%0a/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := web.LocalPath(in)
		u, err := url.Parse("https://survey.example.org/sign-in")
		if err != nil {
			t.Fatal(err)
		}
		to, err := u.Parse(got)
		if err != nil || to.Host != u.Host || to.Scheme != u.Scheme {
			t.Errorf("LocalPath(%q) = %q leads to %v", in, got, to)
		}
	})
}

// TestInterruptedFormIsCarried posts to a staff route without a session, signs
// in, and finds the words again.
func TestLevels(t *testing.T) {
	s := newSite(t)
	s.account("ada", survey.Researcher)
	s.account("cy", survey.Coordinator)
	b := s.guarded()
	b.Get("/desk?x=1").Want(http.StatusOK).WantAt("/sign-in?next=%2Fdesk%3Fx%3D1")
	carried := b.Post("/desk", url.Values{"words": {said}}).Want(http.StatusUnauthorized)
	sent := signIn(carried, "ada", password).Want(http.StatusOK).Form("/desk").Send().Want(http.StatusOK)
	if sent.Body != said {
		t.Errorf("carried %q through signing in, want %q", sent.Body, said)
	}
	b.Get("/accounts").Want(http.StatusForbidden)
	signIn(b.Another().Get("/sign-in?next=/accounts"), "cy", password).Want(http.StatusOK).WantAt("/accounts")
}
