package coordinate

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/dataset"
	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/research"
)

// answersAt returns the address of the table of all answers to a form: of one
// wave of a round, of one round, or of all where these are empty.
func answersAt(p survey.Programme, form, round, wave string) string {
	at := "/staff/answers/" + url.PathEscape(p.Key) + "/" + url.PathEscape(form)
	return at + answersOf(round, wave)
}

func answersOf(round, wave string) string {
	q := url.Values{}
	if round != "" {
		q.Set("round", round)
	}
	if wave != "" {
		q.Set("wave", wave)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// taken is the table that an address asks for.
type taken struct {
	dataset.Dataset
	selection dataset.Selection
}

func (d *Desk) answers(c *gin.Context) (t taken, err error) {
	ctx := c.Request.Context()
	p, err := d.survey.ProgrammeByKey(ctx, c.Param("programme"))
	if err != nil {
		return t, err
	}
	t.selection = dataset.Selection{Programme: p, Form: c.Param("form"), Round: c.Query("round"), Wave: c.Query("wave")}
	in, err := dataset.Load(ctx, d.survey, t.selection, d.now())
	if err != nil {
		return t, err
	}
	t.Dataset, err = dataset.Build(in)
	return t, err
}

// Answers answers with what the table of all answers to a form holds, and offers
// it as files.
func (d *Desk) Answers(c *gin.Context) error {
	t, err := d.answers(c)
	if err != nil {
		return err
	}
	built := answersPage(t)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-answers", built)
}

// answersPage builds the page.
func answersPage(t taken) page.AnswersTable {
	p, s := t.Programme, t.selection
	first := t.Waves[0]
	v := page.AnswersTable{
		Scope: p.Name + ", " + "“" + t.Forms[len(t.Forms)-1].Title + "”",
		Back:  page.Link{Text: "Collecting answers in " + first.Round.Key, Address: "/staff/collect/" + url.PathEscape(p.Key) + "/" + url.PathEscape(first.Round.Key)},
		Notes: t.Notes(),
	}
	v.Title = "All answers as a table"
	for _, w := range t.Waves {
		name, meaning := modeWords(w.Mode)
		v.Waves = append(v.Waves, page.Term{Name: w.Title + " (" + w.Round.Key + ")", Text: name + ". " + meaning})
	}
	for _, f := range t.Forms {
		v.Versions = append(v.Versions, page.Term{Name: "Version " + strconv.Itoa(f.Version), Text: research.Plural(len(f.Questions()), "question", "questions")})
	}
	if s.Round+s.Wave != "" {
		v.Ways = append(v.Ways, page.Link{Text: "All waves and rounds that ask with this form", Address: answersAt(p, s.Form, "", "")})
	}
	if len(t.Main.Rows)+t.Kept == 0 {
		v.Onward = &page.Onward{Heading: "Nobody has answered yet", Text: "The table is here when the first answers have come."}
		return v
	}
	v.Holds = research.Plural(len(t.Main.Rows), "response", "responses") + " in " + research.Plural(len(t.Main.Variables), "column", "columns") + "."
	export := "/staff/answers/" + url.PathEscape(p.Key) + "/" + url.PathEscape(s.Form) + "/export/"
	v.Files = []page.AnswersFile{
		{Link: page.Link{Text: "Spreadsheet (XLSX)", Address: export + dataset.XLSX + answersOf(s.Round, s.Wave)}, Holds: "The answers, a sheet for each page that repeats, the codebook, and how each version asked."},
		{Link: page.Link{Text: "For R and SPSS (ZIP)", Address: export + dataset.ZIP + answersOf(s.Round, s.Wave)}, Holds: "The same as CSV and as a spreadsheet, with scripts that put labels to the numbers, and the codebook as DDI for an archive."},
	}
	return v
}

// DownloadAnswers answers with the table as a file.
func (d *Desk) DownloadAnswers(c *gin.Context) error {
	t, err := d.answers(c)
	if err != nil {
		return err
	}
	format := c.Param("format")
	content, mediaType, err := t.Bytes(format)
	if err != nil {
		return err
	}
	for _, r := range t.Rounds() {
		if err := d.survey.Note(c.Request.Context(), survey.DataExported, r.ID, survey.AuditDetails{"format": format, "what": "answers", "rows": len(t.Main.Rows)}); err != nil {
			return err
		}
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": t.Programme.Key + "-" + t.selection.Form + "-answers." + format}))
	c.Data(http.StatusOK, mediaType, content)
	return nil
}
