package xlsform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"verbatim/survey/sheet"
)

// A Note tells of something that was not taken over as it stands, or was mended.
type Note struct {
	Sheet  string
	Row    int    // from 1, as spreadsheets count; 0 for the worksheet as a whole
	Column string // its name in the first row, "" for the row as a whole
	Text   string // what, and what to do about it
}

// String returns the note with its place in front.
func (n Note) String() string {
	place := n.Sheet
	if n.Row > 0 {
		place += fmt.Sprintf(", row %d", n.Row)
	}
	if n.Column != "" {
		place += ", " + n.Column
	}
	return place + ": " + n.Text
}

// known are the columns that have a meaning here, or none that would be missed.
var known = map[string][]string{
	surveySheet: {
		"type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint", "constraint_message", "calculation", "appearance", "default",
		"read_only", "choice_filter", "parameters", "repeat_count", "trigger", "image", "audio", "video", "big-image", "rows", "disabled", ownColumn,
	},
	choicesSheet:  {"list_name", "name", "label", "image", "audio", "video", "big-image", otherColumn, aloneColumn},
	settingsSheet: {"form_title", "form_id", "version", "default_language", "allow_choice_duplicates", "style", ownColumn},
}

// unknown tells of columns and worksheets that are passed over. Other columns of
// the choices are for filters to look at.
func (r *reader) unknown(grids []sheet.Grid, tables ...*table) {
	for _, g := range grids {
		name := strings.ToLower(strings.TrimSpace(g.Name))
		if _, ok := known[name]; !ok && len(g.Rows) > 0 {
			r.note(firstOf(g.Name, "A worksheet without a name"), 0, "", "this worksheet is not taken over.%s", meant(name, grids))
		}
	}
	for _, t := range tables {
		if t == nil {
			continue
		}
		for _, c := range t.columns {
			if c.name != "" && t.name != choicesSheet && !slices.Contains(known[t.name], c.name) {
				r.note(t.name, t.head, c.written, "the column has no meaning here, and was passed over.")
			}
		}
		for _, row := range t.rows {
			if row.styled {
				r.note(t.name, row.number, "", "formatting was taken out of its words: they are shown plain.")
			}
			if row.astray != "" {
				r.note(t.name, row.number, "", "%q stands in a column without a head, and was passed over.", row.astray)
			}
		}
	}
}

// meant returns a suggestion where a worksheet's name is nearly one of those that
// are missing.
func meant(name string, grids []sheet.Grid) string {
	near := map[string]string{"choice": choicesSheet, "choises": choicesSheet, "options": choicesSheet, "answers": choicesSheet, "setting": settingsSheet, "surveys": surveySheet}
	if want := near[name]; want != "" && find(grids, want) == nil {
		return " Rename it to " + want + " if that is what it holds."
	}
	return ""
}

func sortNotes(notes []Note) []Note {
	slices.SortStableFunc(notes, func(a, b Note) int {
		// survey before settings before choices
		return cmp.Or(-cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(notes)
}
