package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/web/browsertest"
)

// An item is one of the thirty of the checklist of WCAG 2.2 AA for forms, by its
// number there.
type item struct {
	name  string
	check func(t *testing.T, s *site, b *browsertest.Browser)
}

// TestWCAGItems are the items of the checklist that are looked at by a script, in
// a real browser. What axe-core can judge alone is judged in TestWCAGStates too,
// on every state.
func TestWCAGItems(t *testing.T) {
	b := browsertest.Start(t)
	s := newEverySite(t)
	w := walkOnce(t, s, b)
	for i, it := range []item{
		{"controls are labelled", w.found(labels)},
		{"groups are named", w.found(groups)},
		{"visible words are in names", w.found(names)},
		{"hints and problems are tied to controls", tied},
		{"a summary of problems comes first", summary},
		{"a problem names its field", problemNames},
		{"what needs an answer is said before it", w.found(marks)},
		{"browsers fill nothing in", w.found(autocomplete)},
		{"titles are unique", w.uniqueTitles},
		{"headings and the way past them", headings},
		{"languages are named", languages},
		{"words have contrast", contrast},
		{"controls have contrast", controlContrast},
		{"keyboard only", keyboard},
		{"focus goes in the order of the page", focusOrder},
		{"focus is seen", focusSeen},
		{"targets are large", w.found(targets)},
		{"nothing is dragged", dragging},
		{"nothing happens on change", onChange},
		{"narrow pages do not scroll sideways", reflow},
		{"spaced text fits", spacing},
		{"nothing is lost with the session", expiry},
		{"messages are announced", announced},
		{"answers are checked before they are sent", review},
		{"nothing is asked twice", notTwice},
		{"no puzzle on the way back", resume},
		{"help is in one place", w.oneHelp},
		{"pictures and progress have words", pictures},
		{"it works without scripts", noScript},
		{"motion and orientation", motion},
	} {
		t.Run(fmt.Sprintf("%02d %s", i+1, it.name), func(t *testing.T) { it.check(t, s, b) })
	}
}

// A walk is what one way through the form found on each page: the pages of the
// form, the answers to check and the receipt.
type walk struct {
	wrong  map[string][]string // by script, what is wrong and where
	titles []string
	help   []string
}

// walkOnce goes through the form once for all checks that only look.
func walkOnce(t *testing.T, s *site, b *browsertest.Browser) *walk {
	f := s.tab(t, b, browsertest.Options{})
	w := &walk{wrong: map[string][]string{}}
	for n := 1; n <= 6; n++ {
		for _, script := range []string{labels, groups, names, marks, autocomplete, targets} {
			for _, wrong := range browsertest.Eval[[]string](f.Page, look(script)) {
				w.wrong[script] = append(w.wrong[script], fmt.Sprintf("page %d: %s", n, wrong))
			}
		}
		w.titles = append(w.titles, browsertest.Eval[string](f.Page, `document.title`))
		w.help = append(w.help, browsertest.Eval[string](f.Page, `document.querySelector("footer .frame > :first-child").textContent`))
		if n <= 4 {
			f.set([][]string{aboutYou(), oneMeeting(), myViews(), myWords()}[n-1]...)
		}
		if n <= 5 {
			f.next()
		}
	}
	return w
}

// found is the check that a script found nothing wrong on the way.
func (w *walk) found(script string) func(t *testing.T, s *site, b *browsertest.Browser) {
	return func(t *testing.T, _ *site, _ *browsertest.Browser) {
		for _, wrong := range w.wrong[script] {
			t.Error(wrong)
		}
	}
}

// prelude is what the checks use: the controls that can be seen, and what they are
// called.
const prelude = `
	const shown = e => e.offsetParent !== null && !e.closest("[aria-hidden=true]");
	const controls = [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")].filter(shown);
	const tell = e => e.id || e.name || e.outerHTML.slice(0, 80);
	const words = e => e.textContent.replace(/\s+/g, " ").trim();
`

// look is a check that can be made more than once on a page.
func look(script string) string { return "(() => {" + prelude + "return " + script + "})()" }

const (
	labels = `controls.filter(e => !e.labels.length || !words(e.labels[0]) || !e.labels[0].getClientRects().length).map(e => tell(e) + " has no label that is seen")`
	groups = `controls.filter(e => e.type === "radio" || e.type === "checkbox" && document.getElementsByName(e.name).length > 1)
		.filter(e => { const l = e.closest("fieldset")?.querySelector(":scope > legend"); return !l || !words(l); }).map(e => tell(e) + " is in no group with a name")`
	names = `[...document.querySelectorAll("button, a, input")].filter(e => e.hasAttribute("aria-label") && !e.getAttribute("aria-label").includes(words(e))).map(e => tell(e) + " is called otherwise than it reads")`
	marks = `controls.filter(e => e.type !== "hidden" && !e.closest(".other, .consent, .reasons")).filter(e => {
		const q = e.closest(".question"), said = (q && q.querySelector(".mark")) || document.querySelector("main > .hint");
		return !said || !(said.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING); }).map(e => tell(e) + " does not say before it whether it needs an answer")`
	autocomplete = `[...document.querySelectorAll("main form")].filter(f => f.querySelector(".question") && f.autocomplete !== "off").map(f => "the form lets browsers fill in")
		.concat(controls.filter(e => e.hasAttribute("autocomplete") && e.autocomplete !== "off").map(e => tell(e) + " has autocomplete"))`
	targets = `[...document.querySelectorAll("button, main a, label.choice, input.input, select, textarea, summary")].filter(shown).filter(e => !e.classList.contains("unseen") && !(e.tagName === "A" && e.closest("p, li, label"))).filter(e => {
		const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; }).map(e => tell(e) + " is smaller than 44 pixels: " + e.getBoundingClientRect().width + " by " + e.getBoundingClientRect().height)`
)

// wantNone fails the test for everything that a script finds wrong.
func (f *filler) wantNone(t *testing.T, script string) {
	t.Helper()
	for _, wrong := range browsertest.Eval[[]string](f.Page, look(script)) {
		t.Error(wrong)
	}
}

func tied(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{})
	f.next()
	f.wantNone(t, `[...document.querySelectorAll("[aria-describedby]")].flatMap(e => e.getAttribute("aria-describedby").split(" ").map(id => [e, document.getElementById(id)]))
		.filter(([, d]) => !d || !words(d)).map(([e]) => tell(e) + " is described by nothing")
		.concat([...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i).map(id => id + " is there twice"))
		.concat([...document.querySelectorAll(".hint[id], .problem[id]")].filter(d => !document.querySelector('[aria-describedby~="' + d.id + '"]')).map(d => d.id + " describes nothing"))`)
}

func summary(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 3)
	if status := f.next(); status != http.StatusUnprocessableEntity {
		t.Errorf("a page with problems answers %d, want 422", status)
	}
	if title := browsertest.Eval[string](f.Page, `document.title`); !strings.HasPrefix(title, "Error: ") {
		t.Errorf("title = %q, want it to begin with Error", title)
	}
	// The browser sets the focus when it first draws the page.
	f.Until("the focus is on the summary", `document.activeElement.className === "problems"`)
	f.Click(".problems li:nth-child(2) a")
	if on := browsertest.Eval[string](f.Page, `document.activeElement.id`); on != "answer.scale.speak" {
		t.Errorf("the second line of the summary leads to %q, want answer.scale.speak", on)
	}
}

func problemNames(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 2)
	f.set("answer.day@1.day", "31", "answer.day@1.month", "2", "answer.minutes@1", "1000")
	f.next()
	for selector, want := range map[string]string{
		`[id="answer.day@1.problem"]`: "Problem: Enter a day that exists, such as 30 6 2021, in: When was it?", `[id="answer.minutes@1.problem"]`: "Problem: Enter a number from 1 to 600 in: How long did it take?",
	} {
		if got := browsertest.Eval[string](f.Page, `document.querySelector(`+quoted(selector)+`)?.textContent || ""`); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	f.wantNone(t, `[...document.querySelectorAll(".question.wrong input:not([type=hidden])")].filter(e => e.getAttribute("aria-invalid") !== "true").map(e => tell(e) + " is not marked as invalid")`)
	if got := browsertest.Eval[string](f.Page, `document.getElementsByName("answer.day@1.day")[0].value`); got != "31" {
		t.Errorf("the day is shown as %q, want as it was typed", got)
	}
}

func (w *walk) uniqueTitles(t *testing.T, s *site, _ *browsertest.Browser) {
	seen := map[string]bool{}
	for i, title := range w.titles[:5] {
		if n := i + 1; seen[title] || n < 5 && !strings.Contains(title, fmt.Sprintf("Page %d of 4", n)) || !strings.Contains(title, s.programme.Name) {
			t.Errorf("title of page %d = %q", n, title)
		}
		seen[title] = true
	}
}

func headings(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 4)
	f.wantNone(t, `[...document.querySelectorAll("h1,h2,h3,h4")].map(h => Number(h.tagName[1])).filter((n, i, all) => i === 0 ? n !== 1 : n > all[i-1] + 1).map(n => "heading " + n + " is out of order")
		.concat(["header", "main", "footer"].filter(x => document.querySelectorAll("body > " + x).length !== 1))`)
	f.Keys("\t")
	f.Keys("\r")
	if on := browsertest.Eval[string](f.Page, `document.activeElement.id`); on != "main" {
		t.Errorf("the first key stop and Enter lead to %q, want main", on)
	}
}

func languages(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{})
	f.set("answer.place", "else", "other.place", "a café")
	for _, want := range []string{"ar rtl العربية", "cy  Cymraeg", "en-GB  English"} {
		f.Press(`.tongues button[value=` + strings.SplitN(strings.Replace(want, "en-GB", "en", 1), " ", 2)[0] + `]`)
		got := browsertest.Eval[string](f.Page, `document.documentElement.lang + " " + document.documentElement.dir + " " + document.querySelector(".tongue[aria-current=true]").textContent`)
		if got != want {
			t.Errorf("after the button the page is %q, want %q", got, want)
		}
		if kept := browsertest.Eval[string](f.Page, `document.getElementsByName("other.place")[0].value`); kept != "a café" {
			t.Errorf("the language was changed and the page holds %q", kept)
		}
	}
	f.wantNone(t, `[...document.querySelectorAll(".tongues .tongue")].filter(e => !e.lang).map(e => words(e) + " does not say its language")`)
}

func contrast(t *testing.T, s *site, b *browsertest.Browser) {
	for name, o := range map[string]browsertest.Options{"light": {}, "dark": {Width: 1280, Height: 900, Dark: true}} {
		f := s.tab(t, b, o)
		f.next()
		f.Accessible("every-contrast-" + name)
	}
}

// controlContrast compares the edges of controls and the ring of the focus with
// what they stand on.
func controlContrast(t *testing.T, s *site, b *browsertest.Browser) {
	for _, dark := range []bool{false, true} {
		f := s.tabAt(t, b, browsertest.Options{Width: 1280, Height: 900, Dark: dark}, 2)
		f.wantNone(t, `(() => {
			const light = c => { const [r, g, b] = c.match(/[\d.]+/g).map(Number).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
			const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
			const paper = getComputedStyle(document.body).backgroundColor, out = [];
			for (const e of [...document.querySelectorAll("main .input, main .button")].filter(shown)) {
				const s = getComputedStyle(e);
				if (s.borderTopWidth !== "0px" && ratio(s.borderTopColor, paper) < 3) out.push(tell(e) + " has an edge of " + ratio(s.borderTopColor, paper));
				e.focus({focusVisible: true});
				const o = getComputedStyle(e);
				if (o.outlineStyle === "none" || ratio(o.outlineColor, paper) < 3) out.push(tell(e) + " has no ring that is seen: " + o.outline);
			}
			return out; })()`)
	}
}

// keyboard fills in the whole form with keys alone.
func keyboard(t *testing.T, s *site, b *browsertest.Browser) {
	f := &filler{s, b.Tab(t, browsertest.Options{Width: 320, Height: 640}), s.browser.Base()}
	before := len(s.responses())
	f.Open(f.base + s.path)
	f.tabTo(t, `.button.large`, "\r")
	f.tabTo(t, `[name="answer.agree"]`, " ")
	f.tabTo(t, `[name="answer.place"]`, " ")
	f.Keys(down)
	f.tabTo(t, `[name="answer.year"]`, "3")
	f.tabTo(t, `#form .actions .button`, "\r")
	f.tabTo(t, `[name="answer.day@1.day"]`, "3\t6\t2021")
	f.tabTo(t, `[name="answer.topics@1"]`, " ")
	f.tabTo(t, `#form .actions .button`, "\r")
	for _, row := range []string{"listen", "speak", "belong"} {
		f.tabTo(t, `[name="answer.scale.`+row+`"]`, " ")
	}
	f.tabTo(t, `.place:nth-child(2) [data-move="-1"]`, " ")
	f.tabTo(t, `#form .actions .button`, "\r")
	f.tabTo(t, `[name="answer.change"]`, "Pay mentors.")
	f.tabTo(t, `#form .actions .button`, "\r")
	f.tabTo(t, `main .button.large`, "\r")
	if at := browsertest.Eval[string](f.Page, `location.pathname`); at != s.path+"/receipt" {
		t.Fatalf("the keys lead to %s, want the receipt\n%s", at, f.Where())
	}
	if got := len(s.responses()); got != before+1 {
		t.Fatalf("%d responses are stored, want %d", got, before+1)
	}
	for question, want := range map[string]string{"order": "pairing=1", "place": "online"} {
		if !slices.ContainsFunc(s.responses(), func(r survey.Response) bool { a, _ := r.Answer(question); return slices.Contains(a.Choices, want) }) {
			t.Errorf("what was chosen with keys as %s is not stored", question)
		}
	}
}

// mostStops is how many key stops a page may have before the test gives up.
const mostStops = 60

// tabTo presses Tab until the focus is on what selector finds, then the keys; where
// those lead to another page, it waits for that.
func (f *filler) tabTo(t *testing.T, selector, keys string) {
	t.Helper()
	for range mostStops {
		f.Keys("\t")
		if browsertest.Eval[bool](f.Page, `document.activeElement.matches(`+quoted(selector)+`)`) {
			if keys == "\r" {
				f.Enter()
			} else {
				f.Keys(keys)
			}
			return
		}
	}
	t.Fatalf("Tab does not reach %s\n%s", selector, f.Where())
}

func focusOrder(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 4)
	f.set("answer.again", "no")
	f.shows(`[data-live=why]`)
	f.wantNone(t, `[["again", "why"], ["why", "change"]].map(pair => pair.map(key => document.querySelector("[data-live=" + key + "]")))
		.filter(([a, b]) => !(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)).map(([a]) => "what comes after " + a.dataset.live + " is before it")
		.concat([...document.querySelectorAll("[tabindex]")].filter(e => e.tabIndex > 0).map(e => tell(e) + " has an order of its own"))`)
	browsertest.Eval[bool](f.Page, `document.querySelector("main").focus(), true`)
	last := ""
	for range 12 {
		f.Keys("\t")
		if back := browsertest.Eval[bool](f.Page, `(() => { const was = window.was, now = document.activeElement; window.was = now; return !!was && now !== document.body && !(was.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING); })()`); back {
			t.Fatalf("the focus goes back after %s", last)
		}
		last = browsertest.Eval[string](f.Page, `document.activeElement.id`)
	}
}

func focusSeen(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{Width: 320, Height: 500}, 3)
	for range 22 {
		f.Keys("\t")
		if wrong := browsertest.Eval[string](f.Page, `(() => {
			const e = document.activeElement, box = e.closest(".choice") || e, r = box.getBoundingClientRect(), s = getComputedStyle(box);
			if (e === document.body) return "";
			const x = Math.min(Math.max(r.left + r.width / 2, 0), innerWidth - 1), y = Math.min(Math.max(r.top + Math.min(r.height, 40) / 2, 0), innerHeight - 1);
			const top = document.elementFromPoint(x, y);
			if (!top || !(box.contains(top) || top.contains(box))) return (e.id || e.textContent) + " is behind " + (top ? top.outerHTML.slice(0, 80) : "the edge");
			return s.outlineStyle === "none" ? (e.id || e.textContent) + " has no ring" : "";
		})()`); wrong != "" {
			t.Error(wrong)
		}
	}
}

func dragging(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{Width: 320, Height: 640, NoScript: true}, 3)
	if n := f.Count("[draggable]"); n != 0 {
		t.Errorf("%d elements are there to be dragged", n)
	}
	f.set("answer.scale.listen", "5")
	f.Press(`.place:nth-child(3) [data-move="-1"]`)
	got := browsertest.Eval[[]string](f.Page, `[...document.querySelectorAll(".place label")].map(e => e.textContent)`)
	if want := []string{"The training before the first meeting", "Time set aside", "Who I was paired with"}; !slices.Equal(got, want) {
		t.Errorf("after a button the order is %q, want %q", got, want)
	}
	if !browsertest.Eval[bool](f.Page, `document.getElementsByName("answer.scale.listen")[4].checked`) {
		t.Error("what was answered on the page is lost with the button of the ranking")
	}
}

func onChange(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{})
	for n := 1; n <= 4; n++ {
		at := browsertest.Eval[string](f.Page, `window.old = true, location.href`)
		f.set([][]string{aboutYou(), oneMeeting(), myViews(), myWords()}[n-1]...)
		if !browsertest.Eval[bool](f.Page, `new Promise(r => setTimeout(() => r(window.old === true && location.href === `+quoted(at)+`), 100))`) {
			t.Errorf("changing the answers of page %d leads elsewhere", n)
		}
		if n < 4 {
			f.next()
		}
	}
}

func reflow(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{Width: 320, Height: 256})
	for n := 1; n <= 6; n++ {
		if wide := browsertest.Eval[int](f.Page, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
			t.Errorf("page %d is %d pixels wider than the window", n, wide)
		}
		if n <= 4 {
			f.set([][]string{aboutYou(), oneMeeting(), myViews(), myWords()}[n-1]...)
		}
		if n <= 5 {
			f.next()
		}
	}
}

func spacing(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{Width: 640, Height: 800}, 3)
	browsertest.Eval[bool](f.Page, `(() => { for (const e of document.querySelectorAll("*")) { e.style.lineHeight = "1.5"; e.style.letterSpacing = ".12em"; e.style.wordSpacing = ".16em"; } for (const e of document.querySelectorAll("p")) e.style.marginBottom = "2em"; document.documentElement.style.fontSize = "200%"; return true; })()`)
	f.wantNone(t, `[...document.querySelectorAll("main *")].filter(shown).filter(e => !e.closest(".unseen") && getComputedStyle(e).overflowX !== "visible" && !["INPUT", "SELECT", "TEXTAREA"].includes(e.tagName))
		.filter(e => (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && e.clientWidth > 1).map(e => tell(e) + " is cut off")
		.concat(document.documentElement.scrollWidth > innerWidth ? ["the page is " + document.documentElement.scrollWidth + " pixels wide"] : [])`)
}

func expiry(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{Width: 1280, Height: 900, NoScript: true}, 4)
	f.set(myWords()...)
	f.Forget()
	f.next()
	if said := browsertest.Eval[string](f.Page, `document.body.textContent`); !strings.Contains(said, "Pay mentors.") {
		f.Open(f.base + s.path + "/page/4")
		if kept := browsertest.Eval[string](f.Page, `document.getElementsByName("answer.change")[0]?.value || ""`); kept != "Pay mentors." {
			t.Errorf("after the cookies were gone the words are %q", kept)
		}
	}
}

func announced(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 4)
	f.set("answer.again", "no")
	f.shows(`[data-live=why]`)
	if said := browsertest.Eval[string](f.Page, `document.querySelector("[data-spoken][role=status]").textContent`); !strings.Contains(said, "have changed") {
		t.Errorf("a new question is announced as %q", said)
	}
	if said := browsertest.Eval[string](f.Page, `document.querySelector("[data-saved][role=status]").textContent`); !strings.HasPrefix(said, "Draft saved") {
		t.Errorf("saving is announced as %q", said)
	}
	f.set("answer.why", strings.Repeat("word ", 70)) // 50 characters are left
	if said := browsertest.Eval[string](f.Page, `document.querySelector("[data-live=why] .unseen[role=status]").textContent`); said != "50 characters left" {
		t.Errorf("the limit is announced as %q", said)
	}
	plain := s.tabAt(t, b, browsertest.Options{Width: 1280, Height: 900, NoScript: true}, 4)
	plain.set("answer.again", "no")
	plain.next()
	if said := plain.Text(`[id="answer.why.limit"]`); said != "You can write up to 400 characters." {
		t.Errorf("without scripts the limit is said as %q", said)
	}
}

func review(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{}).to(5)
	body := f.Text("main")
	for _, want := range []string{"in a café", "3 June 2021", "1.5 minutes", "1. Who I was paired with", "9", "Pay mentors.", "You may quote my words", "Not answered"} {
		if !strings.Contains(body, want) {
			t.Errorf("the answers to check do not show %q", want)
		}
	}
	if lines := browsertest.Eval[string](f.Page, `getComputedStyle(document.querySelector(".given .change")).borderTopStyle`); lines != "none" {
		t.Errorf("the way to change an answer has a line above it, which is %s: a rule for other pages reaches here", lines)
	}
	f.Press(`.change a[href*="answer.minutes@1"]`)
	f.set("answer.minutes@1", "50")
	f.next()
	if body := f.Text("main"); !strings.Contains(body, "50 minutes") {
		t.Error("a change is not shown among the answers to check")
	}
}

func notTwice(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{}).to(3)
	f.Press(`#form .actions [value=back]`)
	if got := browsertest.Eval[string](f.Page, `document.getElementsByName("answer.minutes@1")[0].value`); got != "1.5" {
		t.Errorf("going back shows %q, want what was answered", got)
	}
	w := s.ask("invited-once", survey.AnonymousInvited)
	p := &filler{s, b.Tab(t, browsertest.Options{Width: 1280, Height: 900}), s.browser.Base()}
	p.Open(p.base + "/i/" + s.invite(w, "mentee"))
	p.Press("main form .button.large")
	if strings.Contains(p.Text("main"), "What was your part?") {
		t.Error("the role is asked although the invitation states it")
	}
}

func resume(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 3)
	f.Open(f.base + s.path)
	f.Press("main form .button.large")
	if !browsertest.Eval[bool](f.Page, `document.getElementsByName("answer.agree")[0].checked`) {
		t.Error("the link does not lead back to what was answered")
	}
	f.Open(f.base + "/withdraw")
	f.wantNone(t, `[...document.querySelectorAll("[onpaste], [data-sitekey], .captcha")].map(tell)`)
}

func (w *walk) oneHelp(t *testing.T, _ *site, _ *browsertest.Browser) {
	for i, got := range w.help {
		if got != "Questions about this form? Ask mentoring@example.ac.uk." {
			t.Errorf("help on page %d = %q", i+1, got)
		}
	}
}

func pictures(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tabAt(t, b, browsertest.Options{}, 2)
	f.wantNone(t, `[...document.querySelectorAll("img:not([alt]), svg:not([aria-hidden=true]):not([role=img]), canvas, [role=progressbar]")].map(tell)`)
	if got := f.Text(".progress"); got != "Page 2 of 4" {
		t.Errorf("progress = %q, want it in words", got)
	}
}

func noScript(t *testing.T, s *site, b *browsertest.Browser) {
	before := len(s.responses())
	f := s.tabAt(t, b, browsertest.Options{Width: 320, Height: 640, NoScript: true}, 4)
	f.set("answer.again", "no")
	f.next() // asks what the answer makes needful
	f.set("answer.why", "Too little time.")
	f.next()
	f.next()
	if got := len(s.responses()); got != before+1 {
		t.Errorf("%d responses are stored, want %d\n%s", got, before+1, f.Where())
	}
}

func motion(t *testing.T, s *site, b *browsertest.Browser) {
	f := s.tab(t, b, browsertest.Options{Width: 640, Height: 320, Still: true})
	f.wantNone(t, `[...document.querySelectorAll("*")].filter(e => getComputedStyle(e).transitionDuration !== "0s" || getComputedStyle(e).animationName !== "none").map(e => tell(e) + " moves")`)
	f.Accessible("every-landscape")
}
