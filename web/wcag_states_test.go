package web_test

import (
	"testing"
	"time"

	"verbatim/web/browsertest"
)

// TestWCAGStates runs axe-core, with the rules that are off by default, on each
// state that a participant can meet, and looks that nothing scrolls sideways.
func TestWCAGStates(t *testing.T) {
	b := browsertest.Start(t)
	s := newEverySite(t)
	for name, o := range map[string]browsertest.Options{
		"wide": {Width: 1280, Height: 900}, "narrow": {Width: 320, Height: 640}, "dark": {Width: 1280, Height: 900, Dark: true}, "no-script": {Width: 320, Height: 640, NoScript: true},
	} {
		t.Run(name, func(t *testing.T) { s.states(t, b, name, o, "") })
	}
	t.Run("arabic", func(t *testing.T) { s.states(t, b, "rtl", browsertest.Options{Width: 1280, Height: 900}, "ar") })
	t.Run("arabic narrow", func(t *testing.T) { s.states(t, b, "rtl-narrow", browsertest.Options{Width: 320, Height: 640}, "ar") })
	t.Run("large text", func(t *testing.T) {
		f := s.tab(t, b, browsertest.Options{Width: 640, Height: 800})
		for n := range 4 {
			browsertest.Eval[bool](f.Page, `document.documentElement.style.fontSize = "200%", true`)
			f.Accessible("every-large-" + string(rune('1'+n)))
			f.set([][]string{aboutYou(), oneMeeting(), myViews(), myWords()}[n]...)
			f.next()
		}
	})
	t.Run("expired", func(t *testing.T) {
		f := s.tab(t, b, browsertest.Options{Width: 320, Height: 640})
		f.set("answer.agree", "yes")
		s.clock.Add(30 * 24 * time.Hour)
		defer s.clock.Add(-30 * 24 * time.Hour)
		if status := f.next(); status != 410 {
			t.Errorf("a form that has closed answers %d, want 410", status)
		}
		f.Accessible("every-closed")
	})
}

// states looks at every page of the form in its states.
func (s *site) states(t *testing.T, b *browsertest.Browser, name string, o browsertest.Options, language string) {
	f := s.tab(t, b, o)
	if language != "" {
		f.Press(`.tongues button[value=` + language + `]`)
	}
	look := f.Accessible
	if o.Dark { // only the colours are others than those of a light page
		look = f.Contrast
	}
	state := func(what string) { look("every-" + name + "-" + what) }
	state("1")
	f.next()
	state("1-error")
	f.set(aboutYou()...)
	f.next()
	state("2")
	f.set("answer.minutes@1", "an hour")
	f.next()
	state("2-error")
	f.set(oneMeeting()...)
	f.next()
	state("3")
	f.next()
	state("3-error")
	f.set(myViews()...)
	f.next()
	state("4")
	f.set("answer.again", "no")
	if o.NoScript {
		f.next()
	} else {
		f.shows(`[data-live=why]`)
	}
	state("4-revealed")
	f.set("answer.why", "Too little time.")
	f.next()
	state("check")
	f.next()
	state("receipt")
}

// shows waits until the page shows something that a script adds.
func (f *filler) shows(selector string) {
	f.Until("the page shows "+selector, `[document.querySelector(`+quoted(selector)+`)].some(e => e && !e.hidden && e.offsetParent)`)
}
