package participate

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/web/page"
)

// Receipt shows what a participant keeps: the code, what happens next and a
// copy of the answers. It is found by a secret that only this browser has, for
// an hour, so that it can be reloaded and printed.
func (d *Desk) Receipt(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.answer(c, err)
	}
	if !s.sent {
		return d.answer(c, s.halt(http.StatusGone, "Your receipt is no longer shown here",
			"A receipt stays open for one hour in the browser that sent the answers, so that nobody else finds it there.",
			"If you kept your code, you can still take your answers back with it."))
	}
	stored, err := d.Survey.Response(c.Request.Context(), s.receipt.response)
	if err != nil && !removed(err) {
		return err
	}
	data := page.Receipt{
		Layout: s.layout(c, s.say("Your answers have been sent")), Code: s.receipt.code, Spaced: page.Spaced(s.receipt.code),
		Until: s.tongue.words.Day(s.wave.WithdrawUntil), Addressee: s.programme.Addressee, Withdrawn: err != nil, Done: s.path("discard"),
		Kept: s.keptUntil(), Copy: s.path("copy"),
	}
	if err == nil {
		data.Sections = page.Sections(s.copyOf(stored, d.Now()).pages(), stored.Answers, nil)
	}
	data.Switch, data.Scripts = s.path("language"), []string{"print.js"}
	return s.tongue.moulds.Receipt(c, http.StatusOK, data)
}

// removed reports whether an answer to reading a response says that it was
// withdrawn.
func removed(err error) bool {
	return err != nil && (fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Gone)
}

// copyOf returns the form as it was asked of the person who gave a response.
func (s sitting) copyOf(r survey.Response, now time.Time) reading {
	f := s.tongue.plan.Fill(fill.Counted(s.form, r.Answers), now)
	return reading{f, s.tongue, asked(f, s.tongue.plan.Plain(), "")}
}

// Discard asks whether the draft is to be deleted.
func (d *Desk) Discard(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.answer(c, err)
	}
	data := page.Discard{Layout: s.layout(c, s.say("Delete what you have written?")), Action: s.path("discard"), Back: s.path("")}
	data.Switch = s.path("language")
	return d.Render.Page(c, http.StatusOK, "participate-discard", data)
}

// Discarded deletes the draft, if there is one, and lets the browser forget the
// form: its draft, its receipt and its invitation.
func (d *Desk) Discarded(c *gin.Context) error {
	s, err := d.sit(c)
	if err != nil {
		return d.answer(c, err)
	}
	if err := d.forget(c, s); err != nil {
		return err
	}
	lines := []string{"This browser has forgotten it, and nothing was sent.", "To answer after all, open your link again."}
	if s.sent {
		lines = []string{"This browser no longer shows your receipt. Your answers stay as you sent them."}
		if _, err := d.Survey.Response(c.Request.Context(), s.receipt.response); removed(err) {
			lines = []string{"This browser no longer shows your receipt. Your answers stay withdrawn."}
		}
	}
	return d.answer(c, s.halt(http.StatusOK, "This computer is clear", lines...))
}
