package coordinate

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// auditLines is how many rows of the audit a page shows.
const auditLines = 50

// Audit answers with the record of who did what, and whether it is sound.
func (d *Desk) Audit(c *gin.Context) error {
	ctx := c.Request.Context()
	f, problem := auditFilter(c.Request.URL.Query())
	status := http.StatusOK
	if problem != "" {
		status = http.StatusUnprocessableEntity
	}
	report, err := d.survey.CheckAudit(ctx, "")
	if err != nil {
		return err
	}
	actors, err := d.survey.AuditActors(ctx)
	if err != nil {
		return err
	}
	f.Limit = auditLines + 1 // one more tells whether there is another page
	rows, err := d.survey.AuditRows(ctx, f)
	if err != nil {
		return err
	}
	built := auditPage(c.Request.URL.Query(), f, problem, report, actors, rows)
	built.Layout = frame(c, built.Layout, "audit")
	return d.render.Page(c, status, "coordinate-audit", built)
}

// auditFilter reads what the page was asked for, and says what is wrong with it.
func auditFilter(q url.Values) (f store.AuditFilter, problem string) {
	kind, name, _ := strings.Cut(q.Get("actor"), ":")
	f = store.AuditFilter{ActorKind: survey.ActorKind(kind), Actor: name, Action: survey.AuditAction(q.Get("action"))}
	f.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64) // none is the newest
	for _, day := range []struct {
		name string
		to   *survey.Day
	}{{"from", &f.From}, {"to", &f.To}} {
		parsed, err := survey.ParseDay(strings.TrimSpace(q.Get(day.name)))
		if err != nil {
			problem = fault.Text(err)
			continue
		}
		*day.to = parsed
	}
	return f, problem
}

// auditPage builds the page. Rows may be one more than it shows.
func auditPage(q url.Values, f store.AuditFilter, problem string, report survey.AuditReport, actors []survey.Actor, rows []survey.AuditRow) page.Audit {
	p := page.Audit{Head: report.Head.Hash, From: q.Get("from"), To: q.Get("to"), Problem: problem}
	p.Title = "Who did what"
	p.Wrong = problem != ""
	p.Filtered = f.ActorKind != "" || f.Action != "" || p.From != "" || p.To != ""
	p.Sound = fmt.Sprintf("Sound: each of %d rows follows from the one before.", report.Head.Seq)
	if !report.Sound() {
		p.Sound = "Not sound: the record was changed outside of Verbatim. Compare it with a backup or an exported file."
	}
	for _, b := range report.Problems {
		p.Broken = append(p.Broken, b.Text)
	}
	p.Actors = []page.ChoiceValue{{Text: "Everybody"}}
	for _, a := range actors {
		value := string(a.Kind) + ":" + a.Name
		p.Actors = append(p.Actors, page.ChoiceValue{Value: value, Text: a.String(), Chosen: a.Kind == f.ActorKind && a.Name == f.Actor})
	}
	p.Actions = []page.ChoiceValue{{Text: "Everything"}}
	for _, k := range survey.AuditActions() {
		p.Actions = append(p.Actions, page.ChoiceValue{Value: string(k.Action), Text: strings.TrimSuffix(k.Sentence, "."), Chosen: k.Action == f.Action})
	}
	for _, r := range rows[:min(len(rows), auditLines)] {
		p.Lines = append(p.Lines, auditLine(r))
	}
	p.Pager = auditPager(q, f, rows)
	return p
}

func auditLine(r survey.AuditRow) page.AuditLine {
	l := page.AuditLine{Number: r.Seq, When: r.Day().String(), Who: r.By().String(), What: string(r.Action)}
	if t, exact := r.Time(); exact {
		l.When += t.Format(", 15:04:05")
	}
	if k, ok := r.Action.Kind(); ok {
		l.What = k.Sentence
	}
	var details map[string]any
	if json.Unmarshal([]byte(r.Details), &details) != nil {
		l.Details = r.Details // changed outside of Verbatim, as the walk says
		return l
	}
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(details)) {
		if details[k] != "" {
			parts = append(parts, fmt.Sprintf("%s: %v", k, details[k]))
		}
	}
	l.Details = strings.Join(parts, ", ")
	return l
}

// auditPager leads to older rows, and back to the newest.
func auditPager(q url.Values, f store.AuditFilter, rows []survey.AuditRow) page.Pager {
	at := func(before int64) string {
		next := maps.Clone(q)
		next.Del("before")
		if before > 0 {
			next.Set("before", strconv.FormatInt(before, 10))
		}
		return "/staff/audit?" + next.Encode()
	}
	var p page.Pager
	if len(rows) > auditLines {
		p.Next = at(rows[auditLines-1].Seq)
	}
	if f.Before > 0 {
		p.Previous = at(0)
	}
	if p.Next+p.Previous != "" {
		p.Text = "Newest first"
	}
	return p
}
