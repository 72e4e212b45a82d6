package web_test

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/web"
	"verbatim/web/webtest"
)

// guarded returns a browser at the site with two more routes: /desk for
// researchers, which says what was posted, and /accounts for coordinators.
func (s *site) guarded() *webtest.Browser {
	s.t.Helper()
	err := web.AddRoutes(s.server, func(researcher, coordinator *gin.RouterGroup) {
		researcher.GET("/desk", func(c *gin.Context) { c.String(http.StatusOK, "desk") })
		researcher.POST("/desk", func(c *gin.Context) { c.String(http.StatusOK, "%s", c.PostForm("words")) })
		coordinator.GET("/accounts", func(c *gin.Context) { c.String(http.StatusOK, string(survey.Coordinator)) })
	})
	must(s.t, err)
	return webtest.New(s.t, s.server.Handler())
}
