package forms

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fault"
	"verbatim/survey/formfile"
	"verbatim/survey/sheet"
	"verbatim/survey/xlsform"
	"verbatim/web/middleware"
	"verbatim/web/page"
)

// largestFile is how large a file of a form may be, in bytes: what fits into one
// request beside its other fields. The largest form in the wild has 590 kB.
const largestFile = 900_000

// Limits of a form that is read from JSON: several times the largest we know.
const (
	mostPages     = 300
	mostQuestions = 2000
)

func fileLinks(at string) []page.Link {
	return []page.Link{
		{Text: "XLSForm (.xlsx)", Address: at + "/xlsx"},
		{Text: "JSON", Address: at + "/json"},
		{Text: "List of questions (.csv)", Address: at + "/csv"},
	}
}

// DownloadDraft sends a draft as a file.
func (d *Desk) DownloadDraft(c *gin.Context) error {
	b, err := d.find(c)
	if err != nil {
		return err
	}
	return send(c, *b.form(), b.form().Key+"-draft")
}

// DownloadVersion sends a published version as a file.
func (d *Desk) DownloadVersion(c *gin.Context) error {
	e, err := d.edition(c)
	if err != nil {
		return err
	}
	return send(c, e.form, fmt.Sprintf("%s-v%d", e.form.Key, e.form.Version))
}

// send answers with the form as a file of the kind that the address names.
func send(c *gin.Context, f survey.Form, name string) error {
	ending := c.Param("format")
	content, mediaType, err := file(f, ending)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + ending}))
	c.Data(http.StatusOK, mediaType, content)
	return nil
}

func file(f survey.Form, ending string) (content []byte, mediaType string, err error) {
	switch ending {
	case "json":
		content, err = json.MarshalIndent(f, "", "  ")
		return content, "application/json", err
	case "csv":
		return sheet.Bytes(sheet.CSV, list(f))
	case "xlsx":
		for _, q := range f.Questions() {
			if q.Kind == survey.Rating && (q.Least == nil || q.Most == nil) {
				return nil, "", fault.Coded("G06", "The rating %q needs a lowest and a highest number before the form can be written as XLSForm.", q.Key)
			}
		}
		tables, err := xlsform.Write(f)
		if err != nil {
			return nil, "", err
		}
		return sheet.Bytes(sheet.XLSX, tables...)
	}
	return nil, "", fault.New(fault.NotFound, "A form can be had as xlsx, json and csv, not as %q.", ending)
}

// list is the form as a table with a question on each row.
func list(f survey.Form) sheet.Table {
	t := sheet.Table{Name: "Questions", Head: []string{"page", "key", "kind", "question", "hint", "need", "shown when", "answers", "rows", "may be quoted", "purpose"}}
	for _, p := range f.Pages {
		for _, q := range p.Questions {
			t.Rows = append(t.Rows, questionRow(&f, p, q))
		}
	}
	return t
}

// readFile makes a form of an uploaded file, as the commands do. The notes say
// what was not taken over as it stands; mistakes that can be mended in a draft
// are shown where it is edited.
func readFile(name string, content []byte) (f survey.Form, notes []string, err error) {
	if strings.HasSuffix(strings.ToLower(name), ".csv") {
		return f, nil, fault.Coded("W66", "A list of questions cannot be read in: it does not hold all of a form. Take the XLSForm or the JSON.")
	}
	read, err := formfile.Read(name, content)
	if err != nil {
		return f, nil, err
	}
	if len(read.Form.Pages) == 0 && !strings.HasSuffix(strings.ToLower(name), ".json") {
		return f, nil, &fault.Error{Kind: fault.Invalid, Text: strings.Join(read.Problems, " ")} // of a workbook with mistakes there is no form
	}
	for _, n := range read.Notes {
		notes = append(notes, n.String())
	}
	f, err = drafted(read.Form)
	return f, notes, err
}

// readJSON reads a form that is to become a draft.
func readJSON(content []byte) (survey.Form, error) {
	f, err := formfile.ReadJSON(content)
	if err != nil {
		return f, err
	}
	return drafted(f)
}

// drafted returns the form as a draft may begin, or why none can.
func drafted(f survey.Form) (survey.Form, error) {
	if len(f.Pages) > mostPages || len(f.Questions()) > mostQuestions {
		return survey.Form{}, fault.Coded("W66", "The form has %d pages and %d questions; %d and %d are the most. Split it.", len(f.Pages), len(f.Questions()), mostPages, mostQuestions)
	}
	for lang := range f.Translations {
		if !tag.MatchString(lang) {
			return survey.Form{}, badTag(lang)
		}
	}
	if survey.CheckKey("form", f.Key) != nil {
		f.Key = design.NewKey(f.Title, "form", func(string) bool { return false })
	}
	return f, nil
}

// Read shows what was found in an uploaded file before a draft is made of it.
func (d *Desk) Read(c *gin.Context) error {
	p, err := d.Survey.ProgrammeByKey(c.Request.Context(), c.Param("programme"))
	if err != nil {
		return err
	}
	name, content, err := upload(c)
	if err != nil {
		return d.showHome(c, p, "", []page.Problem{{Anchor: "#file", Text: fault.Text(err)}})
	}
	f, notes, err := readFile(name, content)
	v := page.DesignReport{Back: homePath(p.Key), Action: homePath(p.Key) + "/made", File: name, Notes: notes}
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		v.Refused = fault.Text(err)
		return d.showReport(c, http.StatusUnprocessableEntity, v)
	}
	return d.report(c, p, v, f, http.StatusOK)
}

// report shows what would be made of a form that was read.
func (d *Desk) report(c *gin.Context, p survey.Programme, v page.DesignReport, f survey.Form, code int) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	v.Body, v.Key, v.Name = string(body), f.Key, f.Title
	v.Facts = fmt.Sprintf("%d questions on %d pages, in %s", len(f.Questions()), len(f.Pages), strings.Join(f.Languages(), ", "))
	v.Checks = checks(design.Check(f, design.Cohort{Roles: len(p.Roles) > 0}), func(x design.Finding) bool { return x.Blocks })
	return d.showReport(c, code, v)
}

func (d *Desk) showReport(c *gin.Context, code int, v page.DesignReport) error {
	v.Layout = frame(c, "What is in the file", len(v.Refused)+len(v.Problem))
	return d.Render.Page(c, code, "coordinate-form-report", v)
}

// upload returns the file that was sent.
func upload(c *gin.Context) (name string, content []byte, err error) {
	file, ok := middleware.FileOf(c, "file")
	if !ok || file.Size == 0 {
		return "", nil, fault.Coded("W65", "Choose the file to read: an XLSForm (.xlsx), or a form as JSON.")
	}
	if file.Size > largestFile {
		return "", nil, &fault.Error{Kind: fault.TooLarge, Code: "W65", Text: "The file is larger than 900 kB. Take pictures and formatting out of it, or split it."}
	}
	content, err = io.ReadAll(file.Open())
	return file.Name, content, err
}

// Made makes a draft of a form that was read from a file, once its report has
// been seen.
func (d *Desk) Made(c *gin.Context) error {
	ctx := c.Request.Context()
	p, err := d.Survey.ProgrammeByKey(ctx, c.Param("programme"))
	if err != nil {
		return err
	}
	f, err := readJSON([]byte(c.PostForm("body")))
	if err != nil {
		return err
	}
	if key := typed(c, "key"); key != "" {
		f.Key = key
	}
	latest, err := d.Survey.LatestForm(ctx, p.ID, f.Key)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	v := page.DesignReport{Back: homePath(p.Key), Action: homePath(p.Key) + "/made", File: typed(c, "name")}
	if latest.Version > 0 && c.PostForm("next") == "" {
		v.Problem = fmt.Sprintf("W65: The programme has a form with the key %q (“%s”, version %d). Tick that this is its next version, or enter another key.", f.Key, latest.Title, latest.Version)
		return d.report(c, p, v, f, http.StatusConflict)
	}
	if _, err = d.Survey.BeginFormDraft(ctx, p.ID, f, latest.Version, "Read from the file "+short(v.File)); err != nil {
		if kind := fault.KindOf(err); kind == fault.Conflict || kind == fault.Invalid {
			v.Problem = fault.Text(err)
			return d.report(c, p, v, f, http.StatusConflict)
		}
		return err
	}
	return told(c, draftPath(p.Key, f.Key, ""), "The draft is made.")
}
