package web_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/web/browsertest"
)

// TestWCAGPagesAround looks, wide and narrow, at the pages that stand around the
// questions: where people arrive, where they leave, and where they are told kindly
// that they cannot go on.
func TestWCAGPagesAround(t *testing.T) {
	s := newEverySite(t)
	invited := s.ask("around", survey.AnonymousInvited)
	f := &filler{s, browsertest.Start(t).Tab(t, browsertest.Options{Width: 1280, Height: 900}), s.browser.Base()}
	look := func(name string) {
		t.Helper()
		for _, width := range []int64{1280, 320} {
			f.Resize(width, 800)
			f.Accessible("around-" + name + "-" + strconv.FormatInt(width, 10))
		}
		f.Resize(1280, 900)
	}
	visit := func(name, path string, want int64) {
		t.Helper()
		if status := f.Open(f.base + path); status != want {
			t.Errorf("%s answers %d, want %d", path, status, want)
		}
		look(name)
	}
	visit("start", s.path, 200)
	visit("start-welsh", s.path+"?language=cy", 200)
	visit("start-invited", "/i/"+s.invite(invited, "mentor"), 200)
	visit("by-invitation", "/f/reverse-mentoring/2021/around", 403)
	visit("unknown-invitation", "/i/nonsense", 404)
	visit("unknown-address", "/nowhere", 404)
	f.Open(f.base + s.path + "?language=en")
	f.next()
	f.set(aboutYou()...)
	f.next()
	visit("start-again", s.path, 200)
	visit("later", s.path+"/later", 200)
	visit("discard", s.path+"/discard", 200)
	f.Open(f.base + s.path + "/page/2")
	f.set(oneMeeting()...)
	f.Press(`#form .turns [value^=remove]`)
	look("remove-meeting")
	f.Open(f.base + s.path + "/page/2")
	f.next()
	f.set(myViews()...)
	f.next()
	f.set(myWords()...)
	f.next()
	f.next()
	code := f.Text(".code")
	visit("copy", s.path+"/copy", 200)
	visit("withdraw", "/withdraw", 200)
	f.set("code", code)
	f.Press(`main form .button`)
	look("withdraw-sure")
	f.Press(`main form .button`)
	look("withdrawn")
	visit("receipt-withdrawn", s.path+"/receipt", 200)
	f.Open(f.base + s.path + "/discard")
	f.Press(`main form .button`)
	look("clear")
	if told := f.Text("main"); !strings.Contains(told, "stay withdrawn") {
		t.Errorf("after a withdrawal the browser is told to be clear with %q", told)
	}
	visit("receipt-gone", s.path+"/receipt", 410)
	s.clock.Add(30 * 24 * time.Hour)
	visit("closed", s.path, 410)
}
