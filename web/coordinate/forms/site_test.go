package forms_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	home  = "/staff/forms/reverse-mentoring"
	draft = home + "/draft/"
)

// editor is a coordinator with a draft.
type editor struct {
	t    *testing.T
	site *stafftest.Site
	b    *webtest.Browser
	at   string
}

// begun starts a site on which a coordinator has begun an empty form.
func begun(t *testing.T) *editor {
	t.Helper()
	s := stafftest.New(t)
	e := &editor{t, s, s.Coordinator(), draft + "half-way-thoughts"}
	e.b.Get(home).Want(http.StatusOK).Form(home+"/begin").Set("from", "empty", "title", "Half-way thoughts").Send().Want(http.StatusOK).WantAt(e.at)
	return e
}

func (e *editor) page(sub string) *webtest.Page {
	e.t.Helper()
	return e.b.Get(e.at + sub).Want(http.StatusOK)
}

// version is the version of the draft that the page shows.
func version(p *webtest.Page) string {
	for _, in := range p.All("input") {
		if webtest.Attr(in, "name") == "version" {
			return webtest.Attr(in, "value")
		}
	}
	return ""
}

// do presses a button of the draft.
func (e *editor) do(what string, pairs ...string) *webtest.Page {
	e.t.Helper()
	v := url.Values{"version": {version(e.page(""))}, "do": {what}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return e.b.Post(e.at+"/change", v)
}

// ask adds a question to a page and sets fields of it.
func (e *editor) ask(page, kind, label string, pairs ...string) string {
	e.t.Helper()
	p := e.do("add-question "+page, "label", label, "kind", kind).Want(http.StatusOK)
	key := p.Path[strings.LastIndexByte(p.Path, '/')+1:]
	p.Form(e.at + "/question/" + key).Set(pairs...).Send().Want(http.StatusOK)
	return key
}

func (e *editor) form() survey.Form {
	e.t.Helper()
	d, err := e.site.Survey.FormDraft(e.t.Context(), e.site.Programme.ID, "half-way-thoughts")
	if err != nil {
		e.t.Fatal(err)
	}
	return d.Form
}

func (e *editor) question(key string) survey.Question {
	e.t.Helper()
	f := e.form()
	q, ok := f.Question(key)
	if !ok {
		e.t.Fatalf("the draft has no question %q: %+v", key, f)
	}
	return q
}

func says(t *testing.T, p *webtest.Page, want ...string) {
	t.Helper()
	text := webtest.Text(p.Find("main"))
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not say %q: %s", p.Path, w, text)
		}
	}
}

// whole makes a form of three pages with a condition, ready to be published.
func (e *editor) whole() {
	e.t.Helper()
	e.ask("page-1", "consent", "I agree to take part")
	e.ask("page-1", "single", "How did you take part?", "choices", "As a mentor [mentor]\nAs a mentee [mentee]", "purpose", "role", "need", "required")
	e.do("add-page", "page-title", "Your meetings").Want(http.StatusOK)
	e.ask("your-meetings", "number", "How often did you meet?", "least", "0", "most", "20", "whole", "yes")
	e.do("add-page", "page-title", "Your thoughts").Want(http.StatusOK)
	key := e.ask("your-thoughts", "long-text", "What surprised you?", "quotable", "yes", "most-runes", "2,000")
	e.page("/question/"+key).Form(e.at+"/question/"+key).Set("when.new", "how-did-you-take-part", "do", "add-when").Send().Want(http.StatusOK).
		Form(e.at+"/question/"+key).Set("when.0.is", "is", "when.0.value", "mentor").Send().Want(http.StatusOK)
}

func TestMakingAForm(t *testing.T) {
	e := begun(t)
	e.whole()
	if got := e.question("what-surprised-you"); got.Relevant != "${how-did-you-take-part} = 'mentor'" || !got.Quotable || got.MaxRunes != 2000 {
		t.Errorf("question = %+v", got)
	}
	if got := e.question("how-often-did-you-meet"); *got.Least != 0 || *got.Most != 20 || !got.Whole {
		t.Errorf("question = %+v", got)
	}
	p := e.page("")
	says(t, p, "Half-way thoughts", "Shown when “How did you take part?” is “As a mentor”", "4 on 3 pages", "none yet")
	if text := webtest.Text(p.Find("main")); strings.Contains(text, "Must be mended") {
		t.Errorf("something blocks a whole form: %s", text)
	}

	// Undo takes back one change after another, and forth.
	e.do("undo").Want(http.StatusOK)
	if got := e.question("what-surprised-you"); got.Relevant != "" {
		t.Errorf("undone, relevant = %q", got.Relevant)
	}
	e.do("redo").Want(http.StatusOK)
	e.do("question-delete how-often-did-you-meet").Want(http.StatusOK)
	says(t, e.page(""), "The page asks nothing")
	e.do("undo").Want(http.StatusOK)
	e.question("how-often-did-you-meet")

	// Order.
	e.do("question-up how-often-did-you-meet").Want(http.StatusOK).WantAt(e.at)
	e.do("question-copy how-often-did-you-meet").Want(http.StatusOK).WantAt(e.at + "/question/how-often-did-you-meet-2")
	e.do("question-move how-often-did-you-meet", "to", "your-thoughts").Want(http.StatusOK)
	e.do("page-up your-thoughts").Want(http.StatusOK)
	e.do("page-copy your-thoughts").Want(http.StatusOK)
	var keys []string
	for _, q := range e.form().Questions() {
		keys = append(keys, q.Key)
	}
	if got, want := strings.Join(keys, " "), "i-agree-to-take-part how-did-you-take-part how-often-did-you-meet-2 what-surprised-you how-often-did-you-meet what-surprised-you-2 how-often-did-you-meet-3"; got != want {
		t.Errorf("questions = %s, want %s", got, want)
	}
	for _, bad := range []string{"", "nonsense", "question-up", "question-up none", "page-up none", "page-up page-1", "add-page", "add-question page-1", "question-move how-often-did-you-meet", "page-own page-1"} {
		e.do(bad).Want(http.StatusUnprocessableEntity)
	}
}

func TestPublishingAndTaking(t *testing.T) {
	e := begun(t)
	says(t, e.page("/publish"), "The form asks nothing")
	e.page("").Find("main")
	e.b.Post(e.at+"/publish", url.Values{"version": {version(e.page(""))}}).Want(http.StatusUnprocessableEntity)
	e.whole()
	at := home + "/version/half-way-thoughts/1"
	says(t, e.page("/publish").Form(e.at+"/publish").Send().Want(http.StatusOK).WantAt(at), "Version 1 is published", "No wave asks with it yet")
	e.b.Get(e.at).Want(http.StatusNotFound)

	// The next version: one question reworded, one of another kind, one replaced.
	e.b.Get(at).Form(home+"/begin").Set("from", "version:half-way-thoughts:1").Send().Want(http.StatusOK).WantAt(e.at)
	e.page("/question/how-did-you-take-part").Form(e.at+"/question/how-did-you-take-part").Set("choices", "As a mentor [mentor]\nWas mentored [mentee]\nBoth").Send().Want(http.StatusOK)
	e.page("/question/how-often-did-you-meet").Form(e.at+"/question/how-often-did-you-meet").Set("kind", "short-text").Send().Want(http.StatusOK)
	e.do("question-delete what-surprised-you").Want(http.StatusOK)
	e.ask("your-thoughts", "long-text", "What surprised you most?", "most-runes", "500")
	p := e.page("/publish")
	says(t, p, "asked for “a number” and now asks for “words, one line”", "cannot be counted together", "The answer “As a mentee” of “How did you take part?” now reads “Was mentored”",
		"has the new answer “Both”", "“What surprised you?” is not asked any more", "“What surprised you most?” for “What surprised you?”")
	p = p.Form(e.at + "/replace").Send().Want(http.StatusOK).WantAt(e.at + "/publish")
	says(t, p, "“What surprised you?” now reads “What surprised you most?”")
	says(t, p.Form(e.at+"/publish").Send().Want(http.StatusUnprocessableEntity), "Tick that you know")
	p.Form(e.at+"/publish").Set("understood", "yes").Send().Want(http.StatusOK).WantAt(home + "/version/half-way-thoughts/2")
	rows, err := e.site.Survey.Forms(t.Context(), e.site.Programme.ID)
	if err != nil || len(rows) != 3 || rows[1].Questions()[3].Key != "what-surprised-you" {
		t.Errorf("published = %+v, %v", rows, err)
	}
}

func TestAWaveThatHasBegunKeepsItsVersion(t *testing.T) {
	e := begun(t)
	key := e.site.Form.Key
	b := e.b
	b.Get(home).Form(home+"/begin").Set("from", "version:"+key+":1").Send().Want(http.StatusOK)
	at := draft + key
	b.Get(at+"/settings").Form(at+"/settings").Set("name", "The end").Send().Want(http.StatusOK).WantAt(at)
	b.Get(at + "/publish").Form(at + "/publish").Send().Want(http.StatusOK)
	e.site.Answer("mentor", map[string]string{"changed": "x"})
	version2 := home + "/version/" + key + "/2"
	p := b.Get(version2).Want(http.StatusOK)
	says(t, p, "1 response", "What was answered stays as it is", "The form is called “The end”")
	take := url.Values{"wave": {e.site.Open.ID}}
	b.Post(version2+"/take", take).Want(http.StatusConflict)
	take.Set("understood", "yes")
	b.Post(version2+"/take", take).Want(http.StatusOK)
	b.Post(version2+"/take", url.Values{"wave": {e.site.Invited.ID}}).Want(http.StatusOK) // nobody is invited yet
	for _, id := range []string{e.site.Open.ID, e.site.Invited.ID} {
		if w, err := e.site.Survey.Wave(t.Context(), id); err != nil || w.FormVersion != 2 {
			t.Errorf("wave = %+v, %v", w, err)
		}
	}
	b.Post(version2+"/take", url.Values{"wave": {"none"}}).Want(http.StatusNotFound)
	says(t, b.Get(home), "End evaluation 2021", "Version 2")
}

func TestTwoPeopleAtOnce(t *testing.T) {
	e := begun(t)
	e.whole()
	at := e.at + "/question/what-surprised-you"
	mine, other := e.page("/question/what-surprised-you"), e.site.Coordinator()
	before := e.page("")

	// Another question does not matter.
	other.Get(e.at+"/question/how-often-did-you-meet").Form(e.at+"/question/how-often-did-you-meet").Set("hint", "About").Send().Want(http.StatusOK)
	mine.Form(at).Set("hint", "mine").Send().Want(http.StatusOK).WantAt(e.at)
	if got := e.question("how-often-did-you-meet").Hint; got != "About" {
		t.Errorf("the change of another = %q", got)
	}

	// The same one does: both are shown, and the second press decides.
	mine = e.page("/question/what-surprised-you")
	other.Get(at).Form(at).Set("hint", "theirs").Send().Want(http.StatusOK)
	p := mine.Form(at).Set("hint", "mine again", "label", "What surprised you, if anything?").Send().Want(http.StatusConflict)
	says(t, p, "has changed this question", "theirs")
	if got := webtest.Raw(p.ID("hint")); !strings.Contains(got, "mine again") {
		t.Errorf("the field holds %q, want what was typed", got)
	}
	if got := e.question("what-surprised-you").Hint; got != "theirs" {
		t.Errorf("stored = %q, want theirs until it is decided", got)
	}
	p.Form(at).Send().Want(http.StatusOK)
	if got := e.question("what-surprised-you").Hint; got != "mine again" {
		t.Errorf("stored = %q", got)
	}

	// An old page of the form does nothing, and says so.
	p = e.b.Post(e.at+"/change", url.Values{"version": {version(before)}, "do": {"question-delete what-surprised-you"}}).Want(http.StatusConflict)
	says(t, p, "has changed this form since", "What surprised you, if anything?")
	p = e.b.Post(e.at+"/change", url.Values{"version": {version(before)}, "do": {"add-page"}, "page-title": {"A page typed meanwhile"}}).Want(http.StatusConflict)
	if got := webtest.Attr(p.ID("page-title"), "value"); got != "A page typed meanwhile" {
		t.Errorf("what was typed is %q", got)
	}
	e.b.Post(e.at+"/publish", url.Values{"version": {version(before)}}).Want(http.StatusConflict)
	e.b.Post(e.at+"/delete", url.Values{"version": {version(before)}}).Want(http.StatusConflict)
	p = e.b.Post(e.at+"/words", url.Values{"version": {version(before)}, "lang": {"cy"}, "text:title": {"Hanner ffordd"}}).Want(http.StatusConflict)
	if got := webtest.Attr(p.ID("text:title"), "value"); got != "Hanner ffordd" {
		t.Errorf("the translation is %q", got)
	}
	e.b.Post(e.at+"/settings", url.Values{"version": {"1"}, "seen": {"x"}, "name": {"N"}, "language": {"en"}}).Want(http.StatusConflict)
	e.b.Post(e.at+"/page/page-1", url.Values{"version": {"1"}, "seen": {"x"}, "name": {"N"}}).Want(http.StatusConflict)
}

func TestProblemsStandAtTheirFields(t *testing.T) {
	e := begun(t)
	e.whole()
	at := e.at + "/question/how-often-did-you-meet"
	p := e.page("/question/how-often-did-you-meet").Form(at).Set("least", "few", "label", "How often, roughly?", "when.expression", "${role = 1", "key", "1 2").Send().Want(http.StatusUnprocessableEntity)
	says(t, p, `"few" is none`, "At character", "cannot be used")
	if got := webtest.Raw(p.ID("label")); !strings.Contains(got, "roughly") {
		t.Errorf("what was typed is %q", got)
	}
	if len(webtest.All(p.ID("when"), "mark")) == 0 {
		t.Error("the place in the expression is not shown")
	}
	for _, problem := range webtest.All(p.Class("problems")[0], "a") {
		p.ID(strings.TrimPrefix(webtest.Attr(problem, "href"), "#"))
	}
	// A key that is not published can be changed, and what names it follows.
	e.page("/question/how-did-you-take-part").Form(e.at+"/question/how-did-you-take-part").Set("key", "role").Send().Want(http.StatusOK)
	if got := e.question("what-surprised-you").Relevant; got != "${role} = 'mentor'" {
		t.Errorf("relevant = %q", got)
	}
	// A choice that a condition asks for and that is gone blocks.
	e.page("/question/role").Form(e.at+"/question/role").Set("choices", "As a mentee [mentee]").Send().Want(http.StatusOK)
	says(t, e.page(""), "which is none of its answers", "W64")
}

func TestPagesThatRepeatAndSettings(t *testing.T) {
	e := begun(t)
	e.whole()
	p := e.page("/page/your-meetings").Form(e.at+"/page/your-meetings").Set("repeats", "yes", "least", "many").Send().Want(http.StatusUnprocessableEntity)
	says(t, p, "what one turn is called", "as a number from 0 to 60")
	p.Form(e.at+"/page/your-meetings").Set("repeat-label", "Meeting", "least", "1", "most", "12", "when.new", "how-did-you-take-part", "do", "add-when").Send().Want(http.StatusOK).
		Form(e.at+"/page/your-meetings").Set("when.0.is", "is not", "when.0.value", "mentee").Send().Want(http.StatusOK)
	pg := e.form().Pages[1]
	if pg.Repeat == nil || pg.Repeat.Key != "meeting" || pg.Repeat.Most != 12 || pg.Relevant != "${how-did-you-take-part} != 'mentee'" {
		t.Errorf("page = %+v, %+v", pg, pg.Repeat)
	}
	e.page("/settings").Form(e.at+"/settings").Set("language", "Welsh").Send().Want(http.StatusUnprocessableEntity)
	e.page("/settings").Form(e.at+"/settings").Set("language", "cy", "intro", "One.\r\n\r\nTwo.").Send().Want(http.StatusOK)
	if f := e.form(); f.Language != "cy" || f.Intro != "One.\n\nTwo." {
		t.Errorf("form = %+v", f)
	}
}

func TestTranslating(t *testing.T) {
	e := begun(t)
	e.whole()
	p := e.b.Get(e.at + "/words?lang=ar").Want(http.StatusOK)
	if got := webtest.Attr(p.ID("text:title"), "dir"); got != "rtl" {
		t.Errorf("Arabic is written %q", got)
	}
	e.b.Get(e.at+"/words?lang=cy").Form(e.at+"/words").Set("text:title", "Hanner ffordd", "text:question/what-surprised-you/label", "Beth oedd yn syndod?").Send().Want(http.StatusOK)
	f := e.form()
	if f.Translations["cy"]["title"] != "Hanner ffordd" || len(f.Translations["cy"]) != 2 {
		t.Errorf("translations = %v", f.Translations)
	}
	says(t, e.page(""), "not translated into “cy” yet")
	p = e.b.Get(e.at + "/words?lang=cy&missing=1").Want(http.StatusOK)
	if strings.Contains(p.Body, "Hanner ffordd") {
		t.Error("what is translated is among what is missing")
	}
	p.Form(e.at+"/words").Set("text:page/page-1/title", "Tudalen 1").Send().Want(http.StatusOK)
	if got := e.form().Translations["cy"]; len(got) != 3 {
		t.Errorf("what the page did not show is lost: %v", got)
	}
	if got := e.page("/preview/3?lang=cy&role=mentor"); !strings.Contains(webtest.Text(got.Find("main")), "Beth oedd yn syndod?") {
		t.Errorf("the preview says %s", webtest.Text(got.Find("main")))
	}
	e.b.Get(e.at + "/words?lang=English").Want(http.StatusUnprocessableEntity)
	e.b.Get(e.at+"/words?lang=cy").Form(e.at+"/words").Set("do", "drop").Send().Want(http.StatusOK)
	if got := e.form().Translations["cy"]; got != nil {
		t.Errorf("dropped = %v", got)
	}
}

func TestPreviewStoresNothing(t *testing.T) {
	e := begun(t)
	e.whole()
	p := e.page("/preview?role=mentee")
	says(t, p, "Page 1 of 3", "Begin a test run")
	p = e.page("/preview/1?role=mentor")
	if len(p.Class("question")) != 2 {
		t.Errorf("the page shows %d questions, want 2", len(p.Class("question")))
	}
	p = p.Form(e.at + "/preview/1?role=mentor").Send().Want(http.StatusOK).WantAt(e.at + "/preview/2?role=mentor")
	p = p.Form(e.at + "/preview/2?role=mentor").Send().Want(http.StatusOK)
	p.Form(e.at + "/preview/3?role=mentor").Send().WantAt(e.at + "/preview?role=mentor")
	e.b.Get(e.at + "/preview/9").Want(http.StatusNotFound)
	// A form that is half done can be looked at too.
	e.page("/question/what-surprised-you").Form(e.at+"/question/what-surprised-you").Set("when.expression", "${none} = '1'").Send().Want(http.StatusOK)
	says(t, e.page("/preview"), "must be mended")
	e.page("/preview/3")
}

// ownInstrument is one of the instruments that come with their words.
func ownInstrument(t *testing.T) instrument.Instrument {
	t.Helper()
	for _, i := range instrument.List() {
		if !i.Template() {
			return i
		}
	}
	t.Fatal("no instrument comes with its words")
	return instrument.Instrument{}
}

func TestLockedInstruments(t *testing.T) {
	e := begun(t)
	i := ownInstrument(t)
	key := i.Key
	e.do("add-instrument", "instrument", key).Want(http.StatusOK)
	e.do("add-instrument", "instrument", key).Want(http.StatusUnprocessableEntity)
	pg := i.Page()
	q := pg.Questions[0].Key
	says(t, e.page(""), "Locked.", i.Licence, i.Name)
	for _, order := range []string{"question-delete " + q, "question-copy " + q} {
		e.do(order).Want(http.StatusUnprocessableEntity)
	}
	e.do("add-question "+pg.Key, "label", "More", "kind", "short-text").Want(http.StatusUnprocessableEntity)
	e.b.Get(e.at + "/question/" + q).Want(http.StatusOK).WantAt(e.at)
	e.b.Post(e.at+"/question/"+q, url.Values{"label": {"Other words"}}).Want(http.StatusBadRequest)
	if got := e.question(q).Label; got != i.Prompt {
		t.Errorf("an instrument was reworded: %q", got)
	}
	if p := e.b.Get(e.at + "/words?lang=cy"); strings.Contains(p.Body, "question/"+q) {
		t.Error("an instrument can be translated")
	}
	e.do("page-own " + pg.Key).Want(http.StatusOK)
	e.page("/question/"+q).Form(e.at+"/question/"+q).Set("label", "Other words").Send().Want(http.StatusOK)
	if e.form().Pages[1].Instrument != nil || e.question(q).Label != "Other words" {
		t.Errorf("the copy is %+v", e.form().Pages[1])
	}
	e.b.Get(home).Form(home+"/begin").Set("from", "instrument:"+key, "title", "Just that").Send().Want(http.StatusOK).WantAt(draft + "just-that")
}

// send uploads a file.
func send(t *testing.T, b *webtest.Browser, name string, content []byte) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(content)
	w.Close()
	return multi(t, b, home+"/read", &body, w.FormDataContentType())
}

func multi(t *testing.T, b *webtest.Browser, path string, body *bytes.Buffer, kind string) *webtest.Page {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.Base()+path, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.Do(req)
}

func TestFilesInAndOut(t *testing.T) {
	e := begun(t)
	e.whole()
	for _, ending := range []string{"xlsx", "json"} {
		file := e.page("/download/" + ending)
		p := send(t, e.b, "form."+ending, []byte(file.Body)).Want(http.StatusOK)
		says(t, p, "4 questions on 3 pages")
		p.Form(home+"/made").Set("key", "again-"+ending).Send().Want(http.StatusOK).WantAt(draft + "again-" + ending)
		d, err := e.site.Survey.FormDraft(t.Context(), e.site.Programme.ID, "again-"+ending)
		if err != nil {
			t.Fatal(err)
		}
		d.Form.Key = "half-way-thoughts"
		if q, _ := d.Form.Question("what-surprised-you"); q.Relevant != "${how-did-you-take-part} = 'mentor'" || !q.Quotable {
			t.Errorf("from %s came back %+v", ending, q)
		}
	}
	if got := e.page("/download/csv"); !strings.HasPrefix(got.Body, "page,key,kind,question") || strings.Count(got.Body, "\n") < 5 || got.Header.Get("Content-Disposition") != "attachment; filename=half-way-thoughts-draft.csv" {
		t.Errorf("the list of questions is %s, %s", got.Header, got.Body)
	}
	e.b.Get(e.at + "/download/pdf").Want(http.StatusNotFound)
	says(t, send(t, e.b, "old.xls", []byte("\xd0\xcf\x11\xe0 old")).Want(http.StatusUnprocessableEntity), "H02", "save it without a password as .xlsx", "Nothing was made of it")
	says(t, send(t, e.b, "x.json", []byte(`{"key":"x","colour":"red"}`)).Want(http.StatusUnprocessableEntity), "J10", "unknown field \"colour\"")
	says(t, send(t, e.b, "x.csv", []byte("a,b")).Want(http.StatusUnprocessableEntity), "The list of questions cannot be read in"[12:])
	send(t, e.b, "big.json", bytes.Repeat([]byte(" "), 950_000)).Want(http.StatusUnprocessableEntity)

	// What a command reads, the page reads: a set of questions that is held elsewhere,
	// and a form whose conditions go round in a circle, by its rows.
	circle := workbook(t, "survey", [][]any{{"type", "name", "label", "relevant"}, {"text", "a", "A", "${b} = 'x'"}, {"text", "b", "B", "${a} = 'x'"}})
	says(t, send(t, e.b, "circle.xlsx", circle).Want(http.StatusUnprocessableEntity), "G11: The worksheet survey, rows 2, 3: ", "Nothing was made of it")
	piped := workbook(t, "survey", [][]any{{"type", "name", "label"}, {"text", "who", "Whom did you meet?"}, {"begin group", "g", "About ${who}"}, {"text", "how", "How was ${who}?"}, {"end group", "", ""}})
	send(t, e.b, "piped.xlsx", piped).Form(home+"/made").Set("key", "piped").Send().Want(http.StatusOK)
	says(t, e.b.Get(draft+"piped/preview/2").Want(http.StatusOK), "About …", "How was …?")

	// A key that is there is taken only when that is meant.
	file := send(t, e.b, "form.json", []byte(`{"key":"reverse-mentoring-end","title":"Mine","pages":[]}`)).Want(http.StatusOK)
	p := file.Form(home + "/made").Send().Want(http.StatusConflict)
	says(t, p, "Tick that this is its next version")
	p.Form(home+"/made").Set("next", "yes").Send().Want(http.StatusOK).WantAt(draft + "reverse-mentoring-end")
}

// TestForeignXLSForms shows what is not taken over, by sheet and row.
func TestForeignXLSForms(t *testing.T) {
	s := stafftest.New(t)
	files, err := os.ReadDir("../../../survey/xlsform/testdata")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".xlsx") {
			continue
		}
		content, err := os.ReadFile("../../../survey/xlsform/testdata/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if p := send(t, s.Coordinator(), f.Name(), content); p.Status != http.StatusOK && p.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s = status %d", f.Name(), p.Status)
		}
		read++
	}
	if read == 0 {
		t.Skip("there are no foreign workbooks beside package xlsform")
	}
}

func TestBeginnings(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	p := b.Get(home).Want(http.StatusOK)
	says(t, p, "Version 1", "End evaluation 2021", "the starter form")
	if n := len(webtest.All(p.ID("from"), "option")); n < 3 {
		t.Errorf("%d beginnings", n)
	}
	says(t, b.Post(home+"/begin", url.Values{"from": {"empty"}}).Want(http.StatusUnprocessableEntity), "Enter a title")
	b.Post(home+"/begin", url.Values{"from": {"copy:reverse-mentoring-end"}}).Want(http.StatusUnprocessableEntity)
	b.Post(home+"/begin", url.Values{"from": {"copy:reverse-mentoring-end"}, "title": {"Another end"}}).Want(http.StatusOK).WantAt(draft + "another-end")
	says(t, b.Post(home+"/begin", url.Values{"from": {"starter:reverse-mentoring-end"}, "title": {"Ours"}}).Want(http.StatusOK).WantAt(draft+"ours"), "Began from a starter form, by anna")
	b.Post(home+"/begin", url.Values{"from": {"starter:none"}}).Want(http.StatusNotFound)
	b.Post(home+"/begin", url.Values{"from": {"version:reverse-mentoring-end:1"}}).Want(http.StatusOK)
	says(t, b.Post(home+"/begin", url.Values{"from": {"version:reverse-mentoring-end:1"}}).Want(http.StatusUnprocessableEntity), "S50", "is being written already")
	at := draft + "ours"
	says(t, b.Get(at).Form(at+"/delete").Send().Want(http.StatusOK).WantAt(home), "The draft of “Ours” is deleted")
	b.Get(at).Want(http.StatusNotFound)
}

func TestOnlyCoordinatorsDesign(t *testing.T) {
	e := begun(t)
	for _, path := range []string{home, e.at, e.at + "/publish", e.at + "/preview/1", e.at + "/download/json", "/f/reverse-mentoring/~try/half-way-thoughts"} {
		e.site.Researcher().Get(path).Want(http.StatusForbidden)
		if p := e.site.Visitor().Get(path).Want(http.StatusOK); !strings.HasPrefix(p.Path, "/sign-in") {
			t.Errorf("a visitor comes to %s", p.Path)
		}
	}
	e.site.Researcher().Post(e.at+"/change", url.Values{"version": {"1"}, "do": {"add-page"}, "page-title": {"x"}}).Want(http.StatusForbidden)
	if n := len(e.form().Pages); n != 1 {
		t.Errorf("a researcher made %d pages", n)
	}
}

func TestWordsStayWords(t *testing.T) {
	e := begun(t)
	e.ask("page-1", "long-text", `<script>x</script> "a" & 'b'`, "hint", "</textarea><b>")
	for _, sub := range []string{"", "/question/script-x-script-a-b", "/words?lang=cy", "/preview/1", "/publish"} {
		p := e.page(sub)
		if n := len(webtest.All(p.Find("main"), "script")); n > 0 {
			t.Errorf("%s: words became %d scripts", sub, n)
		}
	}
	if got := e.question("script-x-script-a-b").Hint; got != "</textarea><b>" {
		t.Errorf("hint = %q", got)
	}
}

// workbook is a file with one worksheet.
func workbook(t *testing.T, name string, rows [][]any) []byte {
	t.Helper()
	head := make([]string, len(rows[0]))
	for i, cell := range rows[0] {
		head[i] = fmt.Sprint(cell)
	}
	content, _, err := sheet.Bytes(sheet.XLSX, sheet.Table{Name: name, Head: head, Rows: rows[1:]})
	if err != nil {
		t.Fatal(err)
	}
	return content
}
