package browsertest

import (
	"sync"
	"testing"
)

// shared is the Chromium of the test binary, where [Main] runs it.
var shared struct {
	sync.Mutex
	on      bool
	browser *Browser
	stop    func()
}

// Main runs the tests of a package with one Chromium for all of them: starting
// one takes longer than most tests. A package whose tests use a browser says so
// once, in any of its test files, and nothing else changes:
//
//	func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }
//
// Each test then still calls [Start], which returns the same browser, started by
// whichever comes first, and opens tabs with [Browser.Tab]. A tab has cookies,
// storage and a console of its own, so that tests do not see each other, also
// where they call t.Parallel. Without Main, a browser lives as long as the test
// that started it.
//
// To be quick, and steady on a busy machine: open one tab a person rather than
// one a check, and look at each page in all ways while it is open; walk to a
// state once, with subtests along the way; share the site of a test that only
// reads among subtests; wait for what the page shows with [Page.Until], never for
// a time.
func Main(m *testing.M) int {
	shared.Lock()
	shared.on = true
	shared.Unlock()
	defer func() {
		shared.Lock()
		defer shared.Unlock()
		if shared.stop != nil {
			shared.stop()
		}
	}()
	return m.Run()
}

// Start returns a running Chromium: that of the test binary where [Main] runs the
// tests, else one for the length of the test.
func Start(t *testing.T) *Browser {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if !shared.on {
		b, stop := run(t)
		t.Cleanup(stop)
		return b
	}
	if shared.browser != nil && shared.browser.ctx.Err() != nil { // it has died
		shared.stop()
		shared.browser = nil
	}
	if shared.browser == nil {
		shared.browser, shared.stop = run(t)
	}
	return shared.browser
}
