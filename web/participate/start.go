package participate

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// Start shows the start page of an open link, or of an invitation that this
// browser has opened before.
func (d *Desk) Start(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.answer(c, err)
	}
	if s.invitation.Spent || s.sent && s.token != "" {
		err = d.ready(s)
	} else {
		err = s.open(survey.DayOf(d.Now()))
	}
	if err != nil {
		return d.answer(c, err)
	}
	d.keepSpoken(c, s)
	data := d.start(c, s)
	data.Action = s.path("")
	if data.Resuming = s.found; s.found {
		data.Discard = s.path("discard")
	}
	if s.sent {
		data.Receipt = s.path("receipt")
	}
	return s.tongue.moulds.Start(c, http.StatusOK, data)
}

// Begin makes a draft, unless the browser has one, and leads to page 1.
func (d *Desk) Begin(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.answer(c, err)
	}
	if s.token != "" {
		err = d.ready(s)
	} else {
		err = s.open(survey.DayOf(d.Now()))
	}
	if err != nil {
		return d.answer(c, err)
	}
	if chosen, err := d.choose(c, &s); chosen || err != nil {
		return d.spoken(c, s, err)
	}
	if !s.found {
		s.secret, s.instance = "", "" // old ones belong to an instance that was sent
		if err := d.save(c, &s, ""); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, s.pagePath(1))
	return nil
}

// spoken leads back to the start page, in the language that was chosen there. A
// draft keeps it too.
func (d *Desk) spoken(c *gin.Context, s sitting, err error) error {
	if err == nil && s.found {
		err = d.save(c, &s, "")
	}
	if err == nil {
		c.Redirect(http.StatusSeeOther, s.path(""))
	}
	return err
}

// Speak changes the language of a page that has nothing to send, such as the
// receipt, and leads back to it.
func (d *Desk) Speak(c *gin.Context) error {
	s, err := d.sit(c)
	if err == nil {
		_, err = d.choose(c, &s)
	}
	if err != nil {
		return d.answer(c, err)
	}
	if s.sent && !s.found {
		c.Redirect(http.StatusSeeOther, s.path("receipt"))
		return nil
	}
	return d.spoken(c, s, nil)
}

// Invitation shows the start page of an invitation. It changes nothing: mail
// scanners open every link.
func (d *Desk) Invitation(c *gin.Context) error {
	s, err := d.invited(c)
	if err != nil {
		return d.answer(c, err)
	}
	data := d.start(c, s)
	data.Action = "/i/" + s.token
	return s.tongue.moulds.Start(c, http.StatusOK, data)
}

// Accept lets the browser remember the invitation for the pages of the form,
// whose addresses do not name it, and leads to page 1. The draft is made by the
// first page: a draft that this invitation began earlier is only sent by the
// browser to those addresses.
func (d *Desk) Accept(c *gin.Context) error {
	s, err := d.invited(c)
	if err != nil {
		return d.answer(c, err)
	}
	d.setCookie(c, s.place, invitationCookie, s.token, draftLife)
	if chosen, err := d.choose(c, &s); chosen || err != nil {
		return d.spoken(c, s, err)
	}
	c.Redirect(http.StatusSeeOther, s.pagePath(1))
	return nil
}

// invited reads the invitation that the address names.
func (d *Desk) invited(c *gin.Context) (s sitting, err error) {
	ctx := c.Request.Context()
	s.token = c.Param("token")
	if s.invitation, err = d.Survey.Invitation(ctx, s.token); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return s, d.notTheLatest(ctx, s.token)
		}
		return s, err
	}
	if s.place, err = d.places.of(ctx, s.invitation.WaveID); err != nil {
		return s, err
	}
	if err := d.speak(c, &s); err != nil {
		return s, err
	}
	if s.invitation.Spent {
		h := s.spent()
		h.stop.Receipt = s.path("receipt")
		return s, h
	}
	return s, s.open(survey.DayOf(d.Now()))
}

// notTheLatest says why a link opens nothing: a newer one was sent, or it is none
// of ours.
func (d *Desk) notTheLatest(ctx context.Context, token string) error {
	_, err := d.Survey.ReplacedInvitation(ctx, token)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return unknownInvitation()
	}
	if err != nil {
		return err
	}
	return &halt{status: http.StatusGone, stop: page.Stop{
		Heading: "A newer link has taken the place of this one",
		Lines:   []string{"Open the link in the latest e-mail that we sent you.", "What you have begun to write in this browser is kept, and the newer link leads to it."},
	}}
}

func unknownInvitation() error {
	return &halt{status: http.StatusNotFound, stop: page.Stop{
		Heading: "We do not know this invitation",
		Lines:   []string{"Check that the link was copied whole: long links are often broken over two lines in an e-mail.", "If it still does not work, ask the person who sent it to you for a new one."},
	}}
}

func (d *Desk) start(c *gin.Context, s sitting) page.Start {
	return page.Start{
		Layout: s.layout(c, page.Plain(s.title())), Heading: s.title(), Intro: s.spoken().Intro, IntroLang: s.tongue.foreign.Intro(),
		Addressee: s.programme.Addressee, Pages: len(d.read(s).sheets), Role: s.roleWords(),
		Until: s.until(), Stored: d.stored(c, s.wave),
	}
}
