package forms

import (
	"cmp"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// tag is the form of a language's tag (BCP 47): letters, then parts.
var tag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// badTag says how to write a language.
func badTag(t string) error {
	return fault.Coded("W65", "%q is no tag of a language. Write two or three small letters, such as cy for Welsh or ar for Arabic.", t)
}

// Settings shows the title, the introduction and the language of a form.
func (d *Desk) Settings(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showPart(c, http.StatusOK, b.settings(), &problems{}, "")
}

// settings builds the page of the form itself.
func (b *bench) settings() page.DesignPart {
	f := b.form()
	return page.DesignPart{
		Back: b.at(""), Action: b.at("settings"), Version: b.draft.Version, Seen: mark([]string{f.Title, f.Intro, f.Language}),
		Whole: true, Name: f.Title, Intro: f.Intro, Language: f.Languages()[0],
	}
}

func (d *Desk) showPart(c *gin.Context, code int, v page.DesignPart, p *problems, notice string) error {
	title := "Page: " + short(cmp.Or(v.Name, "without a title"))
	if v.Whole {
		title = "Title, introduction and language"
	}
	v.Problems, v.Field, v.Notice = p.lines, p.field, notice
	v.Layout = frame(c, title, len(p.lines)+len(notice))
	return d.Render.Page(c, code, "coordinate-form-part", v)
}

// theirChange says on a page of its own what somebody else has made of a part.
func theirChange(b *bench, name, intro string) string {
	text := "W67: " + cmp.Or(b.draft.ChangedBy, "Somebody else") + " has changed this since your page was loaded. What you typed is below and not stored yet; saving puts it in the place of theirs. Theirs is: “" + name + "”"
	if intro != "" {
		text += ", “" + intro + "”"
	}
	return text + "."
}

// SaveSettings stores the title, the introduction and the language of a form.
func (d *Desk) SaveSettings(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	v, p, f := b.settings(), &problems{}, b.form()
	before := v.Seen
	v.Name, v.Intro, v.Language = typed(c, "name"), typed(c, "intro"), typed(c, "language")
	if !tag.MatchString(v.Language) {
		p.add("language", badTag(v.Language))
	}
	if v.Name == "" {
		p.add("name", fault.Coded("W65", "Enter a title: participants see it on top."))
	}
	switch {
	case c.PostForm("seen") != before:
		return d.showPart(c, http.StatusConflict, v, &problems{}, theirChange(b, f.Title, f.Intro))
	case len(p.lines) > 0:
		return d.showPart(c, http.StatusUnprocessableEntity, v, p, "")
	}
	f.Title, f.Intro, f.Language = v.Name, v.Intro, v.Language
	if f.Language == "en" {
		f.Language = "" // as forms have it
	}
	delete(f.Translations, v.Language)
	return d.keep(c, b, "Changed the title, introduction or language", b.at(""))
}

// keep stores the draft and leads on.
func (d *Desk) keep(c *gin.Context, b *bench, what, to string) error {
	design.Tidy(b.form())
	if err := d.Survey.SaveFormDraft(c.Request.Context(), b.programme.ID, b.draft.Version, *b.form(), what); err != nil {
		return d.refused(c, b, err)
	}
	return told(c, to, what+".")
}

func typed(c *gin.Context, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(c.PostForm(name), "\r\n", "\n"))
}

// onPage reads the draft and the number of the page that the address names.
func (d *Desk) onPage(c *gin.Context) (b *bench, i int, err error) {
	if b, err = d.find(c); err != nil {
		return nil, 0, err
	}
	if i = design.FindPage(b.form(), c.Param("page")); i < 0 {
		return nil, 0, fault.New(fault.NotFound, "There is no page %q in this draft any more. Go back to the form.", c.Param("page"))
	}
	return b, i, nil
}

// Page shows what can be said about one page of a form.
func (d *Desk) Page(c *gin.Context) error {
	b, i, err := d.onPage(c)
	if err != nil {
		return err
	}
	v := b.part(i)
	pg := b.form().Pages[i]
	t := condition{expression: pg.Relevant, was: pg.Relevant}
	t.sentence, _ = design.ReadSentence(pg.Relevant)
	b.conditions(&v, pg, t, c.Query("when"), nil)
	return d.showPart(c, http.StatusOK, v, &problems{}, "")
}

func (b *bench) conditions(v *page.DesignPart, pg survey.Page, t condition, about string, problem error) {
	v.When = t.show("when", b.form(), subjects(b.form(), pg.Key), about, problem)
	v.When.Legend, v.When.About = "When is the page shown?", "Add a sentence about the answer to"
}

// part builds the page about one page of the form.
func (b *bench) part(i int) page.DesignPart {
	pg := b.form().Pages[i]
	v := page.DesignPart{
		Back: b.at("") + "#page-" + pg.Key, Action: b.at("page/" + pg.Key), Version: b.draft.Version, Name: pg.Title, Intro: pg.Intro, Lock: lock(pg),
	}
	if r := pg.Repeat; r != nil {
		v.Repeats, v.RepeatLabel, v.RepeatKey, v.Count = true, r.Label, r.Key, r.Count
		v.Least, v.Most = strconv.Itoa(r.Least), ""
		if r.Most > 0 {
			v.Most = strconv.Itoa(r.Most)
		}
	}
	pg.Questions = nil
	v.Seen = mark(pg)
	return v
}

// SavePage stores what was said about one page.
func (d *Desk) SavePage(c *gin.Context) error {
	b, i, err := d.onPage(c)
	if err != nil {
		return err
	}
	v, p := b.part(i), &problems{}
	pg := &b.form().Pages[i]
	was, seen := *pg, v.Seen
	get := func(name string) string { return typed(c, name) }
	t := readCondition("when", get)
	v.Name, v.Intro = get("name"), get("intro")
	if v.Name == "" {
		p.add("name", fault.Coded("W65", "Enter a title for the page."))
	}
	pg.Title, pg.Intro = v.Name, v.Intro
	if pg.Relevant, err = t.result(); err != nil {
		p.add("when.expression", err)
	}
	if v.Lock == nil {
		v.Repeats, v.RepeatLabel, v.Least, v.Most, v.Count = get("repeats") != "", get("repeat-label"), get("least"), get("most"), get("count")
		pg.Repeat = b.repeat(v, pg, p)
	}
	switch {
	case c.PostForm("seen") != seen:
		b.conditions(&v, was, t, "", nil)
		return d.showPart(c, http.StatusConflict, v, &problems{}, theirChange(b, was.Title, was.Intro))
	case len(p.lines) > 0:
		b.conditions(&v, was, t, "", p.errs["when.expression"])
		return d.showPart(c, http.StatusUnprocessableEntity, v, p, "")
	}
	to := b.at("") + "#page-" + pg.Key
	if about := c.PostForm("when.new"); about != "" && c.PostForm("do") == "add-when" {
		to = b.at("page/"+pg.Key) + "?when=" + about + "#when"
	}
	return d.keep(c, b, "Changed the page “"+short(pg.Title)+"”", to)
}

// repeat reads how often the page is asked.
func (b *bench) repeat(v page.DesignPart, pg *survey.Page, p *problems) *survey.Repeat {
	if !v.Repeats {
		return nil
	}
	r := survey.Repeat{Label: v.RepeatLabel, Count: v.Count}
	if pg.Repeat != nil {
		r.Key = pg.Repeat.Key
	} else {
		f := b.form()
		r.Key = design.NewKey(v.RepeatLabel, "turns", func(k string) bool {
			_, asked := f.Question(k)
			return asked || len(subjectsNamed(f, k)) > 0
		})
	}
	if r.Label == "" {
		p.add("repeat-label", fault.Coded("W65", "Enter what one turn is called, such as Meeting."))
	}
	for _, n := range []struct {
		name, text string
		to         *int
	}{{"least", v.Least, &r.Least}, {"most", v.Most, &r.Most}} {
		var err error
		if n.text != "" {
			if *n.to, err = strconv.Atoi(n.text); err != nil || *n.to < 0 || *n.to > survey.MostTurns {
				p.add(n.name, fault.Coded("W65", "Enter how often as a number from 0 to %d, or leave it empty.", survey.MostTurns))
			}
		}
	}
	_, err := expr.Parse(r.Count)
	p.add("count", err)
	return &r
}

// subjectsNamed returns the pages whose turns are called by the key.
func subjectsNamed(f *survey.Form, key string) (out []string) {
	for _, p := range f.Pages {
		if p.Repeat != nil && p.Repeat.Key == key {
			out = append(out, p.Key)
		}
	}
	return out
}
