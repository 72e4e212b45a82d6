package load

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
)

const (
	// patience is how long a browser waits for an answer.
	patience = 30 * time.Second
	// largestPage bounds what is read of a page, in bytes: ten times the longest.
	largestPage = 1 << 20
)

// A browser is one participant's browser. It keeps the cookies of one form,
// which all have the same path, and one connection.
type browser struct {
	client  *http.Client
	base    string
	cookies map[string]string
	asked   int // requests made
}

func newBrowser(base string) *browser {
	return &browser{base: base, cookies: map[string]string{}, client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 2, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       patience,
	}}
}

func (b *browser) close() { b.client.CloseIdleConnections() }

// forgetAll is what happens when the next participant sits down.
func (b *browser) forgetAll() { clear(b.cookies) }

// A shown is what a request brought.
type shown struct {
	status   int
	location string // path of where it leads
	body     string
}

func (b *browser) get(ctx context.Context, path string) (shown, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+path, nil)
	if err != nil {
		return shown{}, err
	}
	return b.do(req)
}

func (b *browser) post(ctx context.Context, path string, fields url.Values) (shown, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, b.base+path, strings.NewReader(fields.Encode()))
	if err != nil {
		return shown{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(req)
}

// do sends the request with the browser's cookies and keeps those that come
// back.
func (b *browser) do(req *http.Request) (s shown, err error) {
	b.addCookies(req)
	b.asked++
	resp, err := b.client.Do(req)
	if err != nil {
		return s, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, largestPage))
	if err != nil {
		return s, err
	}
	b.keepCookies(resp.Cookies())
	s = shown{status: resp.StatusCode, body: string(body)}
	if to, err := resp.Location(); err == nil {
		s.location = to.RequestURI()
	}
	return s, nil
}

func (b *browser) addCookies(req *http.Request) {
	var pairs []string
	for name, value := range b.cookies {
		pairs = append(pairs, name+"="+value)
	}
	if len(pairs) > 0 {
		req.Header.Set("Cookie", strings.Join(pairs, "; "))
	}
}

func (b *browser) keepCookies(set []*http.Cookie) {
	for _, c := range set {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c.Value
	}
}

// fields returns what a browser would send for the form with the action on a
// page, as it stands there, and false when the page has no such form. It reads
// the elements that hold values and passes over everything between them, which
// is most of a page: the crowd shares the machine with what it measures.
func fields(body, action string) (url.Values, bool) {
	_, form, ok := strings.Cut(body, ` action="`+html.EscapeString(action)+`"`)
	if !ok {
		return nil, false
	}
	form, _, _ = strings.Cut(form, "</form>")
	values := url.Values{}
	for {
		at := strings.Index(form, "<")
		if at < 0 {
			return values, true
		}
		form = form[at:]
		switch {
		case strings.HasPrefix(form, "<input "):
			addInput(values, form)
		case strings.HasPrefix(form, "<textarea "):
			addText(values, form)
		}
		form = form[1:]
	}
}

func addInput(values url.Values, source string) {
	a := attributes(source)
	_, checked := a["checked"]
	if kind := a["type"]; (kind == "radio" || kind == "checkbox") && !checked {
		return
	}
	values.Add(a["name"], a["value"])
}

func addText(values url.Values, source string) {
	_, text, _ := strings.Cut(source, ">")
	text, _, _ = strings.Cut(text, "</textarea>")
	text = strings.TrimPrefix(text, "\n") // the one that HTML takes away
	values.Set(attributes(source)["name"], strings.ReplaceAll(html.UnescapeString(text), "\n", "\r\n"))
}

// attributes returns the attributes of the tag that source begins with. Lines
// in values are sent as browsers send them.
func attributes(source string) map[string]string {
	z := html.NewTokenizer(strings.NewReader(source[:strings.IndexByte(source, '>')+1]))
	z.Next()
	out := map[string]string{}
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		out[string(key)] = strings.ReplaceAll(string(value), "\n", "\r\n")
	}
	return out
}
