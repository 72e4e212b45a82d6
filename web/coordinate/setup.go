package coordinate

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// fieldID is the id of a field of a page that sets something up.
func fieldID(name string) string { return "#" + name }

// wrong adds a problem to a page and to the field that it is about.
func wrong(p *page.Setup, name, text string) {
	p.Wrong = true
	anchor := ""
	for g := range p.Groups {
		for f := range p.Groups[g].Fields {
			if field := &p.Groups[g].Fields[f]; field.Name == name && field.Kind != "fixed" {
				field.Problem, anchor = text, fieldID(name)
			}
		}
	}
	p.Problems = append(p.Problems, page.Problem{Anchor: anchor, Text: text})
}

// showSetup answers with a page that sets something up.
func (d *Desk) showSetup(c *gin.Context, status int, built page.Setup) error {
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-setup", built)
}

// refused shows the page again with what the store said was wrong. What it did
// not say to people is not for this page.
func (d *Desk) refused(c *gin.Context, built page.Setup, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Forbidden:
		status := http.StatusUnprocessableEntity
		if fault.KindOf(err) == fault.Conflict {
			status = http.StatusConflict
		}
		wrong(&built, "", fault.Text(err))
		return d.showSetup(c, status, built)
	}
	return err
}

// done leads on with a word about what was done.
func done(c *gin.Context, at, text string) error {
	page.SetFlash(c, text)
	c.Redirect(http.StatusSeeOther, at)
	return nil
}

// typed returns what was typed into a field on one line.
func typed(c *gin.Context, name string) string {
	return strings.Join(strings.Fields(c.PostForm(name)), " ")
}

// A form reads the fields of a page and collects what is wrong with them.
type form struct {
	c        *gin.Context
	problems [][2]string // name of the field, words
}

func (f *form) problem(name, text string) { f.problems = append(f.problems, [2]string{name, text}) }

// need returns what was typed and asks for it when it is empty.
func (f *form) need(name, ask string) string {
	v := typed(f.c, name)
	if v == "" {
		f.problem(name, ask)
	}
	return v
}

func (f *form) key(name string) string {
	v := strings.ToLower(typed(f.c, name))
	if err := survey.CheckKey("The short name", v); err != nil {
		f.problem(name, fault.Text(err))
	}
	return v
}

func (f *form) day(name string) survey.Day {
	v, err := survey.ParseDay(typed(f.c, name))
	if err != nil {
		f.problem(name, fault.Text(err))
	}
	return v
}

// number returns a whole number from 0, and 0 for an empty field.
func (f *form) number(name string, most int) int {
	v := typed(f.c, name)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > most {
		f.problem(name, "Enter a whole number from 0 to "+strconv.Itoa(most)+", or leave it empty.")
		return 0
	}
	return n
}

// pence returns an amount of pounds in pence, and 0 for an empty field.
func (f *form) pence(name string) int64 {
	v := strings.TrimPrefix(typed(f.c, name), "£")
	if v == "" {
		return 0
	}
	pounds, rest, _ := strings.Cut(v, ".")
	p, err := strconv.ParseUint(pounds, 10, 16)
	if len(rest) == 1 {
		rest += "0"
	}
	var h uint64
	var err2 error
	if rest != "" {
		h, err2 = strconv.ParseUint(rest, 10, 16)
	}
	if err != nil || err2 != nil || len(rest) > 2 || p > 1000 {
		f.problem(name, "Enter an amount in pounds and pence, such as 13.85, or leave it empty.")
		return 0
	}
	return int64(p*100 + h)
}

// report puts what is wrong on the page.
func (f *form) report(p *page.Setup) bool {
	for _, one := range f.problems {
		wrong(p, one[0], one[1])
	}
	return len(f.problems) > 0
}

// programmeAt returns the address of a programme's page.
func programmeAt(p survey.Programme) string { return "/staff/programmes/" + url.PathEscape(p.Key) }
