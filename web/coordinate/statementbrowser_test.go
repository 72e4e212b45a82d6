package coordinate_test

import (
	"strconv"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// TestWordingIsSound walks the path of wording a summary in a browser, wide and
// narrow, without scripts: sentences, sections, reasons, and the scale.
func TestWordingIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	s, theme := worded(t)
	b := s.Coordinator()
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 900, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		suffix := "-" + strconv.FormatInt(width, 10)
		p.Open(b.Base() + summary)
		p.Sound("wording-draft" + suffix)
		p.Open(b.Base() + summary + "/statement/mentor/" + theme)
		p.Sound("wording-statement" + suffix)
		p.Type("#lead", "Most mentors and mentees were overwhelmingly glad, and some saw a substantial change")
		p.Press(`button[value=check]`)
		p.Sound("wording-checked" + suffix)
		p.Press(`button[value=save]`)
		p.Sound("wording-flagged" + suffix)
		p.Open(b.Base() + summary + "/edit")
		p.Type("#heading-new-section", "What happens next")
		p.Type("#body-new-section", "The committee meets in March.")
		p.Press(`#new-section button[type=submit]`)
		p.Sound("wording-edit" + suffix)
		p.Open(b.Base() + "/staff/wording/reverse-mentoring")
		p.Sound("wording-style" + suffix)
	}
}
