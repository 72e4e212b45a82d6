package forms

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/survey/starter"
	"verbatim/web/page"
)

// Home lists the forms of a programme, with their versions, the waves that ask
// with them, and drafts.
func (d *Desk) Home(c *gin.Context) error {
	p, err := d.Survey.ProgrammeByKey(c.Request.Context(), c.Param("programme"))
	if err != nil {
		return err
	}
	return d.showHome(c, p, "", nil)
}

func (d *Desk) showHome(c *gin.Context, p survey.Programme, typed string, problems []page.Problem) error {
	ctx := c.Request.Context()
	versions, err := d.Survey.Forms(ctx, p.ID)
	if err != nil {
		return err
	}
	drafts, err := d.Survey.FormDrafts(ctx, p.ID)
	if err != nil {
		return err
	}
	uses, err := d.Survey.FormUses(ctx, p.ID)
	if err != nil {
		return err
	}
	built := homePage(p, versions, drafts, uses)
	built.Layout = frame(c, "Forms", len(problems))
	built.Typed, built.Problems = typed, problems
	return d.Render.Page(c, status(len(problems)), "coordinate-forms", built)
}

// homePage builds the list of a programme's forms.
func homePage(p survey.Programme, versions []survey.Form, drafts []survey.FormDraft, uses []survey.FormUse) page.Forms {
	out := page.Forms{Scope: p.Name, Begin: homePath(p.Key) + "/begin", Read: homePath(p.Key) + "/read", Largest: "900 kB"}
	lines := map[string]int{}
	line := func(key, title string) *page.FormLine {
		i, ok := lines[key]
		if !ok {
			i = len(out.Forms)
			lines[key], out.Forms = i, append(out.Forms, page.FormLine{Anchor: "form-" + key, Key: key})
		}
		out.Forms[i].Title = title
		return &out.Forms[i]
	}
	for _, f := range versions {
		l := line(f.Key, f.Title)
		l.Begin = f.Version
		l.Versions = append([]page.VersionLine{{
			Number: f.Version, Address: versionPath(p.Key, f.Key, f.Version), Questions: len(f.Questions()), Waves: waves(uses, f.Key, f.Version),
		}}, l.Versions...)
	}
	for _, dr := range drafts {
		l := line(dr.Form.Key, cmp.Or(dr.Form.Title, dr.Form.Key))
		l.Begin = 0
		l.Draft = &page.DraftLine{Address: draftPath(p.Key, dr.Form.Key, ""), Changed: changed(dr)}
	}
	out.From = beginnings(out.Forms)
	return out
}

// waves names the waves that ask with a version of a form.
func waves(uses []survey.FormUse, key string, version int) (out []string) {
	for _, u := range uses {
		if u.Wave.FormKey == key && u.Wave.FormVersion == version {
			out = append(out, waveName(u))
		}
	}
	return out
}

func waveName(u survey.FormUse) string { return cmp.Or(u.Wave.Title, u.RoundKey+", "+u.Wave.Key) }

// changed says what was done to a draft last.
func changed(dr survey.FormDraft) string {
	what := dr.What
	if dr.ChangedBy != "" {
		what += ", by " + dr.ChangedBy
	}
	return what + ", " + dr.ChangedAt.Format("2 January 2006 15:04") + " UTC"
}

// beginnings are what a new form can begin with.
func beginnings(forms []page.FormLine) []page.Pick {
	out := []page.Pick{{Value: "empty", Text: "an empty form"}}
	for _, key := range starter.Keys() {
		if f, err := starter.Form(key); err == nil {
			out = append(out, page.Pick{Value: "starter:" + key, Text: "the starter form “" + f.Title + "”"})
		}
	}
	for _, i := range ownInstruments() {
		out = append(out, page.Pick{Value: "instrument:" + i.Value, Text: "the instrument “" + i.Text + "”"})
	}
	for _, f := range forms {
		if n := len(f.Versions); n > 0 {
			out = append(out, page.Pick{Value: "copy:" + f.Key, Text: "a copy of “" + f.Title + "”, under another name"})
		}
	}
	return out
}

// Begin makes a draft: of a new form, or of the next version of one.
func (d *Desk) Begin(c *gin.Context) error {
	ctx := c.Request.Context()
	p, err := d.Survey.ProgrammeByKey(ctx, c.Param("programme"))
	if err != nil {
		return err
	}
	f, base, what, err := d.beginning(ctx, p, c.PostForm("from"), strings.TrimSpace(c.PostForm("title")))
	if err == nil {
		_, err = d.Survey.BeginFormDraft(ctx, p.ID, f, base, what)
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict) {
		return d.showHome(c, p, c.PostForm("title"), []page.Problem{{Anchor: "#title", Text: fault.Text(err)}})
	}
	if err != nil {
		return err
	}
	return told(c, draftPath(p.Key, f.Key, ""), "")
}

// beginning returns the form that a draft begins as, the version it is from, and
// that in words.
func (d *Desk) beginning(ctx context.Context, p survey.Programme, from, title string) (f survey.Form, base int, what string, err error) {
	kind, key, _ := strings.Cut(from, ":")
	switch kind {
	case "version":
		key, digits, _ := strings.Cut(key, ":")
		n, _ := strconv.Atoi(digits)
		f, err = d.Survey.Form(ctx, p.ID, key, n)
		return f, n, "Began from version " + digits, err
	case "starter":
		if f, err = starter.Form(key); err == nil && len(p.Roles) > 0 {
			f = starter.WithRoles(f, p.Roles)
		}
		what = "Began from a starter form"
	case "instrument":
		f.Pages, err = instrumentPages(key)
		what = "Began from an instrument"
	case "copy":
		f, err = d.Survey.LatestForm(ctx, p.ID, key)
		what = "Began as a copy of " + f.Title
		if title == "" && err == nil {
			err = fault.Coded("W65", "Enter a title for the copy, so that the two can be told apart.")
		}
	default:
		f.Pages, what = []survey.Page{{Key: "page-1", Title: "Page 1"}}, "Began"
	}
	if err != nil {
		return f, 0, "", err
	}
	if title != "" {
		f.Title = title
	}
	if f.Title == "" {
		return f, 0, "", fault.Coded("W65", "Enter a title for the form: participants see it on top.")
	}
	if kind != "starter" || title != "" {
		f.Key, err = d.freeKey(ctx, p, f.Title)
	}
	f.Version = 0
	return f, 0, what, err
}

// freeKey makes a key of a title that no form of the programme has.
func (d *Desk) freeKey(ctx context.Context, p survey.Programme, title string) (string, error) {
	used := map[string]bool{}
	forms, err := d.Survey.Forms(ctx, p.ID)
	if err != nil {
		return "", err
	}
	for _, f := range forms {
		used[f.Key] = true
	}
	drafts, err := d.Survey.FormDrafts(ctx, p.ID)
	for _, dr := range drafts {
		used[dr.Form.Key] = true
	}
	return design.NewKey(title, "form", func(k string) bool { return used[k] }), err
}
