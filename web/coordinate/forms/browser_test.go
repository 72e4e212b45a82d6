package forms_test

import (
	"strconv"
	"strings"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// signedIn opens a tab in which anna is signed in.
func signedIn(t *testing.T, chromium *browsertest.Browser, base string, o browsertest.Options) *browsertest.Page {
	t.Helper()
	p := chromium.Tab(t, o)
	p.Open(base + "/sign-in")
	p.Type("#name", "anna")
	p.Type("#password", stafftest.Password)
	p.Press(`main form button[type=submit]`)
	return p
}

// keyboard fills in and presses things without a mouse: it goes from field to
// field with the tabulator until the one that is meant has the focus.
type keyboard struct {
	t *testing.T
	*browsertest.Page
}

// mostTabs is how often the tabulator is pressed before something counts as out
// of reach.
const mostTabs = 150

// reach moves the focus to what the selector finds.
func (k keyboard) reach(selector string) {
	k.t.Helper()
	for range mostTabs {
		if browsertest.Eval[bool](k.Page, "document.activeElement.matches("+strconv.Quote(selector)+")") {
			return
		}
		k.Keys("\t")
	}
	k.t.Fatalf("%s cannot be reached by keyboard\n%s", selector, k.Where())
}

// write types into a field that is reached by keyboard.
func (k keyboard) write(selector, text string) {
	k.t.Helper()
	k.reach(selector)
	k.Keys(text)
}

// enter presses a button, and waits for the page after it.
func (k keyboard) enter(selector, then string) {
	k.t.Helper()
	k.reach(selector)
	browsertest.Eval[bool](k.Page, "window.pressed = true")
	k.Keys("\r")
	const looks = 5000 // each takes some milliseconds
	for range looks {
		if browsertest.Eval[bool](k.Page, "!window.pressed && document.readyState === \"complete\" && location.pathname.match("+strconv.Quote(then)+") !== null") {
			return
		}
	}
	k.t.Fatalf("pressing %s does not lead to %s\n%s", selector, then, k.Where())
}

// TestAFormByKeyboard makes, previews, translates and publishes a form of three
// pages without a mouse.
func TestAFormByKeyboard(t *testing.T) {
	chromium := browsertest.Start(t)
	s := stafftest.New(t)
	base := s.Coordinator().Base()
	k := keyboard{t, signedIn(t, chromium, base, browsertest.Options{Width: 1280, Height: 900})}
	k.Open(base + home)
	k.write("#title", "Three pages")
	k.reach("#from")
	k.enter(`form[action$="/begin"] button.yes`, "draft/three-pages$")
	at := base + draft + "three-pages"

	for i, title := range []string{"", "Your meetings", "Your thoughts"} {
		if title != "" {
			k.write("#page-title", title)
			k.enter(`button[value="add-page"]`, "three-pages$")
		}
		page := []string{"page-1", "your-meetings", "your-thoughts"}[i]
		k.write("#label-"+page, "What happened, part "+strconv.Itoa(i+1)+"?")
		k.enter(`button[value="add-question `+page+`"]`, "/question/")
		k.write("#most-runes", "500")
		k.enter(".ask-form .actions .button", "three-pages$")
	}
	k.Sound("form-draft-keyboard")

	k.Open(at + "/preview/1")
	for range 3 {
		k.Sound("form-preview-keyboard")
		k.enter("form#form button.button", "/preview")
	}
	k.Open(at + "/words?lang=cy")
	k.write(`[name="text:title"]`, "Tair tudalen")
	k.enter(".actions .button", "/words$")
	k.Sound("form-words-keyboard")
	k.Open(at + "/publish")
	k.Sound("form-publish-keyboard")
	k.enter(".ask-form .button", "/version/three-pages/1$")
	k.Sound("form-version-keyboard")

	f, err := s.Survey.LatestForm(t.Context(), s.Programme.ID, "three-pages")
	if err != nil || len(f.Pages) != 3 || len(f.Questions()) != 3 || f.Translations["cy"]["title"] != "Tair tudalen" {
		t.Errorf("published = %+v, %v", f, err)
	}
}

// TestEveryPageIsSound looks at each page of the editor, wide and narrow, light
// and dark, without scripts.
func TestEveryPageIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	e := begun(t)
	e.whole()
	e.ask("your-meetings", "likert", "How far do you agree, and how useful was it?", "items", "I felt heard and understood\nWe had enough time")
	e.ask("your-meetings", "calculated", "Number of topics")
	e.ask("page-1", "single", "What is your ethnic group?", "choices", "A\nB\nC\nD")
	e.do("add-instrument", "instrument", ownInstrument(t).Key)
	e.b.Get(e.at+"/words?lang=ar").Form(e.at+"/words").Set("text:title", "منتصف الطريق").Send()
	e.b.Get(home).Form(home+"/begin").Set("from", "version:reverse-mentoring-end:1").Send()
	e.b.Get(draft+"reverse-mentoring-end/question/changed").Form(draft+"reverse-mentoring-end/question/changed").Set("kind", "short-text", "label", "What has changed?").Send()
	pages := map[string]string{
		"forms": home, "form-draft": e.at, "form-ask": e.at + "/question/what-surprised-you", "form-ask-likert": e.at + "/question/how-far-do-you-agree-and-how",
		"form-ask-condition": e.at + "/question/how-often-did-you-meet?when=how-did-you-take-part", "form-ask-sum": e.at + "/question/number-of-topics",
		"form-page": e.at + "/page/your-meetings", "form-settings": e.at + "/settings", "form-words": e.at + "/words?lang=ar", "form-words-all": e.at + "/words",
		"form-preview": e.at + "/preview", "form-preview-page": e.at + "/preview/1", "form-publish": draft + "reverse-mentoring-end/publish", "form-version": home + "/version/reverse-mentoring-end/1",
	}
	for _, o := range []browsertest.Options{{Width: 1280, Height: 900, NoScript: true}, {Width: 320, Height: 700, NoScript: true, Dark: true}} {
		p := signedIn(t, chromium, e.b.Base(), o)
		for name, path := range pages {
			p.Open(e.b.Base() + path)
			p.Sound(name + "-" + strconv.FormatInt(o.Width, 10))
			if strings.Contains(p.Text("main"), "<no value>") {
				t.Errorf("%s prints what is not there", name)
			}
		}
	}
}
