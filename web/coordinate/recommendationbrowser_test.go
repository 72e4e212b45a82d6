package coordinate_test

import (
	"strconv"
	"strings"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// TestFollowingUpIsSound walks through the page of a recommendation: words,
// entries, links, refusals; wide and narrow, dark, and without scripts.
func TestFollowingUpIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	s := tookUp(t)
	base := s.Coordinator().Base()
	for i, o := range []browsertest.Options{{Width: 1280, Height: 900}, {Width: 320, Height: 900, NoScript: true}, {Width: 1280, Height: 900, Dark: true}} {
		p := chromium.Tab(t, o)
		p.Open(base + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		suffix := "-" + strconv.FormatInt(o.Width, 10)
		if o.Dark {
			suffix += "-dark"
		}
		p.Open(base + followed)
		p.Sound("ledger-one" + suffix)
		p.Type("#body", "EDI education committee")
		p.Type("#coowners", "The library")
		p.Press(`form:has(#title) button[type=submit]`)
		if i == 0 {
			p.Click(`details:has(#due-value) summary`)
			p.Type("#due-value", "06012021") // as the field asks for it where nothing else is set: month, day, year
			if got := browsertest.Eval[string](p, `document.querySelector("#due-value").value`); got != "2021-06-01" {
				t.Errorf("typed by key, the day is %q", got)
			}
			p.Press(`form:has(#due-value) button`)
			if got := p.Text(".standing"); !strings.Contains(got, "Overdue since 2 June 2021") {
				t.Errorf("the page says %q, want that it is overdue", got)
			}
			p.Click(`details:has(#link-to) summary`)
			browsertest.Eval[bool](p, `document.querySelector("#link-to").selectedIndex = 1, true`)
			p.Press(`form:has(#link-to) button`)
		}
		p.Click(`details:has(#response-value) summary`)
		p.Type("#response-value", "Not accepted")
		p.Press(`form:has(#response-value) button`)
		p.Sound("ledger-one-refused" + suffix)
		p.Type("#response-words", "There is one already.")
		p.Press(`form:has(#response-value) button`)
		p.Sound("ledger-one-said" + suffix)
	}
}
