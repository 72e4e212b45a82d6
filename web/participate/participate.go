// Package participate is the participants' half of the site: the start page of
// a form, its pages one at a time, the answers to check, the receipt, and
// withdrawing.
//
// It is for people who answer once and have no account. What binds a browser to
// what it wrote is a secret in a cookie that only the addresses of that form
// get; an invitation's token is in the address of the first page only. Every
// post stores the draft before it looks for problems, and a page that could not
// be stored is shown again with every word, so that nothing typed is lost.
//
// It imports neither analysis nor search: what participants see cannot depend
// on what is found about them.
package participate

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/survey/store"
	"verbatim/web/middleware"
	"verbatim/web/page"
	"verbatim/web/page/words"
	"verbatim/web/render"
)

// Config is what a Desk works with.
type Config struct {
	Survey *store.Store
	Mail   *mail.Post
	Render *render.Renderer
	Now    func() time.Time
	Secure bool // the site is served over TLS: cookies say so

	PublicURL string // as participants type it; empty takes the address they used
}

// Attempts to withdraw from one address: enough for a class of students in one
// room, too few to try codes out.
const (
	withdrawBurst = 30
	withdrawEvery = 10 * time.Second
)

// Desk answers the requests of participants. It is safe for concurrent use.
type Desk struct {
	Config
	log         *slog.Logger
	places      *places
	withdrawals *middleware.Limiter
	optOuts     *middleware.Limiter
	returns     *middleware.Limiter
	finders     *finders
}

// New returns a Desk.
func New(log *slog.Logger, c Config) *Desk {
	return &Desk{
		Config: c, log: log, places: newPlaces(c.Survey, c.Render, c.Now),
		withdrawals: middleware.NewLimiter(c.Now, withdrawEvery, withdrawBurst),
		optOuts:     middleware.NewLimiter(c.Now, optOutEvery, optOutBurst),
		returns:     middleware.NewLimiter(c.Now, returnEvery, returnBurst),
		finders:     newFinders(c.Survey, c.Now),
	}
}

// A halt ends a request with a page that is not an error of ours: the form has
// closed, the invitation is used.
type halt struct {
	status int
	place  place
	stop   page.Stop
}

// Error says why the request ended, for callers that do not show the page.
func (h *halt) Error() string { return "halted: " + h.stop.Heading }

// a moved ends a request by leading elsewhere.
type moved struct{ to string }

// Error says that the request leads elsewhere.
func (m *moved) Error() string { return "moved" }

// answer turns what ended a request early into its answer. Other errors are
// returned for the error page.
func (d *Desk) answer(c *gin.Context, err error) error {
	if m, ok := errors.AsType[*moved](err); ok {
		c.Redirect(http.StatusSeeOther, m.to)
		return nil
	}
	if h, ok := errors.AsType[*halt](err); ok {
		stop, said := h.stop, h.place.say
		if t := h.place.tongue; t != nil {
			stop.Layout = page.Participant(c, said(stop.Heading), h.place.programme)
			stop.Layout.Lang = t.tag
		} else {
			stop.Layout = page.Visitor(c, stop.Heading)
			stop.Layout.Programme, stop.Layout.Contact = h.place.programme.Name, h.place.programme.Contact
			said = words.For(stop.Layout.Lang).Say
		}
		stop.Heading, stop.Lines = said(stop.Heading), slices.Clone(stop.Lines)
		for i, line := range stop.Lines {
			stop.Lines[i] = said(line)
		}
		return d.Render.Page(c, h.status, "participate-stop", stop)
	}
	return err
}

// retryAfter is what a participant's browser is asked to wait, in seconds, when
// the store is busy.
const retryAfter = "5"

// kept notes why a page could not be stored, for the log, and returns the
// status and the words with which the same page is shown again.
func kept(c *gin.Context, err error) (status int, notice string) {
	_ = c.Error(err) // logged by web, which adapts every handler
	if fault.KindOf(err) == fault.Unavailable {
		c.Header("Retry-After", retryAfter)
		return http.StatusServiceUnavailable, "The server is busy, so this page is not stored yet. Your words are still here: wait a moment, then try again."
	}
	return http.StatusInternalServerError, "Something went wrong on our side, so this page is not stored yet. Your words are still here: try again. If it happens again, copy them somewhere safe and tell the people who run this."
}
