// Package coordinate is the coordinators' half of the staff pages: they decide
// on recommendations, read the draft of the summary with its checks beside it,
// download it, and see to it that answers are collected.
//
// It is for web, which gives every method of [Desk] an address and lets only
// coordinators pass. Handlers read what is stored and hand it to pure functions
// that build the pages (see web/page).
//
// It counts nothing and chooses no quote (see analysis/collate), and writes no
// document (see analysis/report).
package coordinate

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/report/pdf"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/mail"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/render"
)

// Config is what a Desk works with.
type Config struct {
	Survey    *store.Store
	Mail      *mail.Post
	Analysis  *astore.Store
	Render    *render.Renderer
	Now       func() time.Time
	PublicURL string       // as participants type it; empty means as the coordinator does
	Secure    bool         // served over TLS
	Print     *pdf.Printer // what makes PDF files; nil for none
}

// Desk answers the coordinators' addresses. It is safe for concurrent use.
type Desk struct {
	log      *slog.Logger
	survey   *store.Store
	mail     *mail.Post
	analysis *astore.Store
	render   *render.Renderer
	now      func() time.Time
	public   string
	secure   bool
	print    *pdf.Printer
}

// New returns a Desk.
func New(log *slog.Logger, c Config) *Desk {
	return &Desk{
		log: log, survey: c.Survey, mail: c.Mail, analysis: c.Analysis, render: c.Render, now: c.Now,
		public: strings.TrimRight(c.PublicURL, "/"), secure: c.Secure, print: c.Print,
	}
}

// place is the programme and round that an address names.
type place struct {
	programme survey.Programme
	round     survey.Round
}

// find reads the programme and round of the request's address.
func (d *Desk) find(c *gin.Context) (p place, err error) {
	return d.named(c.Request.Context(), c.Param("programme"), c.Param("round"))
}

func (d *Desk) named(ctx context.Context, programme, round string) (p place, err error) {
	if p.programme, err = d.survey.ProgrammeByKey(ctx, programme); err != nil {
		return p, err
	}
	p.round, err = d.survey.RoundByKey(ctx, p.programme.ID, round)
	return p, err
}

// at returns the address of one of the round's pages.
func (p place) at(kind string) string {
	return "/staff/" + kind + "/" + url.PathEscape(p.programme.Key) + "/" + url.PathEscape(p.round.Key)
}

// scope names programme and round.
func (p place) scope() string { return p.programme.Name + ", " + p.round.Key }

// frame puts the layout of a staff page around what a page builder made.
func frame(c *gin.Context, built page.Layout, section string) page.Layout {
	l := page.Staff(c, built.Title, section)
	l.Wrong = built.Wrong
	l.Scripts = []string{"staff.js"}
	return l
}
