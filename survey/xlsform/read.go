package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/sheet"
)

// Read makes a form of the worksheets of an XLSForm. The notes say what was not
// taken over and what was mended, in the order of the file. The form holds
// together: fill.New takes it.
//
// It fails, with a numbered fault, where there is no worksheet of questions, or
// nothing in it that can be asked.
func Read(grids []sheet.Grid) (_ survey.Form, _ []Note, err error) {
	defer fault.Wrap(&err, "xlsform.Read")
	questions := find(grids, surveySheet)
	if questions == nil {
		return survey.Form{}, nil, noSurvey(grids)
	}
	if !questions.has("type") || !questions.has("name") {
		return survey.Form{}, nil, fault.Coded("J02", "The worksheet survey needs the columns type and name in its first row. It has: %s.", heads(questions))
	}
	r := &reader{lists: map[string][]option{}, named: map[string]bool{}, moved: map[string]string{}}
	r.settings(find(grids, settingsSheet))
	choices := find(grids, choicesSheet)
	r.unknown(grids, questions, choices, find(grids, settingsSheet))
	r.tongue = tongues(r.byDefault, questions, choices)
	if r.form.Language = r.tongue.tags[r.tongue.own]; r.form.Language == "en" {
		r.form.Language = "" // as forms have it
	}
	r.choices(choices)
	for _, row := range questions.rows {
		r.row(row)
	}
	r.unclosed()
	r.settle()
	if len(r.form.Questions()) == 0 {
		return survey.Form{}, sortNotes(r.notes), fault.Coded("J03", "The worksheet survey asks nothing that can be taken over. The notes say why, row by row.")
	}
	if _, err := fill.New(r.form); err != nil {
		return survey.Form{}, sortNotes(r.notes), err
	}
	return r.form, sortNotes(r.notes), nil
}

// noSurvey says what there is instead, and what may have been meant.
func noSurvey(grids []sheet.Grid) error {
	var names []string
	for _, g := range grids {
		if s := strings.ToLower(strings.TrimSpace(g.Name)); s == "surveys" || s == "form" || s == "questions" {
			return fault.Coded("J01", "There is no worksheet survey. Rename %q if it holds the questions.", g.Name)
		}
		names = append(names, g.Name)
	}
	return fault.Coded("J01", "There is no worksheet survey, in which an XLSForm has its questions. The file has: %s.", strings.Join(names, ", "))
}

func heads(t *table) string {
	var names []string
	for _, c := range t.columns {
		if c.written != "" {
			names = append(names, c.written)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// A reader makes a form row by row.
type reader struct {
	form      survey.Form
	notes     []Note
	byDefault string // language, from the settings
	twice     bool   // choices of a list may share a name
	tongue    tongue
	lists     map[string][]option
	groups    []group         // open, outermost first
	page      string          // what the page under way belongs to, see pageOf
	named     map[string]bool // keys in use
	moved     map[string]string
	places    []place
	last      *followed       // the question just read
	known     map[string]bool // what expressions may refer to, when all rows are read
}

func (r *reader) note(sheet string, row int, column, format string, args ...any) {
	r.notes = append(r.notes, Note{sheet, row, column, fmt.Sprintf(format, args...)})
}

// settings reads the one row of the settings.
func (r *reader) settings(t *table) {
	r.form.Key, r.form.Title = "imported", "Imported form"
	if t == nil || len(t.rows) == 0 {
		return
	}
	s := t.rows[0]
	r.byDefault = s.get("default_language")
	if strings.EqualFold(r.byDefault, "default") {
		r.byDefault = ""
	}
	r.twice = isYes(s.get("allow_choice_duplicates"))
	if title := s.get("form_title"); title != "" {
		r.form.Title = title
	}
	r.readOwnSettings(s)
	if key := formKey(s.get("form_id")); key != "" {
		r.form.Key = key
	}
}

// longestKey is how long the key of a form can be, see survey.CheckKey.
const longestKey = 40

// formKey makes a key of an id, "" where nothing is left of it.
func formKey(id string) string {
	key := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, id)
	key = strings.Trim(key[:min(len(key), longestKey)], "-")
	if survey.CheckKey("form", key) != nil {
		return ""
	}
	return key
}

func isYes(s string) bool {
	return slices.Contains([]string{"yes", "true", "1", "true()", "y"}, strings.ToLower(s))
}

func isNo(s string) bool {
	return slices.Contains([]string{"", "no", "false", "0", "false()", "n"}, strings.ToLower(s))
}
