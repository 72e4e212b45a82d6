// Package browsertest drives a real Chromium through pages for tests: it opens,
// types, clicks, reads, checks a page with axe-core and keeps screenshots. It is
// for tests of web and cmd and knows none of their pages.
//
// A test that needs it is skipped with a word where Chromium is missing, and
// fails there if VERBATIM_REQUIRE names chromium. axe-core is the file that
// VERBATIM_AXE names. Screenshots go to the folder that VERBATIM_SCREENSHOTS
// names, where it is set.
package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long one step may take on a busy machine before the test
// fails rather than hangs.
const patience = time.Minute

// Required reports whether VERBATIM_REQUIRE names what a test needs.
func Required(what string) bool {
	for name := range strings.SplitSeq(os.Getenv("VERBATIM_REQUIRE"), ",") {
		if strings.TrimSpace(name) == what {
			return true
		}
	}
	return false
}

// Missing skips the test because something it needs is not there, or fails it
// where VERBATIM_REQUIRE says that it must be.
func Missing(t testing.TB, what, how string) {
	t.Helper()
	if Required(what) {
		t.Fatalf("%s is required and missing: %s", what, how)
	}
	t.Skipf("skipped: %s is missing: %s", what, how)
}

// Browser is a running Chromium.
type Browser struct {
	ctx context.Context //nolint:containedctx // chromedp keeps the browser in it
	axe string
}

// run starts a Chromium and returns what stops it.
func run(t *testing.T) (b *Browser, stop func()) {
	t.Helper()
	path, err := find()
	if err != nil {
		Missing(t, "chromium", "install Debian's chromium")
	}
	axe, err := os.ReadFile(os.Getenv("VERBATIM_AXE")) //nolint:gosec // the tester names the file
	if err != nil && Required("axe") {
		Missing(t, "axe", "VERBATIM_AXE names no axe.min.js")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	alloc, stopped := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, end := chromedp.NewContext(alloc)
	stop = func() { end(); stopped() }
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		stop()
		t.Fatalf("starting Chromium: %v", err)
	}
	return &Browser{ctx, string(axe)}, stop
}

func find() (path string, err error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

// Page is one tab. Every method fails the test when its step fails.
type Page struct {
	t        *testing.T
	ctx      context.Context //nolint:containedctx // chromedp keeps the tab in it
	axe      string
	noScript bool

	mu      sync.Mutex
	console []string
}

// Options say how a tab is set up.
type Options struct {
	Width, Height int64 // in CSS pixels
	NoScript      bool  // as a browser with JavaScript turned off
	Dark          bool  // prefers-color-scheme: dark
	Still         bool  // prefers-reduced-motion: reduce
}

// Tab opens a tab of its own, with cookies of its own. What the browser
// complains about on its console while the tab is open fails the test.
func (b *Browser) Tab(t *testing.T, o Options) *Page {
	t.Helper()
	p := &Page{t: t, axe: b.axe, noScript: o.NoScript}
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithListener(p.listen), chromedp.WithNewBrowserContext())
	p.ctx = ctx
	t.Cleanup(func() {
		end()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, line := range p.console {
			t.Errorf("the browser's console says: %s", line)
		}
	})
	// The tab lives as long as the context of its first step, so that one has no
	// time limit.
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(o.Width, o.Height)); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	if o.NoScript {
		p.scripts(false)
	}
	p.prefer(o)
	return p
}

// prefer tells pages what the person at the browser prefers.
func (p *Page) prefer(o Options) {
	p.t.Helper()
	var features []map[string]string
	if o.Dark {
		features = append(features, map[string]string{"name": "prefers-color-scheme", "value": "dark"})
	}
	if o.Still {
		features = append(features, map[string]string{"name": "prefers-reduced-motion", "value": "reduce"})
	}
	if len(features) > 0 {
		p.command("Emulation.setEmulatedMedia", map[string]any{"features": features})
	}
}

// listen keeps what the page was refused, such as a script that its policy
// forbids. A page that is meant to answer with an error is not a complaint.
func (p *Page) listen(ev any) {
	if fmt.Sprintf("%T", ev) != "*log.EventEntryAdded" { // the type is of a module that is not ours to depend on
		return
	}
	var added struct {
		Entry struct{ Level, Text string }
	}
	described, err := json.Marshal(ev)
	if err == nil {
		err = json.Unmarshal(described, &added)
	}
	if err != nil {
		added.Entry.Text = err.Error()
	}
	if strings.Contains(added.Entry.Text, "the server responded with a status of") {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.console = append(p.console, added.Entry.Level+": "+added.Entry.Text)
}

// scripts turns the page's scripts on or off.
func (p *Page) scripts(on bool) {
	p.t.Helper()
	p.command("Emulation.setScriptExecutionDisabled", map[string]any{"value": !on})
}

// command sends the tab one command of the DevTools protocol.
func (p *Page) command(method string, params map[string]any) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.FromContext(ctx).Target.Call(ctx, method, params, &struct{}{}); err != nil {
		p.t.Fatalf("%s: %v", method, err)
	}
}

// Resize gives the tab another size, in CSS pixels: a page that was opened once can
// be looked at wide and narrow.
func (p *Page) Resize(width, height int64) {
	p.t.Helper()
	p.do("resizing", chromedp.EmulateViewport(width, height))
}

// Forget takes all cookies away, as when a session has expired.
func (p *Page) Forget() {
	p.t.Helper()
	p.command("Network.clearBrowserCookies", map[string]any{})
}

// SetCookie gives the tab a cookie for a path of a site, such as one that a
// browser without scripts has got there.
func (p *Page) SetCookie(site, path, name, value string) {
	p.t.Helper()
	p.command("Network.setCookie", map[string]any{"url": site + path, "path": path, "name": name, "value": value, "httpOnly": true, "sameSite": "Lax"})
}

func (p *Page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v\n%s", what, err, p.Where())
	}
}

func (p *Page) navigate(what string, step chromedp.Action[chromedp.Void]) int64 {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	r, err := chromedp.RunResponse(ctx, step)
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", what, err, p.Where())
	}
	if r == nil {
		return 0
	}
	return r.Status
}

// Open goes to an address and returns the status of the answer.
func (p *Page) Open(url string) int64 {
	p.t.Helper()
	return p.navigate("opening "+url, chromedp.Navigate(url))
}

// Press clicks what selector finds, which leads to another page, and returns the
// status of that page.
func (p *Page) Press(selector string) int64 {
	p.t.Helper()
	return p.navigate("pressing "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Click clicks what selector finds and stays on the page.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("clicking "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Type sets the focus on a field and types.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.do("typing into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Keys types into whatever has the focus.
func (p *Page) Keys(keys string) {
	p.t.Helper()
	p.do("pressing keys", chromedp.KeyEvent(keys))
}

// Enter presses Enter on what has the focus, which leads to another page, and
// returns the status of that page.
func (p *Page) Enter() int64 {
	p.t.Helper()
	return p.navigate("pressing Enter", chromedp.KeyEvent("\r"))
}

// Text returns the words that a person sees in what selector finds first.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return Eval[string](p, fmt.Sprintf(`(document.querySelector(%q) || {innerText: ""}).innerText`, selector))
}

// Count returns how many elements selector finds.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	return Eval[int](p, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
}

// Where says which page the tab shows, for messages.
func (p *Page) Where() string {
	ctx, cancel := context.WithTimeout(p.ctx, time.Second)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + " — " + document.title + "\n" + (document.body ? document.body.innerText.slice(0, 1500) : "")`))
	if err != nil {
		return "(the page cannot be read: " + err.Error() + ")"
	}
	return at
}

// Eval returns the value of a JavaScript expression.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluating %s: %v\n%s", expression, err, p.Where())
	}
	return v
}

// Until waits until a JavaScript expression is true, and fails the test where it
// has not become so. The page stays the same while it waits.
func (p *Page) Until(what, expression string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); ; {
		if Eval[bool](p, `new Promise(done => {
			const until = performance.now() + 1000;
			const look = () => (`+expression+`) ? done(true) : performance.now() > until ? done(false) : setTimeout(look, 20);
			look();
		})`) {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain until %s\n%s", what, p.Where())
		}
	}
}

// Sound checks what every page must be, and keeps a screenshot under the given
// name: no violation that axe-core finds, nothing that scrolls sideways, one h1.
func (p *Page) Sound(name string) {
	p.t.Helper()
	p.sound(name, axeRun)
}

// Accessible checks what Sound does, with the rules of axe-core that are off by
// default or experimental too: the sizes of targets, labels within names, the
// orientation, the order of focus.
func (p *Page) Accessible(name string) {
	p.t.Helper()
	p.sound(name, axeRunAll)
}

// Contrast checks of what Accessible does only what hangs on colours, for a page
// that was looked at before in others.
func (p *Page) Contrast(name string) {
	p.t.Helper()
	p.sound(name, axeRunColours)
}

func (p *Page) sound(name, run string) {
	p.t.Helper()
	p.Screenshot(name)
	if wide := Eval[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		p.t.Errorf("%s: the page scrolls sideways by %d pixels", name, wide)
	}
	if n := p.Count("h1"); n != 1 {
		p.t.Errorf("%s: %d h1 headings, want 1", name, n)
	}
	if p.axe == "" {
		p.t.Logf("%s: axe-core is missing (VERBATIM_AXE): not checked with it", name)
		return
	}
	if p.noScript { // the page's own scripts were never run: axe's timers need to
		p.scripts(true)
		defer p.scripts(false)
	}
	if !Eval[bool](p, `"axe" in window`) { // the page was not looked at before
		Eval[bool](p, p.axe+";true")
	}
	for _, v := range Eval[[]string](p, run) {
		p.t.Errorf("%s: %s", name, v)
	}
}

// axeRun returns a line for each violation of WCAG 2.2 AA and of best practice.
const axeRun = axeStart + `}` + axeEnd

// axeRunAll enables what axe-core leaves off by itself.
const axeRunAll = axeStart + `, rules: Object.fromEntries(["target-size", "label-content-name-mismatch", "css-orientation-lock", "focus-order-semantics", "td-has-header"].map(r => [r, {enabled: true}]))}` + axeEnd

// axeRunColours judges colours only.
const axeRunColours = `axe.run(document, {runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}` + `}` + axeEnd

const axeStart = `axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`

const axeEnd = `).then(r =>
	r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + ": " + n.target.join(" ") + " " + (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message)))`

// Screenshot keeps a picture of the whole page, where a folder was named.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	dir := os.Getenv("VERBATIM_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600) //nolint:gosec // the tester names the folder
	}
	if err != nil {
		p.t.Errorf("screenshot %s: %v", name, err)
	}
}
