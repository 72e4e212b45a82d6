package web_test

import (
	"context"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verbatim/survey/surveytest"
	"verbatim/web/webtest"
)

// TestKilledBetweenPages kills the server after each page, and again while the
// next is sent: the participant presses the button once more, and in the end one
// response is stored with exactly what was typed.
func TestKilledBetweenPages(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		k := newKillable(t, address)
		random := rand.New(rand.NewPCG(7, 7))
		k.browser.Get(k.path).Form(k.path).Send().WantAt(k.path + "/page/1")
		for _, st := range everySteps() {
			k.restart()
			p := k.browser.Get(k.path + st.at).Want(http.StatusOK)
			form := k.typing(p, st)
			k.killDuring(form, time.Duration(random.Int64N(int64(8*time.Millisecond))))
			k.browser.Post(k.path+st.at, form.Values).Want(http.StatusOK).WantAt(k.path + st.to)
		}
		k.restart()
		check := k.browser.Get(k.path + "/check").Want(http.StatusOK).Form(k.path + "/check")
		k.killDuring(check, time.Duration(random.Int64N(int64(8*time.Millisecond))))
		receipt := k.browser.Post(k.path+"/check", check.Values).Want(http.StatusOK).WantAt(k.path + "/receipt")
		k.restart()
		if again := k.browser.Get(k.path + "/receipt"); webtest.Text(again.Class("code")[0]) != webtest.Text(receipt.Class("code")[0]) {
			t.Error("the receipt shows another code after a restart")
		}
		k.wantStored(everyAnswers())
	})
}

// killDuring sends a form and kills the server meanwhile; whether it came through
// nobody learns. Then the server is started again.
func (k *killable) killDuring(form *webtest.Form, after time.Duration) {
	k.t.Helper()
	path := form.Action
	req, err := http.NewRequestWithContext(k.t.Context(), http.MethodPost, k.browser.Base()+path, strings.NewReader(form.Values.Encode()))
	must(k.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range k.browser.Cookies(path) {
		req.AddCookie(c)
	}
	done := make(chan struct{})
	go func() { defer close(done); blind(req) }()
	select {
	case <-done:
	case <-time.After(after):
	}
	k.restart()
	<-done
}

// blind sends a request and learns nothing from its answer.
func blind(req *http.Request) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	if resp, err := client.Do(req); err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}

// TestClickedTwiceAndReloaded sends every page twice at once, then once more as a
// reload does, and looks at each page twice.
func TestClickedTwiceAndReloaded(t *testing.T) {
	s := newEvery(t)
	s.browser.Get(s.path).Form(s.path).Send().WantAt(s.path + "/page/1")
	for _, st := range everySteps() {
		s.browser.Get(s.path + st.at).Want(http.StatusOK)
		form := s.typing(s.browser.Get(s.path+st.at).Want(http.StatusOK), st)
		s.twice(form)
		form.Send().Want(http.StatusOK).WantAt(s.path + st.to)
		form.Send().Want(http.StatusOK).WantAt(s.path + st.to)
	}
	check := s.browser.Get(s.path + "/check").Form(s.path + "/check")
	s.twice(check)
	check.Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	check.Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	s.browser.Get(s.path + "/receipt").Want(http.StatusOK)
	s.wantStored(everyAnswers())
}

// twice sends a form twice at the same moment, with the cookies of before, and
// fails the test for an answer that is a problem.
func (s *site) twice(form *webtest.Form) {
	s.t.Helper()
	statuses := make(chan int, 2)
	body, cookies := maps.Clone(form.Values).Encode(), s.browser.Cookies(form.Action)
	for range 2 {
		go func() {
			req, err := http.NewRequestWithContext(context.WithoutCancel(s.t.Context()), http.MethodPost, s.browser.Base()+form.Action, strings.NewReader(body))
			if err != nil {
				statuses <- 0
				return
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for _, c := range cookies {
				req.AddCookie(c)
			}
			client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			defer client.CloseIdleConnections()
			resp, err := client.Do(req)
			if err != nil {
				statuses <- 0
				return
			}
			_ = resp.Body.Close()
			statuses <- resp.StatusCode
		}()
	}
	for range 2 {
		if status := <-statuses; status != http.StatusSeeOther {
			s.t.Errorf("one of two clicks on %s = status %d", form.Action, status)
		}
	}
}

// TestBackAndForth goes back with the button of the page and with that of the
// browser, which shows an old page, and sends what is there.
func TestBackAndForth(t *testing.T) {
	s := newEvery(t)
	steps := everySteps()
	s.browser.Get(s.path).Form(s.path).Send().WantAt(s.path + "/page/1")
	var old []*webtest.Form
	for i, st := range steps {
		form := s.typing(s.browser.Get(s.path+st.at).Want(http.StatusOK), st)
		if i > 0 && st.at != steps[0].at {
			press(form, "go", "back").Want(http.StatusOK)
			form = s.browser.Get(s.path + st.at).Form(s.path + st.at) // what was typed is kept
		}
		old = append(old, form)
		form.Send().Want(http.StatusOK)
	}
	for _, form := range old { // as the browser still has them: sent again, or shown beside what is newer
		if p := form.Send(); p.Status != http.StatusOK && p.Status != http.StatusConflict {
			t.Errorf("an old page sent again = status %d", p.Status)
		}
	}
	s.send(s.browser.Get(s.path + "/check"))
	for _, form := range old {
		form.Send().Want(http.StatusOK).WantAt(s.path + "/receipt")
	}
	s.wantStored(everyAnswers())
}

// TestCookiesGone sends the answers to check from a browser that has forgotten
// everything, and a page from another: nothing typed is lost.
func TestCookiesGone(t *testing.T) {
	s := newEvery(t)
	check := s.walk(s.browser, everySteps()).Form(s.path + "/check")
	stranger := s.browser.Another()
	st := everySteps()[2]
	form := s.typing(s.browser.Get(s.path+st.at), st)
	kept := stranger.Post(s.path+st.at, form.Values).Want(http.StatusOK)
	if kept.Path != s.path+"/page/3" && kept.Path != s.path+"/check" {
		t.Errorf("a page from a browser without cookies leads to %s", kept.Path)
	}
	if got := webtest.Raw(stranger.Get(s.path + "/page/2").ID("answer.change")); got != said {
		t.Errorf("the page has %q, want the words that were sent", got)
	}
	s.browser.Another().Post(s.path+"/check", check.Values).Want(http.StatusOK).WantAt(s.path + "/receipt")
	s.wantStored(everyAnswers())
}

// TestTooLate closes the form while people write: what they send is shown to
// them, page by page and all together.
func TestTooLate(t *testing.T) {
	s := newEvery(t)
	steps := everySteps()
	check := s.walk(s.browser, steps).Form(s.path + "/check")
	last := s.typing(s.browser.Get(s.path+"/page/4"), step{"/page/4", []string{"answer.few", "Written too late"}, ""})
	s.clock.Add(30 * 24 * time.Hour)
	for _, form := range []*webtest.Form{last, check} {
		p := form.Send().Want(http.StatusGone)
		text := webtest.Raw(p.Find("main"))
		for _, words := range []string{said, "With “tea” & cake", " A café\u00a0"} {
			if !strings.Contains(text, words) {
				t.Errorf("%s closed without showing %q", form.Action, words)
			}
		}
	}
	if p := last.Send(); !strings.Contains(webtest.Raw(p.Find("main")), "Written too late") {
		t.Error("the last words are not shown")
	}
	s.wantResponses(0)
}

// TestTwoWindowsOfEverything has two windows of one browser fill in the form side
// by side: each page is sent by one and then, as it was shown before, by the other.
func TestTwoWindowsOfEverything(t *testing.T) {
	s := newEvery(t)
	steps := everySteps()
	s.browser.Get(s.path).Form(s.path).Send().WantAt(s.path + "/page/1")
	for _, st := range steps {
		other := s.browser.Get(s.path + st.at).Form(s.path + st.at)
		s.typed(s.browser.Get(s.path+st.at), st)
		if stale := other.Send(); stale.Status != http.StatusConflict {
			t.Errorf("%s from a window that has not seen the answers = status %d, want a conflict", st.at, stale.Status)
		}
	}
	check := s.browser.Get(s.path + "/check").Form(s.path + "/check")
	more := url.Values{}
	maps.Copy(more, s.browser.Get(s.path+"/page/3").Form(s.path+"/page/3").Values)
	more.Set("turn", "add-1")
	s.browser.Post(s.path+"/page/3", more).WantAt(s.path + "/page/4")
	check.Send().Want(http.StatusConflict)
	press(s.browser.Get(s.path+"/page/4").Form(s.path+"/page/4"), "turn", "remove-2").Want(http.StatusOK)
	s.send(s.browser.Get(s.path + "/check"))
	s.wantStored(everyAnswers())
}
