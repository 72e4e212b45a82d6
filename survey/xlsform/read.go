package xlsform

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
func Read(grids []sheet.Grid) (survey.Form, []Note, error) {
	f, notes, _, err := ReadCounted(grids)
	return f, notes, err
}

// A Count is how many rows of a file ask, show or calculate something.
type Count struct {
	Rows     int // all of them
	Taken    int // what the form has of them, as they stand or mended
	Declined int // those that tell who answers, which are never taken over
}

// Share returns the part of the rows that could be taken over which was: 1 is
// all.
func (c Count) Share() float64 {
	if c.Rows == c.Declined {
		return 1
	}
	return float64(c.Taken) / float64(c.Rows-c.Declined)
}

// ReadCounted is Read, and says how much of the file was taken over.
func ReadCounted(grids []sheet.Grid) (_ survey.Form, _ []Note, _ Count, err error) {
	defer fault.Wrap(&err, "xlsform.Read")
	questions := find(grids, surveySheet)
	if questions == nil {
		return survey.Form{}, nil, Count{}, noSurvey(grids)
	}
	if !questions.has("type") || !questions.has("name") {
		return survey.Form{}, nil, Count{}, noColumns(grids, questions)
	}
	r := &reader{lists: map[string][]option{}, named: map[string]bool{}, moved: map[string]string{}, twins: map[string]bool{}, rows: map[string]int{}, next: map[string]int{}, paged: map[string]bool{}, pages: map[string]int{}, consents: map[string]bool{}}
	if err := r.read(grids, questions); err != nil {
		return survey.Form{}, sortNotes(r.notes), r.count, err
	}
	return r.form, sortNotes(r.notes), r.count, nil
}

// read makes the form.
func (r *reader) read(grids []sheet.Grid, questions *table) error {
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
		if len(r.groups) > deepest {
			return fault.Coded("J06", "The worksheet survey, row %d: groups stand in groups %d deep. Take some away: %d is the most.", row.number, len(r.groups), deepest)
		}
		if r.offered > mostChoices {
			return fault.Coded("J05", "The worksheet survey, row %d: with this question the form has more than %d choices, counting those of a list for each question that offers it. Split the form, or ask with a text.", row.number, mostChoices)
		}
	}
	r.unclosed()
	r.settle()
	if len(r.form.Questions()) == 0 {
		return fault.Coded("J03", "The worksheet survey asks nothing that can be taken over. The notes say why, row by row.")
	}
	_, err := fill.New(r.form)
	return r.placed(err)
}

// asked finds the key of a question in what is wrong with a form.
var asked = regexp.MustCompile(`Question "([^"]+)"`)

// placed says of each mistake in which rows of the file it is.
func (r *reader) placed(err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	var out []error
	for _, e := range joined.Unwrap() {
		f, ok := errors.AsType[*fault.Error](e)
		if !ok {
			out = append(out, e)
			continue
		}
		keys := asked.FindStringSubmatch(f.Text)
		if f.Code == "G11" && len(f.Values) > 0 {
			keys = strings.Split(fmt.Sprint(f.Values[0]), " needs ")
		}
		if rows := r.rowsOf(keys); rows != "" {
			f = fault.Coded(f.Code, "The worksheet survey, %s: %s", rows, f.Text)
		}
		out = append(out, f)
	}
	return errors.Join(out...)
}

// rowsOf returns in words the rows in which questions with the keys stand.
func (r *reader) rowsOf(keys []string) string {
	var rows []string
	for _, key := range keys {
		if n := r.rows[key]; n > 0 && !slices.Contains(rows, strconv.Itoa(n)) {
			rows = append(rows, strconv.Itoa(n))
		}
	}
	switch len(rows) {
	case 0:
		return ""
	case 1:
		return "row " + rows[0]
	}
	return "rows " + strings.Join(rows, ", ")
}

// What a form can be, far above any in use: the largest known has some thousand
// questions, groups five deep, and lists of some thousand villages.
const (
	deepest     = 30      // groups in groups
	mostChoices = 100_000 // of all questions together
)

// noColumns says which heads are missing, and where they may be.
func noColumns(grids []sheet.Grid, t *table) error {
	for _, g := range grids {
		if !strings.EqualFold(strings.TrimSpace(g.Name), surveySheet) {
			continue
		}
		for i, cells := range g.Rows[:min(len(g.Rows), mostLead)] {
			lower := newTable(surveySheet, sheet.Grid{Rows: [][]string{cells}})
			if i+1 > t.head && lower.has("type") && lower.has("name") {
				return fault.Coded("J04", "The worksheet survey has its heads in row %d. Take away the rows above, so that type and name stand in the first.", i+1)
			}
		}
	}
	return fault.Coded("J02", "The worksheet survey needs the columns type and name in its first row. It has: %s.", heads(t))
}

// mostLead is how many rows are looked through for the heads: titles and
// explanations above them take a few.
const mostLead = 20

// noSurvey says what there is instead, and what may have been meant.
func noSurvey(grids []sheet.Grid) error {
	var names []string
	for _, g := range grids {
		if s := strings.ToLower(strings.TrimSpace(g.Name)); s == "surveys" || s == "form" || s == "questions" {
			return fault.Coded("J01", "There is no worksheet survey. Rename %q if it holds the questions.", g.Name)
		}
		names = append(names, g.Name)
	}
	return fault.Coded("J01", "There is no worksheet survey, in which an XLSForm has its questions. The file has: %s.", firstOf(strings.Join(names, ", "), "none"))
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
	next      map[string]int  // numbers behind keys that were taken
	paged     map[string]bool // keys of pages in use
	pages     map[string]int  // numbers behind keys of pages that were taken
	rows      map[string]int  // where a key stands
	twins     map[string]bool // names as rows have them
	offered   int             // choices so far
	count     Count
	places    []place
	last      *followed       // the question just read
	consents  map[string]bool // questions of the type acknowledge
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
	for _, more := range t.rows[1:] {
		r.note(settingsSheet, more.number, "", "the settings are one row: this one was passed over.")
	}
	r.byDefault = s.get("default_language")
	if strings.EqualFold(r.byDefault, "default") {
		r.byDefault = ""
	}
	r.twice = isYes(s.get("allow_choice_duplicates"))
	if title := s.get("form_title"); title != "" {
		r.form.Title = r.unpipedIn(settingsSheet, s, "form_title", title)
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
