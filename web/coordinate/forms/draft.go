package forms

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// Draft shows a form that is being written: its pages and questions, what is
// wrong beside each, and what can be done.
func (d *Desk) Draft(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showDraft(c, http.StatusOK, b, "")
}

func (d *Desk) showDraft(c *gin.Context, code int, b *bench, notice string) error {
	built := draftPage(b)
	title := b.form().Title
	if title == "" {
		title = "A form without a title"
	}
	built.Layout = frame(c, title, 0)
	if built.Notice = notice; notice != "" { // what was typed stays
		built.Wrong = true
		built.Label, built.NewPage = c.PostForm("label"), c.PostForm("page-title")
	}
	return d.Render.Page(c, code, "coordinate-form-draft", built)
}

// draftPage builds the page of a draft.
func draftPage(b *bench) page.Design {
	f := b.form()
	findings := design.Check(*f, b.cohort())
	out := page.Design{
		Scope: b.programme.Name, Key: f.Key, Changed: changed(b.draft), Forms: homePath(b.programme.Key), Version: b.draft.Version, Change: b.at("change"), Delete: b.at("delete"),
		Undo: b.draft.Undo, Redo: b.draft.Redo, Checks: checks(findings, func(x design.Finding) bool { return x.Page == "" && x.Question == "" }),
		Tally: tally(findings), Facts: facts(f, b), Kinds: kinds(""), Instruments: ownInstruments(),
		Steps: []page.Link{
			{Text: "Title, introduction and language", Address: b.at("settings")},
			{Text: "Preview", Address: b.at("preview")},
			{Text: "Translations", Address: b.at("words")},
			{Text: "Publish", Address: b.at("publish")},
		},
		Files: fileLinks(b.at("download")),
	}
	for i, p := range f.Pages {
		out.Pages = append(out.Pages, designPage(b, f, i, p, findings))
	}
	return out
}

func designPage(b *bench, f *survey.Form, i int, p survey.Page, findings []design.Finding) page.DesignPage {
	v := page.DesignPage{
		Key: p.Key, Anchor: "page-" + p.Key, Title: p.Title, Number: i + 1, When: when(f, p.Relevant), Repeats: repeats(p.Repeat),
		First: i == 0, Last: i == len(f.Pages)-1, Lock: lock(p),
		Checks: checks(findings, func(x design.Finding) bool { return x.Question == "" && x.Page == p.Key }),
	}
	if b != nil {
		v.Edit = b.at("page/" + p.Key)
	}
	for j, q := range p.Questions {
		dq := page.DesignQuestion{
			Key: q.Key, Anchor: "question-" + q.Key, Label: design.Name(q), Kind: design.KindWords(q.Kind), Need: need(q), When: when(f, q.Relevant),
			First: i == 0 && j == 0, Last: i == len(f.Pages)-1 && j == len(p.Questions)-1, Locked: p.Instrument != nil,
			Checks: checks(findings, func(x design.Finding) bool { return x.Question == q.Key }),
		}
		if b != nil {
			dq.Edit = b.at("question/" + q.Key)
		}
		v.Questions = append(v.Questions, dq)
	}
	return v
}

func when(f *survey.Form, relevant string) string {
	if relevant == "" {
		return ""
	}
	return design.InWords(f, relevant)
}

func repeats(r *survey.Repeat) string {
	if r == nil {
		return ""
	}
	most := r.Most
	if most == 0 {
		most = survey.MostTurns
	}
	return fmt.Sprintf("asked again for each “%s”, %d to %d times", r.Label, r.Least, most)
}

func need(q survey.Question) string {
	switch {
	case !q.Kind.Asked():
		return ""
	case q.Required:
		return "needs an answer"
	case q.Soft:
		return "needs an answer or a reason"
	}
	return "can be left out"
}

func facts(f *survey.Form, b *bench) []page.Term {
	out := []page.Term{
		{Name: "Questions", Text: fmt.Sprintf("%d on %d pages", len(f.Questions()), len(f.Pages))},
		{Name: "Time to fill in", Text: fmt.Sprintf("about %d min", design.Minutes(*f))},
		{Name: "Languages", Text: strings.Join(f.Languages(), ", ")},
	}
	if age := design.ReadingAge(*f); age > 0 {
		out = append(out, page.Term{Name: "Reads like a text for people of", Text: strconv.Itoa(age)})
	}
	last := "none yet"
	if b.latest.Version > 0 {
		last = "version " + strconv.Itoa(b.latest.Version)
	}
	return append(out, page.Term{Name: "Published", Text: last})
}

// checks are the findings that fit, as they stand in the margin.
func checks(findings []design.Finding, fits func(design.Finding) bool) (out []page.CheckView) {
	for _, x := range findings {
		if !fits(x) {
			continue
		}
		v := page.CheckView{Severity: "warn", Word: "Consider", Text: x.Text}
		if x.Blocks {
			v.Severity, v.Word, v.Rule = "block", "Must be mended", x.Code
		}
		out = append(out, v)
	}
	return out
}

func tally(findings []design.Finding) []page.CheckTally {
	blocks := 0
	for _, x := range findings {
		if x.Blocks {
			blocks++
		}
	}
	var out []page.CheckTally
	switch advice := len(findings) - blocks; {
	case len(findings) == 0:
		return []page.CheckTally{{Severity: "none", Text: "Nothing to mend"}}
	case advice > 0:
		out = []page.CheckTally{{Severity: "warn", Text: strconv.Itoa(advice) + " to consider"}}
	}
	if blocks > 0 {
		out = append([]page.CheckTally{{Severity: "block", Text: strconv.Itoa(blocks) + " must be mended before publishing"}}, out...)
	}
	return out
}

func kinds(chosen survey.Kind) (out []page.Pick) {
	for _, k := range design.Kinds() {
		out = append(out, page.Pick{Value: string(k.Kind), Text: k.Name, Chosen: k.Kind == chosen})
	}
	return out
}

// Change does one thing to the draft, stores it, and leads back to where it was
// done.
func (d *Desk) Change(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	o := readOrder(c.PostForm("do"))
	if o.verb == "undo" || o.verb == "redo" {
		return d.step(c, b, o.verb)
	}
	if seen(c) != b.draft.Version {
		return d.showDraft(c, http.StatusConflict, b, conflict(b))
	}
	done, err := o.apply(b.form(), c.Request.PostForm.Get)
	if err != nil {
		return d.refused(c, b, err)
	}
	if err := d.Survey.SaveFormDraft(c.Request.Context(), b.programme.ID, b.draft.Version, *b.form(), done.what); err != nil {
		return d.refused(c, b, err)
	}
	to := b.at("")
	if done.to != "" {
		to = b.at(done.to)
	}
	return told(c, to+done.anchor, done.what+".")
}

// refused shows the draft as it is now, with why a change was not made.
func (d *Desk) refused(c *gin.Context, b *bench, err error) error {
	switch fault.KindOf(err) {
	case fault.Internal, fault.Unavailable, fault.NotFound:
		return err
	}
	text, code, conflicts := fault.Text(err), http.StatusUnprocessableEntity, fault.KindOf(err) == fault.Conflict
	now, err := d.find(c)
	if err != nil {
		return err
	}
	if conflicts || now.draft.Version != b.draft.Version {
		code = http.StatusConflict
	}
	return d.showDraft(c, code, now, text)
}

// conflict says that somebody was quicker.
func conflict(b *bench) string {
	by := b.draft.ChangedBy
	if by == "" {
		by = "Somebody"
	}
	return fmt.Sprintf("W67: %s has changed this form since your page was loaded (“%s”), so nothing was done yet. Here it is as it is now: look, then do it again.", by, b.draft.What)
}

func (d *Desk) step(c *gin.Context, b *bench, verb string) error {
	ctx, key := c.Request.Context(), b.form().Key
	what := "Undone: " + b.draft.What + "."
	step := d.Survey.UndoFormDraft
	if verb == "redo" {
		step, what = d.Survey.RedoFormDraft, "Done again."
	}
	if err := step(ctx, b.programme.ID, key, seen(c)); err != nil {
		return d.refused(c, b, err)
	}
	return told(c, b.at(""), what)
}

// Delete deletes a draft; what was published stays.
func (d *Desk) Delete(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	if err := d.Survey.DeleteFormDraft(c.Request.Context(), b.programme.ID, b.form().Key, seen(c)); err != nil {
		return d.refused(c, b, err)
	}
	return told(c, homePath(b.programme.Key), "The draft of “"+short(b.form().Title)+"” is deleted.")
}
