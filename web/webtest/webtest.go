// Package webtest offers tests a browser without scripts: it keeps cookies,
// follows redirects, reads forms as they stand on the page and sends them with
// every field they have. Pages are asserted by structure, not by string.
//
// It is for the tests of web and its sub-packages, and draws nothing: what a
// page looks like is looked at in a real browser.
package webtest

import (
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Browser is one person's browser with its cookies.
type Browser struct {
	t      testing.TB
	client *http.Client
	base   string
}

// New returns a browser at the site that h serves.
func New(tb testing.TB, h http.Handler) *Browser {
	tb.Helper()
	srv := httptest.NewServer(h)
	tb.Cleanup(srv.Close)
	return At(tb, srv.URL)
}

// At returns a browser without cookies at the site with the given address.
func At(tb testing.TB, base string) *Browser {
	tb.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return &Browser{t: tb, base: base, client: &http.Client{Jar: jar}}
}

// Another returns a second browser at the same site, without cookies.
func (b *Browser) Another() *Browser {
	b.t.Helper()
	return At(b.t, b.base)
}

// Base returns the address of the site, such as "http://127.0.0.1:8080".
func (b *Browser) Base() string { return b.base }

// Cookies returns the cookies that would be sent to a path.
func (b *Browser) Cookies(path string) []*http.Cookie {
	b.t.Helper()
	u, err := url.Parse(b.base + path)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.client.Jar.Cookies(u)
}

// Page is an answer of the site.
type Page struct {
	t      testing.TB
	b      *Browser
	Status int
	Path   string // after redirects
	Header http.Header
	Body   string
	Root   *html.Node
}

// Get opens a path and follows redirects.
func (b *Browser) Get(path string) *Page {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Do(req)
}

// Post sends a form as a page of the site would and follows redirects.
func (b *Browser) Post(path string, values url.Values) *Page {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.Do(req)
}

// Do sends any request with the browser's cookies.
func (b *Browser) Do(req *http.Request) *Page {
	b.t.Helper()
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		b.t.Fatal(err)
	}
	return &Page{t: b.t, b: b, Status: resp.StatusCode, Path: resp.Request.URL.RequestURI(), Header: resp.Header, Body: string(body), Root: root}
}

// Want fails the test unless the page has the status.
func (p *Page) Want(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s = status %d, want %d; page says %q", p.Path, p.Status, status, Text(p.Find("main")))
	}
	return p
}

// WantAt fails the test unless the page is at the path, after redirects.
func (p *Page) WantAt(path string) *Page {
	p.t.Helper()
	if p.Path != path {
		p.t.Fatalf("at %s, want %s; page says %q", p.Path, path, Text(p.Find("main")))
	}
	return p
}

// Find returns the first element with the tag, or nil.
func (p *Page) Find(tag string) *html.Node {
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			return n
		}
	}
	return nil
}

// All returns the elements with the tag.
func (p *Page) All(tag string) []*html.Node {
	return All(p.Root, tag)
}

// ID returns the element with the id, and fails the test when there is none.
func (p *Page) ID(id string) *html.Node {
	p.t.Helper()
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode && Attr(n, "id") == id {
			return n
		}
	}
	p.t.Fatalf("%s has no element with id %q", p.Path, id)
	return nil
}

// Class returns the elements with the class.
func (p *Page) Class(class string) []*html.Node {
	var out []*html.Node
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(strings.Fields(Attr(n, "class")), class) {
			out = append(out, n)
		}
	}
	return out
}

// Heading returns the words of the page's h1.
func (p *Page) Heading() string { return Text(p.Find("h1")) }

// All returns the elements with the tag below n.
func All(root *html.Node, tag string) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			out = append(out, n)
		}
	}
	return out
}

// Attr returns the value of an attribute, or "".
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Has reports whether the element has the attribute.
func Has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// Text returns the words below n with white space folded.
func Text(n *html.Node) string {
	if n == nil {
		return ""
	}
	return strings.Join(strings.Fields(Raw(n)), " ")
}

// Raw returns the words below n as they stand.
func Raw(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Form is a form on a page, with the fields a browser would send.
type Form struct {
	page   *Page
	Action string
	Values url.Values
}

// Form returns the form that is sent to the action, with the values it has on
// the page. It fails the test when there is none.
func (p *Page) Form(action string) *Form {
	p.t.Helper()
	for _, f := range p.All("form") {
		if Attr(f, "action") == action {
			return &Form{page: p, Action: action, Values: successful(f)}
		}
	}
	p.t.Fatalf("%s has no form for %s; page says %q", p.Path, action, Text(p.Find("main")))
	return nil
}

// Set changes fields from name and value in turn.
func (f *Form) Set(pairs ...string) *Form {
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Set(pairs[i], pairs[i+1])
	}
	return f
}

// Send sends the form.
func (f *Form) Send() *Page {
	f.page.t.Helper()
	return f.page.b.Post(f.Action, maps.Clone(f.Values))
}

// successful returns the values that a browser sends for a form when a button
// without a name is pressed.
func successful(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name := Attr(n, "name")
		if n.Type != html.ElementNode || name == "" || Has(n, "disabled") {
			continue
		}
		switch {
		case n.Data == "textarea":
			v.Add(name, Raw(n))
		case n.Data == "input" && slices.Contains([]string{"radio", "checkbox"}, Attr(n, "type")):
			if Has(n, "checked") {
				v.Add(name, Attr(n, "value"))
			}
		case n.Data == "input":
			v.Add(name, Attr(n, "value"))
		case n.Data == "select":
			v.Add(name, selected(n))
		}
	}
	return v
}

func selected(n *html.Node) string {
	options := All(n, "option")
	for _, o := range options {
		if Has(o, "selected") {
			return Attr(o, "value")
		}
	}
	if len(options) > 0 {
		return Attr(options[0], "value")
	}
	return ""
}
