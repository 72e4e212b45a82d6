// Package csvfile reads responses from a table of answers, such as a survey
// tool's export, for coordinators who bring an evaluation that was collected
// elsewhere.
//
// It knows two layouts. Long: one row an answer, with columns for the response,
// the role, the question and the text. Wide: one row a response, with a column
// a question. [Read] takes the bytes apart, [Responses] turns the rows into
// responses of a form, and [Derive] makes a form from the file's own questions
// where there is none. Every problem is numbered and names its row.
//
// It stores nothing and decides nothing about consent: the file or the
// coordinator must say what may be quoted.
package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"verbatim/survey/fault"
)

// Limits on a file. A national survey's export fits; a file that does not is
// better split than read half.
const (
	MaxBytes   = 256 << 20 // the whole file
	MaxRows    = 1_000_000
	MaxColumns = 1_000
)

// A Table is a file's header and rows.
type Table struct {
	Header []string
	Rows   []Row
	Notes  []string // what was assumed about the file, in words for the coordinator
}

// A Row is one record and the line of the file it begins on, counted from 1.
type Row struct {
	Line  int
	Cells []string // as many as the header has
}

// A Problem is something wrong with one row.
type Problem struct {
	Line   int    // 0 for the file as a whole
	Column string // name of the column, or empty
	Code   string // number of the kind of problem, such as "I06"
	Text   string // what is wrong and what would mend it
}

// String returns the problem on one line: row, column, number, text.
func (p Problem) String() string {
	where := "file"
	if p.Line > 0 {
		where = fmt.Sprintf("row %d", p.Line)
	}
	if p.Column != "" {
		where += fmt.Sprintf(", column %q", p.Column)
	}
	return fmt.Sprintf("%s: %s: %s", where, p.Code, p.Text)
}

// Read takes a CSV file apart. It accepts UTF-8 with or without a byte order
// mark, UTF-16 with one, and Windows-1252 (what Excel writes as "CSV"), and
// commas, semicolons or tabs between cells. Rows that cannot be read make it
// fail with a fault that names the row.
func Read(r io.Reader) (Table, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Table{}, fmt.Errorf("reading the file: %w", err)
	}
	if len(raw) > MaxBytes {
		return Table{}, &fault.Error{Kind: fault.TooLarge, Code: "I01", Text: fmt.Sprintf("The file is larger than %d MB. Split it and import the parts one after another.", MaxBytes>>20)}
	}
	text, note, err := decode(raw)
	if err != nil {
		return Table{}, err
	}
	t, err := parse(text)
	if note != "" {
		t.Notes = append(t.Notes, note)
	}
	return t, err
}

// decode returns the file as UTF-8 and what it assumed.
func decode(raw []byte) (text []byte, note string, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw)
		note = "The file is UTF-16."
	case utf8.Valid(raw):
		text = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	default:
		text, err = charmap.Windows1252.NewDecoder().Bytes(raw)
		note = "The file is not UTF-8: it was read as Windows-1252, as Excel saves CSV. Check accents and quotation marks."
	}
	if err == nil && bytes.IndexByte(text, 0) >= 0 {
		err = errors.New("NUL byte")
	}
	if err != nil {
		return nil, "", fault.Coded("I02", "The file is not text. Save it as CSV (UTF-8) and try again.")
	}
	return text, note, nil
}

func parse(text []byte) (Table, error) {
	cr := csv.NewReader(bytes.NewReader(text))
	cr.Comma = separator(text)
	cr.FieldsPerRecord = -1
	header, err := cr.Read()
	if errors.Is(err, io.EOF) {
		return Table{}, fault.Coded("I02", "The file is empty. Its first row must name the columns.")
	}
	if err != nil {
		return Table{}, unreadable(err)
	}
	t := Table{Header: trimAll(header)}
	if err := checkHeader(t.Header); err != nil {
		return t, err
	}
	for {
		cells, err := cr.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, unreadable(err)
		}
		line, _ := cr.FieldPos(0)
		if cells, err = fit(cells, len(header), line); err != nil {
			return t, err
		}
		if len(t.Rows) == MaxRows {
			return t, &fault.Error{Kind: fault.TooLarge, Code: "I01", Text: fmt.Sprintf("The file has more than %d rows. Split it and import the parts one after another.", MaxRows)}
		}
		if !blank(cells) {
			t.Rows = append(t.Rows, Row{line, cells})
		}
	}
}

// separator returns the candidate that the first line holds most often outside
// quotation marks; a comma when there is none.
func separator(text []byte) rune {
	count := map[rune]int{}
	quoted := false
	for _, r := range string(text[:min(len(text), 64<<10)]) {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

func checkHeader(header []string) error {
	if len(header) > MaxColumns {
		return &fault.Error{Kind: fault.TooLarge, Code: "I01", Text: fmt.Sprintf("The file has %d columns; at most %d can be read.", len(header), MaxColumns)}
	}
	seen := map[string]int{}
	for i, h := range header {
		if at, ok := seen[fold(h)]; ok && h != "" {
			return fault.Coded("I03", "Columns %d and %d are both called %q. Rename one of them.", at+1, i+1, h)
		}
		seen[fold(h)] = i
	}
	return nil
}

// fit makes a row as long as the header. A row that is too long is a fault: a
// comma inside an answer without quotation marks would shift every later cell.
func fit(cells []string, n, line int) ([]string, error) {
	for len(cells) < n {
		cells = append(cells, "")
	}
	for len(cells) > n && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > n {
		return nil, fault.Coded("I04", "Row %d has %d cells, the header has %d. Put quotation marks round answers that hold the separator.", line, len(cells), n)
	}
	return cells, nil
}

func unreadable(err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return fault.Coded("I04", "Row %d cannot be read: %v. Answers that hold quotation marks need them doubled, with one pair round the whole answer.", p.StartLine, p.Err)
	}
	return fault.Coded("I04", "The file cannot be read: %v.", err)
}

func trimAll(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = strings.TrimSpace(s)
	}
	return out
}

func blank(cells []string) bool {
	return strings.TrimSpace(strings.Join(cells, "")) == ""
}
