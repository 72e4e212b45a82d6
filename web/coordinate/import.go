package coordinate

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/web/middleware"
	"verbatim/web/page"
	"verbatim/web/session"
)

// The limits of a document that is read on the page. A summary has two or three
// pages; as Word saves it with pictures it can be much larger than its words,
// which travel in the form until somebody has decided about them.
const (
	maxPublished = 1 << 20 // bytes of the file
	maxWords     = 200_000 // bytes of its words
	maxItems     = 200     // recommendations: nobody publishes as many
)

func importPath(programme string) string { return "/staff/import/" + url.PathEscape(programme) }

// An importing is a document that is being taken over. Nothing of it is stored
// before somebody has decided: it travels in the form.
type importing struct {
	programme survey.Programme
	rounds    []survey.Round
	round     string // key
	doc       published.Document
	read      bool
	earlier   []analysis.Recommendation
	items     []proposedItem
	name      string
	keep      bool
}

// A proposedItem is a recommendation of the document with what was decided.
type proposedItem struct {
	published.Proposed
	status analysis.Progress // that the clause speaks of; empty for none
	take   bool
	wrong  string // the field that is wrong
}

func (d *Desk) importing(c *gin.Context) (m importing, err error) {
	ctx := c.Request.Context()
	if m.programme, err = d.survey.ProgrammeByKey(ctx, c.Param("programme")); err != nil {
		return m, err
	}
	m.rounds, err = d.survey.Rounds(ctx, m.programme.ID)
	m.round = typed(c, "round")
	return m, err
}

// Import asks for a summary that was published elsewhere.
func (d *Desk) Import(c *gin.Context) error {
	m, err := d.importing(c)
	if err != nil {
		return err
	}
	return d.showImport(c, http.StatusOK, importPage(m))
}

func (d *Desk) showImport(c *gin.Context, status int, built page.Import) error {
	built.Layout = frame(c, built.Layout, "recommendations")
	return d.render.Page(c, status, "coordinate-import", built)
}

// ReadPublished reads the document and shows what could be taken over. Nothing is
// stored.
func (d *Desk) ReadPublished(c *gin.Context) error {
	m, err := d.importing(c)
	if err != nil {
		return err
	}
	pasted := strings.ReplaceAll(c.PostForm("text"), "\r\n", "\n")
	err = survey.CheckKey("round", m.round)
	field := "round"
	if err == nil {
		field = "file"
		m.doc, err = readDocument(c, pasted)
	}
	if err == nil {
		err = d.propose(c.Request.Context(), &m)
	}
	if err != nil {
		if _, refused := importRefusal(err); !refused {
			return err
		}
		built := importPage(m)
		built.Text = pasted
		built.Problems = []page.Problem{{Anchor: "#" + field, Text: fault.Text(err)}}
		return d.showImport(c, http.StatusUnprocessableEntity, built)
	}
	return d.showImport(c, http.StatusOK, importPage(m))
}

// importRefusal reports whether a fault is about what was brought.
func importRefusal(err error) (int, bool) {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge, fault.NotFound:
		return http.StatusUnprocessableEntity, true
	}
	return refusal(err)
}

// readDocument reads the file of the form, or else the words that were pasted.
func readDocument(c *gin.Context, pasted string) (published.Document, error) {
	file, ok := middleware.FileOf(c, "file")
	if !ok || file.Size == 0 {
		if strings.TrimSpace(pasted) == "" {
			return published.Document{}, fault.Coded("L50", "Choose a file, a Word document (.docx) or plain text (.txt), or paste the words of the summary.")
		}
		return readWords(pasted)
	}
	if file.Size > maxPublished {
		return published.Document{}, fault.Coded("L51", "%s is larger than 1 MB. Take pictures out of it and bring it again, or paste its words.", filepath.Base(file.Name))
	}
	content, err := io.ReadAll(file.Open())
	if err != nil {
		return published.Document{}, err
	}
	doc, err := published.Read(filepath.Base(file.Name), content)
	if err == nil && len(doc.Text()) > maxWords {
		err = tooManyWords()
	}
	return doc, err
}

func readWords(text string) (published.Document, error) {
	if len(text) > maxWords {
		return published.Document{}, tooManyWords()
	}
	return published.ReadText(text)
}

func tooManyWords() error {
	return fault.Coded("L51", "The document has more than %d characters. Bring the summary alone, without annexes.", maxWords)
}

// propose makes recommendations of what was read.
func (d *Desk) propose(ctx context.Context, m *importing) (err error) {
	found, err := m.doc.Recommendations("", m.round)
	if err != nil {
		return err
	}
	if len(found) > maxItems {
		return fault.Coded("L52", "The document has %d recommendations, and %d are the most that can be looked through on a page. Bring it in parts.", len(found), maxItems)
	}
	if m.earlier, err = published.Earlier(ctx, d.analysis, m.rounds, m.round); err != nil {
		return err
	}
	published.Link(found, m.earlier)
	for _, p := range found {
		m.items = append(m.items, proposedItem{Proposed: p, status: published.StatusOf(p.Clause), take: true})
	}
	m.read, m.name, m.keep = true, m.doc.Title, true
	return nil
}

// TakePublished stores what is ticked, in the words of the form.
func (d *Desk) TakePublished(c *gin.Context) error {
	m, err := d.importing(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if m.earlier, err = published.Earlier(ctx, d.analysis, m.rounds, m.round); err != nil {
		return err
	}
	if err := typedImport(c, &m); err != nil {
		return d.notImported(c, m, err)
	}
	r, err := d.roundOf(ctx, m)
	if err != nil {
		return d.notImported(c, m, err)
	}
	done, err := published.Take(ctx, d.analysis, m.takeover(r, session.User(c).Name))
	if err != nil {
		return d.notImported(c, m, err)
	}
	return d.showImport(c, http.StatusOK, takenPage(m, done))
}

// notImported shows the form again with everything that was typed.
func (d *Desk) notImported(c *gin.Context, m importing, err error) error {
	status, refused := importRefusal(err)
	if !refused {
		return err
	}
	built := importPage(m)
	anchor := "#round"
	for _, it := range m.items {
		if it.wrong != "" {
			anchor = "#" + it.wrong + "-" + strconv.Itoa(it.Position)
		}
	}
	built.Problems = []page.Problem{{Anchor: anchor, Text: fault.Text(err)}}
	return d.showImport(c, status, built)
}

// roundOf returns the round that the document is of, and makes it where there is
// none.
func (d *Desk) roundOf(ctx context.Context, m importing) (survey.Round, error) {
	r, err := d.survey.RoundByKey(ctx, m.programme.ID, m.round)
	if fault.KindOf(err) != fault.NotFound {
		return r, err
	}
	r = survey.Round{ID: sqldb.NewID(), ProgrammeID: m.programme.ID, Key: m.round}
	return r, d.survey.SaveRound(ctx, r)
}

// takeover returns what is ticked as recommendations of a round.
func (m importing) takeover(r survey.Round, by string) published.Takeover {
	t := published.Takeover{ProgrammeID: m.programme.ID}
	if m.keep {
		t.Public = analysis.PublicText{Title: cmp.Or(m.name, "Summary of "+m.round), Text: m.doc.Text(), By: by}
	}
	for _, it := range m.items {
		if !it.take {
			continue
		}
		it.ID, it.RoundID = r.ID+"."+it.Reference, r.ID // as the command has it, so that the same note is added once
		it.Say(it.Clause, it.status)
		t.Recommendations = append(t.Recommendations, it.Recommendation)
	}
	return t
}
