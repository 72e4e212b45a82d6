package coordinate_test

import (
	"strconv"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// TestChoosingInABrowser walks from the candidates to a chosen quote: by the
// keyboard with the script, with buttons without, wide and narrow.
func TestChoosingInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s, v := quotable(t)
	base := s.Coordinator().Base()
	for _, width := range []int64{1280, 320} {
		for _, plain := range []bool{false, true} {
			p := chromium.Tab(t, browsertest.Options{Width: width, Height: 900, NoScript: plain})
			p.Open(base + "/sign-in")
			p.Type("#name", "anna")
			p.Type("#password", stafftest.Password)
			p.Press(`main form button[type=submit]`)
			suffix := "-" + strconv.FormatInt(width, 10)
			if plain {
				suffix += "-plain"
			}
			p.Open(base + quotes + "/choose/" + v + "?theme=confidence")
			if plain {
				p.Press(`button[value=end-less-sentence]`)
				p.Press(`button[value=add]`)
				p.Sound("quote-wrong" + suffix)
				p.Type("#edit-reason", "shorter")
				p.Press(`button[value=add]`)
			} else {
				for range 4 {
					p.Press(`button[value=end-less-word]`)
				}
				p.Click(`[data-quote-answer]`)
				before := p.Text(`[data-quote-status]`)
				p.Keys("\u0302") // the arrow takes another word off the end
				if got := p.Text(`[data-quote-status]`); got == before || got == "" {
					t.Errorf("the arrow moves nothing: %q", got)
				}
				p.Enter()
			}
			p.Sound("quote" + suffix)
			p.Open(base + quotes)
			p.Sound("quotes" + suffix)
		}
	}
}
