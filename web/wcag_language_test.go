package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
	"verbatim/web/webtest"
)

// latin finds words in the letters of English.
var latin = regexp.MustCompile(`[A-Za-z]{2,}`)

// coded finds codes and addresses, which are the same in every language.
var coded = regexp.MustCompile(`[A-Z0-9]{4}(-[A-Z0-9]{4})+|https?://\S+`)

// notWords are in Latin letters in every language: names, codes of errors, ends of
// the names of files.
func (s *site) notWords() *strings.Replacer {
	pairs := []string{}
	for _, w := range []string{s.programme.Name, s.programme.Contact, s.programme.Addressee, s.programme.Organisation, "SHA-256", ".pdf", ".docx", ".odt", ".txt", ".jpeg", ".jpg", ".png", "Verbatim"} {
		pairs = append(pairs, w, "")
	}
	return strings.NewReplacer(pairs...)
}

// foreignWords returns the texts of a page that are in Latin letters although the
// page is not, leaving out what says its own language, what participants wrote,
// and names.
func (s *site) foreignWords(p *webtest.Page) (out []string) {
	names := s.notWords()
	see := func(text string) {
		if latin.MatchString(coded.ReplaceAllString(names.Replace(text), "")) {
			out = append(out, strings.TrimSpace(text))
		}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			tag := webtest.Attr(n, "lang")
			switch {
			case n.Data == "script", n.Data == "style", n.Data == "code", n.Data == "link", n.Data == "meta":
				return
			case tag != "" && n.Data != "html", webtest.Attr(n, "translate") == "no", strings.Contains(webtest.Attr(n, "class"), "said"), strings.Contains(webtest.Attr(n, "class"), "long-link"):
				return
			}
			for _, a := range n.Attr {
				if a.Key == "aria-label" || a.Key == "title" || a.Key == "alt" || a.Key == "placeholder" || strings.HasPrefix(a.Key, "data-say") {
					see(a.Val)
				}
			}
		}
		if n.Type == html.TextNode {
			see(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !(n.Type == html.ElementNode && n.Data == "textarea") {
				walk(c)
			}
		}
	}
	walk(p.Root)
	return out
}

// askStarter asks with the form for the end of a scheme, which speaks three
// languages, in a mode.
func (s *site) askStarter(key string, mode survey.Mode) survey.Wave {
	s.t.Helper()
	f, err := starter.Form("reverse-mentoring-end")
	must(s.t, err)
	f, err = s.store.PublishForm(s.t.Context(), s.programme.ID, f)
	must(s.t, err)
	w := survey.Wave{
		ID: sqldb.NewID(), RoundID: s.round.ID, Key: key, FormKey: f.Key, FormVersion: f.Version, Mode: mode,
		OpensOn: "2021-06-01", ClosesOn: "2021-07-03", WithdrawUntil: "2021-07-31", RetainUntil: "2027-07-31",
	}
	must(s.t, s.store.SaveWave(s.t.Context(), w))
	return w
}

// TestNoPageSpeaksEnglishToWhoReadsArabic goes through every page that a
// participant can meet, and what can go wrong on each, in Arabic: a word in Latin
// letters is one that nobody has translated. Every other language has the same
// sentences, which web/page/words compares.
func TestNoPageSpeaksEnglishToWhoReadsArabic(t *testing.T) {
	s := newSite(t)
	b := s.browser
	open, invited := s.askStarter("ar-open", survey.Open), s.askStarter("ar-invited", survey.AnonymousInvited)
	path := "/f/reverse-mentoring/2021/" + open.Key
	seen := 0
	look := func(what string, p *webtest.Page) *webtest.Page {
		t.Helper()
		seen++
		root := p.Find("html")
		if webtest.Attr(root, "lang") != "ar" || webtest.Attr(root, "dir") != "rtl" {
			t.Errorf("%s (%s): lang = %q, dir = %q, want ar, rtl: %q", what, p.Path, webtest.Attr(root, "lang"), webtest.Attr(root, "dir"), p.Heading())
		}
		for _, words := range s.foreignWords(p) {
			t.Errorf("%s (%s) says %q", what, p.Path, words)
		}
		return p
	}
	speak := func(b *webtest.Browser, path string) {
		b.Post(path+"/language", url.Values{"language": {"ar"}}).Want(http.StatusOK)
	}
	speak(b, path)
	look("start", b.Get(path))
	p := b.Get(path).Form(path).Send()
	for n := 1; strings.Contains(p.Path, "/page/"); n++ {
		look("page", p)
		action := p.Path
		look("page with problems", b.Post(action, p.Form(action).Set().Values))
		p = s.anything(p, action)
		if n > 30 {
			t.Fatal("the form does not end")
		}
	}
	look("answers to check", p.WantAt(path+"/check"))
	look("later", b.Get(path+"/later"))
	code := webtest.Text(b.Post(path+"/later", url.Values{}).Want(http.StatusOK).Class("code")[0])
	look("later with a code", b.Get(path+"/later"))
	look("discard", b.Get(path+"/discard"))
	look("no such page", b.Get(path+"/page/999").Want(http.StatusNotFound))
	look("no such method", b.Post(path+"/receipt", url.Values{"x": {"y"}}).Want(http.StatusMethodNotAllowed))

	other := b.Another()
	speak(other, path)
	look("return", other.Get("/return"))
	look("return, wrong", other.Post("/return", url.Values{"code": {"wrong"}}).Want(http.StatusUnprocessableEntity))
	look("return, empty", other.Post("/return", url.Values{"code": {""}}).Want(http.StatusUnprocessableEntity))
	look("go on here", other.Post("/return", url.Values{"code": {code}}).Want(http.StatusOK))
	s.anything(other.Get(path).Form(path).Send(), path+"/page/1")
	look("two drafts", other.Post(path+"/return", url.Values{"code": {code}}).Want(http.StatusConflict))
	look("withdraw", other.Get("/withdraw"))
	look("withdraw, empty", other.Post("/withdraw", url.Values{}).Want(http.StatusUnprocessableEntity))
	look("withdraw, asks", other.Post("/withdraw", url.Values{"code": {"AAAA"}}).Want(http.StatusOK))
	look("withdraw, unknown", other.Post("/withdraw", url.Values{"code": {"AAAA"}, "confirm": {"yes"}}).Want(http.StatusUnprocessableEntity))
	look("preview", other.Get("/preview"))
	look("preview, wrong", other.Post("/preview", url.Values{"code": {"AAAA"}}).Want(http.StatusUnprocessableEntity))
	look("unknown link", other.Get("/o/nonsense").Want(http.StatusNotFound))
	look("unknown preview", other.Get("/p/nonsense").Want(http.StatusNotFound))
	look("unknown invitation", other.Get("/i/nonsense").Want(http.StatusNotFound))
	look("unknown form", other.Get("/f/a/b/c").Want(http.StatusNotFound))
	look("unknown address", other.Get("/nowhere").Want(http.StatusNotFound))
	look("by invitation", other.Get("/f/reverse-mentoring/2021/"+invited.Key).Want(http.StatusForbidden))
	look("receipt of nothing", other.Get(path+"/receipt").Want(http.StatusGone))
	look("too much", other.Post(path+"/page/1", url.Values{"x": {strings.Repeat("a", 2<<20)}}).Want(http.StatusRequestEntityTooLarge))
	look("no copy", other.Get(path+"/copy/pdf").Want(http.StatusNotFound))

	receipt := look("receipt", p.Form(path+"/check").Send().WantAt(path+"/receipt"))
	look("copy", b.Get(path+"/copy"))
	look("copy alone", b.Get(path+"/copy/html"))
	taken := webtest.Text(receipt.Class("code")[0])
	look("withdrawn", b.Post("/withdraw", url.Values{"code": {taken}, "confirm": {"yes"}}).Want(http.StatusOK))
	look("receipt of what is withdrawn", b.Get(path+"/receipt"))
	look("clear", b.Post(path+"/discard", url.Values{}))
	s.clock.Add(30 * 24 * time.Hour)
	look("closed", b.Get(path).Want(http.StatusGone))
	if seen < 40 {
		t.Errorf("only %d pages were looked at", seen)
	}
}

// anything answers what a page needs and sends it.
func (s *site) anything(p *webtest.Page, action string) *webtest.Page {
	form := p.Form(action)
	for _, in := range p.All("input") {
		name := webtest.Attr(in, "name")
		if kind := webtest.Attr(in, "type"); (kind == "radio" || kind == "checkbox") && form.Values.Get(name) == "" && strings.HasPrefix(name, "answer.") {
			form.Set(name, webtest.Attr(in, "value"))
		}
	}
	for _, area := range p.All("textarea") {
		form.Set(webtest.Attr(area, "name"), "Priya ar ward C5 yn gwrando.")
	}
	return form.Send()
}

// TestAVisitorsLanguage is that of the browser until somebody chooses another.
func TestAVisitorsLanguage(t *testing.T) {
	s := newSite(t)
	ask := func(path, accepted string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.browser.Base()+path, http.NoBody)
		must(t, err)
		req.Header.Set("Accept-Language", accepted)
		return webtest.Attr(s.browser.Do(req).Find("html"), "lang")
	}
	for accepted, want := range map[string]string{"": "en-GB", "cy": "cy", "cy-GB, en;q=0.5": "cy", "ar-EG": "ar", "de, fr;q=0.9": "en-GB", "de, cy;q=0.5": "cy", "en-US": "en-GB", ";;": "en-GB"} {
		if got := ask("/withdraw", accepted); got != want {
			t.Errorf("a browser that accepts %q is spoken to in %q, want %q", accepted, got, want)
		}
	}
	p := s.browser.Get("/withdraw")
	p.Form("/language").Set("language", "cy").Send().WantAt("/withdraw")
	if got := ask("/return", "ar"); got != "cy" {
		t.Errorf("after choosing Welsh a page is in %q", got)
	}
	s.browser.Post("/language", url.Values{"language": {"xx"}, "next": {"//elsewhere.example"}}).WantAt("/")
	if got := ask("/return", "ar"); got != "cy" {
		t.Errorf("after choosing a language that nobody speaks a page is in %q", got)
	}
}

// parts is a form of which a word here and there is in Welsh: titles, units, rows,
// what is ranked, what is wrong with an answer, and meeting after meeting.
const parts = `{"key": "parts", "title": "Half a form", "intro": "Nobody knows this.", "pages": [
	{"key": "about", "title": "About what you did", "intro": "Tell us a little.", "questions": [
		{"key": "agree", "kind": "consent", "label": "I will take part", "required": true},
		{"key": "role", "kind": "single", "label": "Which part was yours?", "purpose": "role", "required": true, "choices": [{"key": "mentor", "label": "Guide"}, {"key": "mentee", "label": "Those led"}]},
		{"key": "met", "kind": "number", "label": "How often was it?", "unit": "meetings", "whole": true, "required": true, "constraint": ". <= 6", "constraint_text": "Six of these at most"},
		{"key": "long", "kind": "number", "label": "Pa mor hir?", "unit": "lessons", "required": true, "least": 1},
		{"key": "where", "kind": "multiple", "label": "Whereabouts?", "required": true, "choices": [{"key": "here", "label": "Over here"}, {"key": "none", "label": "Nowhere at all", "alone": true}, {"key": "else", "label": "Somewhere different", "other": true}]}
	]},
	{"key": "views", "title": "What you think", "questions": [
		{"key": "scale", "kind": "likert", "label": "Do you agree with these?", "required": true, "items": [{"key": "listen", "label": "I listened more"}, {"key": "speak", "label": "Siaradais fwy"}], "choices": [{"key": "1", "label": "Not at all"}, {"key": "5", "label": "Ydw"}]},
		{"key": "order", "kind": "ranking", "label": "What came first?", "required": true, "items": [{"key": "time", "label": "The time for it"}, {"key": "trust", "label": "Ymddiriedaeth"}]},
		{"key": "stars", "kind": "rating", "label": "Was it any good?", "least": 1, "most": 3, "choices": [{"key": "1", "label": "Poor stuff"}, {"key": "3", "label": "Gwych"}]},
		{"key": "note", "kind": "info", "label": "Before you go on", "hint": "One thing more."},
		{"key": "notes", "kind": "file", "label": "Your own notes"},
		{"key": "change", "kind": "long-text", "label": "What ought to change?", "hint": "An example will do.", "quotable": true, "soft": true, "max_runes": 100}
	]},
	{"key": "each", "title": "Pob un", "repeat": {"key": "times", "label": "Occasion", "least": 1, "most": 3}, "questions": [
		{"key": "day", "kind": "date", "label": "On which day?", "required": true}
	]}
], "translations": {"cy": {"page/each/title": "Pob un", "question/long/label": "Pa mor hir?", "item/scale/speak": "Siaradais fwy", "choice/scale/5": "Ydw", "item/order/trust": "Ymddiriedaeth", "choice/stars/3": "Gwych", "choice/role/mentee": "Y sawl a arweinir"}}}`

// asksHalf asks with parts.
func (s *site) asksHalf(mode survey.Mode) survey.Wave {
	s.t.Helper()
	var f survey.Form
	must(s.t, json.Unmarshal([]byte(parts), &f))
	f, err := s.store.PublishForm(s.t.Context(), s.programme.ID, f)
	must(s.t, err)
	w := survey.Wave{ID: sqldb.NewID(), RoundID: s.round.ID, Key: "parts-" + string(mode), Title: "Half an evaluation", FormKey: f.Key, FormVersion: f.Version, Mode: mode, OpensOn: "2021-06-01", ClosesOn: "2021-07-03"}
	must(s.t, s.store.SaveWave(s.t.Context(), w))
	s.path = "/f/reverse-mentoring/2021/" + w.Key
	return w
}

// spokenParts looks at every text of a page in Welsh.
type spokenParts struct {
	t       *testing.T
	english []string
	seen    map[string]bool // what of that a page said
}

// look fails for what is English and is said to be Welsh, whether it stands alone
// or within a sentence, and for what is said to be English and is not.
func (l *spokenParts) look(p *webtest.Page) *webtest.Page {
	l.t.Helper()
	var walk func(n *html.Node, lang string)
	walk = func(n *html.Node, lang string) {
		if tag := webtest.Attr(n, "lang"); tag != "" {
			lang = tag
		}
		if n.Type == html.TextNode && n.Parent.Data != "option" && n.Parent.Data != "textarea" {
			for _, words := range l.english {
				if !strings.Contains(n.Data, words) {
					continue
				}
				l.seen[words] = true
				if lang != "en" {
					l.t.Errorf("%s: %q in %q is said to be in %q", p.Path, words, strings.TrimSpace(n.Data), lang)
				}
				if lang == "en" && strings.ContainsFunc(strings.Replace(n.Data, words, "", 1), unicode.IsLetter) {
					l.t.Errorf("%s: more than %q is said to be English: %q", p.Path, words, n.Data)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, lang)
		}
	}
	walk(p.Find("main"), "cy")
	return p
}

// TestUntranslatedPartsOfSentences goes through a form that is half in Welsh, with
// everything wrong that can be: within errors, headings and lists, too, each word
// says in which language it is.
func TestUntranslatedPartsOfSentences(t *testing.T) {
	s := newSite(t)
	var f survey.Form
	must(t, json.Unmarshal([]byte(parts), &f))
	l := &spokenParts{t: t, seen: map[string]bool{}}
	for path, text := range f.Words() {
		if f.Translations["cy"][path] == "" {
			l.english = append(l.english, text)
		}
	}
	s.asksHalf(survey.Open)
	s.browser.Post(s.path+"/language", url.Values{"language": {"cy"}}).Want(http.StatusOK)
	first := s.path + "/page/1"
	p := l.look(l.look(s.browser.Get(s.path)).Form(s.path).Send())
	l.look(s.browser.Post(first, p.Form(first).Values)) // nothing answered
	wrong := p.Form(first).Set("answer.agree", "yes", "answer.role", "mentor", "answer.met", "9", "answer.long", "0")
	wrong.Values["answer.where"] = []string{"here", "none"}
	l.look(wrong.Send().Want(http.StatusUnprocessableEntity))
	wrong.Values["answer.where"] = []string{"here", "else"}
	p = wrong.Set("answer.met", "2", "answer.long", "3").Send().WantAt(s.path + "/page/2")
	second := s.path + "/page/2"
	l.look(p)
	l.look(s.browser.Post(second, p.Form(second).Values).Want(http.StatusUnprocessableEntity))
	over := p.Form(second).Set("answer.scale.listen", "1", "answer.order.time", "1", "answer.order.trust", "1", "answer.change", strings.Repeat("a", 101))
	l.look(s.browser.Post(second, over.Values).Want(http.StatusUnprocessableEntity))
	p = over.Set("answer.scale.speak", "5", "answer.order.trust", "2", "answer.stars", "1", "answer.change", "Priya ar ward C5 yn gwrando.").Send().WantAt(s.path + "/page/3")
	third := s.path + "/page/3"
	l.look(p)
	l.look(s.browser.Post(third, p.Form(third).Values).Want(http.StatusUnprocessableEntity))
	day := []string{"answer.day@1.day", "1", "answer.day@1.month", "6", "answer.day@1.year", "2021"}
	again := p.Form(third).Set(day...)
	again.Values.Set("turn", "add-1")
	l.look(again.Send().Want(http.StatusOK))
	l.look(s.browser.Post(third, func() url.Values { v := s.browser.Get(third).Form(third).Values; v.Set("turn", "remove-2"); return v }()))
	check := l.look(s.browser.Get(s.path + "/check").Want(http.StatusOK))
	l.look(s.browser.Post(s.path+"/check", check.Form(s.path+"/check").Values).Want(http.StatusUnprocessableEntity))
	l.look(s.browser.Post(third, func() url.Values {
		v := s.browser.Get(s.path + "/page/4").Form(s.path + "/page/4").Values
		v.Set("turn", "gone-2")
		return v
	}()))
	l.look(s.browser.Get(s.path + "/later"))
	receipt := l.look(s.browser.Get(s.path + "/check").Form(s.path + "/check").Send().WantAt(s.path + "/receipt"))
	l.look(s.browser.Get(s.path + "/copy"))
	text := s.browser.Get(s.path + "/copy/text").Want(http.StatusOK).Body
	for _, p := range []string{text, receipt.Find("title").FirstChild.Data} {
		if strings.ContainsAny(p, "\uFDD0\uFDD1\uFDD2") {
			t.Errorf("marks of languages stand in %q", p)
		}
	}
	for _, words := range l.english {
		if !l.seen[words] && words != "Those led" {
			t.Errorf("no page said %q", words)
		}
	}
	w := s.asksHalf(survey.AnonymousInvited)
	tokens, err := s.store.Invite(t.Context(), w.ID, []survey.Invitation{{Role: "mentor"}, {Role: "mentee"}})
	must(t, err)
	for i, want := range []string{"mentor", "Y sawl a arweinir"} {
		b := s.browser.Another()
		b.Post("/i/"+tokens[i], url.Values{"language": {"cy"}})
		lead := l.look(b.Get("/i/" + tokens[i]).Want(http.StatusOK)).Class("lead")[0]
		foreign := ""
		for _, span := range webtest.All(lead, "span") {
			foreign += webtest.Attr(span, "lang") + " " + webtest.Text(span)
		}
		if !strings.Contains(webtest.Text(lead), want) || (foreign != "") != (want == "mentor") {
			t.Errorf("the start page of the role %s says %q, with %q in another language", want, webtest.Text(lead), foreign)
		}
	}
}

// TestUntranslatedPartsSayTheirLanguage fills in a form of which little is in
// Welsh: whatever is still in English says so, on the pages, in the answers to
// check and on the receipt, and what is Welsh does not.
func TestUntranslatedPartsSayTheirLanguage(t *testing.T) {
	s := newSite(t)
	s.every()
	var f survey.Form
	must(t, json.Unmarshal([]byte(everyForm), &f))
	english := map[string]bool{}
	for path, text := range f.Words() {
		english[text] = english[text] || f.Translations["cy"][path] == ""
	}
	s.browser.Post(s.path+"/language", url.Values{"language": {"cy"}}).Want(http.StatusOK)
	marked := 0
	look := func(p *webtest.Page) *webtest.Page {
		t.Helper()
		var walk func(n *html.Node, lang string)
		walk = func(n *html.Node, lang string) {
			if tag := webtest.Attr(n, "lang"); tag != "" {
				lang = tag
			}
			if text := strings.TrimSpace(n.Data); n.Type == html.TextNode && len(text) > 2 && n.Parent.Data != "option" {
				foreign, known := english[text]
				if known && foreign != (lang == "en") {
					t.Errorf("%s: %q is marked as %q", p.Path, text, lang)
				}
				if known && foreign {
					marked++
				}
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c, lang)
			}
		}
		walk(p.Find("main"), "cy")
		return p
	}
	p := s.browser.Get(s.path).Form(s.path).Send()
	for _, st := range everySteps() {
		look(p)
		p = s.typed(p, st)
	}
	look(p)
	look(s.send(p))
	if marked < 30 {
		t.Errorf("only %d parts in English were found", marked)
	}
}
