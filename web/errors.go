package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/middleware"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// A handler answers a request or says why not.
type handler func(c *gin.Context) error

// page adapts a handler: what it returns becomes an error page, and what it
// attached with c.Error, having answered itself, is logged here as well.
func (s *Server) page(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.fail(c, err)
			return
		}
		if attached := c.Errors.Last(); attached != nil {
			s.logInternal(c, attached.Err)
		}
	}
}

// fail answers with the error page for err and ends the request. An Internal
// fault is logged, once, here.
func (s *Server) fail(c *gin.Context, err error) {
	c.Abort()
	s.logInternal(c, err)
	if c.Writer.Written() {
		return
	}
	status, data := errorPage(c, err)
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", retryAfter)
	}
	if err := s.render.Page(c, status, "error", data); err != nil {
		s.log.LogAttrs(c.Request.Context(), slog.LevelError, "error page not rendered", slog.String("request_id", middleware.ID(c)), slog.Any("error", err))
		c.String(http.StatusInternalServerError, "%s", fault.Text(err))
	}
}

func (s *Server) logInternal(c *gin.Context, err error) {
	if kind := fault.KindOf(tooLarge(err)); kind != fault.Internal && kind != fault.Unavailable {
		return
	}
	level := slog.LevelError
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		level = slog.LevelInfo // the visitor has gone, and what was asked for was given up
	}
	s.log.LogAttrs(c.Request.Context(), level, "request failed", slog.String("request_id", middleware.ID(c)), slog.Any("error", err))
}

// retryAfter is what a busy server asks for, in seconds: a write takes less.
const retryAfter = "5"

// titles name the error pages; the text below says what happened.
var titles = map[int]string{
	http.StatusBadRequest:            "That did not work",
	http.StatusForbidden:             "Not open to you",
	http.StatusNotFound:              "Page not found",
	http.StatusMethodNotAllowed:      "That cannot be done here",
	http.StatusConflict:              "Changed meanwhile",
	http.StatusGone:                  "No longer available",
	http.StatusRequestEntityTooLarge: "Too much at once",
	http.StatusServiceUnavailable:    "Try again in a moment",
	http.StatusInternalServerError:   "Something went wrong",
}

// errorPage chooses status and words for an error.
func errorPage(c *gin.Context, err error) (int, page.Error) {
	err = tooLarge(err)
	status := statusOf(fault.KindOf(err))
	if errors.Is(err, errMethod) {
		status = http.StatusMethodNotAllowed
	}
	data := page.Error{Layout: page.Public(c, titles[status]), Status: status}
	if page.ForVisitors(c) {
		data.Layout = page.Visitor(c, titles[status])
		data.Tongues = nil // words may be on this page that are not stored
	}
	w := words.For(data.Lang)
	data.Text = w.Fault(err)
	if c.Request.Method == http.MethodPost {
		data.Kept, data.Resend = whatWasKept(c, status)
		data.Kept = w.Say(data.Kept)
	}
	return status, data
}

// whatWasKept says where the words of a form are that could not be stored. When
// the fault was ours they are put on the error page itself, to be sent again;
// passwords never are.
func whatWasKept(c *gin.Context, status int) (string, *page.Resend) {
	if status == http.StatusRequestEntityTooLarge {
		return "Go back in your browser: what you typed should still be on the page.", nil
	}
	fields, err := formFields(c)
	secret := slices.ContainsFunc(fields, func(f page.Field) bool { return strings.Contains(f.Name, "password") })
	if status < http.StatusInternalServerError || err != nil || secret || len(fields) == 0 {
		return "", nil
	}
	return "What you sent is not stored yet. It is kept on this page: wait a moment, then send it again.",
		&page.Resend{Action: LocalPath(c.Request.URL.RequestURI()), Fields: fields}
}

// tooLarge gives the error of a body over the limit its kind.
func tooLarge(err error) error {
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "What was sent is larger than the %d kB that one page may hold, so none of it was stored. Send less at once.", big.Limit/1000)
	}
	return err
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Gone:
		return http.StatusGone
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

var errMethod = fault.New(fault.Invalid, "This address exists, but not for what was asked of it. Go back and use the links and buttons of the page.")

func notFound(*gin.Context) error {
	return fault.New(fault.NotFound, "There is nothing at this address. Check that it was copied whole: long links are often broken over two lines in an e-mail.")
}

func wrongMethod(*gin.Context) error { return errMethod }
