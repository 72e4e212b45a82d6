package sheet

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"verbatim/survey/fault"
)

// The limits of a worksheet and how wide its columns are.
const (
	maxCell    = excelize.TotalCellChars // characters, in UTF-16
	maxRows    = excelize.TotalRows - 1  // below the head
	maxName    = 31                      // characters of a worksheet's name
	widest     = 60                      // characters that a column is made wide for; the rest is wrapped
	narrowest  = 8
	sampleRows = 200 // rows that a column's width is taken from
	notAll     = " [… cut: a cell holds no more; the CSV file has all of it]"
)

// WriteXLSX writes a workbook with a worksheet for each table. The heads stay in
// sight and can be filtered by. A text longer than a cell holds is cut, and says
// so. Equal tables give equal bytes.
func WriteXLSX(w io.Writer, tables ...Table) (err error) {
	defer fault.Wrap(&err, "sheet.WriteXLSX(%d tables)", len(tables))
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if err := addSheet(f, styles, i, t); err != nil {
			return err
		}
	}
	content, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	return writeOrdered(w, content.Bytes())
}

// styles are the numbers of a workbook's styles.
type styles struct{ head, text int }

// newStyles makes a bold head, and a cell that stays text when somebody edits
// it or saves the sheet as CSV.
func newStyles(f *excelize.File) (s styles, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	if s.head, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top}); err != nil {
		return s, err
	}
	const textFormat = 49 // "@" of the built-in number formats
	s.text, err = f.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: top})
	return s, err
}

func addSheet(f *excelize.File, s styles, index int, t Table) error {
	if len(t.Rows) > maxRows {
		return fault.New(fault.Invalid, "The table has %d rows; a worksheet holds %d. Narrow the search, or take the CSV file.", len(t.Rows), maxRows)
	}
	name := sheetName(t.Name)
	if index == 0 {
		if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(name); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths(t) {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := writeRows(out, s, t); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return filter(f, name, t)
}

func writeRows(out *excelize.StreamWriter, s styles, t Table) error {
	head := make([]any, len(t.Head))
	for i, name := range t.Head {
		head[i] = excelize.Cell{StyleID: s.head, Value: printable(name)}
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	cells := make([]any, len(t.Head))
	for i, row := range t.Rows {
		cells = cells[:0]
		for _, v := range row {
			if words, ok := v.(string); ok {
				v = excelize.Cell{StyleID: s.text, Value: printable(words)}
			}
			cells = append(cells, v)
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, cells); err != nil {
			return err
		}
	}
	return nil
}

// filter lets every column be filtered by.
func filter(f *excelize.File, name string, t Table) error {
	if len(t.Head) == 0 {
		return nil
	}
	end, err := excelize.CoordinatesToCellName(len(t.Head), len(t.Rows)+1)
	if err != nil {
		return err
	}
	return f.AutoFilter(name, "A1:"+end, nil)
}

// printable returns s as a cell can hold it: without the control characters
// that XML cannot carry, and not longer than the limit.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
	units := 0
	for i, r := range s {
		if units += utf16Len(r); units > maxCell {
			cut := i
			for units > maxCell-len([]rune(notAll)) {
				r, n := utf8.DecodeLastRuneInString(s[:cut])
				cut, units = cut-n, units-utf16Len(r)
			}
			return s[:cut] + notAll
		}
	}
	return s
}

// utf16Len returns how many units of UTF-16 a character takes.
func utf16Len(r rune) int {
	const firstOfTwo = 0x10000
	if r >= firstOfTwo {
		return 2
	}
	return 1
}

// sheetName returns a name that a worksheet may have.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimSpace(name), "'")
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	if name == "" {
		return "Table"
	}
	return name
}

// widths returns how wide columns are, in characters.
func widths(t Table) []float64 {
	out := make([]float64, len(t.Head))
	for i, name := range t.Head {
		out[i] = wide(name)
	}
	for _, row := range t.Rows[:min(len(t.Rows), sampleRows)] {
		for i, v := range row[:min(len(row), len(out))] {
			out[i] = max(out[i], wide(text(v)))
		}
	}
	return out
}

func wide(s string) float64 {
	const margin = 2
	return float64(min(max(utf8.RuneCountInString(s)+margin, narrowest), widest))
}
