package middleware

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
)

// A Crowd lets so many requests be worked on at once, and refuses others at once
// with a fault of kind Unavailable: who waits longer than a browser does is
// better told to come back. It belongs after the body was read, so that nobody
// takes a place by sending slowly.
type Crowd struct{ places chan struct{} }

// NewCrowd returns a Crowd with so many places.
func NewCrowd(most int) Crowd { return Crowd{make(chan struct{}, most)} }

// Size returns how many requests are being worked on.
func (w Crowd) Size() int { return len(w.places) }

// Admit lets requests in, or fails them.
func (w Crowd) Admit(fail Fail) gin.HandlerFunc {
	return func(c *gin.Context) {
		select {
		case w.places <- struct{}{}:
			defer func() { <-w.places }()
			c.Next()
		default:
			fail(c, &fault.Error{
				Kind: fault.Unavailable, Code: "W21", Op: "middleware.Crowd",
				Text: "More people are here at the moment than the server can answer. Wait a few seconds, then try again.",
			})
		}
	}
}

// Deadline gives up on what a request waits for, such as a database that does
// not answer, after so long. A post that has arrived is carried out even when
// the visitor has gone: who closes the window the moment they press the button
// has sent their words all the same.
func Deadline(after time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := c.Request.Context()
		if c.Request.Method == http.MethodPost {
			ctx = context.WithoutCancel(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, after)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}
