package web_test

import (
	"net/http"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/browsertest"
)

// TestReturnPagesInABrowser looks at the pages of coming back, of notes on names
// and of the copy, wide and narrow, without scripts on the narrow one.
func TestReturnPagesInABrowser(t *testing.T) {
	b := browsertest.Start(t)
	for name, o := range map[string]browsertest.Options{
		"wide": {Width: 1280, Height: 900}, "narrow": {Width: 320, Height: 640, NoScript: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			must(t, s.store.SaveParticipant(t.Context(), survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: "mentor", Name: "Priya Zorblatt"}))
			_, code := s.saveForLater(s.pageTwo(s.begin(s.browser)), "On ward C5 I met Priya, who listened.")
			p := b.Tab(t, o)
			look := func(what string) {
				p.Accessible("return-" + name + "-" + what)
				p.Screenshot("return-" + name + "-" + what)
			}
			p.Open(s.browser.Base() + "/return")
			look("code")
			p.Type("#code", "wrong")
			if status := p.Press("main form button"); status != http.StatusUnprocessableEntity {
				t.Errorf("a wrong code answers %d", status)
			}
			look("wrong")
			p.Open(s.browser.Base() + "/r/" + strings.ReplaceAll(code, " ", "-"))
			look("ask")
			p.Press("main form button")
			p.Open(s.browser.Base() + s.path + "/later")
			look("later")
			p.Open(s.browser.Base() + s.path + "/check")
			look("note")
			p.Press(`button[name="keep-words"]`)
			if n := p.Count(".identifier"); n != 0 {
				t.Errorf("%d notes after keeping the words, want none", n)
			}
		})
	}
}
