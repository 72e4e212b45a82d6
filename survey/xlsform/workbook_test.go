package xlsform_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"verbatim/survey/sheet"
)

// A raw is a worksheet as a spreadsheet program stores it: with numbers, truth
// values, days, formulas and merged cells, none of which a sheet.Table has.
type raw struct {
	name   string
	rows   [][]any
	merged []string // such as "B1:C1"
}

// Cells of other kinds than text.
type (
	day     float64 // serial number, shown as a day
	formula struct{ text, value string }
	trouble string // such as #N/A
)

// workbookOf writes worksheets as XLSX by hand and reads them through package
// sheet.
func workbookOf(t *testing.T, raws ...raw) []sheet.Grid {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, content string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(xml.Header + content)); err != nil {
			t.Fatal(err)
		}
	}
	types, sheets, rels := "", "", ""
	for i, r := range raws {
		n := i + 1
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		sheets += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(r.name), n, n)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, n, n)
		put(fmt.Sprintf("xl/worksheets/sheet%d.xml", n), r.xml())
	}
	put("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types+`</Types>`)
	put("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	put("xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+sheets+`</sheets></workbook>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`)
	put("xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	grids, err := sheet.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return grids
}

func escaped(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}

func (r raw) xml() string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i, row := range r.rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, v := range row {
			b.WriteString(cellXML(fmt.Sprintf("%c%d", 'A'+j, i+1), v))
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData>")
	if len(r.merged) > 0 {
		b.WriteString("<mergeCells>")
		for _, m := range r.merged {
			fmt.Fprintf(&b, `<mergeCell ref="%s"/>`, m)
		}
		b.WriteString("</mergeCells>")
	}
	return b.String() + "</worksheet>"
}

func cellXML(at string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case int, float64:
		return fmt.Sprintf(`<c r="%s"><v>%v</v></c>`, at, v)
	case bool:
		n := 0
		if v {
			n = 1
		}
		return fmt.Sprintf(`<c r="%s" t="b"><v>%d</v></c>`, at, n)
	case day:
		return fmt.Sprintf(`<c r="%s" s="1"><v>%v</v></c>`, at, float64(v))
	case formula:
		return fmt.Sprintf(`<c r="%s" t="str"><f>%s</f><v>%s</v></c>`, at, escaped(v.text), escaped(v.value))
	case trouble:
		return fmt.Sprintf(`<c r="%s" t="e"><v>%s</v></c>`, at, string(v))
	}
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, escaped(fmt.Sprint(v)))
}

// lines makes rows of lines with bars between the cells.
func lines(text string) [][]any {
	var out [][]any
	for line := range strings.Lines(text) {
		var row []any
		for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "|") {
			row = append(row, cell)
		}
		out = append(out, row)
	}
	return out
}
