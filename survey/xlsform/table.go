package xlsform

import (
	"slices"
	"strings"
	"unicode"

	"verbatim/survey/sheet"
)

// The worksheets of an XLSForm.
const (
	surveySheet   = "survey"
	choicesSheet  = "choices"
	settingsSheet = "settings"
)

// A column is the head of one: what it holds, and in which language.
type column struct {
	name     string // as in the standard, such as "constraint_message"; of another column, as written
	language string // as written, such as "English (en)"; "" where none is named
	written  string // as in the file
}

// aliases are other names of columns, as pyxform knows them. Those that are words
// of everyday hold in one worksheet only, see aliasesOf: in the choices they may
// be what a filter looks at.
var aliases = map[string]string{
	"list name": "list_name", "constraint message": "constraint_message", "constraintmsg": "constraint_message", "requiredmsg": "required_message",
	"required message": "required_message", "read only": "read_only", "readonly": "read_only", "choice filter": "choice_filter", "repeat count": "repeat_count",
	"noapperrorstring": "constraint_message", "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "jr:count": "repeat_count", "guidance hint": "guidance_hint",
	"allow choice duplicates": "allow_choice_duplicates",
}

var aliasesOf = map[string]map[string]string{
	surveySheet:   {"relevance": "relevant", "caption": "label", "command": "type", "value": "name", "calculate": "calculation", "count": "repeat_count"},
	choicesSheet:  {"value": "name", "caption": "label", "listname": "list_name", "list": "list_name"},
	settingsSheet: {"form title": "form_title", "form id": "form_id", "default language": "default_language", "title": "form_title", "id_string": "form_id", "id string": "form_id", "set form title": "form_title", "set form id": "form_id"},
}

// head reads a cell of the first row of a worksheet: "label::English (en)",
// "label:English", "bind::relevant", "media::image::en".
func head(worksheet, cell string) column {
	cell = strings.TrimFunc(cell, blank)
	parts := strings.FieldsFunc(strings.ReplaceAll(cell, "jr:", "jr\x00"), func(r rune) bool { return r == ':' })
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(p, "jr\x00", "jr:"))
	}
	for len(parts) > 1 && slices.Contains([]string{"bind", "control", "media", "body"}, strings.ToLower(parts[0])) {
		parts = parts[1:]
	}
	c := column{written: cell}
	if len(parts) == 0 {
		return c
	}
	if len(parts) > 1 {
		c.language = parts[1]
	}
	c.name = standard(worksheet, parts[0])
	return c
}

// standard returns the standard's name of a column. Of one that it does not know
// the capitals stay: expressions write them.
func standard(worksheet, written string) string {
	name := strings.ToLower(written)
	spaced := strings.ReplaceAll(name, "_", " ")
	for _, names := range []map[string]string{aliasesOf[worksheet], aliases} {
		for _, n := range []string{spaced, name} {
			if other, ok := names[n]; ok {
				return other
			}
		}
	}
	if joined := strings.Join(strings.Fields(name), "_"); slices.Contains(known[worksheet], joined) {
		return joined
	}
	return written
}

// blank counts the marks that come along with copied text and text files.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
}

// lineEnds makes every line end LF.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "_x000D_", "")

// A table is a worksheet with its columns known.
type table struct {
	name    string
	head    int // number of the row with the heads
	columns []column
	rows    []row
}

// A row is one line of a table.
type row struct {
	number int // from 1
	cells  map[string]string
	words  map[string]map[string]string // by column and language, "" where none is named
	astray string                       // the first cell in a column without a head
	styled bool                         // formatting was taken out of its words
}

// get returns the cell of a column without white space at its ends.
func (r row) get(name string) string { return r.cells[name] }

// newTable reads a worksheet. Its first row that is not blank has the heads. Rows
// without any cell are left out.
func newTable(name string, g sheet.Grid) *table {
	t := &table{name: name}
	for i, cells := range g.Rows {
		if len(t.columns) == 0 {
			t.head = i + 1
			for _, c := range cells {
				t.columns = append(t.columns, head(name, c))
			}
			continue
		}
		if r := t.row(i+1, cells); len(r.cells) > 0 {
			t.rows = append(t.rows, r)
		}
	}
	return t
}

func (t *table) row(number int, cells []string) row {
	r := row{number: number, cells: map[string]string{}, words: map[string]map[string]string{}}
	for i, cell := range cells {
		if cell = strings.TrimFunc(lineEnds.Replace(cell), blank); cell == "" {
			continue
		}
		if i >= len(t.columns) || t.columns[i].name == "" {
			r.astray = firstOf(r.astray, cell)
			continue
		}
		c := t.columns[i]
		if slices.Contains(wordy, c.name) && !t.has(ownColumn) {
			if plain := unstyled(cell); plain != cell {
				cell, r.styled = plain, true
			}
		}
		if c.language == "" || r.cells[c.name] == "" {
			r.cells[c.name] = cell
		}
		if r.words[c.name] == nil {
			r.words[c.name] = map[string]string{}
		}
		r.words[c.name][c.language] = cell
	}
	return r
}

// has reports whether there is a column of that name.
func (t *table) has(name string) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name })
}

// find returns the worksheet of that name, or nil.
func find(grids []sheet.Grid, name string) *table {
	for _, g := range grids {
		if strings.EqualFold(strings.TrimSpace(g.Name), name) {
			return newTable(name, g)
		}
	}
	return nil
}
