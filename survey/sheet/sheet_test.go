package sheet_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/sheet"
	"verbatim/survey/sheet/sheettest"
)

// dangerous are texts that a spreadsheet would run.
var dangerous = []string{
	"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1", "\n-1",
}

func table(texts ...string) sheet.Table {
	t := sheet.Table{Name: "Answers", Head: []string{"text", "n", "rate", "yes", "none"}}
	for i, s := range texts {
		t.Rows = append(t.Rows, []any{s, -i, -0.5, i == 0, nil})
	}
	return t
}

func file(t *testing.T, kind string, tables ...sheet.Table) []byte {
	t.Helper()
	b, mediaType, err := sheet.Bytes(kind, tables...)
	if err != nil || mediaType == "" {
		t.Fatalf("Bytes(%s) = %q, %v", kind, mediaType, err)
	}
	return b
}

func TestCSVHoldsNoFormula(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(file(t, sheet.CSV, table(dangerous...)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		want := strings.ReplaceAll("'"+dangerous[i], "\r\n", "\n")
		if row[0] != want {
			t.Errorf("%q is written as %q, want an apostrophe before it", dangerous[i], row[0])
		}
		if row[2] != "-0.5" {
			t.Errorf("a negative number is written as %q", row[2])
		}
	}
}

func TestCSVKeepsText(t *testing.T) {
	texts := []string{"plain", "a, \"quoted\"\nsecond line", "naïve 👩‍👩‍👧", "", "a=b", "O'Neill", "100 %"}
	rows, err := csv.NewReader(bytes.NewReader(file(t, sheet.CSV, table(texts...)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		if row[0] != texts[i] {
			t.Errorf("%q is read back as %q", texts[i], row[0])
		}
	}
}

func TestXLSXIsReadBack(t *testing.T) {
	texts := append([]string{"plain", "a \"quoted\"\nsecond line", "naïve 👩‍👩‍👧 <b> & </b>", "0123", "1e5"}, dangerous...)
	b := file(t, sheet.XLSX, table(texts...), sheet.Table{Name: "About: this/file", Head: []string{"what", "value"}, Rows: [][]any{{"query", "=x"}}})
	rows := sheettest.Rows(t, b, "Answers")
	if len(rows) != len(texts)+1 {
		t.Fatalf("%d rows, want %d", len(rows), len(texts)+1)
	}
	if diff := cmp.Diff([]string{"text", "n", "rate", "yes", "none"}, rows[0]); diff != "" {
		t.Errorf("head (-want +got):\n%s", diff)
	}
	for i, row := range rows[1:] {
		if got, want := lineEnds(row[0]), lineEnds(texts[i]); got != want {
			t.Errorf("%q is read back as %q", want, got)
		}
	}
	if about := sheettest.Rows(t, b, "About  this file"); about[1][1] != "=x" {
		t.Errorf("the second worksheet holds %q", about)
	}
}

// lineEnds reads all line ends as XML does.
func lineEnds(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func TestLongTextIsCutAndSaysSo(t *testing.T) {
	long := strings.Repeat("👍 word ", 6000)
	got := sheettest.Rows(t, file(t, sheet.XLSX, table(long)), "Answers")[1][0]
	if !strings.HasSuffix(got, "the CSV file has all of it]") || !strings.HasPrefix(long, got[:30_000]) || !utf8.ValidString(got) {
		t.Errorf("a text of %d bytes ends %q", len(long), got[max(0, len(got)-80):])
	}
	units := 0
	for _, r := range got {
		units++
		if r > 0xFFFF {
			units++
		}
	}
	if units > 32_767 {
		t.Errorf("the cell has %d characters of UTF-16", units)
	}
}

func TestKindsThatAreNot(t *testing.T) {
	if _, _, err := sheet.Bytes("ods", table("a")); err == nil {
		t.Error("a file of the kind ods is written")
	}
	if _, _, err := sheet.Bytes(sheet.CSV); err == nil {
		t.Error("a file without a table is written")
	}
}

// FuzzCells holds that any text is read back from both kinds of file, but for
// what XML cannot carry, and that none is a formula.
func FuzzCells(f *testing.F) {
	for _, s := range append(dangerous, "\x00\x01", "\xff", "_x0041_", "\ufffe", " a ", "\r\n") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rows, err := csv.NewReader(bytes.NewReader(file(t, sheet.CSV, table(s)))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q as CSV: %d rows, %v", s, len(rows), err)
		}
		if first := strings.TrimLeftFunc(rows[1][0], unicode.IsSpace); first != "" && strings.ContainsRune("=+-@", rune(first[0])) {
			t.Errorf("%q is written as %q, which is a formula", s, rows[1][0])
		}
		cells := sheettest.Rows(t, file(t, sheet.XLSX, table(s)), "Answers")[1]
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0xFFFE || r == 0xFFFF }) {
			return
		}
		if cells[0] != s {
			t.Errorf("%q is read back from XLSX as %q", s, cells[0])
		}
	})
}
