package participate

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/page/words"
	"verbatim/web/session"
)

// longestCode bounds what is read of a code, in bytes: several times a real one
// with all its spaces.
const longestCode = 200

// Withdraw shows the page that asks for the code of a receipt.
func (d *Desk) Withdraw(c *gin.Context) error {
	return d.showWithdraw(c, http.StatusOK, page.Withdraw{})
}

// Withdrawn asks once more, and then removes the answers that belong to the
// code. The code is never part of an address.
func (d *Desk) Withdrawn(c *gin.Context) error {
	data := page.Withdraw{Code: c.PostForm("code")}
	code := normaliseCode(data.Code)
	switch {
	case code == "" || len(data.Code) > longestCode:
		data.Code, data.Problem = "", said(c, "Enter the code from your receipt")
		return d.showWithdraw(c, http.StatusUnprocessableEntity, data)
	case c.PostForm("confirm") == "":
		data.Confirm = true
		return d.showWithdraw(c, http.StatusOK, data)
	}
	if wait, ok := d.withdrawals.Allow(session.AddressKey(c.ClientIP())); !ok {
		seconds := strconv.Itoa(int(wait.Seconds()) + 1)
		c.Header("Retry-After", seconds)
		data.Problem = tooMany(c, seconds)
		return d.showWithdraw(c, http.StatusTooManyRequests, data)
	}
	return d.withdraw(c, data, code)
}

func (d *Desk) withdraw(c *gin.Context, data page.Withdraw, code string) error {
	err := d.Survey.Withdraw(c.Request.Context(), code)
	switch {
	case err == nil:
		data.Done, data.Code = true, ""
		return d.showWithdraw(c, http.StatusOK, data)
	case fault.KindOf(err) == fault.NotFound:
		data.Problem = said(c, "We do not know this code. Check each character: it may also have been used already")
		return d.showWithdraw(c, http.StatusUnprocessableEntity, data)
	}
	return err
}

func (d *Desk) showWithdraw(c *gin.Context, status int, data page.Withdraw) error {
	title := "Withdraw your answers"
	if data.Done {
		title = "Your answers have been withdrawn"
	}
	data.Layout = page.Visitor(c, title)
	data.Wrong = data.Problem != ""
	return d.Render.Page(c, status, "participate-withdraw", data)
}

// said says a sentence on a page that belongs to no form.
func said(c *gin.Context, english string, values ...any) string {
	return words.For(page.TongueOf(c)).Say(english, values...)
}

// tooMany says how long to wait before another attempt.
func tooMany(c *gin.Context, seconds string) string {
	return said(c, "There were too many attempts: wait %s seconds, then try again", seconds)
}

// normaliseCode undoes what reading out and typing does to a code.
func normaliseCode(code string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\t' || r == '\u00a0' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, code))
}

// stored returns what participants are told of what is kept, and for how long.
func (d *Desk) stored(c *gin.Context, w survey.Wave) []page.Fact {
	facts := page.Stored(w)
	if w.RetainUntil == "" {
		return facts
	}
	reason, err := d.Survey.KeptLonger(c.Request.Context(), w.ID)
	if err != nil {
		d.log.WarnContext(c.Request.Context(), "why answers are kept longer cannot be read", slog.Any("error", err))
	}
	if reason != "" {
		facts = append(facts, page.KeptLonger(reason))
	}
	return facts
}
