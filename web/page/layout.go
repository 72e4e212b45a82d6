// Package page holds the typed structs that templates show, and how they are
// built from what is stored. Building a page is a pure function wherever it can
// be, so that what a page says is tested without a browser.
//
// It is for the handlers in web and its sub-packages. It holds no HTML (see
// web/render) and answers no request.
package page

import (
	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/web/middleware"
	"verbatim/web/session"
)

// Language is the language of the pages' own words.
const Language = "en-GB"

// Layout is what the frame around every page needs. Page structs embed it.
type Layout struct {
	Title     string       // the page's own heading, unique within the site
	Lang      string       // BCP 47
	Tongues   []Tongue     // the buttons that choose one; none where there is nothing to choose
	Switch    string       // where those are sent; empty sends them with the form that is being written
	Theme     string       // "light", "dark", or empty for the device's own
	User      *survey.User // the staff account that is signed in, or nil
	Programme string       // shown on top; empty shows "Verbatim"
	Home      string       // where the name on top leads; empty makes it plain text
	Contact   string       // who may be asked, shown at the foot of participants' pages
	Path      string       // of the request, without the query
	Section   string       // the staff section the page belongs to, for the navigation
	Flash     string       // what was just done, shown once
	Wrong     bool         // the page reports problems: its title says so
	Writing   bool         // words may be on this page that are not stored: no ways out of it are offered
	Scripts   []string     // names of modules in static/js that make the page quicker
	RequestID string       // quoted on error pages so that the log line can be found
}

// Staff returns the layout of a page for the account that is signed in.
func Staff(c *gin.Context, title, section string) Layout {
	l := frame(c, title)
	l.Home = "/"
	l.Section = section
	l.Flash = TakeFlash(c)
	return l
}

// Participant returns the layout of a page for somebody who answers. Nobody's
// account is on it, even if a researcher tries the form.
func Participant(c *gin.Context, title string, p survey.Programme) Layout {
	l := frame(c, title)
	l.User = nil
	l.Programme = p.Name
	l.Contact = p.Contact
	return l
}

// Public returns the layout of a page that belongs to no programme.
func Public(c *gin.Context, title string) Layout {
	l := frame(c, title)
	l.Home = "/"
	return l
}

func frame(c *gin.Context, title string) Layout {
	l := Layout{Title: title, Lang: Language, Theme: Theme(c), RequestID: middleware.ID(c)}
	if c.Request != nil && c.Request.URL != nil {
		l.Path = c.Request.URL.Path
	}
	if u, ok := session.Of(c); ok {
		l.User = &u
	}
	return l
}
