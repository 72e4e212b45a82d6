package coordinate

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

func itemCount(n int) string { return strconv.Itoa(n) }

// Previews shows what quoted people were shown and what they said.
func (d *Desk) Previews(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showPreviews(c, p, http.StatusOK, page.Previews{})
}

func (d *Desk) showPreviews(c *gin.Context, p place, status int, built page.Previews) error {
	all, err := d.survey.RoundPreviews(c.Request.Context(), p.round.ID)
	if err != nil {
		return err
	}
	fillPreviews(&built, p, all)
	built.Wrong = built.Problem != ""
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-edition-previews", built)
}

// fillPreviews builds the page of what quoted people said.
func fillPreviews(built *page.Previews, p place, all []survey.Preview) {
	at := p.at("editions") + "/previews"
	built.Title, built.Scope, built.Back = "What quoted people say", p.scope(), page.Link{Text: "Editions", Address: p.at("editions")}
	built.Action, built.Link = at, at+"/links"
	counts := map[survey.PreviewReply]int{}
	shown := 0
	for _, v := range all {
		row := page.PreviewRow{ID: v.ID, Words: v.Words, Label: v.Label, Heading: v.Heading, Until: v.Until.String(), State: replyWords(v), Reply: string(v.Reply), Wish: v.Wish}
		if v.Current {
			shown++
			counts[v.Reply]++
			if built.Until == "" {
				built.Until = string(v.Until)
			}
		}
		if v.Open() {
			row.Choose = "/staff/verbatims/" + url.PathEscape(v.VerbatimID())
		}
		if v.Reply == survey.PreviewChange && v.SettledBy == "" {
			row.Settle = at + "/" + url.PathEscape(v.ID) + "/settle"
		} else if v.SettledBy != "" {
			row.Settled = v.Settled + " (" + v.SettledBy + ")"
		}
		built.Rows = append(built.Rows, row)
	}
	if shown > 0 {
		built.Tally = itemCount(shown) + " shown: " + itemCount(counts[survey.PreviewAgreed]) + " agreed, " + itemCount(counts[survey.PreviewChange]) + " ask for a change, " +
			itemCount(counts[survey.PreviewDeclined]) + " declined, " + itemCount(counts[survey.PreviewWaiting]) + " not answered"
	}
}

func replyWords(v survey.Preview) string {
	text := map[survey.PreviewReply]string{
		survey.PreviewWaiting: "Not answered", survey.PreviewAgreed: "Agreed", survey.PreviewChange: "Asks for a change", survey.PreviewDeclined: "Declined: it cannot be printed",
	}[v.Reply]
	if !v.Current {
		text += " (no longer in the draft)"
	}
	return text
}

// ShowPreviews puts the quotes of the draft before the people who are quoted.
func (d *Desk) ShowPreviews(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	until, err := survey.ParseDay(c.PostForm("until"))
	problem := ""
	if err != nil || until == "" {
		problem = "Choose the last day on which people can reply."
	} else if err := d.press().Show(c.Request.Context(), p.round.ID, until); fault.KindOf(err) == fault.Invalid && err != nil {
		problem = fault.Text(err)
	} else if err != nil {
		return err
	}
	if problem != "" {
		return d.showPreviews(c, p, http.StatusUnprocessableEntity, page.Previews{Problem: problem, Until: string(until)})
	}
	return done(c, p.at("editions")+"/previews", "Everybody who is quoted can see their words with the code of their receipt.")
}

// LinkPreviews makes private links and shows them once.
func (d *Desk) LinkPreviews(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	links, err := d.survey.LinkPreviews(c.Request.Context(), p.round.ID)
	if err != nil {
		return err
	}
	if len(links) == 0 {
		return done(c, p.at("editions")+"/previews", "Nobody who is quoted is known by name: they see their words with the code of their receipt.")
	}
	built := page.Previews{}
	for _, l := range links {
		built.Links = append(built.Links, page.PreviewLink{Name: l.Name, Role: linkedRole(p, l.Role), Email: l.Email, Address: d.base(c) + "/p/" + l.Token})
	}
	return d.showPreviews(c, p, http.StatusOK, built)
}

// SettlePreview notes what was done about a wish.
func (d *Desk) SettlePreview(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	err = d.survey.SettlePreview(c.Request.Context(), c.Param("preview"), c.PostForm("settled"))
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return d.showPreviews(c, p, http.StatusUnprocessableEntity, page.Previews{Problem: fault.Text(err)})
	}
	if err != nil {
		return err
	}
	return done(c, p.at("editions")+"/previews", "What was done is on record.")
}
