package coordinate_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	reimport = "/staff/reimport/reverse-mentoring/2021"
	evidence = "/staff/evidence/reverse-mentoring/2021"
)

// bring sends a file to be read again.
func bring(t *testing.T, b *webtest.Browser, name, content string) *webtest.Page {
	t.Helper()
	return upload(t, b, reimport, name, content)
}

// TestReimport brings a file in which a quote was "improved" and takes the
// change: it is stored as a declared edit with its reason, and printed so.
func TestReimport(t *testing.T) {
	b := answered(t).Coordinator()
	b.Get(reimport).Want(http.StatusOK)
	file := b.Get(summary + "/download/html").Want(http.StatusOK).Body
	if p := bring(t, b, "a.html", file).Want(http.StatusOK); !strings.Contains(p.Body, "word for word as in the draft; 0 other changes") || len(p.Class("change")) != 0 {
		t.Error("an untouched file is not called untouched")
	}
	p := bring(t, b, "a.html", strings.Replace(file, "I have found my voice.", "I have found my own voice.", 1)).Want(http.StatusOK)
	changes := p.Class("change")
	if len(changes) != 1 || !strings.Contains(webtest.Text(changes[0]), "put in: own") || !strings.Contains(webtest.Text(changes[0]), "I have found my [own] voice.") {
		t.Fatalf("changes = %v", texts(changes))
	}
	value := webtest.Attr(webtest.All(changes[0], "input")[0], "value")
	reason := webtest.Attr(webtest.All(changes[0], "input")[1], "name")
	refused := b.Post(reimport+"/take", url.Values{"take": {value}, reason: {" "}}).Want(http.StatusBadRequest)
	if !strings.Contains(refused.Body, "X52") {
		t.Errorf("a declared edit without a reason: %s", webtest.Text(refused.Find("main")))
	}
	b.Post(reimport+"/take", url.Values{"take": {value}, reason: {"so that it reads on its own"}}).Want(http.StatusOK).WantAt(summary)
	if draft := b.Get(summary + "/download/md").Want(http.StatusOK).Body; !strings.Contains(draft, `I have found my \[own\] voice.`) {
		t.Errorf("the draft does not print the declared edit:\n%s", draft)
	}
	for _, wrong := range []string{"", "{", `{"kind":"quote","verbatim":"none"}`, `{"kind":"all"}`} {
		if got := b.Post(reimport+"/take", url.Values{"take": {wrong}}).Status; got < 400 || got >= 500 {
			t.Errorf("taking %q = %d", wrong, got)
		}
	}
}

func TestReimportRefuses(t *testing.T) {
	b := answered(t).Coordinator()
	for name, want := range map[string]string{"a.docx": "P05", "a.odt": "X47", "a.html": ""} {
		p := bring(t, b, name, "hello")
		if want == "" {
			p.Want(http.StatusOK)
			continue
		}
		if p.Want(http.StatusUnprocessableEntity); !strings.Contains(p.Body, want) {
			t.Errorf("%s: no %s in %s", name, want, webtest.Text(p.Find("main")))
		}
	}
	if p := bring(t, b, "", "").Want(http.StatusUnprocessableEntity); !strings.Contains(p.Body, "X49") {
		t.Error("no file is not refused")
	}
}

// TestTakeSentence takes a sentence of the introduction and the title.
func TestTakeSentence(t *testing.T) {
	b := answered(t).Coordinator()
	file := b.Get(summary + "/download/html").Want(http.StatusOK).Body
	p := bring(t, b, "a.html", strings.Replace(file, "<h1>Recommendations from", "<h1>What we learnt from", 1)).Want(http.StatusOK)
	changes := p.Class("change")
	if len(changes) != 1 {
		t.Fatalf("changes = %v", texts(changes))
	}
	b.Post(reimport+"/take", url.Values{"take": {webtest.Attr(webtest.All(changes[0], "input")[0], "value")}}).Want(http.StatusOK)
	if draft := b.Get(summary + "/download/md").Want(http.StatusOK).Body; !strings.Contains(draft, "# What we learnt from") {
		t.Errorf("the draft begins %.100q", draft)
	}
}

// TestEvidence follows the chain in both directions.
func TestEvidence(t *testing.T) {
	p := answered(t).Coordinator().Get(evidence).Want(http.StatusOK)
	for _, a := range p.All("a") {
		if href := webtest.Attr(a, "href"); strings.HasPrefix(href, "#") && len(href) > 1 && p.ID(href[1:]) == nil {
			t.Errorf("%q leads nowhere", href)
		}
	}
	if n := len(webtest.All(p.ID("recommendation-1"), "a")); n == 0 {
		t.Error("a recommendation leads to no answer")
	}
	if n := len(webtest.All(p.ID("answer-1"), "a")); n < 2 {
		t.Error("an answer leads to nothing that rests on it")
	}
}

// TestReimportPagesAreSound looks at the pages in a browser, wide and narrow,
// without scripts.
func TestReimportPagesAreSound(t *testing.T) {
	chromium := browsertest.Start(t)
	b := answered(t).Coordinator()
	file := b.Get(summary + "/download/html").Want(http.StatusOK).Body
	edited := filepath.Join(t.TempDir(), "edited-by-the-committee.html")
	text := strings.NewReplacer("I have found my voice.", "I have found my own strong voice.", "<h1>Recommendations from", "<h1>What we learnt from",
		"Include cultural competency", "Teach cultural competency", "<figure class=\"quote\"", "<figure class=\"quote\"><blockquote><p>“It changed my life.”</p></blockquote></figure><figure class=\"quote\"").Replace(file)
	if err := os.WriteFile(edited, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 900, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		suffix := "-" + strconv.FormatInt(width, 10)
		p.Open(b.Base() + evidence)
		p.Sound("evidence" + suffix)
		p.Open(b.Base() + reimport)
		p.Sound("reimport-empty" + suffix)
		p.Upload("#file", edited)
		p.Press(`form[enctype] button`)
		if p.Count(".change") < 3 {
			t.Errorf("the page shows %d changes", p.Count(".change"))
		}
		p.Sound("reimport" + suffix)
	}
}
