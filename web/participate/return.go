package participate

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/session"
)

// goLater is the value of the button that saves a page and leads to the code
// for coming back.
const goLater = "later"

// Attempts to come back from one address, as for withdrawing: enough for a class
// in one room. A code has 78 bits, so that trying them out is hopeless anyway.
const (
	returnBurst = 30
	returnEvery = 10 * time.Second
)

// mostAgain is how often a page is stored once more because another device
// stored another page in the same moment.
const mostAgain = 5

// onceMore reports whether a page whose draft was written meanwhile is to be
// read and stored again, which changes nothing where the two were different
// pages, and shows both where they were the same.
func onceMore(c *gin.Context, err error) bool {
	const key = "stored_again"
	n := c.GetInt(key)
	c.Set(key, n+1)
	return fault.KindOf(err) == fault.Conflict && n < mostAgain
}

// Later shows the code and the link with which a draft is found from another
// device, once they have been asked for. It changes nothing.
func (d *Desk) Later(c *gin.Context) error {
	s, err := d.sitReady(c)
	if err != nil {
		return d.answer(c, err)
	}
	if !s.found {
		c.Redirect(http.StatusSeeOther, s.path(""))
		return nil
	}
	data := page.Later{
		Layout: s.layout(c, s.say("Come back later")), Action: s.path("later"), Back: s.pathAt(d.read(s), d.leftOff(s)),
		Until: s.tongue.words.Day(s.keptFor()),
	}
	code := store.CarryCode(s.secret)
	switch _, err := d.Survey.Carried(c.Request.Context(), code); {
	case err == nil:
		data.Spaced, data.Link, data.Typed = page.Spaced(code), d.address(c)+"/r/"+code, d.address(c)+"/return"
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	data.Switch, data.Scripts = s.path("language"), []string{"print.js"}
	return d.Render.Page(c, http.StatusOK, "participate-later", data)
}

// keptFor returns the last day on which a draft can be gone on with.
func (s sitting) keptFor() survey.Day {
	day := survey.DayOf(s.draft.SavedAt.Add(draftLife))
	if closes := s.wave.ClosesOn; closes != "" {
		day = min(day, closes)
	}
	return day
}

// MakeLater makes the code work, or stops it.
func (d *Desk) MakeLater(c *gin.Context) error {
	s, err := d.sitReady(c)
	if err != nil {
		return d.answer(c, err)
	}
	if c.PostForm("stop") != "" {
		err = d.Survey.StopCarrying(c.Request.Context(), s.secret)
	} else {
		err = d.carry(c, s)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, s.path("later"))
	return nil
}

// carry makes the code of a draft work. What it leads to holds the invitation's
// token, encrypted with the code: nothing else joins the two.
func (d *Desk) carry(c *gin.Context, s sitting) error {
	if !s.found {
		return nil
	}
	_, err := d.Survey.Carry(c.Request.Context(), store.Carried{WaveID: s.wave.ID, Secret: s.secret, Token: s.token})
	return err
}

// address returns the address of the site, as participants type it.
func (d *Desk) address(c *gin.Context) string {
	switch {
	case d.PublicURL != "":
		return strings.TrimSuffix(d.PublicURL, "/")
	case d.Secure:
		return "https://" + c.Request.Host
	}
	return "http://" + c.Request.Host
}

// leftOff returns the place of the first sheet on which nothing is answered.
func (d *Desk) leftOff(s sitting) int {
	r := d.read(s)
	for i, sheet := range r.sheets {
		if !slices.ContainsFunc(sheet.Page.Questions, func(q survey.Question) bool {
			return !q.Kind.Asked() || !page.AnswerTo(s.draft.Answers, survey.InTurn(q.Key, sheet.Turn)).Empty()
		}) {
			return i
		}
	}
	return len(r.sheets)
}

// Return asks for the code.
func (d *Desk) Return(c *gin.Context) error {
	return d.showReturn(c, http.StatusOK, page.Return{})
}

// ReturnBy asks, for the code of a link, whether to go on in this browser. It
// changes nothing: mail scanners open every link.
func (d *Desk) ReturnBy(c *gin.Context) error { return d.askReturn(c, c.Param("code")) }

// Returned asks the same for a code that was typed.
func (d *Desk) Returned(c *gin.Context) error { return d.askReturn(c, c.PostForm("code")) }

func (d *Desk) askReturn(c *gin.Context, code string) error {
	carried, problem, status, err := d.carried(c, code)
	if err != nil {
		return err
	}
	if problem != "" {
		return d.showReturn(c, status, page.Return{Code: code, Problem: problem})
	}
	p, err := d.places.of(c.Request.Context(), carried.WaveID)
	if err != nil {
		return d.answer(c, err)
	}
	draft, err := d.Survey.Draft(c.Request.Context(), carried.Secret)
	if err != nil {
		return err
	}
	if p.tongue, err = p.tongues.in(cmp.Or(draft.Language, page.TongueOf(c))); err != nil {
		return err
	}
	layout := page.Participant(c, p.say("Go on with what you have written"), p.programme)
	layout.Lang = p.tongue.tag
	return d.showReturn(c, http.StatusOK, page.Return{
		Layout: layout, Code: normaliseCode(code), Heading: p.title(), Action: p.path("return"), Saved: p.tongue.words.Day(survey.DayOf(draft.SavedAt)),
	})
}

// carried reads what a code leads to, or says what is wrong with it.
func (d *Desk) carried(c *gin.Context, code string) (_ store.Carried, problem string, status int, err error) {
	if normaliseCode(code) == "" || len(code) > longestCode {
		return store.Carried{}, said(c, "Enter the code that you kept"), http.StatusUnprocessableEntity, nil
	}
	if wait, ok := d.returns.Allow(session.AddressKey(c.ClientIP())); !ok {
		seconds := strconv.Itoa(int(wait.Seconds()) + 1)
		c.Header("Retry-After", seconds)
		return store.Carried{}, tooMany(c, seconds), http.StatusTooManyRequests, nil
	}
	found, err := d.Survey.Carried(c.Request.Context(), code)
	if fault.KindOf(err) == fault.NotFound {
		return found, said(c, "Nothing waits under this code. Check each character: it may also be that the answers were sent, or that they were deleted after two weeks"), http.StatusUnprocessableEntity, nil //nolint:nilerr // told on the page
	}
	return found, "", http.StatusOK, err
}

// Continue lets this browser go on with a draft: it gets what the other one has.
// Another draft of the same form in this browser is shown before it is left.
func (d *Desk) Continue(c *gin.Context) error {
	s := sitting{}
	var err error
	if s.place, err = d.at(c); err != nil {
		return d.answer(c, err)
	}
	carried, problem, status, err := d.carried(c, c.PostForm("code"))
	if err != nil {
		return err
	}
	if problem == "" && carried.WaveID != s.wave.ID {
		problem, status = said(c, "This code belongs to another form"), http.StatusUnprocessableEntity
	}
	if problem != "" {
		return d.showReturn(c, status, page.Return{Problem: problem})
	}
	if err := d.sitAgain(c, &s, carried); err != nil {
		return d.answer(c, err)
	}
	if c.PostForm("replace") == "" {
		if other := d.other(c, s); len(other) > 0 {
			return d.showReturn(c, http.StatusConflict, page.Return{
				Layout: s.layout(c, s.say("You have also written in this browser")), Code: c.PostForm("code"), Heading: s.title(),
				Action: s.path("return"), Sections: other, Here: s.path(""),
			})
		}
	}
	if s.token != "" {
		d.setCookie(c, s.place, invitationCookie, s.token, draftLife)
	}
	d.setCookie(c, s.place, draftCookie+suffix(s.invitation.ID), writeDraft(s.secret, s.draft.Key), draftLife)
	c.Redirect(http.StatusSeeOther, s.pathAt(d.read(s), d.leftOff(s)))
	return nil
}

// sitAgain reads a sitting from what was carried, in the place of cookies.
func (d *Desk) sitAgain(c *gin.Context, s *sitting, carried store.Carried) (err error) {
	ctx := c.Request.Context()
	s.secret = carried.Secret
	if s.draft, err = d.Survey.Draft(ctx, s.secret); err != nil {
		return err
	}
	s.found = true
	if err := d.speak(c, s); err != nil {
		return err
	}
	if err := d.readInvitation(ctx, s, carried.Token); err != nil {
		return err
	}
	return d.ready(*s)
}

// other returns what another draft of the same form in this browser holds.
func (d *Desk) other(c *gin.Context, s sitting) []page.Section {
	secret, _ := parseDraft(d.cookie(c, draftCookie+suffix(s.invitation.ID)))
	if secret == "" || secret == s.secret {
		return nil
	}
	draft, err := d.Survey.Draft(c.Request.Context(), secret)
	if err != nil || draft.WaveID != s.wave.ID {
		return nil // it has been sent, or is out of date
	}
	s.draft = draft
	return d.withWords(s, &halt{}).stop.Sections
}

func (d *Desk) showReturn(c *gin.Context, status int, data page.Return) error {
	if data.Title == "" {
		data.Layout = page.Visitor(c, "Come back to what you have written")
	}
	data.Wrong = data.Problem != ""
	return d.Render.Page(c, status, "participate-return", data)
}
