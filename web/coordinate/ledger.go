package coordinate

import (
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
	"verbatim/web/research"
)

// ledgerPath returns the address of the ledger of a programme.
func ledgerPath(programme string) string { return "/staff/ledger/" + url.PathEscape(programme) }

// A ledger is a programme's recommendations through its rounds, and which of them
// are asked for.
type ledger struct {
	programme survey.Programme
	collate.Ledger
	today  survey.Day
	filter ledgerFilter
	page   int
	latest collate.Input // of the last round in which people coded answers; without a round for none
	labels research.Labels
}

// The kinds of recommendations that the ledger can be narrowed to.
const (
	onlyOpen        = "open"
	onlyOverdue     = "overdue"
	onlyRaised      = "raised"
	onlyUnsupported = "unsupported"
)

// manyYears is in how many rounds running something is asked for before it is
// pointed out.
const manyYears = 3

// A ledgerFilter says which recommendations are asked for; empty for all.
type ledgerFilter struct{ only, status, body, owner string }

// ledger reads the ledger of the programme that the address names.
func (d *Desk) ledger(c *gin.Context) (l ledger, err error) {
	ctx := c.Request.Context()
	if l.programme, err = d.survey.ProgrammeByKey(ctx, c.Param("programme")); err != nil {
		return l, err
	}
	l.today, l.page = survey.DayOf(d.now()), pageNumber(c.Query("page"))
	l.filter = ledgerFilter{c.Query("only"), c.Query("status"), c.Query("body"), c.Query("owner")}
	l.Ledger, err = collate.LoadLedger(ctx, d.survey, d.analysis, l.programme.ID)
	return l, err
}

// Ledger answers with the ledger of a programme.
func (d *Desk) Ledger(c *gin.Context) error {
	l, err := d.ledger(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if l.labels, err = research.LoadLabels(ctx, d.survey, d.analysis, l.programme.ID); err != nil {
		return err
	}
	rounds, err := d.survey.Rounds(ctx, l.programme.ID)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(rounds) {
		codings, err := d.analysis.RoundCodings(ctx, r.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(codings, func(k analysis.Coding) bool { return k.Status == analysis.Accepted }) {
			continue
		}
		if l.latest, err = collate.Load(ctx, d.survey, d.analysis, r.ID); err != nil {
			return err
		}
		break
	}
	status := http.StatusOK
	built := ledgerPage(l)
	if err := l.filter.check(); err != nil {
		status = http.StatusUnprocessableEntity
		built = notFiltered(l, err)
	}
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-ledger", built)
}

// check refuses a filter that only a mistyped address has.
func (f ledgerFilter) check() error {
	known := []string{"", onlyOpen, onlyOverdue, onlyRaised, onlyUnsupported}
	if !slices.Contains(known, f.only) {
		return fault.Coded("L49", "%q is nothing that the list can be narrowed to: choose from the fields. All are shown.", f.only)
	}
	if f.status != "" && !slices.Contains(analysis.Progresses(), analysis.Progress(f.status)) {
		return fault.Coded("L49", "%q is no status: choose from the fields. All are shown.", f.status)
	}
	return nil
}

// keeps reports whether a recommendation is asked for.
func (f ledgerFilter) keeps(row collate.LedgerRow, today survey.Day) bool {
	r := row.Recommendation
	switch f.only {
	case onlyOpen:
		if !isOpen(row) {
			return false
		}
	case onlyOverdue:
		if !r.Overdue(today) {
			return false
		}
	case onlyRaised:
		if !raised(row) {
			return false
		}
	case onlyUnsupported:
		if !unsupported(r) {
			return false
		}
	}
	return (f.status == "" || string(r.Status()) == f.status) && (f.body == "" || r.Body == f.body) &&
		(f.owner == "" || r.Owner == f.owner || slices.Contains(r.CoOwners, f.owner))
}

// isOpen reports whether something is still to be done about a recommendation
// itself: no body closed it, its status is no end, and no later one took it over.
func isOpen(row collate.LedgerRow) bool {
	_, closed := row.Recommendation.Closure()
	ended := slices.ContainsFunc(row.Cells, func(c collate.LedgerCell) bool {
		return c.Settled || c.Fate.Kind != "" && (c.Fate.Kind != analysis.FateContinued || len(c.Fate.GoesOn) > 0)
	})
	return !closed && !ended && !row.Recommendation.Status().Ended()
}

// raised reports whether something was asked for in many rounds running, and
// this is the recommendation that asks for it last.
func raised(row collate.LedgerRow) bool { return row.Raised >= manyYears && len(row.GoesOn) == 0 }

// unsupported reports whether a recommendation rests on nothing.
func unsupported(r analysis.Recommendation) bool {
	return !r.Own && len(r.Sources)+len(r.Themes) == 0
}

// shown returns the rows that are asked for.
func (l ledger) shown() []collate.LedgerRow {
	var out []collate.LedgerRow
	for _, row := range l.Rows {
		if l.filter.keeps(row, l.today) {
			out = append(out, row)
		}
	}
	return out
}

// at returns the address of the ledger with a filter.
func (f ledgerFilter) at(path string) string {
	q := url.Values{}
	for name, value := range map[string]string{"only": f.only, "status": f.status, "body": f.body, "owner": f.owner} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// DownloadLedger answers with the recommendations that are asked for as a file.
func (d *Desk) DownloadLedger(c *gin.Context) error {
	l, err := d.ledger(c)
	if err != nil {
		return err
	}
	if err := l.filter.check(); err != nil {
		return err
	}
	format := c.Param("format")
	tables := ledgerTables(l)
	content, mediaType, err := sheet.Bytes(format, tables...)
	if err != nil {
		return err
	}
	if err := d.survey.Note(c.Request.Context(), survey.DataExported, l.programme.ID, survey.AuditDetails{"format": format, "what": "recommendations", "rows": len(tables[0].Rows)}); err != nil {
		return err
	}
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": l.programme.Key + "-recommendations." + format}))
	c.Data(http.StatusOK, mediaType, content)
	return nil
}
