package forms

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// mostReplacements is how many pairs of questions are offered: the likeliest.
const mostReplacements = 10

// Publishing shows what publishing would change, and what stands in its way.
func (d *Desk) Publishing(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showPublishing(c, http.StatusOK, b, "")
}

func (d *Desk) showPublishing(c *gin.Context, code int, b *bench, notice string) error {
	uses, err := d.Survey.FormUses(c.Request.Context(), b.programme.ID)
	if err != nil {
		return err
	}
	v := publishPage(b, uses)
	v.Notice = notice
	v.Layout = frame(c, fmt.Sprintf("Publish version %d", v.Next), len(notice))
	return d.Render.Page(c, code, "coordinate-form-publish", v)
}

// publishPage builds the page before publishing.
func publishPage(b *bench, uses []survey.FormUse) page.DesignPublish {
	f := *b.form()
	findings := design.Check(f, b.cohort())
	out := page.DesignPublish{
		Back: b.at(""), Action: b.at("publish"), Replace: b.at("replace"), Version: b.draft.Version, Next: b.latest.Version + 1, Base: b.latest.Version,
		Checks: checks(findings, func(x design.Finding) bool { return x.Blocks }), Blocked: design.Blocked(findings),
	}
	if b.latest.Version == 0 {
		return out
	}
	out.Changes = changes(b.latest, f)
	for _, ch := range out.Changes {
		if ch.Break != "" {
			out.Breaks++
		}
	}
	if b.draft.Base < b.latest.Version {
		out.Notice = fmt.Sprintf("Version %d was published after this draft was begun from version %d. What changed between them is undone by the draft unless you repeat it: read the list below.", b.latest.Version, b.draft.Base)
	}
	for i, r := range design.Replacements(b.latest, f) {
		if i < mostReplacements {
			out.Replacements = append(out.Replacements, page.DesignReplacement{Old: r.Old.Key, New: r.New.Key, OldLabel: design.Name(r.Old), NewLabel: design.Name(r.New)})
		}
	}
	for _, u := range uses {
		if u.Wave.FormKey == f.Key {
			out.Waves = append(out.Waves, waveName(u)+" asks with version "+strconv.Itoa(u.Wave.FormVersion))
		}
	}
	return out
}

func changes(before, after survey.Form) (out []page.DesignChange) {
	for _, ch := range design.Compare(before, after) {
		out = append(out, page.DesignChange{Text: ch.Text, Break: ch.Break})
	}
	return out
}

// Publish makes the draft the next version of its form.
func (d *Desk) Publish(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	v := publishPage(b, nil)
	switch {
	case seen(c) != b.draft.Version:
		return d.showPublishing(c, http.StatusConflict, b, conflict(b))
	case v.Blocked:
		return d.showPublishing(c, http.StatusUnprocessableEntity, b, "W61: Something must be mended first. It is listed below.")
	case v.Breaks > 0 && c.PostForm("understood") == "":
		return d.showPublishing(c, http.StatusUnprocessableEntity, b, "W65: Tick that you know what this means for answers that there are.")
	}
	f, err := d.Survey.PublishFormDraft(c.Request.Context(), b.programme.ID, b.form().Key, b.draft.Version)
	if fault.KindOf(err) == fault.Conflict && err != nil {
		if b, err = d.find(c); err != nil {
			return err
		}
		return d.showPublishing(c, http.StatusConflict, b, conflict(b))
	}
	if err != nil {
		return err
	}
	return told(c, versionPath(b.programme.Key, f.Key, f.Version), fmt.Sprintf("Version %d is published. It never changes; waves choose it below.", f.Version))
}

// Replace gives a new question the key of one that is gone, so that their
// answers count as answers to the same question.
func (d *Desk) Replace(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	if seen(c) != b.draft.Version {
		return d.showPublishing(c, http.StatusConflict, b, conflict(b))
	}
	from, to := c.PostForm("new"), c.PostForm("old")
	_, published := b.latest.Question(from)
	old, was := b.latest.Question(to)
	q, ok := b.form().Question(from)
	if published || !was || !ok || q.Kind != old.Kind || !design.Rename(b.form(), from, to) {
		return d.showPublishing(c, http.StatusUnprocessableEntity, b, "W68: These two cannot stand for each other any more. Here is what publishing would change now.")
	}
	return d.keep(c, b, "“"+short(design.Name(q))+"” replaces “"+short(design.Name(old))+"”", b.at("publish"))
}
