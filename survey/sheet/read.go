package sheet

import (
	"bytes"
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"

	"verbatim/survey/fault"
)

// The limits of a workbook that is read. The largest form in the wild has some
// thousand rows and half a megabyte.
const (
	MaxFile     = 10 << 20  // bytes
	maxUnzipped = 100 << 20 // bytes, all parts together: a file that swells more was made to
	maxRead     = 20_000    // rows of a worksheet
	maxBlank    = 200       // blank rows after which a worksheet is taken to have ended
	maxColumns  = 500
)

// A Grid is a worksheet as it is read: the texts that a spreadsheet shows. Rows
// count from the first of the worksheet; they end with their last cell that is
// not blank.
type Grid struct {
	Name string
	Rows [][]string
}

// Read returns the worksheets of an XLSX file. It never runs a formula; a cell
// that holds one shows what was last worked out.
func Read(content []byte) (_ []Grid, err error) {
	defer fault.Wrap(&err, "sheet.Read(%d bytes)", len(content))
	if err := readable(content); err != nil {
		return nil, err
	}
	f, err := open(content)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	var out []Grid
	for _, name := range f.GetSheetList() {
		rows, err := readRows(f, name)
		if err != nil {
			return nil, err
		}
		out = append(out, Grid{name, rows})
	}
	return out, nil
}

// readable refuses what is no XLSX file with a word on what it is.
func readable(content []byte) error {
	switch {
	case len(content) > MaxFile:
		return &fault.Error{Kind: fault.TooLarge, Code: "H01", Text: "The file is larger than 10 MB. Take pictures and formatting out of it, or split it."}
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return fault.Coded("H02", "The file is an Excel workbook of the kind before 2007 (.xls), or is protected with a password. Open it, and save it without a password as .xlsx.")
	case !bytes.HasPrefix(content, []byte("PK")):
		return fault.Coded("H03", "The file is not an XLSX workbook. Open it with a spreadsheet program, and save it as .xlsx.")
	}
	return nil
}

// open turns the panics that damaged parts cause in the library into a fault.
func open(content []byte) (f *excelize.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, damaged(nil)
		}
	}()
	f, err = excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, damaged(err)
	}
	return f, nil
}

func damaged(err error) error {
	return &fault.Error{Kind: fault.Invalid, Code: "H04", Err: err, Text: "The workbook is damaged or not what it says. Open it with a spreadsheet program, and save it again as .xlsx."}
}

func readRows(f *excelize.File, name string) (out [][]string, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, damaged(nil)
		}
	}()
	rows, err := f.Rows(name)
	if err != nil {
		return nil, damaged(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	blank := 0
	for rows.Next() && blank < maxBlank {
		cells, err := rows.Columns()
		if err != nil {
			return nil, damaged(err)
		}
		if out = append(out, trimmed(cells)); len(out) > maxRead {
			return nil, &fault.Error{Kind: fault.TooLarge, Code: "H05", Text: "The worksheet " + name + " has more than 20,000 rows. Split it."}
		}
		blank++
		if len(out[len(out)-1]) > 0 {
			blank = 0
		}
	}
	return out[:len(out)-blank], damagedIf(rows.Error())
}

func damagedIf(err error) error {
	if err == nil {
		return nil
	}
	return damaged(err)
}

// trimmed leaves out the blank cells at the end of a row.
func trimmed(cells []string) []string {
	cells = cells[:min(len(cells), maxColumns)]
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
