// Package middleware holds what happens to every request before and after its
// handler: an id, recovery from panics, the access log, security headers, the
// limit on bodies, and the refusal of posts from other sites.
//
// It is for web, which puts the pieces in order. It knows nothing about
// sessions or pages: a refusal is handed to the Fail function it was given.
//
// Nothing here logs an address, a query string, a cookie, a form value or a
// path: only the pattern of the route, because paths carry invitation tokens.
package middleware

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
)

// Fail answers a request that cannot go on, and aborts it.
type Fail func(c *gin.Context, err error)

const (
	idKey    = "request_id"
	idHeader = "X-Request-Id"
	// idLength is how many characters of base 32 name a request: 60 bits, short
	// enough to be read out on the telephone.
	idLength = 12
)

// RequestID gives each request a random name, for the log and for error pages.
// A name sent by the client is not taken over: it could be anything.
func RequestID() gin.HandlerFunc {
	return func(c *gin.Context) {
		id := rand.Text()[:idLength]
		c.Set(idKey, id)
		c.Header(idHeader, id)
	}
}

// ID returns the name of the request, or "" outside of one.
func ID(c *gin.Context) string { return c.GetString(idKey) }

// Recover turns a panic into an Internal fault, logged with its stack. The
// panic's value is logged only when the runtime made it: any other may hold
// what somebody wrote.
func Recover(log *slog.Logger, fail Fail) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares the same way
				panic(v) //nolint:forbidigo // net/http's own signal, which it expects back
			}
			what := fmt.Sprintf("%T", v)
			if e, ok := v.(runtime.Error); ok {
				what = e.Error()
			}
			log.LogAttrs(c.Request.Context(), slog.LevelError, "panic in handler", slog.String("request_id", ID(c)),
				slog.String("route", route(c)), slog.String("panic", what), slog.String("stack", string(debug.Stack())))
			fail(c, &fault.Error{Op: "recovered"})
		}()
		c.Next()
	}
}

// AccessLog writes one line for each request.
func AccessLog(log *slog.Logger, now func() time.Time) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := now()
		c.Next()
		log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request", slog.String("request_id", ID(c)),
			slog.String("method", method(c.Request.Method)), slog.String("route", route(c)),
			slog.Int("status", c.Writer.Status()), slog.Duration("took", now().Sub(start)))
	}
}

// route is the pattern that the request matched: a path would hold tokens.
func route(c *gin.Context) string {
	if p := c.FullPath(); p != "" {
		return p
	}
	return "unmatched"
}

// method returns m if it is one that HTTP defines: a log takes no free text
// from strangers.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return m
	}
	return "other"
}
