package participate

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// A place is what an address names: a wave with its round, programme and form.
type place struct {
	programme survey.Programme
	round     survey.Round
	wave      survey.Wave
	form      survey.Form
	tongues   *tongues // the form in its languages, made ready
	tongue    *tongue  // the one that is read; nil before it is known
}

// say says an English sentence in the language that is read.
func (p place) say(english string, values ...any) string {
	if p.tongue == nil {
		return words.Words{}.Say(english, values...)
	}
	return p.tongue.words.Say(english, values...)
}

// at returns the place that the request's address names.
func (d *Desk) at(c *gin.Context) (place, error) {
	return d.places.at(c.Request.Context(), c.Param("programme"), c.Param("round"), c.Param("wave"))
}

// unknownForm puts words for participants in place of those of the store.
func unknownForm(err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return &halt{status: http.StatusNotFound, stop: page.Stop{
		Heading: "There is no form at this address",
		Lines:   []string{"Check that the link was copied whole: long links are often broken over two lines in an e-mail.", "If it still does not work, ask the person who sent it to you."},
	}}
}

// path returns the address of a page of the form, "" being the start page.
func (p place) path(sub string) string {
	base := "/f/" + url.PathEscape(p.programme.Key) + "/" + url.PathEscape(p.round.Key) + "/" + url.PathEscape(p.wave.Key)
	if sub == "" {
		return base
	}
	return base + "/" + sub
}

// pagePath returns the address of the page with the given number, from 1.
func (p place) pagePath(number int) string { return p.path("page/" + strconv.Itoa(number)) }

// title is what participants call the form, with its language: the wave has a
// title in the form's own language only. See page.Parts.
func (p place) title() string {
	if p.wave.Title != "" && (p.tongue == nil || p.tongue.own) {
		return p.wave.Title
	}
	if p.tongue == nil {
		return p.form.Title
	}
	return p.tongue.foreign.Title(p.tongue.form.Title)
}

// spoken returns the form in the language that is read.
func (p place) spoken() survey.Form {
	if p.tongue == nil {
		return p.form
	}
	return p.tongue.form
}

// open fails with a halt when the wave cannot be answered on the given day.
func (p place) open(today survey.Day) error {
	switch w := p.wave; {
	case w.OpensOn != "" && today < w.OpensOn:
		return p.halt(http.StatusForbidden, "This form is not open yet", p.say("You can answer it from %s.", w.OpensOn))
	case w.ClosesOn != "" && today > w.ClosesOn:
		return p.closed()
	}
	return nil
}

func (p place) closed() *halt {
	line := p.say("It can no longer be answered.")
	if p.wave.ClosesOn != "" {
		line = p.say("It could be answered until %s.", p.wave.ClosesOn)
	}
	return p.halt(http.StatusGone, "This form has closed", line)
}

func (p place) spent() *halt {
	return p.halt(http.StatusGone, "These answers have been sent", "Each invitation can be used once, and this one has been used.", "If that was not you, ask the people who run this.")
}

func (p place) byInvitation() *halt {
	return p.halt(http.StatusForbidden, "This form is by invitation", "Open the link in your own invitation. It is needed each time, on each computer or telephone.")
}

func (p place) halt(status int, heading string, lines ...string) *halt {
	return &halt{status: status, place: p, stop: page.Stop{Heading: heading, Lines: lines}}
}
