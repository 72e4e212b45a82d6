// Package research is the researchers' half of the staff pages: they search
// what participants wrote, read whole responses, decide on suggested codings,
// add their own, and look at the codebook.
//
// It is for web, which gives every method of [Desk] an address, and for
// web/coordinate, which shares its words for roles, themes and counts. A
// handler reads the address, asks the stores and the engine, and hands what
// they say to a pure function that builds the page (see web/page); it answers
// with that page, with a redirect, or with an error.
//
// It does not index or suggest anything (see analysis/pipeline), and it shows
// no word of an answer whose participant wants it counted only.
package research

import (
	"log/slog"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/find"
	"verbatim/analysis/sentiment"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/render"
)

// Config is what a Desk works with.
type Config struct {
	Survey   *store.Store
	Analysis *astore.Store
	Engine   search.Engine
	Render   *render.Renderer
	Caught   func() (done, head int64) // how far the feed has been followed; nil says nothing about it
}

// Desk answers the researchers' addresses. It is safe for concurrent use.
type Desk struct {
	log      *slog.Logger
	survey   *store.Store
	analysis *astore.Store
	engine   search.Engine
	render   *render.Renderer
	caught   func() (done, head int64)
	find     find.Finder
	lessons  *lessons
	hearing  *sentiment.Analyser
}

// New returns a Desk.
func New(log *slog.Logger, c Config) *Desk {
	return &Desk{log: log, survey: c.Survey, analysis: c.Analysis, engine: c.Engine, render: c.Render, caught: c.Caught, find: find.Finder{Survey: c.Survey, Analysis: c.Analysis, Engine: c.Engine}, lessons: &lessons{of: map[string]lesson{}}, hearing: sentiment.New()}
}

// frame puts the layout of a staff page around what a page builder made.
func frame(c *gin.Context, built page.Layout, section string) page.Layout {
	l := page.Staff(c, built.Title, section)
	l.Wrong = built.Wrong
	l.Scripts = []string{"staff.js"}
	return l
}
