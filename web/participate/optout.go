package participate

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/web/page"
	"verbatim/web/session"
)

// Attempts from one address: the machines of a mail provider use their own
// buttons for many people, and nobody can guess a link.
const (
	optOutBurst = 120
	optOutEvery = time.Second
)

// longestOptOut bounds the token of a link that ends messages, in bytes: several
// times a real one.
const longestOptOut = 300

// OptOut asks whether messages about a programme are to end. It changes nothing:
// mail scanners open every link.
func (d *Desk) OptOut(c *gin.Context) error {
	o, err := d.optOut(c)
	if err != nil {
		return d.answer(c, err)
	}
	return d.showOptOut(c, o)
}

// OptedOut ends the messages, or lets them come again. Mail programs post here
// by themselves when somebody uses their own button for it (RFC 8058).
func (d *Desk) OptedOut(c *gin.Context) error {
	if wait, ok := d.optOuts.Allow(session.AddressKey(c.ClientIP())); !ok {
		c.Header("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		return fault.New(fault.Unavailable, "There were too many attempts. Try again in a moment.")
	}
	if _, err := d.optOut(c); err != nil {
		return d.answer(c, err)
	}
	o, err := d.Mail.SetOptOut(c.Request.Context(), c.Param("token"), c.PostForm("again") == "")
	if err != nil {
		return err
	}
	return d.showOptOut(c, o)
}

func (d *Desk) optOut(c *gin.Context) (mail.OptOut, error) {
	token := c.Param("token")
	if len(token) > longestOptOut {
		return mail.OptOut{}, unknownLink()
	}
	o, err := d.Mail.ReadOptOut(c.Request.Context(), token)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return o, unknownLink()
	}
	return o, err
}

func unknownLink() error {
	return &halt{status: http.StatusNotFound, stop: page.Stop{
		Heading: "We do not know this link",
		Lines:   []string{"Check that it was copied whole: long links are often broken over two lines in an e-mail.", "You can also ask the person named in the message."},
	}}
}

func (d *Desk) showOptOut(c *gin.Context, o mail.OptOut) error {
	title := "No more messages?"
	if o.Out {
		title = "You get no more messages"
	}
	layout := page.Visitor(c, title)
	layout.Programme, layout.Contact, layout.Home = o.Programme.Name, o.Programme.Contact, ""
	return d.Render.Page(c, http.StatusOK, "participate-optout", page.OptOut{
		Layout: layout, Action: c.Request.URL.Path, Out: o.Out, Name: o.Programme.Name,
	})
}
