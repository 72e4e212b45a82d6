package report_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/report"
	"verbatim/survey/sheet"
)

// TestWorkbook writes a sheet of quotes, of recommendations and of counts, with
// the way back to the answers for the committee only.
func TestWorkbook(t *testing.T) {
	s := newSample(t)
	for _, kind := range []analysis.EditionKind{analysis.CommitteeEdition, analysis.PublicEdition} {
		content, err := report.Options{Kind: kind}.Workbook(s.summary)
		if err != nil {
			t.Fatal(err)
		}
		grids, err := sheet.Read(content)
		if err != nil || len(grids) != 3 {
			t.Fatalf("%d sheets, %v", len(grids), err)
		}
		rows := map[string]int{"Quotes": 5, "Recommendations": 5, "Counts": 11}
		for _, g := range grids {
			if len(g.Rows) != rows[g.Name]+1 {
				t.Errorf("%s: sheet %s has %d rows, want a head and %d", kind, g.Name, len(g.Rows), rows[g.Name])
			}
		}
		if got := grids[0].Rows[2][4]; got != voice {
			t.Errorf("%s: the second quote is %q", kind, got)
		}
		if named := strings.Contains(strings.Join(grids[0].Rows[2], " "), " vb "); named != (kind == analysis.CommitteeEdition) {
			t.Errorf("%s: the answer is named: %v", kind, named)
		}
		again, err := report.Options{Kind: kind}.Workbook(s.summary)
		if err != nil || !bytes.Equal(content, again) {
			t.Errorf("%s: two workbooks of one summary differ", kind)
		}
	}
}

// TestCSV writes no formula, and counts that are not printed as words.
func TestCSV(t *testing.T) {
	s := newSample(t)
	s.summary.Sections[0].Statements[0].People = analysis.Small
	s.summary.Sections[0].Statements[0].Name = `=HYPERLINK("http://a.example")`
	content, err := report.Options{}.CSV(s.summary, report.CountsTable)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	row := rows[7]
	if !strings.HasPrefix(row[1], "'=HYPERLINK") || row[3] != "fewer than 5" {
		t.Errorf("row = %q, want no formula and no small count", row)
	}
	if _, err := (report.Options{}).CSV(s.summary, "themes"); err == nil {
		t.Error("a table that there is not was written")
	}
}

// TestJSONForEverybody holds nothing that leads back to an answer.
func TestJSONForEverybody(t *testing.T) {
	s := newSample(t)
	s.summary.Checks = nil
	var b bytes.Buffer
	if err := (report.Options{Kind: analysis.PublicEdition}).JSON(&b, s.summary); err != nil {
		t.Fatal(err)
	}
	for _, not := range []string{`"verbatim`, "sha256", `"span"`, "r12.recommend", `"edits"`, `"checks": [`} {
		if strings.Contains(b.String(), not) {
			t.Errorf("an edition for everybody holds %s", not)
		}
	}
	for _, want := range []string{"My voice is valid", `"people": 3`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("an edition for everybody lacks %s", want)
		}
	}
}
