package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/web/webtest"
)

func newEvery(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	s.every()
	return s
}

func TestSheetsFollowTheAnswers(t *testing.T) {
	s := newEvery(t)
	check := s.walk(s.browser, everySteps())
	text := webtest.Text(check.Find("main"))
	for _, want := range []string{"Were you paid, as a Mentor?", "Why only 90 minutes?", "Where, for the 90 minutes?", "Meeting 1 of 1", "In another way"} {
		if !strings.Contains(text, want) {
			t.Errorf("the answers to check do not say %q", want)
		}
	}
	receipt := s.send(check)
	if got := webtest.Text(receipt.Find("main")); !strings.Contains(got, "A café") || !strings.Contains(got, "Why only 90 minutes?") {
		t.Error("the copy of the answers does not hold what was asked")
	}
	s.wantStored(everyAnswers())
	s.wantNotLogged("tea", "café")
}

// What hangs on an answer is kept while it is not asked, and not stored.
func TestWhatIsNotAskedIsKeptUntilItIsSent(t *testing.T) {
	s := newEvery(t)
	s.walk(s.browser, everySteps())
	less := step{"/page/3", []string{"answer.minutes@1", "45"}, "/page/4"}
	s.typed(s.browser.Get(s.path+"/page/3"), less)
	p := s.typed(s.browser.Get(s.path+"/page/3"), step{"/page/3", []string{"answer.minutes@1", "90"}, "/page/3"})
	if got := webtest.Attr(p.ID("answer.place@1"), "value"); got != " A café\u00a0" {
		t.Errorf("the place is %q, want the words from before", got)
	}
	s.typed(p, step{"/page/3", []string{"answer.minutes@1", "45"}, "/page/4"})
	s.send(s.browser.Get(s.path + "/check"))
	for _, a := range s.wantResponses(1)[0].Answers {
		if a.Question == "place#1" || a.Question == "hours#1" && a.Choices[0] != "0.75" {
			t.Errorf("stored %v", a)
		}
	}
}

// Pages are numbered as they are asked: one that is not asked any more leads on.
func TestAPageThatIsNotAskedLeadsOn(t *testing.T) {
	s := newEvery(t)
	s.walk(s.browser, everySteps())
	meeting := s.browser.Get(s.path + "/page/3").Want(http.StatusOK)
	s.typed(s.browser.Get(s.path+"/page/1"), step{"/page/1", []string{"answer.met", "0"}, "/page/2"})
	if p := s.browser.Get(s.path + "/page/3").Want(http.StatusOK); p.Heading() != "Together" {
		t.Errorf("page 3 is %q, want the one that comes now", p.Heading())
	}
	s.browser.Get(s.path + "/page/4").Want(http.StatusOK).WantAt(s.path + "/check")
	s.browser.Get(s.path + "/page/99").Want(http.StatusNotFound)
	// A window that still shows the meeting is listened to, and leads on.
	s.typed(meeting, step{"/page/3", []string{"answer.place@1", "The library"}, "/page/3"})
	s.typed(s.browser.Get(s.path+"/page/1"), step{"/page/1", []string{"answer.met", "2"}, "/page/2"})
	p := s.browser.Get(s.path + "/page/3")
	if got := webtest.Attr(p.ID("answer.place@1"), "value"); got != "The library" {
		t.Errorf("the place is %q, want what the other window sent", got)
	}
}

func TestTurns(t *testing.T) {
	s := newEvery(t)
	s.walk(s.browser, everySteps())
	at := func(n string) string { return s.path + "/page/" + n }
	two := press(s.browser.Get(at("3")).Form(at("3")), "turn", "add-1").Want(http.StatusOK).WantAt(at("4"))
	if two.Heading() != "Each meeting: Meeting 2 of 2" {
		t.Errorf("the second meeting is headed %q", two.Heading())
	}
	again := press(s.browser.Get(at("3")).Form(at("3")), "turn", "add-1") // the second of two clicks
	again.Want(http.StatusOK).WantAt(at("4"))
	second := []string{"answer.day@2.day", "2", "answer.day@2.month", "6", "answer.day@2.year", "2021", "answer.minutes@2", "30"}
	three := press(s.typing(two, step{"/page/4", second, ""}), "turn", "add-2").Want(http.StatusOK).WantAt(at("5"))
	if len(three.Class("turns")) != 1 || strings.Contains(webtest.Text(three.Class("turns")[0]), "Add another") {
		t.Error("a fourth meeting is offered")
	}
	third := step{"/page/5", []string{"answer.day@3.day", "3", "answer.day@3.month", "6", "answer.day@3.year", "2021", "answer.minutes@3", "60"}, "/page/5"}
	asks := press(s.typing(s.typed(three, third), step{"/page/5", []string{"answer.place@3", "By the lift"}, ""}), "turn", "remove-3").Want(http.StatusOK)
	if !strings.Contains(webtest.Text(asks.Class("notice")[0]), "Remove Meeting 3") {
		t.Error("removing what was answered is not asked about")
	}
	press(asks.Form(at("5")), "turn", "keep").WantAt(at("5"))
	gone := press(s.browser.Get(at("4")).Form(at("4")), "turn", "remove-3").Want(http.StatusOK).Form(at("4"))
	press(gone, "turn", "gone-3").WantAt(at("4"))
	press(gone, "turn", "gone-3").WantAt(at("4")) // and clicked twice
	moved := s.browser.Get(at("4")).Want(http.StatusOK)
	if got := webtest.Attr(moved.ID("answer.place@2"), "value"); got != "By the lift" {
		t.Errorf("the place of the second meeting is %q, want that of the third from before", got)
	}
	check := s.browser.Get(s.path + "/check")
	press(check.Form(s.path+"/check"), "add", "2-2").WantAt(at("5"))
	press(s.browser.Get(at("5")).Form(at("5")), "turn", "remove-3").WantAt(at("4"))
	s.send(s.browser.Get(s.path + "/check"))
	var turns []string
	for _, a := range s.wantResponses(1)[0].Answers {
		if _, turn := survey.SplitTurn(a.Question); turn > 0 {
			turns = append(turns, a.Question+"="+strings.Join(a.Choices, "")+a.Text)
		}
	}
	want := []string{"day#1=2021-06-01", "minutes#1=90", "place#1= A café\u00a0", "hours#1=1.5", "day#2=2021-06-03", "minutes#2=60", "place#2=By the lift", "hours#2=1"}
	if !slices.Equal(turns, want) {
		t.Errorf("stored %q, want %q", turns, want)
	}
}

// Two windows show a page. What one stores is not put back by the other unseen.
func TestTwoWindowsOfOnePage(t *testing.T) {
	s := newEvery(t)
	s.walk(s.browser, everySteps())
	one, two := s.browser.Get(s.path+"/page/4"), s.browser.Get(s.path+"/page/4")
	s.typed(one, step{"/page/4", []string{"answer.few", "From the first"}, "/check"})
	second := s.typing(two, step{"/page/4", []string{"answer.few", "From the second"}, ""})
	both := second.Send().Want(http.StatusConflict)
	if got := webtest.Raw(both.ID("answer.few")); got != "From the second" {
		t.Errorf("the page has %q, want what was typed into it", got)
	}
	if got := both.Class("elsewhere"); len(got) != 1 || !strings.Contains(webtest.Text(got[0]), "From the first") {
		t.Error("the page does not show what is stored")
	}
	if got := webtest.Raw(s.browser.Get(s.path + "/page/4").ID("answer.few")); got != "From the first" {
		t.Errorf("%q is stored, want what the first window sent", got)
	}
	s.typed(both, step{"/page/4", []string{"answer.few", "From both"}, "/check"})
	// The window that stores a page while it is written stays at peace with itself.
	own := s.browser.Get(s.path+"/page/4").Form(s.path+"/page/4").Set("answer.few", "From both, a")
	if got := press(own, "save", "1").Status; got != http.StatusNoContent {
		t.Errorf("saving = status %d", got)
	}
	own.Set("answer.few", "From both, and more").Send().Want(http.StatusOK).WantAt(s.path + "/check")
	// What both say alike is no matter.
	one, two = s.browser.Get(s.path+"/page/4"), s.browser.Get(s.path+"/page/4")
	for _, p := range []*webtest.Page{one, two} {
		s.typed(p, step{"/page/4", []string{"answer.few", "The same"}, "/check"})
	}
}

// A page stores itself while its button is pressed, and what was sent first
// arrives last: it puts nothing back, and leads where it would have led.
func TestPostsOfAWindowInTheWrongOrder(t *testing.T) {
	s := newEvery(t)
	s.walk(s.browser, everySteps())
	at := s.path + "/page/4"
	send := func(f *webtest.Form, text, nth string, more ...string) *webtest.Page {
		return f.Set(append(more, "answer.few", text, "nth", nth)...).Send()
	}
	wantStored := func(want string) {
		t.Helper()
		if got := webtest.Raw(s.browser.Get(at).ID("answer.few")); got != want {
			t.Errorf("%q is stored, want %q", got, want)
		}
	}
	page := s.browser.Get(at)
	send(page.Form(at), "Wholly written", "12").WantAt(s.path + "/check")
	send(page.Form(at), "Half wr", "11", "save", "1").Want(http.StatusNoContent)
	wantStored("Wholly written")
	send(page.Form(at), "Half wr", "12").WantAt(s.path + "/check") // the first of two clicks
	wantStored("Wholly written")
	send(page.Form(at), "Written on, after going back", "13", "save", "1").Want(http.StatusNoContent)
	wantStored("Written on, after going back")
	another := s.browser.Get(at)
	send(another.Form(at), "From a window that has counted less", "2").WantAt(s.path + "/check")
	wantStored("From a window that has counted less")
}

func TestLanguages(t *testing.T) {
	s := newEvery(t)
	start := s.browser.Get(s.path).Want(http.StatusOK)
	welsh := press(start.Form(s.path), "language", "cy").Want(http.StatusOK).WantAt(s.path)
	if welsh.Heading() != "Cofnod cyfarfodydd" || webtest.Attr(welsh.Find("html"), "lang") != "cy" {
		t.Errorf("the start page is headed %q in %q", welsh.Heading(), webtest.Attr(welsh.Find("html"), "lang"))
	}
	p := welsh.Form(s.path).Send().WantAt(s.path + "/page/1")
	if p.Heading() != "Amdanoch chi" {
		t.Errorf("page 1 is headed %q", p.Heading())
	}
	half := s.typing(p, step{"/page/1", []string{"answer.met", "5", "answer.role", "mentee"}, ""})
	p = press(half, "language", "en").Want(http.StatusOK).WantAt(s.path + "/page/1")
	if got := valueOf(t, p, s.path+"/page/1", "answer.met"); got != "5" || p.Heading() != "About you" {
		t.Errorf("after the switch the page %q has %q", p.Heading(), got)
	}
	p = press(p.Form(s.path+"/page/1"), "language", "cy").WantAt(s.path + "/page/1")
	p = s.typed(p, step{"/page/1", []string{"answer.agree", "yes"}, "/page/2"})
	p = s.typed(p, step{"/page/2", []string{"answer.scale.listen", "5", "answer.scale.speak", "5", "answer.change", said}, "/page/3"})
	p = s.typed(p, step{"/page/3", []string{"answer.day@1.day", "1", "answer.day@1.month", "6", "answer.day@1.year", "2021", "answer.minutes@1", "10"}, "/page/4"})
	check := s.typed(p, step{"/page/4", nil, "/check"})
	english := press(check.Form(s.path+"/check"), "language", "en").WantAt(s.path + "/check")
	if !strings.Contains(webtest.Text(english.Find("main")), "How often did you meet?") {
		t.Error("the answers to check are not in the language that was chosen")
	}
	receipt := s.send(press(english.Form(s.path+"/check"), "language", "cy"))
	if got := webtest.Attr(receipt.Find("html"), "lang"); got != "cy" {
		t.Errorf("the receipt is in %q", got)
	}
	press(receipt.Form(s.path+"/language"), "language", "en").WantAt(s.path + "/receipt")
}
