package xlsform

import (
	"slices"
	"strings"

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
	name     string // as in the standard, such as "constraint_message"
	language string // as written, such as "English (en)"; "" where none is named
	written  string // as in the file
}

// aliases are other names of columns, as pyxform knows them.
var aliases = map[string]string{
	"relevance": "relevant", "caption": "label", "command": "type", "value": "name", "list name": "list_name", "constraint message": "constraint_message",
	"constraintmsg": "constraint_message", "requiredmsg": "required_message", "required message": "required_message", "calculate": "calculation", "read only": "read_only",
	"readonly": "read_only", "choice filter": "choice_filter", "repeat count": "repeat_count", "form title": "form_title", "form id": "form_id", "default language": "default_language",
	"title": "form_title", "id_string": "form_id", "set form title": "form_title", "set form id": "form_id", "noapperrorstring": "constraint_message", "jr:constraintmsg": "constraint_message",
	"jr:requiredmsg": "required_message", "count": "repeat_count", "jr:count": "repeat_count", "guidance hint": "guidance_hint",
}

// head reads a cell of the first row: "label::English (en)", "label:English",
// "bind::relevant", "media::image::en".
func head(cell string) column {
	parts := strings.FieldsFunc(strings.ReplaceAll(cell, "jr:", "jr\x00"), func(r rune) bool { return r == ':' })
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(p, "jr\x00", "jr:"))
	}
	for len(parts) > 1 && slices.Contains([]string{"bind", "control", "media", "body"}, strings.ToLower(parts[0])) {
		parts = parts[1:]
	}
	c := column{written: strings.TrimSpace(cell)}
	if len(parts) == 0 {
		return c
	}
	c.name = strings.ToLower(parts[0])
	if len(parts) > 1 {
		c.language = parts[1]
	}
	if other, ok := aliases[strings.ReplaceAll(c.name, "_", " ")]; ok {
		c.name = other
	} else if other, ok := aliases[c.name]; ok {
		c.name = other
	}
	return c
}

// A table is a worksheet with its columns known.
type table struct {
	name    string
	columns []column
	rows    []row
}

// A row is one line of a table.
type row struct {
	number int // from 1
	cells  map[string]string
	words  map[string]map[string]string // by column and language, "" where none is named
	astray string                       // the first cell in a column without a head
}

// get returns the cell of a column without white space at its ends.
func (r row) get(name string) string { return r.cells[name] }

// newTable reads a worksheet. Rows without any cell are left out.
func newTable(g sheet.Grid) *table {
	t := &table{name: strings.ToLower(strings.TrimSpace(g.Name))}
	for i, cells := range g.Rows {
		if i == 0 {
			for _, c := range cells {
				t.columns = append(t.columns, head(c))
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
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		if i >= len(t.columns) || t.columns[i].name == "" {
			r.astray = firstOf(r.astray, cell)
			continue
		}
		c := t.columns[i]
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
			return newTable(g)
		}
	}
	return nil
}
