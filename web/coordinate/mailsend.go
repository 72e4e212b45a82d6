package coordinate

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// MailSend asks once more before messages are sent.
func (d *Desk) MailSend(c *gin.Context) error {
	p, err := d.findPost(c)
	if err != nil {
		return err
	}
	return d.askSend(c, p, http.StatusOK, "")
}

func (d *Desk) askSend(c *gin.Context, p post, status int, notice string) error {
	kind := survey.MailKind(c.Param("kind"))
	a, why, err := d.survey.MailAudience(c.Request.Context(), p.wave.ID, kind)
	if err != nil {
		return err
	}
	if veiled(p.wave, kind) {
		why = unveiled(why)
	}
	if ready := d.mail.Ready(); ready != nil {
		why = ready
	}
	built := sendPage(p, a, why)
	built.Notice = notice
	if why == nil {
		// Of a reminder nobody is shown as the example who is known to get it.
		like := survey.Participant{Name: "A Participant", Email: "participant@example.org"}
		if !kind.Reminds() || p.wave.Mode.Linked() {
			like = a.To[0]
		}
		if built.Preview, err = d.preview(c, p, kind, like); err != nil {
			return err
		}
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-mail-send", built)
}

// SendMail begins to send. Sent twice by a double click, it is one sending.
func (d *Desk) SendMail(c *gin.Context) error {
	p, err := d.findPost(c)
	if err != nil {
		return err
	}
	ctx, kind, run := c.Request.Context(), survey.MailKind(c.Param("kind")), c.PostForm("run")
	if _, err := d.survey.MailRun(ctx, run); err == nil {
		c.Redirect(http.StatusSeeOther, p.at()+"#sent")
		return nil
	}
	a, _, err := d.survey.MailAudience(ctx, p.wave.ID, kind)
	if err != nil {
		return err
	}
	if c.PostForm("count") != strconv.Itoa(len(a.To)) && !veiled(p.wave, kind) {
		return d.askSend(c, p, http.StatusConflict, "Meanwhile the number has changed, because somebody has answered or the list was changed. Nothing was sent: look at it again.")
	}
	if len(run) != len(sqldb.NewID()) {
		return fault.New(fault.Invalid, "The page was changed on its way. Load it again.")
	}
	_, err = d.mail.Start(ctx, run, p.wave.ID, kind)
	problem, err := problemOf(err)
	if err != nil {
		return err
	}
	if problem != "" {
		return d.askSend(c, p, http.StatusUnprocessableEntity, problem)
	}
	return done(c, p.at()+"#sent", "Sending has begun. You can leave this page.")
}

// sendPage builds the page that asks once more.
func sendPage(p post, a *store.Audience, why error) page.MailSend {
	out := page.MailSend{Scope: p.scope(), Back: p.at(), Action: p.at("send", string(a.Kind)), Count: len(a.To), Run: sqldb.NewID()}
	n := len(a.To)
	switch a.Kind {
	case survey.MailInvitation:
		out.Button = "Send " + number(n, "invitation", "invitations")
	case survey.MailReminder:
		out.Button = "Send " + number(n, "reminder", "reminders")
	case survey.MailLastCall:
		out.Button = "Send " + number(n, "last call", "last calls")
	case survey.MailThanks:
		out.Button = "Send thanks to " + number(n, "person", "people")
	}
	if veiled(p.wave, a.Kind) {
		out.Count, out.Button = 0, sendWords(a.Kind)
		out.Lines = append(out.Lines, "They go to those who have not answered: "+disclose.CountStep(n)+" people.")
	}
	out.Heading = out.Button + "?"
	out.Title = out.Heading
	if why != nil {
		out.Why, out.Wrong = fault.Text(why), true
		out.Heading, out.Title = "This cannot be sent now", "This cannot be sent now"
		return out
	}
	if a.Kind.Links() {
		out.Lines = append(out.Lines, "Each gets a link of their own. Links sent before become void, and what was begun with them is kept.")
	}
	for _, left := range []struct {
		n              int
		one, many, why string
	}{
		{a.NoAddress, "person has", "people have", "no usable address"},
		{a.Quiet, "person has", "people have", "opted out, or messages to them come back"},
		{a.Before, "person has", "people have", beforeText(a.Kind)},
	} {
		if left.n > 0 {
			out.Lines = append(out.Lines, number(left.n, left.one, left.many)+" "+left.why+", and get nothing.")
		}
	}
	out.Lines = append(out.Lines, "What was sent cannot be called back. Sending can be stopped while it goes on.")
	return out
}

func beforeText(k survey.MailKind) string {
	if k.Reminds() {
		return "been invited today"
	}
	return "been sent one before"
}
