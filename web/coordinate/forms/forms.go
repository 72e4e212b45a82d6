// Package forms is where coordinators design forms: they begin a draft, write
// pages and questions, see beside them what is wrong, look at the form as
// participants will, translate it, and publish it as its next version.
//
// It is for web, which gives every method of [Desk] an address and lets only
// coordinators pass. Every change is stored at once, as a step that can be
// undone; a change of what somebody else has changed meanwhile is never stored
// over theirs. Nothing needs a script.
//
// What can be done to a form, and what is good and bad about one, is package
// survey/design; nothing is decided here.
package forms

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/render"
)

// Config is what a Desk works with.
type Config struct {
	Survey *store.Store
	Render *render.Renderer
	Now    func() time.Time
}

// Desk answers the addresses below /staff/forms. It is safe for concurrent use.
type Desk struct {
	Config
	log *slog.Logger
}

// New returns a Desk.
func New(log *slog.Logger, c Config) *Desk { return &Desk{Config: c, log: log} }

// bench is what a request about a draft works on.
type bench struct {
	programme survey.Programme
	draft     survey.FormDraft
	latest    survey.Form // the version published last; its Version is 0 for none
	people    int         // who will be asked, as far as it is known
}

// form returns the form that is being written.
func (b *bench) form() *survey.Form { return &b.draft.Form }

// at returns the address of one of the draft's pages.
func (b *bench) at(sub string) string { return draftPath(b.programme.Key, b.draft.Form.Key, sub) }

func draftPath(programme, form, sub string) string {
	path := homePath(programme) + "/draft/" + url.PathEscape(form)
	if sub != "" {
		path += "/" + sub
	}
	return path
}

func homePath(programme string) string { return "/staff/forms/" + url.PathEscape(programme) }

func versionPath(programme, form string, version int) string {
	return homePath(programme) + "/version/" + url.PathEscape(form) + "/" + strconv.Itoa(version)
}

// find reads the draft that the request's address names.
func (d *Desk) find(c *gin.Context) (b *bench, err error) {
	ctx := c.Request.Context()
	b = &bench{}
	if b.programme, err = d.Survey.ProgrammeByKey(ctx, c.Param("programme")); err != nil {
		return nil, err
	}
	if b.draft, err = d.Survey.FormDraft(ctx, b.programme.ID, c.Param("form")); err != nil {
		return nil, noDraft(err, c.Param("form"))
	}
	b.latest, err = d.Survey.LatestForm(ctx, b.programme.ID, b.draft.Form.Key)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	b.people, err = d.people(ctx, b.programme.ID)
	return b, err
}

func noDraft(err error, key string) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return fault.New(fault.NotFound, "There is no draft of the form %q: it may have been published or deleted meanwhile. The list of forms shows what there is.", key)
}

// people returns how many people the latest round has, 0 for unknown.
func (d *Desk) people(ctx context.Context, programmeID string) (int, error) {
	rounds, err := d.Survey.Rounds(ctx, programmeID)
	if err != nil || len(rounds) == 0 {
		return 0, err
	}
	return 2 * rounds[len(rounds)-1].Pairs, nil // two meet
}

// cohort is who the checks of the draft think of.
func (b *bench) cohort() design.Cohort {
	return design.Cohort{People: b.people, Roles: len(b.programme.Roles) > 0}
}

// seen reads which version of the draft the page that was sent had shown.
func seen(c *gin.Context) int64 {
	v, _ := strconv.ParseInt(c.PostForm("version"), 10, 64) // none fits no draft
	return v
}

// frame puts the layout of a staff page around what a page builder made.
func frame(c *gin.Context, title string, problems int) page.Layout {
	l := page.Staff(c, title, "forms")
	l.Wrong = problems > 0
	l.Scripts = []string{"staff.js"}
	return l
}

// status is that of a page with so many problems.
func status(problems int) int {
	if problems > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// told stores a sentence for the next page and leads there.
func told(c *gin.Context, to, format string) error {
	if format != "" {
		page.SetFlash(c, format)
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// short cuts words for a message to a length that fits on a line.
func short(words string) string {
	const longest = 60 // characters
	r := []rune(words)
	if len(r) <= longest {
		return words
	}
	return string(r[:longest-1]) + "…"
}
