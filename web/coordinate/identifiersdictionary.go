package coordinate

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/identify"
	"verbatim/web/page"
	"verbatim/web/research"
	"verbatim/web/session"
)

// rowsShown is how many entries of a dictionary a page shows.
const rowsShown = 50

func dictionaryAt(p survey.Programme) string {
	return "/staff/identifiers/" + url.PathEscape(p.Key)
}

// Dictionary answers with what a programme says for people and places.
func (d *Desk) Dictionary(c *gin.Context) error {
	built, _, err := d.dictionary(c)
	if err != nil {
		return err
	}
	return d.showDictionary(c, http.StatusOK, built)
}

func (d *Desk) dictionary(c *gin.Context) (built page.Dictionary, p survey.Programme, err error) {
	ctx := c.Request.Context()
	if p, err = d.survey.ProgrammeByKey(ctx, c.Param("programme")); err != nil {
		return built, p, err
	}
	entities, err := d.analysis.Entities(ctx, p.ID)
	if err != nil {
		return built, p, err
	}
	maskings, err := d.analysis.ProgrammeMaskings(ctx, p.ID)
	return dictionaryPage(p, entities, maskings, pageNumber(c.Query("page"))), p, err
}

func (d *Desk) showDictionary(c *gin.Context, status int, built page.Dictionary) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-identifier-dictionary", built)
}

// SaveDictionary saves or deletes an entry, or saves a list of entries.
func (d *Desk) SaveDictionary(c *gin.Context) error {
	built, p, err := d.dictionary(c)
	if err != nil {
		return err
	}
	what, err := d.changeDictionary(c.Request.Context(), c, p)
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return err
	}
	if err != nil {
		refuseDictionary(&built, c, fault.Text(err))
		return d.showDictionary(c, http.StatusUnprocessableEntity, built)
	}
	return done(c, dictionaryAt(p), what)
}

// changeDictionary does what a button of the page says, and tells what it did.
func (d *Desk) changeDictionary(ctx context.Context, c *gin.Context, p survey.Programme) (string, error) {
	user := session.User(c).Name
	kind := identify.Kind(c.PostForm("kind"))
	switch c.PostForm("do") {
	case "delete":
		return "The entry is deleted.", d.analysis.DeleteEntity(ctx, p.ID, c.PostForm("id"))
	case "list":
		list := readList(c.PostForm("list"), user)
		return "The list is saved: " + research.Plural(len(list), "entry", "entries") + ".", d.analysis.SaveList(ctx, p.ID, kind, list)
	case "save":
		e := analysis.Entity{ID: c.PostForm("id"), ProgrammeID: p.ID, Kind: kind, Name: typed(c, "name"), Also: strings.Split(c.PostForm("also"), ","), Descriptor: typed(c, "descriptor"), By: user}
		if !hasEntity(kind) {
			return "", fault.New(fault.Invalid, "Choose what the entry is.")
		}
		_, err := d.analysis.SaveEntity(ctx, e)
		return "“" + e.Name + "” is saved.", err
	}
	return "", fault.New(fault.Invalid, "Choose what to do with one of the buttons of the page.")
}

// readList reads entries, one a line: "Ward C3, C3 = a ward".
func readList(text, by string) []analysis.Entity {
	var out []analysis.Entity
	for line := range strings.Lines(text) {
		names, descriptor, _ := strings.Cut(line, "=")
		all := strings.Split(names, ",")
		if strings.TrimSpace(line) == "" {
			continue
		}
		out = append(out, analysis.Entity{Name: strings.TrimSpace(all[0]), Also: all[1:], Descriptor: strings.TrimSpace(descriptor), By: by})
	}
	return out
}

// writeList writes entries of a kind as readList reads them.
func writeList(entities []analysis.Entity, kind identify.Kind) string {
	var b strings.Builder
	for _, e := range entities {
		if e.Kind != kind {
			continue
		}
		b.WriteString(strings.Join(e.Names(), ", "))
		if e.Descriptor != "" {
			b.WriteString(" = " + e.Descriptor)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// dictionaryPage builds the page.
func dictionaryPage(p survey.Programme, entities []analysis.Entity, maskings []analysis.Masking, number int) page.Dictionary {
	out := page.Dictionary{Scope: p.Name, Action: dictionaryAt(p), Back: page.Link{Text: p.Name, Address: programmeAt(p)}}
	out.Title = "Dictionary of identifiers"
	out.New = page.DictionaryRow{Anchor: "new", Kinds: kindChoices(identify.Name)}
	uses := map[string]int{}
	for _, m := range maskings {
		if m.Decision == analysis.Masked {
			uses[m.Entity]++
		}
	}
	pager, from, to := pagesOf(len(entities), rowsShown, number, dictionaryAt(p))
	out.Pager = pager
	for _, e := range entities[from:to] {
		out.Rows = append(out.Rows, dictionaryRow(e, uses[e.ID]))
	}
	for _, l := range []page.DictionaryList{
		{Kind: string(identify.Place), Label: "Wards, sites and hospitals", Anchor: "list-place"},
		{Kind: string(identify.Module), Label: "Modules and courses", Anchor: "list-module"},
		{Kind: string(identify.Name), Label: "People", Anchor: "list-name"},
	} {
		l.Text = writeList(entities, identify.Kind(l.Kind))
		l.Hint = "One a line: how it is written, other ways after commas, and what is printed instead after an equals sign, as in “Ward C3, C3 = a ward”."
		out.Lists = append(out.Lists, l)
	}
	return out
}

func dictionaryRow(e analysis.Entity, used int) page.DictionaryRow {
	r := page.DictionaryRow{
		ID: e.ID, Anchor: "entry-" + digestOf(e.ID), Name: e.Name, Also: strings.Join(e.Also, ", "), Descriptor: e.Descriptor, Kind: research.Capital(e.Kind.Words()), Kinds: kindChoices(e.Kind),
	}
	if used > 0 {
		r.Used = "printed in " + research.Plural(used, "place", "places")
	}
	switch {
	case e.Descriptor == "":
		r.Note = "Looked for. Nothing is printed instead yet."
	case disclose.Blank(e.Descriptor):
		r.Note = "Says nothing of who or what is meant: write a descriptor, such as “senior doctor”."
	}
	return r
}

// refuseDictionary shows what is wrong, and what was typed where it was typed.
func refuseDictionary(p *page.Dictionary, c *gin.Context, text string) {
	p.Wrong = true
	anchor := ""
	if c.PostForm("do") == "list" {
		for i := range p.Lists {
			if l := &p.Lists[i]; l.Kind == c.PostForm("kind") {
				l.Text, l.Problem, anchor = c.PostForm("list"), text, "#"+l.Anchor
			}
		}
	} else {
		row := &p.New
		for i := range p.Rows {
			if p.Rows[i].ID == c.PostForm("id") {
				row = &p.Rows[i]
			}
		}
		row.Wrong, anchor = true, "#name-"+row.Anchor
		if c.PostForm("do") == "save" {
			row.Name, row.Also, row.Descriptor = typed(c, "name"), c.PostForm("also"), typed(c, "descriptor")
			row.Kinds = kindChoices(identify.Kind(c.PostForm("kind")))
		}
	}
	p.Problems = append(p.Problems, page.Problem{Anchor: anchor, Text: text})
}
