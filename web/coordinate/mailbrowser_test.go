package coordinate_test

import (
	"strconv"
	"testing"

	"verbatim/survey"
	"verbatim/survey/mail/mailtest"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// TestMailPagesAreSound looks at the pages of a wave's mail in a browser, wide
// and narrow, without scripts.
func TestMailPagesAreSound(t *testing.T) {
	chromium := browsertest.Start(t)
	o := newOffice(t, survey.Named, 12)
	o.smtp.OnRecipient(func(to string) error {
		if to == "person4@example.ac.uk" {
			return mailtest.Refuse(550, [3]int{5, 1, 1})
		}
		return nil
	})
	o.staff.Get(mailPage).Form(mailPage+"/plan").Set("language", "en", "remind_before", "5, 2", "most", "2", "thank", "yes").Send()
	o.send("invitation", "Send 12 invitations")
	o.days.Store(1)
	o.answer(o.Visitor(), o.link("person0@example.ac.uk", "i"))
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 900, NoScript: true})
		p.Open(o.staff.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		suffix := "-" + strconv.FormatInt(width, 10)
		for name, path := range map[string]string{"mail": "", "mail-words": "/words/reminder/en", "mail-send": "/send/reminder", "mail-not": "/send/invitation"} {
			p.Open(o.staff.Base() + mailPage + path)
			p.Sound(name + suffix)
		}
		p.Open(o.staff.Base() + mailPage + "/words/invitation/en")
		p.Type("#body", "{naem}")
		p.Press(`button[value=save]`)
		p.Sound("mail-words-wrong" + suffix)
		p.Open(o.staff.Base() + o.link("person1@example.ac.uk", "o"))
		p.Sound("mail-optout" + suffix)
		p.Press(`main form button[type=submit]`)
		p.Sound("mail-opted-out" + suffix)
		p.Press(`main form button[type=submit]`)
	}
}
