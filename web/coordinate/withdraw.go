package coordinate

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// WithdrawFor lists the people whose responses staff can withdraw at their
// request.
func (d *Desk) WithdrawFor(c *gin.Context) error {
	p, linked, err := d.findLinked(c)
	if err != nil {
		return err
	}
	return d.showWithdrawFor(c, p, linked, nil)
}

// WithdrawnFor asks once more, and then removes the response. Which one is never
// part of an address.
func (d *Desk) WithdrawnFor(c *gin.Context) error {
	p, linked, err := d.findLinked(c)
	if err != nil {
		return err
	}
	id := c.PostForm("response")
	i := slices.IndexFunc(linked, func(l store.LinkedResponse) bool { return l.ID == id })
	switch {
	case i < 0:
		return done(c, p.at("withdraw"), "This response is not there any more.")
	case c.PostForm("confirm") == "":
		return d.showWithdrawFor(c, p, linked, &page.LinkedView{ID: id, Name: linked[i].Name, Role: linkedRole(p, linked[i].Role), Wave: linked[i].WaveTitle})
	}
	if err := d.survey.WithdrawFor(c.Request.Context(), id); err != nil {
		return err
	}
	return done(c, p.at("withdraw"), "The response was withdrawn. It is gone from answers, searches, themes and drafts.")
}

func (d *Desk) findLinked(c *gin.Context) (p place, linked []store.LinkedResponse, err error) {
	if p, err = d.find(c); err != nil {
		return p, nil, err
	}
	linked, err = d.survey.LinkedResponses(c.Request.Context(), p.round.ID)
	return p, linked, err
}

func (d *Desk) showWithdrawFor(c *gin.Context, p place, linked []store.LinkedResponse, confirm *page.LinkedView) error {
	built := page.WithdrawFor{Scope: p.scope(), Action: p.at("withdraw"), Back: p.at("anonymity"), Confirm: confirm}
	built.Title = "Withdraw a response for somebody"
	if confirm != nil {
		built.Title = "Withdraw this response?"
	}
	today := survey.DayOf(d.now())
	for _, l := range linked {
		if n := len(built.Waves); n == 0 || built.Waves[n-1].Title != l.WaveTitle {
			w := page.WithdrawWave{Title: l.WaveTitle}
			if l.Until != "" && today > l.Until {
				w.Closed = l.Until.String()
			}
			built.Waves = append(built.Waves, w)
		}
		last := &built.Waves[len(built.Waves)-1]
		last.People = append(last.People, page.LinkedView{ID: l.ID, Name: l.Name, Role: linkedRole(p, l.Role)})
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-withdraw", built)
}

// linkedRole returns what a role is called.
func linkedRole(p place, key string) string {
	if r, ok := p.programme.Role(key); ok {
		return r.Singular
	}
	return key
}
