// Package sheettest opens exported workbooks in tests and returns what a
// spreadsheet would show. It is for the tests of exports and reads no file that
// anybody else made.
package sheettest

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Rows returns the rows of a worksheet, the head first. It fails the test when
// a cell is a formula.
func Rows(tb testing.TB, content []byte, name string) [][]string {
	tb.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		tb.Fatalf("the workbook cannot be opened: %v", err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	}()
	rows, err := f.GetRows(name)
	if err != nil {
		tb.Fatalf("the worksheet %q of %q: %v", name, f.GetSheetList(), err)
	}
	for r, row := range rows {
		for c := range row {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				tb.Fatal(err)
			}
			if formula, err := f.GetCellFormula(name, at); err != nil || formula != "" {
				tb.Errorf("%s of %q is the formula %q, %v", at, name, formula, err)
			}
		}
	}
	return rows
}
