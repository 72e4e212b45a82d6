package participate

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/page/words"
	"verbatim/web/session"
)

// longestLink bounds the token of a private link, in bytes: several times a real
// one.
const longestLink = 200

// Preview asks for the code of a receipt.
func (d *Desk) Preview(c *gin.Context) error {
	return d.showPreview(c, http.StatusOK, page.Preview{Ask: true})
}

// Previewed shows the words that belong to a code, and stores what is said to
// them. The code is never part of an address.
func (d *Desk) Previewed(c *gin.Context) error {
	data := page.Preview{Code: c.PostForm("code"), Action: "/preview"}
	code := normaliseCode(data.Code)
	if code == "" || len(data.Code) > longestCode {
		return d.showPreview(c, http.StatusUnprocessableEntity, page.Preview{Ask: true, Problem: said(c, "Enter the code from your receipt")})
	}
	if wait, ok := d.withdrawals.Allow(session.AddressKey(c.ClientIP())); !ok {
		seconds := strconv.Itoa(int(wait.Seconds()) + 1)
		c.Header("Retry-After", seconds)
		return d.showPreview(c, http.StatusTooManyRequests, page.Preview{Ask: true, Problem: tooMany(c, seconds)})
	}
	shown, err := d.Survey.PreviewsByCode(c.Request.Context(), code)
	if fault.KindOf(err) == fault.NotFound {
		return d.showPreview(c, http.StatusUnprocessableEntity, page.Preview{Ask: true, Code: data.Code, Problem: said(c, "We do not know this code. Check each character")}) //nolint:nilerr // told on the page
	}
	if err != nil {
		return err
	}
	return d.reply(c, data, shown, func(replies []store.PreviewReply) error {
		return d.Survey.ReplyByCode(c.Request.Context(), code, replies)
	})
}

// PreviewLink shows the words that a private link leads to. It changes nothing:
// mail scanners open every link.
func (d *Desk) PreviewLink(c *gin.Context) error {
	data, shown, err := d.linked(c)
	if err != nil {
		return d.answer(c, err)
	}
	return d.showQuotes(c, http.StatusOK, data, shown)
}

// PreviewReplied stores what is said to the words of a private link.
func (d *Desk) PreviewReplied(c *gin.Context) error {
	data, shown, err := d.linked(c)
	if err != nil {
		return d.answer(c, err)
	}
	return d.reply(c, data, shown, func(replies []store.PreviewReply) error {
		return d.Survey.ReplyByToken(c.Request.Context(), c.Param("token"), replies)
	})
}

func (d *Desk) linked(c *gin.Context) (page.Preview, []survey.Preview, error) {
	token := c.Param("token")
	if len(token) > longestLink {
		return page.Preview{}, nil, unknownLink()
	}
	shown, err := d.Survey.PreviewsByToken(c.Request.Context(), token)
	if fault.KindOf(err) == fault.NotFound {
		return page.Preview{}, nil, unknownLink()
	}
	return page.Preview{Action: "/p/" + token}, shown, err
}

// reply stores the replies that a form carries; a form without any only asks to
// see the words.
func (d *Desk) reply(c *gin.Context, data page.Preview, shown []survey.Preview, keep func([]store.PreviewReply) error) error {
	replies := repliesOf(c, shown)
	if c.PostForm("send") == "" {
		return d.showQuotes(c, http.StatusOK, data, shown)
	}
	for i := range shown {
		shown[i].Reply, shown[i].Wish = survey.PreviewReply(c.PostForm("reply-"+shown[i].ID)), c.PostForm("wish-"+shown[i].ID)
	}
	if len(replies) == 0 {
		data.Problem = said(c, "Choose for at least one quote whether it may be printed like this")
		return d.showQuotes(c, http.StatusUnprocessableEntity, data, shown)
	}
	switch err := keep(replies); fault.KindOf(err) {
	case fault.Invalid, fault.Gone:
		if err != nil {
			data.Problem = words.For(page.TongueOf(c)).Fault(err)
			return d.showQuotes(c, http.StatusUnprocessableEntity, data, shown)
		}
	default:
		if err != nil {
			return err
		}
	}
	data.Done = true
	return d.showQuotes(c, http.StatusOK, data, shown)
}

func repliesOf(c *gin.Context, shown []survey.Preview) []store.PreviewReply {
	var out []store.PreviewReply
	for _, p := range shown {
		r := store.PreviewReply{PreviewID: p.ID, Reply: survey.PreviewReply(c.PostForm("reply-" + p.ID))}
		if r.Reply == survey.PreviewChange {
			r.Wish = c.PostForm("wish-" + p.ID)
		}
		if r.Reply != "" {
			out = append(out, r)
		}
	}
	return out
}

func (d *Desk) showQuotes(c *gin.Context, status int, data page.Preview, shown []survey.Preview) error {
	today := survey.DayOf(d.Now())
	for _, p := range shown {
		data.Quotes = append(data.Quotes, page.PreviewQuote{ID: p.ID, Words: p.Words, Label: p.Label, Heading: p.Heading, Statement: p.Statement, Reply: string(p.Reply), Wish: p.Wish})
	}
	if len(shown) > 0 {
		last := slices.MaxFunc(shown, func(a, b survey.Preview) int { return cmp.Compare(a.Until, b.Until) }).Until
		data.Until, data.Late = words.For(page.TongueOf(c)).Day(last), today > last
	}
	return d.showPreview(c, status, data)
}

func (d *Desk) showPreview(c *gin.Context, status int, data page.Preview) error {
	title := "Your words, before they are printed"
	if data.Done {
		title = "Thank you for looking at your words"
	}
	data.Layout = page.Visitor(c, title)
	data.Wrong = data.Problem != ""
	return d.Render.Page(c, status, "participate-preview", data)
}
