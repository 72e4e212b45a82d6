package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
)

// readyTimeout is how long the parts behind the site may take to say that they
// are there; a monitor that waits longer has given up.
const readyTimeout = time.Second

// healthz says that the process answers.
func (s *Server) healthz(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

// readyz says whether the site can do its work, and why not in words that are
// safe to show: the address is open to everybody. The rest is for the log.
func (s *Server) readyz(c *gin.Context) {
	if s.config.Ready != nil {
		ctx, cancel := context.WithTimeout(c.Request.Context(), readyTimeout)
		defer cancel()
		if err := s.config.Ready(ctx); err != nil {
			s.log.LogAttrs(ctx, slog.LevelWarn, "not ready", slog.Any("error", err))
			c.Header("Retry-After", retryAfter)
			c.String(http.StatusServiceUnavailable, "not ready: %s\n", fault.Text(err))
			return
		}
	}
	c.String(http.StatusOK, "ready\n")
}
