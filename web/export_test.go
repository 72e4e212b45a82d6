package web

import (
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
)

// AddRoutes rebuilds the server's handler with more guarded routes.
func AddRoutes(s *Server, add func(researcher, coordinator *gin.RouterGroup)) error {
	e, err := s.engine()
	if err != nil {
		return err
	}
	g := e.Group("", s.sessions.Load())
	add(g.Group("", s.sessions.RequireLevel(survey.Researcher, s.ask, s.fail)), g.Group("", s.sessions.RequireLevel(survey.Coordinator, s.ask, s.fail)))
	s.handler = headAsGet(e)
	return nil
}

// SetPatience sets how long the server waits for a header and for a request.
func SetPatience(s *Server, header, request time.Duration) { s.patience = patience{header, request} }
