package report

import (
	"fmt"
	"strings"

	"verbatim/analysis"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// The names of the tables, which are those of their CSV files too.
const (
	QuotesTable          = "quotes"
	RecommendationsTable = "recommendations"
	CountsTable          = "counts"
)

// Tables returns s as tables for spreadsheets: its quotes, its recommendations
// and its counts of people. Counts that an edition does not print are words.
func (o Options) Tables(s analysis.Summary) []sheet.Table {
	return []sheet.Table{o.quotesTable(s), o.recommendationsTable(s), o.countsTable(s)}
}

// Workbook returns the tables as an XLSX file.
func (o Options) Workbook(s analysis.Summary) (content []byte, err error) {
	defer fault.Wrap(&err, "report.Workbook")
	if err := o.ready(s); err != nil {
		return nil, err
	}
	content, _, err = sheet.Bytes(sheet.XLSX, o.Tables(s)...)
	return content, err
}

// CSV returns one of the tables as a CSV file, in which no text is a formula.
func (o Options) CSV(s analysis.Summary, table string) (content []byte, err error) {
	defer fault.Wrap(&err, "report.CSV(%s)", table)
	if err := o.ready(s); err != nil {
		return nil, err
	}
	for _, t := range o.Tables(s) {
		if strings.EqualFold(t.Name, table) {
			content, _, err = sheet.Bytes(sheet.CSV, t)
			return content, err
		}
	}
	return nil, fault.New(fault.NotFound, "There is no table %q: choose %s, %s or %s.", table, QuotesTable, RecommendationsTable, CountsTable)
}

// cell returns a count as a number, or as what stands in its place; nothing in an
// edition without numbers.
func (o Options) cell(n int) any {
	switch {
	case o.NoNumbers:
		return nil
	case n < 0:
		return analysis.CountText(n)
	}
	return n
}

func (o Options) quotesTable(s analysis.Summary) sheet.Table {
	t := sheet.Table{Name: "Quotes", Head: []string{"Number", "Role", "Theme", "Statement", "Quote", "Who speaks", "Changes"}}
	if o.Internal() {
		t.Head = append(t.Head, "Answer", "From byte", "To byte", "SHA-256 of the answer")
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				label := q.Label
				if o.NoLabels {
					label = ""
				}
				row := []any{len(t.Rows) + 1, roleWord(s, sec.Role, 0), statementHeading(st), st.Lead, q.Text, label, changes(q.Edits)}
				if o.Internal() {
					row = append(row, q.VerbatimID, q.Span.Start, q.Span.End, q.Hash)
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}

// changes says which changes to a quote are declared, without the words that
// were there.
func changes(edits []analysis.Edit) string {
	words := map[analysis.EditOp]string{analysis.Omit: "words left out", analysis.Replace: "replaced by [%s]", analysis.Insert: "put in [%s]", analysis.Sic: "marked [sic]", analysis.Case: "a letter’s case"}
	var out []string
	for _, e := range edits {
		w := words[e.Op]
		if strings.Contains(w, "%s") {
			w = fmt.Sprintf(w, e.Text)
		}
		if e.Reason != "" {
			w += " (" + e.Reason + ")"
		}
		out = append(out, w)
	}
	return strings.Join(out, "; ")
}

func (o Options) recommendationsTable(s analysis.Summary) sheet.Table {
	t := sheet.Table{Name: "Recommendations", Head: []string{"Number", "Reference", "Kind", "Builds on", "Recommendation", "Points", "For", "Feeds into"}}
	for _, b := range s.Base {
		t.Head = append(t.Head, "Raised by: "+roleWord(s, b.Role, 0))
	}
	if o.Internal() {
		t.Head = append(t.Head, "Owner", "Response", "Reason", "Status", "Due", "First due", "Answers")
	}
	add := func(kind, builds string, out analysis.Outcome) {
		r := out.Recommendation
		row := []any{len(t.Rows) + 1, r.Reference, kind, builds, out.Text, strings.Join(out.Points, "\n"), r.Body, strings.Join(r.FeedsInto, "\n")}
		for _, b := range s.Base {
			n := 0
			for _, c := range out.Support {
				if c.Role == b.Role {
					n = c.People
				}
			}
			row = append(row, o.cell(n))
		}
		if o.Internal() {
			row = append(append(row, followUp(r)...), strings.Join(out.Verbatims, "\n"))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, out := range s.New {
		add("new", "", out)
	}
	for _, b := range s.Building {
		for _, out := range b.Points {
			add("building on an earlier one", strings.TrimSpace(b.Previous.Reference+" "+b.Previous.Title), out)
		}
	}
	return t
}

// followUp returns the cells about what became of a recommendation; empty for one
// that nobody has taken up.
func followUp(r analysis.Recommendation) []any {
	response, _ := r.Response()
	status := ""
	if r.ID != "" {
		status = string(r.Status())
	}
	owners := r.CoOwners
	if r.Owner != "" {
		owners = append([]string{r.Owner}, owners...)
	}
	return []any{strings.Join(owners, "\n"), response.Value, response.Words, status, string(r.Due()), string(r.FirstDue())}
}

func (o Options) countsTable(s analysis.Summary) sheet.Table {
	t := sheet.Table{Name: "Counts", Head: []string{"Role", "Theme", "Word", "People", "Of", "Quotes"}}
	for _, b := range s.Base {
		name := roleWord(s, b.Role, 0)
		t.Rows = append(t.Rows, []any{name, "(all who responded)", "", o.cell(b.Responses), nil, nil}, []any{name, "(all who wrote in their own words)", "", o.cell(b.FreeText), nil, nil})
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if st.Theme != "" {
				t.Rows = append(t.Rows, []any{roleWord(s, sec.Role, 0), statementHeading(st), st.Quantifier, o.cell(st.People), o.cell(st.Base), len(st.Quotes)})
			}
		}
	}
	return t
}
