package coordinate_test

import (
	"strconv"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// TestIdentifierPagesAreSound walks from suggestions to the record in a browser,
// wide and narrow, without scripts.
func TestIdentifierPagesAreSound(t *testing.T) {
	chromium := browsertest.Start(t)
	s := telling(t)
	s.Answer("mentor", map[string]string{"changed": "مرشدتي Priya Raman كانت لطيفة. " + strings.Repeat("It went on and on, and I wrote all of it down because nobody had asked before. ", 12) + "Write to ada@example.ac.uk or 07700 900123."})
	b := s.Coordinator()
	bea := another(t, s, "bea")
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 900, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		suffix := "-" + strconv.FormatInt(width, 10)
		p.Open(b.Base() + identifiers)
		p.Sound("identifiers" + suffix)
		p.Press(`button[value=kept]`)
		p.Sound("identifiers-wrong" + suffix)
		alone := webtest.All(group(t, bea.Get(identifiers), "As a Black woman"), "a")
		p.Open(b.Base() + webtest.Attr(alone[len(alone)-1], "href"))
		p.Sound("identifiers-answer" + suffix)
		p.Open(b.Base() + identifiers)
		if width == 1280 {
			p.Press(`button[value=masked]`)
			settle(t, bea.Get(identifiers), "Ward C3", "masked", "descriptor", "a ward")
			settle(t, bea.Get(identifiers), "07700 900123", "kept", "reason", "the number of the switchboard")
		}
		p.Open(b.Base() + identifiers + "?show=second")
		p.Sound("identifiers-second" + suffix)
		p.Open(b.Base() + identifiers + "?show=decided")
		p.Sound("identifiers-decided" + suffix)
		p.Open(b.Base() + identifiers + "/log")
		p.Sound("identifiers-log" + suffix)
		p.Open(b.Base() + dictionary)
		p.Sound("identifiers-dictionary" + suffix)
		p.Open(b.Base() + "/staff/programmes/reverse-mentoring")
		p.Sound("identifiers-programme" + suffix)
		if width == 1280 {
			trait := s.Programme
			trait.Roles = append([]survey.Role{}, trait.Roles...)
			trait.Roles[0].Singular, trait.Roles[0].Plural = "LGBTQ+ mentor", "LGBTQ+ mentors"
			if err := s.Survey.SaveProgramme(t.Context(), trait); err != nil {
				t.Fatal(err)
			}
		}
	}
	empty := stafftest.New(t)
	p := chromium.Tab(t, browsertest.Options{Width: 320, Height: 700, NoScript: true})
	p.Open(empty.Coordinator().Base() + "/sign-in")
	p.Type("#name", "anna")
	p.Type("#password", stafftest.Password)
	p.Press(`main form button[type=submit]`)
	p.Open(empty.Coordinator().Base() + identifiers)
	p.Sound("identifiers-empty")
}
