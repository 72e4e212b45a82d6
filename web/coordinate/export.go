package coordinate

import (
	"fmt"
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// pdfFormat is the ending of the file that Chromium makes of the web page.
const pdfFormat = "pdf"

// downloads links to the draft in each kind of file.
func downloads(p place) []page.Link {
	var out []page.Link
	for _, f := range report.Formats() {
		out = append(out, page.Link{Text: f.Title, Address: p.at("summary") + "/download/" + f.Name})
	}
	return append(out, page.Link{Text: "PDF", Address: p.at("summary") + "/download/" + pdfFormat})
}

// beside links to what stands beside the draft: what it has to say of earlier
// recommendations, where an edited file is read again, and what it rests on.
func beside(p place) []page.Link {
	return []page.Link{
		{Text: "Quotes", Address: p.at("quotes")},
		{Text: "Identifiers", Address: p.at("identifiers")},
		{Text: "What became of earlier recommendations", Address: p.at("fates")},
		{Text: "Recommendations through the rounds", Address: ledgerPath(p.programme.Key)},
		{Text: "Editions", Address: p.at("editions")},
		{Text: "Read an edited file again", Address: p.at("reimport")},
		{Text: "What the draft rests on", Address: p.at("evidence")},
	}
}

// Download answers with the draft as a file. It is written into memory and read
// again first, so that a draft that cannot be written, or in which a quote is
// not what its answer says, is an error page and not a file.
func (d *Desk) Download(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	in, err := collate.Load(c.Request.Context(), d.survey, d.analysis, p.round.ID)
	if err != nil {
		return err
	}
	name := c.Param("format")
	content, media, err := d.draftFile(c, in, name)
	if err != nil {
		return err
	}
	if err := d.survey.Note(c.Request.Context(), survey.SummaryDownloaded, p.round.ID, survey.AuditDetails{"format": name}); err != nil {
		return err
	}
	file := fmt.Sprintf("%s-%s-summary-draft.%s", p.programme.Key, p.round.Key, name)
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file}))
	c.Data(http.StatusOK, media, content)
	return nil
}

// draftFile writes the draft with the anchors by which an edited file is read
// again.
func (d *Desk) draftFile(c *gin.Context, in collate.Input, name string) (content []byte, media string, err error) {
	s, o, source := collate.Collate(in), report.Options{Bookmarks: true}, in.Source()
	if name == pdfFormat {
		if d.print == nil {
			return nil, "", fault.New(fault.NotFound, "PDF files are not made here, because no Chromium is named to make them. Open the web page, and print it from the browser.")
		}
		content, err = d.print.Export(c.Request.Context(), o, s, source)
		return content, "application/pdf", err
	}
	f, ok := report.FormatNamed(name)
	if !ok {
		return nil, "", fault.New(fault.NotFound, "The summary cannot be downloaded as this. Choose one of the files on its page.")
	}
	content, err = o.Export(f, s, s, source)
	return content, f.Media, err
}
