package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/webtest"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/", "/sign-in", "/withdraw", s.path, s.path + "/page/1", "/nowhere", "/i/WRONG", "/healthz", "/f/a/b/c"} {
		h := s.browser.Get(path).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got, want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: Content-Security-Policy = %q", path, csp)
		}
		if h.Get("X-Request-Id") == "" || h.Get("Referrer-Policy") == "" || h.Get("Permissions-Policy") == "" {
			t.Errorf("%s lacks a header: %v", path, h)
		}
	}
}

func TestPagesHoldNothingInline(t *testing.T) {
	s := newSite(t)
	pages := []*webtest.Page{s.browser.Get("/"), s.browser.Get("/sign-in"), s.browser.Get(s.path), s.begin(s.browser), s.browser.Get(s.path + "/page/2"), s.browser.Get("/nowhere")}
	for _, p := range pages {
		for n := range p.Root.Descendants() {
			if n.Data == "style" || n.Data == "script" && webtest.Attr(n, "src") == "" || webtest.Has(n, "style") {
				t.Errorf("%s has an inline <%s>", p.Path, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s has an inline handler %s", p.Path, a.Key)
				}
			}
		}
	}
}

func TestStaticFiles(t *testing.T) {
	s := newSite(t)
	p := s.browser.Get("/")
	href := ""
	for _, l := range p.All("link") {
		if webtest.Attr(l, "rel") == "stylesheet" {
			href = webtest.Attr(l, "href")
		}
	}
	if !regexp.MustCompile(`^/static/[0-9a-f]{12}/verbatim\.css$`).MatchString(href) {
		t.Fatalf("stylesheet at %q", href)
	}
	css := s.browser.Get(href).Want(http.StatusOK)
	if css.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(css.Header.Get("Content-Type"), "text/css") {
		t.Errorf("stylesheet has %q and %q", css.Header.Get("Cache-Control"), css.Header.Get("Content-Type"))
	}
	dir := strings.TrimSuffix(href, "verbatim.css")
	for _, path := range []string{dir, strings.TrimSuffix(dir, "/"), "/static/", dir + "10-base.css", dir + "../" + "templates", "/static/000000000000/verbatim.css"} {
		if p := s.browser.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, p.Status)
		}
	}
}

func TestPostsFromElsewhere(t *testing.T) {
	tests := []struct {
		name    string
		headers map[string]string
		status  int
	}{
		{"same origin", map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusOK},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"another host of the site", map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		{"another origin, old browser", map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
		{"no origin", map[string]string{"Origin": "null"}, http.StatusForbidden},
		{"not a browser", nil, http.StatusOK},
		{"not a form", map[string]string{"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}, http.StatusBadRequest},
	}
	s := newSite(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.browser.Base()+s.path, strings.NewReader(""))
			must(t, err)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for k, v := range tt.headers {
				req.Header.Set(k, v)
			}
			s.browser.Another().Do(req).Want(tt.status)
		})
	}
}

func TestTooMuchAtOnce(t *testing.T) {
	s := newSite(t)
	s.begin(s.browser)
	p := s.browser.Post(s.path+"/page/1", url.Values{"answer.role": {strings.Repeat("x", 1<<20)}}).Want(http.StatusRequestEntityTooLarge)
	if p.Heading() != "Too much at once" {
		t.Errorf("heading = %q", p.Heading())
	}
}

func TestMethods(t *testing.T) {
	s := newSite(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, s.browser.Base()+s.path, nil)
	must(t, err)
	if p := s.browser.Do(req).Want(http.StatusOK); p.Body != "" || p.Header.Get("Content-Length") == "0" {
		t.Errorf("HEAD has a body of %d bytes and Content-Length %s", len(p.Body), p.Header.Get("Content-Length"))
	}
	req, err = http.NewRequestWithContext(t.Context(), http.MethodPut, s.browser.Base()+s.path, nil)
	must(t, err)
	s.browser.Do(req).Want(http.StatusMethodNotAllowed)
	s.browser.Get("/sign-out").Want(http.StatusMethodNotAllowed)
}

func TestAccessLogHasRoutesAndNoPaths(t *testing.T) {
	s := newSite(t)
	s.browser.Get("/i/SECRETTOKEN?utm=SECRETQUERY")
	log := s.log.String()
	for _, want := range []string{"route=/i/:token", "status=404", "method=GET", "request_id="} {
		if !strings.Contains(log, want) {
			t.Errorf("the access log lacks %q: %s", want, log)
		}
	}
	s.wantNotLogged("SECRETTOKEN", "SECRETQUERY", "127.0.0.1")
}

func TestAppearanceIsKept(t *testing.T) {
	s := newSite(t)
	p := s.browser.Get("/withdraw").Form("/appearance").Set("theme", "dark").Send().Want(http.StatusOK).WantAt("/withdraw")
	if got := webtest.Attr(p.Find("html"), "data-theme"); got != "dark" {
		t.Errorf("data-theme = %q, want dark", got)
	}
	if p = p.Form("/appearance").Set("theme", "", "next", "//evil.example").Send().Want(http.StatusOK).WantAt("/"); webtest.Has(p.Find("html"), "data-theme") {
		t.Error("the device's own appearance was not taken back")
	}
}

func TestHealth(t *testing.T) {
	ready := errors.New("no database")
	log := slog.New(slog.DiscardHandler)
	s := newSite(t)
	server, err := web.New(log, web.Config{Survey: s.store, Ready: func(context.Context) error { return ready }})
	must(t, err)
	b := webtest.New(t, server.Handler())
	b.Get("/healthz").Want(http.StatusOK)
	if p := b.Get("/readyz").Want(http.StatusServiceUnavailable); strings.Contains(p.Body, "database") {
		t.Errorf("/readyz tells strangers %q", p.Body)
	}
	ready = nil
	b.Get("/readyz").Want(http.StatusOK)
}

func TestServeStopsWhenToldAndAnswersWhatIsUnderWay(t *testing.T) {
	s := newSite(t)
	server, err := web.New(surveytest.Log(t), web.Config{Survey: s.store})
	must(t, err)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l) }()
	webtest.At(t, "http://"+l.Addr().String()).Get("/healthz").Want(http.StatusOK)
	stop()
	if err := <-done; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}
