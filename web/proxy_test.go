package web_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey/fault"
	"verbatim/web"
	"verbatim/web/webtest"
)

// TestProxies holds that only a proxy that was named is believed about who asks:
// else anybody could pass as many people, or all people as one.
func TestProxies(t *testing.T) {
	s := newSite(t)
	for name, test := range map[string]struct {
		proxies []string
		refused bool // the last of many visitors
	}{
		"none named":    {nil, true},
		"another named": {[]string{"10.0.0.0/8"}, true},
		"this one":      {[]string{"127.0.0.0/8", "::1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			server, err := web.New(slog.New(slog.DiscardHandler), web.Config{Survey: s.store, Now: s.clock.Now, Proxies: test.proxies})
			if err != nil {
				t.Fatal(err)
			}
			b := webtest.New(t, server.Handler())
			last := 0
			for i := range 40 {
				last = withdrawThrough(t, b, "192.0.2."+strconv.Itoa(i)).Status
			}
			if refused := last == http.StatusTooManyRequests; refused != test.refused {
				t.Errorf("the last of 40 visitors got %d, want refused %v", last, test.refused)
			}
		})
	}
	_, err := web.New(slog.New(slog.DiscardHandler), web.Config{Survey: s.store, Proxies: []string{"the proxy"}})
	if !strings.HasPrefix(fault.Text(err), "W22: ") {
		t.Errorf("New with a proxy that is no address = %v", err)
	}
}

// withdrawThrough tries a code that nobody has, as a proxy passes it on.
func withdrawThrough(t *testing.T, b *webtest.Browser, visitor string) *webtest.Page {
	t.Helper()
	form := url.Values{"code": {"AAAA-AAAA-AAAA-AAAA"}, "confirm": {"yes"}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.Base()+"/withdraw", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("X-Forwarded-For", visitor)
	return b.Do(req)
}
