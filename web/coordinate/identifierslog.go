package coordinate

import (
	"mime"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/sheet"
	"verbatim/web/page"
)

// logShown is how many rows of the record a page shows.
const logShown = 100

// MaskingLog answers with the record of what was decided about words in a
// round's answers, the newest first.
func (d *Desk) MaskingLog(c *gin.Context) error {
	p, rows, err := d.maskingRows(c)
	if err != nil {
		return err
	}
	at := p.at("identifiers")
	built := page.MaskingLog{Scope: p.scope(), Back: page.Link{Text: "Identifiers", Address: at}}
	built.Title = "Record of decisions on identifiers"
	slices.Reverse(rows)
	pager, from, to := pagesOf(len(rows), logShown, pageNumber(c.Query("page")), at+"/log")
	built.Rows, built.Pager = rows[from:to], pager
	for _, kind := range []string{sheet.CSV, sheet.XLSX} {
		built.Exports = append(built.Exports, page.Link{Text: map[string]string{sheet.CSV: "Download as CSV", sheet.XLSX: "Download for a spreadsheet"}[kind], Address: at + "/log/" + kind})
	}
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, http.StatusOK, "coordinate-identifier-log", built)
}

// maskingRows returns the record of the round of the address, the oldest first.
func (d *Desk) maskingRows(c *gin.Context) (p place, rows []page.MaskingRow, err error) {
	if p, err = d.find(c); err != nil {
		return p, nil, err
	}
	log, err := d.analysis.MaskingLog(c.Request.Context(), p.round.ID)
	if err != nil {
		return p, nil, err
	}
	verbatims, err := d.survey.RoundVerbatims(c.Request.Context(), p.round.ID)
	return p, logRows(log, byID(verbatims)), err
}

// logRows builds the rows of a record. The words are those of the answers as they
// are now: of one that was withdrawn there is no row.
func logRows(log []analysis.Masking, verbatims map[string]survey.Verbatim) []page.MaskingRow {
	rows := make([]page.MaskingRow, len(log))
	for i, m := range log {
		rows[i] = page.MaskingRow{When: dayOf(m) + ", " + m.At.UTC().Format("15:04"), Stamp: m.At.UTC().Format("2006-01-02 15:04:05"), Who: m.By, What: decisionWords(m.Decision), Words: m.Span.In(verbatims[m.VerbatimID].Text), Reason: m.Reason}
		if m.Decision == analysis.Masked {
			rows[i].Printed = "[" + m.Descriptor + "]"
		}
	}
	return rows
}

func decisionWords(d analysis.MaskingDecision) string {
	switch d {
	case analysis.Masked:
		return "replaced"
	case analysis.Kept:
		return "let stand"
	case analysis.Undone:
		return "taken back"
	case analysis.Agreed:
	}
	return "agreed"
}

// DownloadMaskings answers with the record as a file. It holds what was replaced:
// it is for coordinators, is kept apart from what is published, and each
// download is on record itself.
func (d *Desk) DownloadMaskings(c *gin.Context) error {
	p, rows, err := d.maskingRows(c)
	if err != nil {
		return err
	}
	table := sheet.Table{Name: "Record", Head: []string{"when_utc", "who", "decision", "words", "printed", "reason"}}
	for _, r := range rows {
		table.Rows = append(table.Rows, []any{r.Stamp, r.Who, r.What, r.Words, r.Printed, r.Reason})
	}
	content, mediaType, err := sheet.Bytes(c.Param("format"), table)
	if err != nil {
		return err
	}
	if err := d.survey.Note(c.Request.Context(), survey.MaskingsExported, p.round.ID, survey.AuditDetails{"format": c.Param("format"), "rows": len(rows)}); err != nil {
		return err
	}
	name := p.programme.Key + "-" + p.round.Key + "-identifiers-log." + c.Param("format")
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, mediaType, content)
	return nil
}
