// Package sheet writes tables as CSV and XLSX for spreadsheets and statistics
// programs.
//
// It is for the exports of the staff's pages and of the command line: one
// [Table] is written by either, with the same cells. A text is always a text:
// what a participant wrote cannot become a formula when somebody opens the file.
// It is the only importer of excelize.
//
// It chooses nothing: what may leave is decided by whoever makes the table.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/survey/fault"
)

// A Table is a list of rows with a head.
type Table struct {
	Name string // of the worksheet
	Head []string
	Rows [][]any // string, int, int64, float64 or bool; nil leaves a cell empty
}

// The kinds of file.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// Bytes returns the tables as a file of the given kind with its media type: of
// CSV the first table only.
func Bytes(kind string, tables ...Table) (content []byte, mediaType string, err error) {
	defer fault.Wrap(&err, "sheet.Bytes(%s)", kind)
	var b bytes.Buffer
	switch {
	case len(tables) == 0:
		return nil, "", fault.New(fault.Invalid, "There is no table to write.")
	case kind == CSV:
		err = WriteCSV(&b, tables[0])
		return b.Bytes(), "text/csv; charset=utf-8; header=present", err
	case kind == XLSX:
		err = WriteXLSX(&b, tables...)
		return b.Bytes(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", err
	}
	return nil, "", fault.New(fault.NotFound, "There is no file of the kind %q: choose csv or xlsx.", kind)
}

// WriteCSV writes a table as CSV: UTF-8, commas, a first row of names, and as
// much quoting as is needed.
func WriteCSV(w io.Writer, t Table) (err error) {
	defer fault.Wrap(&err, "sheet.WriteCSV(%s)", t.Name)
	out := csv.NewWriter(w)
	head := make([]string, len(t.Head))
	for i, name := range t.Head {
		head[i] = harmless(name)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	line := make([]string, len(t.Head))
	for _, row := range t.Rows {
		line = line[:0]
		for _, cell := range row {
			line = append(line, text(cell))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// text returns a cell as CSV carries it. Only texts are made harmless: a
// negative number is a number.
func text(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return harmless(fmt.Sprint(cell))
}

// harmless puts an apostrophe before a text that a spreadsheet would take for a
// formula: one that begins with = + - @, with a tab or a line end, or with
// spaces before one of them.
func harmless(s string) string {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0"))
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", r) && s != "" {
		return "'" + s
	}
	return s
}
