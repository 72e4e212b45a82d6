package coordinate_test

import (
	"strconv"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// TestAuditPageIsSound looks at the record in a browser, wide and narrow.
func TestAuditPageIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	b := stafftest.New(t).Coordinator()
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		p.Open(b.Base() + audit)
		p.Sound("audit-" + strconv.FormatInt(width, 10))
	}
}
