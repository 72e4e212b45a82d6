package forms

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// edition is a published version that an address names.
type edition struct {
	programme survey.Programme
	form      survey.Form
}

func (d *Desk) edition(c *gin.Context) (e edition, err error) {
	ctx := c.Request.Context()
	if e.programme, err = d.Survey.ProgrammeByKey(ctx, c.Param("programme")); err != nil {
		return e, err
	}
	n, err := strconv.Atoi(c.Param("version"))
	if err != nil {
		return e, fault.New(fault.NotFound, "There is no version %q.", c.Param("version"))
	}
	e.form, err = d.Survey.Form(ctx, e.programme.ID, c.Param("form"), n)
	return e, err
}

// Version shows a published version, what it changed, and the waves that ask with
// the form.
func (d *Desk) Version(c *gin.Context) error {
	e, err := d.edition(c)
	if err != nil {
		return err
	}
	return d.showVersion(c, http.StatusOK, e)
}

func (d *Desk) showVersion(c *gin.Context, code int, e edition) error {
	ctx := c.Request.Context()
	uses, err := d.Survey.FormUses(ctx, e.programme.ID)
	if err != nil {
		return err
	}
	v := versionPage(e, uses)
	if e.form.Version > 1 {
		before, err := d.Survey.Form(ctx, e.programme.ID, e.form.Key, e.form.Version-1)
		if err != nil {
			return err
		}
		v.Before, v.Changes = before.Version, changes(before, e.form)
	}
	if v.HasOwn, err = d.draftOf(ctx, e); err != nil {
		return err
	}
	v.Layout = frame(c, fmt.Sprintf("%s, version %d", e.form.Title, e.form.Version), 0)
	return d.Render.Page(c, code, "coordinate-form-version", v)
}

// draftOf returns the address of the draft of the form, "" where there is none.
func (d *Desk) draftOf(ctx context.Context, e edition) (string, error) {
	switch _, err := d.Survey.FormDraft(ctx, e.programme.ID, e.form.Key); {
	case err == nil:
		return draftPath(e.programme.Key, e.form.Key, ""), nil
	case fault.KindOf(err) == fault.NotFound:
		return "", nil
	default:
		return "", err
	}
}

// versionPage builds the page of a published version.
func versionPage(e edition, uses []survey.FormUse) page.DesignVersion {
	f := e.form
	at := versionPath(e.programme.Key, f.Key, f.Version)
	out := page.DesignVersion{
		Back: homePath(e.programme.Key), Form: f.Title, Intro: f.Intro, Number: f.Version, Files: fileLinks(at + "/download"), Begin: homePath(e.programme.Key) + "/begin", Key: f.Key,
	}
	for i, p := range f.Pages {
		out.Pages = append(out.Pages, designPage(nil, &f, i, p, nil))
	}
	for _, u := range uses {
		if u.Wave.FormKey != f.Key {
			continue
		}
		w := page.DesignWave{ID: u.Wave.ID, Title: waveName(u), Version: u.Wave.FormVersion, Here: u.Wave.FormVersion == f.Version, Begun: u.Begun(), Action: at + "/take", State: useState(u)}
		if w.Begun {
			w.Consequences = consequences(u, f.Version)
		}
		out.Waves = append(out.Waves, w)
	}
	return out
}

func useState(u survey.FormUse) string {
	switch {
	case u.Answered == 1:
		return "1 response"
	case u.Answered > 1:
		return strconv.Itoa(u.Answered) + " responses"
	case u.Invited:
		return "people are invited"
	}
	return "nobody is invited yet"
}

// consequences says what it means when a wave that has begun takes another
// version.
func consequences(u survey.FormUse, version int) []string {
	out := []string{fmt.Sprintf("Who answers from now on answers version %d.", version)}
	if u.Answered > 0 {
		out = append(out, fmt.Sprintf("What was answered stays as it is, as answers to version %d. Answers with the same key are counted together; questions that only one version has have fewer answers.", u.Wave.FormVersion))
	}
	return append(out, "Who is writing now keeps the words that fit a question of the new version, and is shown the new pages.", "The audit says that you did this.")
}

// Take lets a wave ask with this version of the form.
func (d *Desk) Take(c *gin.Context) error {
	e, err := d.edition(c)
	if err != nil {
		return err
	}
	uses, err := d.Survey.FormUses(c.Request.Context(), e.programme.ID)
	if err != nil {
		return err
	}
	for _, u := range uses {
		if u.Wave.ID != c.PostForm("wave") || u.Wave.FormKey != e.form.Key {
			continue
		}
		if err := d.Survey.TakeForm(c.Request.Context(), u.Wave.ID, e.form.Version, c.PostForm("understood") != ""); err != nil {
			return err
		}
		return told(c, versionPath(e.programme.Key, e.form.Key, e.form.Version)+"#waves", fmt.Sprintf("“%s” now asks with version %d.", short(waveName(u)), e.form.Version))
	}
	return fault.New(fault.NotFound, "There is no such wave of this programme that asks with the form.")
}

// questionRow is a line of the list of questions.
func questionRow(f *survey.Form, p survey.Page, q survey.Question) []any {
	return []any{p.Title, q.Key, design.KindWords(q.Kind), q.Label, q.Hint, need(q), when(f, q.Relevant), design.Lines(q.Choices), design.Lines(q.Items), yes(q.Quotable), string(q.Purpose)}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
