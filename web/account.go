package web

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/session"
)

const (
	// resendPrefix marks the fields of an interrupted form on the sign-in page.
	resendPrefix = "resend."
	resendAction = "resend-action"
	// staffHome is where staff who are signed in begin.
	staffHome = "/staff"
)

// home shows what this place is. Staff who are signed in go to their desk.
func (s *Server) home(c *gin.Context) error {
	if _, ok := session.Of(c); ok && s.config.Analysis != nil {
		c.Redirect(http.StatusSeeOther, staffHome)
		return nil
	}
	return s.render.Page(c, http.StatusOK, "home", page.Home{Layout: page.Public(c, "Verbatim")})
}

// ask hands whoever is not signed in to the sign-in page. A form that was sent
// meanwhile is carried along.
func (s *Server) ask(c *gin.Context) {
	if c.Request.Method == http.MethodGet {
		c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(c.Request.URL.RequestURI()))
		return
	}
	s.page(func(c *gin.Context) error {
		fields, err := formFields(c)
		if err != nil {
			return err
		}
		data := page.SignIn{Layout: page.Public(c, "Sign in"), Resend: &page.Resend{Action: c.Request.URL.RequestURI(), Fields: fields}}
		return s.render.Page(c, http.StatusUnauthorized, "sign-in", data)
	})(c)
}

// formFields returns what was sent, in the order of the names.
func formFields(c *gin.Context) ([]page.Field, error) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, err
	}
	var fields []page.Field
	for name, values := range c.Request.PostForm {
		for _, v := range values {
			fields = append(fields, page.Field{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(fields, func(a, b page.Field) int { return strings.Compare(a.Name, b.Name) })
	return fields, nil
}

func (s *Server) askSignIn(c *gin.Context) error {
	next := LocalPath(c.Query("next"))
	if _, ok := session.Of(c); ok {
		c.Redirect(http.StatusSeeOther, next)
		return nil
	}
	return s.render.Page(c, http.StatusOK, "sign-in", page.SignIn{Layout: page.Public(c, "Sign in"), Next: next})
}

func (s *Server) signIn(c *gin.Context) error {
	fields, err := formFields(c)
	if err != nil {
		return err
	}
	data := page.SignIn{Layout: page.Public(c, "Sign in"), Name: c.PostForm("name"), Next: LocalPath(c.PostForm("next")), Resend: resend(fields)}
	token, err := s.sessions.SignIn(c.Request.Context(), data.Name, c.PostForm("password"), c.ClientIP())
	if err != nil {
		return s.refuse(c, data, err)
	}
	if err := s.sessions.SignOut(c); err != nil { // whatever session the browser had ends here
		return err
	}
	s.sessions.SetCookie(c, token)
	if data.Resend != nil {
		return s.render.Page(c, http.StatusOK, "carry", page.Carry{Layout: page.Public(c, "Signed in"), Resend: *data.Resend})
	}
	c.Redirect(http.StatusSeeOther, data.Next)
	return nil
}

// refuse shows the sign-in page again with the reason.
func (s *Server) refuse(c *gin.Context, data page.SignIn, err error) error {
	status := http.StatusUnprocessableEntity
	if many, ok := errors.AsType[*session.TooManyError](err); ok {
		seconds := int(math.Ceil(many.Wait.Seconds()))
		c.Header("Retry-After", strconv.Itoa(seconds))
		status = http.StatusTooManyRequests
		data.Problem = "There were too many attempts. Wait " + strconv.Itoa(seconds) + " seconds, then try again."
	} else if fault.KindOf(err) == fault.Invalid {
		data.Problem = fault.Text(err)
	} else {
		return err
	}
	data.Wrong = true
	return s.render.Page(c, status, "sign-in", data)
}

// resend reads the interrupted form back from the fields of the sign-in page.
func resend(fields []page.Field) *page.Resend {
	r := &page.Resend{}
	for _, f := range fields {
		if f.Name == resendAction {
			r.Action = LocalPath(f.Value)
		}
		if name, ok := strings.CutPrefix(f.Name, resendPrefix); ok {
			r.Fields = append(r.Fields, page.Field{Name: name, Value: f.Value})
		}
	}
	if r.Action == "" {
		return nil
	}
	return r
}

func (s *Server) signOut(c *gin.Context) error {
	if err := s.sessions.SignOut(c); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}

// appearance keeps whether pages are light or dark, and returns to the page.
func (s *Server) appearance(c *gin.Context) error {
	page.SetTheme(c, c.PostForm("theme"))
	c.Redirect(http.StatusSeeOther, LocalPath(c.PostForm("next")))
	return nil
}

// tongue keeps the language that somebody chose on a page that belongs to no form.
func (s *Server) tongue(c *gin.Context) error {
	page.SetTongue(c, c.PostForm(page.LanguageField))
	c.Redirect(http.StatusSeeOther, LocalPath(c.PostForm("next")))
	return nil
}

// LocalPath returns next if it is the address of a page of this site, and "/"
// otherwise: a link to the sign-in page must not lead elsewhere afterwards.
func LocalPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}
