package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
	"verbatim/survey/sqldb"
)

// outcome runs the program and returns what it prints.
func outcome(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	var b bytes.Buffer
	code = run(t.Context(), append([]string{"-log", "error"}, args...), &bytes.Buffer{}, &b, &b)
	return b.String(), code
}

// TestFormCheckOfAWorkbook checks an XLSForm that has something of everything: each
// thing is said with worksheet, row and column.
func TestFormCheckOfAWorkbook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "form.xlsx")
	save(t, file, sheet.Table{Name: "survey", Head: []string{"type", "name", "label", "relevant"}, Rows: [][]any{
		{"select_one yn", "again", "Again?", ""}, {"geopoint", "where", "Where?", ""}, {"username", "who", "", ""}, {"text", "why", "Why?", "pulldata('x')"},
	}}, sheet.Table{Name: "choices", Head: []string{"list_name", "name", "label"}, Rows: [][]any{{"yn", "yes", "Yes"}, {"yn", "no", "No"}}})
	out, code := outcome(t, "form", "check", file)
	for _, want := range []string{
		"Taken over   67 % of 3 rows that ask something (2 of 3)", "Declined     1 row that would tell who answers",
		`Note         survey, row 3, type: questions of the type "geopoint" cannot be asked`, "Note         survey, row 4, type: username is never recorded",
		"Note         survey, row 5, relevant: is not taken over, so it is always asked.", "1 page, 2 questions",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("form check does not say %q:\n%s", want, out)
		}
	}
	if code != exitOK {
		t.Errorf("form check ends with %d", code)
	}
}

// TestFormImportRefusesXLS gives the kind of workbook before 2007.
func TestFormImportRefusesXLS(t *testing.T) {
	file := filepath.Join(t.TempDir(), "form.xls")
	if err := os.WriteFile(file, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := outcome(t, "form", "import", file, "-programme", "p", "-dir", t.TempDir())
	if code != exitUsage || !strings.Contains(out, "H02: The file is an Excel workbook of the kind before 2007 (.xls)") || !strings.Contains(out, "save it without a password as .xlsx") {
		t.Errorf("form import of an .xls file ends with %d:\n%s", code, out)
	}
}

func save(t *testing.T, file string, tables ...sheet.Table) {
	t.Helper()
	content, _, err := sheet.Bytes(sheet.XLSX, tables...)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFormScore scores ten mentors and three mentees: the three are hidden, and
// nothing printed gives them back.
func TestFormScore(t *testing.T) {
	dir := t.TempDir()
	if out, code := outcome(t, "new", "rm", "2026", "-dir", dir, "-wave", "half-way:open"); code != exitOK {
		t.Fatal(out)
	}
	answer := scoreWave(t, dir)
	for i := range 10 {
		answer("mentor", 3+i%3)
	}
	for range 3 {
		answer("mentee", 1)
	}
	out, code := outcome(t, "form", "score", "rm", "2026", "-dir", dir)
	for _, want := range []string{
		"Wave         half-way: Experience of reverse mentoring, six statements.", "Scale        Experience, 1 to 5; Cronbach's alpha 1.00",
		"mentees: fewer than 5", "pairs: 0",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("form score does not say %q:\n%s", want, out)
		}
	}
	if code != exitOK || strings.Contains(out, "mean 1.00") || strings.Contains(out, "13") {
		t.Errorf("form score ends with %d and gives the three away:\n%s", code, out)
	}
	for range 3 {
		answer("mentee", 1)
	}
	out, _ = outcome(t, "form", "score", "rm", "2026", "-dir", dir, "-wave", "half-way", "-csv")
	if !strings.Contains(out, "Experience,mentors,10,3.90,0.88,1,5,1.00") || !strings.Contains(out, "Experience,mentees,6,1.00,0.00,1,5,1.00") {
		t.Errorf("form score as CSV:\n%s", out)
	}
	if out, code = outcome(t, "form", "score", "rm", "2026", "-dir", dir, "-wave", "end"); code != exitUsage || !strings.Contains(out, "J13: Nobody was asked an instrument") {
		t.Errorf("form score of a wave that there is not ends with %d:\n%s", code, out)
	}
}

// scoreWave returns what stores an answer of a role that takes the same choice in
// every row.
func scoreWave(t *testing.T, dir string) func(role string, choice int) {
	t.Helper()
	a, err := openApp(t.Context(), slog.New(slog.DiscardHandler), place{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close() })
	_, r, err := a.round(t.Context(), "rm", "2026")
	if err != nil {
		t.Fatal(err)
	}
	w, err := a.survey.WaveByKey(t.Context(), r.ID, "half-way")
	if err != nil {
		t.Fatal(err)
	}
	set, err := instrument.Get("reverse-mentoring-experience")
	if err != nil {
		t.Fatal(err)
	}
	return func(role string, choice int) {
		var rows []string
		for _, it := range set.Items {
			rows = append(rows, fmt.Sprintf("%s=%d", it.Key, choice))
		}
		slices.Sort(rows)
		resp := survey.Response{ID: sqldb.NewID(), WaveID: w.ID, FormKey: w.FormKey, FormVersion: w.FormVersion, Role: role, ReceivedOn: "2026-03-01", Answers: []survey.Answer{
			{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{role}}, {Question: "experience", Choices: rows}, {Question: "supported", Choices: []string{"well"}},
		}}
		if _, err := a.survey.SubmitAll(t.Context(), []survey.Response{resp}, []string{resp.ID}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFormExportIsJSON reads an exported form with nothing of ours.
func TestFormExportIsJSON(t *testing.T) {
	file := filepath.Join(t.TempDir(), "end.json")
	if out, code := outcome(t, "form", "export", "reverse-mentoring-end", file); code != exitOK {
		t.Fatal(out)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var form map[string]any
	if err := json.Unmarshal(content, &form); err != nil || form["key"] != "reverse-mentoring-end" {
		t.Errorf("the file holds %v, %v", form["key"], err)
	}
}
