package web

import (
	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/web/participate"
)

// trialsForStaff lets only coordinators try out a draft of a form, at addresses
// that are otherwise those of participants, who have no account.
func (s *Server) trialsForStaff() gin.HandlerFunc {
	load, require := s.sessions.Load(), s.sessions.RequireLevel(survey.Coordinator, s.ask, s.fail)
	return func(c *gin.Context) {
		if c.Param("round") == participate.TrialRound {
			load(c)
			require(c)
		}
	}
}
