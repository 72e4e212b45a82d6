// Package roster reads lists of participants from CSV and XLSX files, for
// coordinators who keep them in a spreadsheet.
//
// [Read] takes the file apart, [Guess] proposes which column holds what, and
// [Make] says what storing it would do: who is added, who is changed, and what
// is wrong in which row and how to mend it. A person who is on the list already
// is known by the e-mail address, or by the name where there is none.
//
// It stores nothing, and it never takes anybody off a list.
package roster

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// The limits of a list.
const (
	MaxBytes  = 700 << 10 // of the file: the list goes to the browser and back within the megabyte of a form
	MaxPeople = 5_000     // ten times the largest faculty's scheme
)

// Read takes a file of participants apart, whichever of the two kinds it is. Of
// a workbook it reads the first worksheet that is not empty.
func Read(content []byte) (_ csvfile.Table, err error) {
	defer fault.Wrap(&err, "roster.Read(%d bytes)", len(content))
	if len(content) > MaxBytes {
		return csvfile.Table{}, &fault.Error{Kind: fault.TooLarge, Code: "P19", Text: fmt.Sprintf("The file is larger than %d kB: keep the columns of participants only, or split it.", MaxBytes>>10)}
	}
	t, err := read(content)
	if err == nil && len(t.Rows) > MaxPeople {
		return csvfile.Table{}, &fault.Error{Kind: fault.TooLarge, Code: "P19", Text: fmt.Sprintf("The file has %d rows; a list has %d people at most. Split it.", len(t.Rows), MaxPeople)}
	}
	if err == nil && len(t.Rows) == 0 {
		return t, fault.Coded("P13", "The file has no rows below its first one: put the names of the columns in row 1 and a person in each row below.")
	}
	return t, err
}

func read(content []byte) (csvfile.Table, error) {
	if !bytes.HasPrefix(content, []byte("PK")) && !bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}) { // .xls: sheet says what to do with it
		return csvfile.Read(bytes.NewReader(content))
	}
	grids, err := sheet.Read(content)
	if err != nil {
		return csvfile.Table{}, err
	}
	for _, g := range grids {
		if t := fromGrid(g); len(t.Header) > 0 {
			return t, nil
		}
	}
	return csvfile.Table{}, fault.Coded("P13", "The workbook is empty: put the names of the columns in row 1 and a person in each row below.")
}

// fromGrid takes the first row that is not blank as the header.
func fromGrid(g sheet.Grid) (t csvfile.Table) {
	for i, cells := range g.Rows {
		if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		if t.Header == nil {
			for _, c := range cells {
				t.Header = append(t.Header, strings.TrimSpace(c))
			}
			continue
		}
		row := csvfile.Row{Line: i + 1, Cells: make([]string, len(t.Header))}
		copy(row.Cells, cells)
		t.Rows = append(t.Rows, row)
	}
	return t
}
