package participate

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/render"
)

// A place is what an address names: a wave with its round, programme and form.
type place struct {
	programme survey.Programme
	round     survey.Round
	wave      survey.Wave
	form      survey.Form
	moulds    *render.Moulds // for its pages
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

// pages returns the pages as somebody with the given role sees them: a role
// that the invitation states is not asked for, and a page on which nothing is
// left is passed over.
func (p place) pages(role string) []survey.Page {
	if role == "" {
		return p.form.Pages
	}
	var out []survey.Page
	for _, pg := range p.form.Pages {
		qs := slices.DeleteFunc(slices.Clone(pg.Questions), func(q survey.Question) bool { return q.Purpose == survey.ForRole })
		if len(qs) == len(pg.Questions) || len(qs) > 0 {
			pg.Questions = qs
			out = append(out, pg)
		}
	}
	return out
}

// asked returns pages as they are asked of everybody.
func asked(pages []survey.Page) []page.Asked {
	out := make([]page.Asked, len(pages))
	for i, p := range pages {
		out[i] = page.AskedPage(p)
	}
	return out
}

// pageOf returns the number, from 1, of the page that asks the question; 1 when
// none does.
func pageOf(pages []survey.Page, question string) int {
	for i, p := range pages {
		if slices.ContainsFunc(p.Questions, func(q survey.Question) bool { return q.Key == question }) {
			return i + 1
		}
	}
	return 1
}

// title is what participants call the form.
func (p place) title() string {
	if p.wave.Title != "" {
		return p.wave.Title
	}
	return p.form.Title
}

// open fails with a halt when the wave cannot be answered on the given day.
func (p place) open(today survey.Day) error {
	switch w := p.wave; {
	case w.OpensOn != "" && today < w.OpensOn:
		return p.halt(http.StatusForbidden, "This form is not open yet", "You can answer it from "+w.OpensOn.String()+".")
	case w.ClosesOn != "" && today > w.ClosesOn:
		return p.closed()
	}
	return nil
}

func (p place) closed() *halt {
	line := "It can no longer be answered."
	if p.wave.ClosesOn != "" {
		line = "It could be answered until " + p.wave.ClosesOn.String() + "."
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
