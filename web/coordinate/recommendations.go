package coordinate

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
	"verbatim/web/session"
)

// asked is everything that the pages of what a round asks for are made of.
type asked struct {
	drafted
	verbatims map[string]survey.Verbatim
	today     survey.Day
	page      int
}

// Recommendations answers with what the answers of a round ask for.
func (d *Desk) Recommendations(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	return d.showRecommendations(c, http.StatusOK, recommendationsPage(a))
}

func (d *Desk) showRecommendations(c *gin.Context, status int, built page.Recommendations) error {
	built.Layout = frame(c, built.Layout, "recommendations")
	return d.render.Page(c, status, "coordinate-recommendations", built)
}

func (d *Desk) askedFor(c *gin.Context) (asked, error) {
	p, err := d.find(c)
	if err != nil {
		return asked{}, err
	}
	a, err := d.asked(c.Request.Context(), p)
	a.page = pageNumber(c.Query("page"))
	return a, err
}

func (d *Desk) asked(ctx context.Context, p place) (a asked, err error) {
	a.drafted, err = d.drafted(ctx, p)
	a.verbatims, a.today, a.page = byID(a.in.Verbatims), survey.DayOf(d.now()), 1
	return a, err
}

func byID(verbatims []survey.Verbatim) map[string]survey.Verbatim {
	out := make(map[string]survey.Verbatim, len(verbatims))
	for _, v := range verbatims {
		out[v.ID] = v
	}
	return out
}

// maxActions is the most actions one decision is about: far more than anybody
// asks for in one breath, and than ask for one thing in a large programme.
const maxActions = 2000

// DecideActions records one decision about all actions that a recommendation
// rests on, and returns to where it was taken.
func (d *Desk) DecideActions(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	status, err := research.ReadDecision(c.PostForm("status"))
	if err != nil {
		return err
	}
	ids := c.PostFormArray("action")
	if len(ids) == 0 || len(ids) > maxActions {
		return fault.Coded("L30", "Choose a recommendation with one of the buttons of the page.")
	}
	taken, err := d.analysis.Recommendations(c.Request.Context(), p.round.ID)
	if err != nil {
		return err
	}
	for _, r := range taken {
		if slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(r.Actions, id) }) {
			return &fault.Error{Kind: fault.Conflict, Code: "L31", Text: "This was taken up meanwhile as " + r.Reference + ". Take that back before you decide otherwise."}
		}
	}
	for _, id := range ids {
		if err := d.analysis.DecideAction(c.Request.Context(), id, session.User(c).Name, status); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, research.LocalReturn(c.PostForm("return"), p.at("recommendations")))
	return nil
}
