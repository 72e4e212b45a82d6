package web

import (
	"bytes"
	"html"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/edition"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/coordinate"
	"verbatim/web/page"
)

// editionAge is for how long others may keep a copy of a public page, in seconds
// as HTTP writes it: five minutes, because an edition may be withdrawn.
const editionAge = "public, max-age=300"

// published lists the editions that everybody can read.
func (s *Server) published(c *gin.Context) error {
	ctx := c.Request.Context()
	all, err := s.config.Analysis.PublicEditions(ctx)
	if err != nil {
		return err
	}
	built := page.Published{Layout: page.Public(c, "Published")}
	at := map[string]int{}
	for _, e := range all {
		r, err := s.config.Survey.Round(ctx, e.RoundID)
		if err != nil {
			return err
		}
		g, err := s.config.Survey.Programme(ctx, r.ProgrammeID)
		if err != nil {
			return err
		}
		i, known := at[g.ID]
		if !known {
			i = len(built.Programmes)
			at[g.ID] = i
			built.Programmes = append(built.Programmes, page.PublishedProgramme{Name: g.Name})
		}
		built.Programmes[i].Editions = append(built.Programmes[i].Editions, publishedView(g, r, e, all))
	}
	c.Header("Cache-Control", editionAge)
	c.Header("Vary", "Cookie")
	return s.render.Page(c, http.StatusOK, "published", built)
}

// publishedView builds what everybody may know of an edition.
func publishedView(g survey.Programme, r survey.Round, e analysis.Edition, all []analysis.Edition) page.EditionView {
	v := page.EditionView{
		ID: e.ID, Title: r.Key + ": " + edition.Title(e), Date: survey.DayOf(e.PublishedAt).String(), Hash: e.Hash, Note: e.Note,
		Public: &page.Link{Text: "Read it", Address: coordinate.PublishedPath(g, r, e)}, Signed: "two people",
	}
	for _, o := range all {
		if o.ID == e.CorrectedBy {
			v.State = "Corrected by " + edition.Title(o)
		}
	}
	if e.Withdrawn {
		v.State, v.Public = "Withdrawn", nil
	}
	return v
}

// findPublished reads the edition that an address of the public pages names.
func (s *Server) findPublished(c *gin.Context) (g survey.Programme, r survey.Round, e analysis.Edition, err error) {
	ctx := c.Request.Context()
	missing := fault.New(fault.NotFound, "There is no such edition. The list of all is at /published.")
	kind, number, ok := edition.ParseKey(c.Param("edition"))
	if !ok || !kind.Public() {
		return g, r, e, missing
	}
	if g, err = s.config.Survey.ProgrammeByKey(ctx, c.Param("programme")); err != nil {
		return g, r, e, err
	}
	if r, err = s.config.Survey.RoundByKey(ctx, g.ID, c.Param("round")); err != nil {
		return g, r, e, err
	}
	if e, err = s.config.Analysis.EditionByNumber(ctx, r.ID, kind, number); fault.KindOf(err) == fault.NotFound {
		return g, r, e, missing
	}
	return g, r, e, err
}

// readEdition answers with the canonical file of an edition, byte for byte, and
// with a line on top where another edition has corrected it.
func (s *Server) readEdition(c *gin.Context) error {
	g, r, e, err := s.findPublished(c)
	if err != nil {
		return err
	}
	f, err := s.config.Analysis.EditionFile(c.Request.Context(), e, edition.Canonical)
	if err != nil {
		return err
	}
	body, tag := f.Body, f.Hash
	if e.CorrectedBy != "" {
		newer, err := s.config.Analysis.Edition(c.Request.Context(), e.CorrectedBy)
		if err != nil {
			return err
		}
		body, tag = corrected(body, newer, coordinate.PublishedPath(g, r, newer)), f.Hash+"-"+newer.Hash
	}
	if s.fresh(c, tag) {
		return nil
	}
	coordinate.Document(c, f.Media, body)
	return nil
}

// fresh sets the headers with which a copy may be kept, and answers where the
// one that the visitor has is still right.
func (s *Server) fresh(c *gin.Context, tag string) bool {
	c.Header("Cache-Control", editionAge)
	c.Header("ETag", `"`+tag+`"`)
	if strings.Contains(c.GetHeader("If-None-Match"), `"`+tag+`"`) {
		c.Status(http.StatusNotModified)
		return true
	}
	return false
}

// corrected puts a line on top of an edition that says what corrects it.
func corrected(body []byte, newer analysis.Edition, path string) []byte {
	line := `<p class="notice" role="note">This edition was corrected on ` + survey.DayOf(newer.PublishedAt).String() + `: ` + html.EscapeString(newer.Note) +
		` <a href="` + html.EscapeString(path) + `">Read ` + html.EscapeString(edition.Title(newer)) + `</a></p>`
	return bytes.Replace(body, []byte("</h1>"), []byte("</h1>\n"+line), 1)
}

// editionRecord shows all that is known of an edition: its hash, what it
// corrects, and a hash for each file.
func (s *Server) editionRecord(c *gin.Context) error {
	g, r, e, err := s.findPublished(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	all, err := s.config.Analysis.PublicEditions(ctx)
	if err != nil {
		return err
	}
	built := page.PublishedRecord{Layout: page.Public(c, "About "+edition.Title(e)), Scope: g.Name + ", " + r.Key, Edition: publishedView(g, r, e, all)}
	for _, f := range e.Files {
		if f.Name != edition.SummaryFile {
			built.Hashes = append(built.Hashes, page.FileHash{Name: strings.ToUpper(f.Name), Address: coordinate.PublishedPath(g, r, e) + "/" + f.Name, Hash: f.Hash})
		}
	}
	for _, o := range all {
		link := &page.Link{Text: edition.Title(o), Address: coordinate.PublishedPath(g, r, o) + "/record"}
		switch o.ID {
		case e.Corrects:
			built.Older = link
			if built.Changes, err = s.changes(c, o, e); err != nil {
				return err
			}
		case e.CorrectedBy:
			built.Newer = link
		}
	}
	c.Header("Cache-Control", editionAge)
	c.Header("Vary", "Cookie")
	return s.render.Page(c, http.StatusOK, "published-record", built)
}

// changes says what a correction changed, while the words of both are there.
func (s *Server) changes(c *gin.Context, before, after analysis.Edition) ([]page.ChangeView, error) {
	if before.Withdrawn || after.Withdrawn {
		return nil, nil
	}
	press := edition.Press{Survey: s.config.Survey, Analysis: s.config.Analysis, Now: s.config.Now}
	b, err := press.Summary(c.Request.Context(), before)
	if err != nil {
		return nil, err
	}
	a, err := press.Summary(c.Request.Context(), after)
	if err != nil {
		return nil, err
	}
	return coordinate.Changes(edition.Difference(b, a)), nil
}

// editionCopy answers with a file of an edition.
func (s *Server) editionCopy(c *gin.Context) error {
	name := c.Param("file")
	if name == "record" {
		return s.editionRecord(c)
	}
	g, r, e, err := s.findPublished(c)
	if err != nil {
		return err
	}
	if name == edition.SummaryFile {
		return fault.New(fault.NotFound, "There is no such file.")
	}
	f, err := s.config.Analysis.EditionFile(c.Request.Context(), e, name)
	if err != nil {
		return err
	}
	if s.fresh(c, f.Hash) {
		return nil
	}
	c.Header("Content-Disposition", "attachment; filename="+g.Key+"-"+r.Key+"-"+edition.Key(e)+"."+name)
	c.Data(http.StatusOK, f.Media, f.Body)
	return nil
}
