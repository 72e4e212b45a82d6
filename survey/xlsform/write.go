package xlsform

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// Write returns the worksheets of the form as XLSForm. Read makes the same form
// of them, but for its version, and with its expressions as package expr prints
// them.
func Write(f survey.Form) (_ []sheet.Table, err error) {
	defer fault.Wrap(&err, "xlsform.Write(%s)", f.Key)
	w := &writer{form: f, lists: map[string]string{}, own: f.Words(), written: map[string]bool{}}
	w.survey.Name, w.choices.Name = surveySheet, choicesSheet
	w.columns()
	for _, p := range f.Pages {
		if err := w.page(p); err != nil {
			return nil, err
		}
	}
	settings, err := w.settings()
	return []sheet.Table{w.survey, w.choices, settings}, err
}

// settings writes what concerns the whole form, and the translations that have no
// column of their own.
func (w *writer) settings() (sheet.Table, error) {
	var left survey.Form
	for tag, texts := range w.form.Translations {
		for path, text := range texts {
			if !w.written[path] {
				left.Translate(tag, path, text)
			}
		}
	}
	cell, err := json.Marshal(ownSettings{Intro: w.form.Intro, Texts: left.Translations})
	return sheet.Table{
		Name: settingsSheet, Head: []string{"form_title", "form_id", "version", "default_language", ownColumn},
		Rows: [][]any{{w.form.Title, w.form.Key, strconv.Itoa(w.form.Version), headFor(w.form.Languages()[0]), string(cell)}},
	}, err
}

// A writer makes the worksheets row by row.
type writer struct {
	form    survey.Form
	survey  sheet.Table
	choices sheet.Table
	extra   []string          // columns of choices that filters look at
	lists   map[string]string // the name of a list that was written, by what is in it
	own     survey.Texts      // the words in the form's own language
	written map[string]bool   // paths that have a cell
}

// translated are the columns of questions that are there for each language, and
// the last part of their paths.
var translated = []struct{ column, part string }{{"label", "label"}, {"hint", "hint"}, {"constraint_message", "constraint"}}

// columns makes the first rows.
func (w *writer) columns() {
	w.survey.Head = []string{"type", "name"}
	for _, c := range translated {
		for _, tag := range w.form.Languages() {
			w.survey.Head = append(w.survey.Head, c.column+"::"+headFor(tag))
		}
	}
	w.survey.Head = append(w.survey.Head, "required", "relevant", "constraint", "calculation", "choice_filter", "repeat_count", "appearance", "parameters", ownColumn)
	w.choices.Head = []string{"list_name", "name"}
	for _, tag := range w.form.Languages() {
		w.choices.Head = append(w.choices.Head, "label::"+headFor(tag))
	}
	names := map[string]bool{}
	for _, q := range w.form.Questions() {
		for _, c := range q.Choices {
			for name := range c.Columns {
				names[name] = true
			}
		}
	}
	w.extra = slices.Sorted(maps.Keys(names))
	w.choices.Head = append(append(w.choices.Head, w.extra...), otherColumn, aloneColumn)
}

// A line is a row of the worksheet of questions by the names of its columns.
type line map[string]string

// line adds a row, with the words at the path in every language.
func (w *writer) line(l line, words func(part string) string) {
	row := make([]any, len(w.survey.Head))
	for i, head := range w.survey.Head {
		column, _, isText := strings.Cut(head, "::")
		if !isText {
			row[i] = l[head]
		}
		for _, c := range translated {
			if isText && c.column == column && words != nil {
				row[i] = w.words(words(c.part), (i-2)%len(w.form.Languages()))
			}
		}
	}
	w.survey.Rows = append(w.survey.Rows, row)
}

// words returns the text at a path in the language with the number given.
func (w *writer) words(path string, language int) string {
	w.written[path] = true
	if language == 0 {
		return w.own[path]
	}
	return w.form.Translations[w.form.Languages()[language]][path]
}

// page writes a page as a group, or as a repeat.
func (w *writer) page(p survey.Page) error {
	open, closed := "begin_group", "end_group"
	l := line{"name": "page." + p.Key, "relevant": p.Relevant, "appearance": "field-list"}
	words := func(part string) string {
		return map[string]string{"label": "page/" + p.Key + "/title", "hint": "page/" + p.Key + "/intro"}[part]
	}
	own := ownPage{Key: p.Key, Instrument: p.Instrument}
	if r := p.Repeat; r != nil {
		open, closed = "begin_repeat", "end_repeat"
		l["name"], l["repeat_count"] = r.Key, r.Count
		own.Label, own.Least, own.Most = r.Label, r.Least, r.Most
	}
	cell, err := json.Marshal(own)
	if err != nil {
		return err
	}
	l["type"], l[ownColumn] = open, string(cell)
	w.line(l, words)
	for i, q := range p.Questions {
		apart := i > 0 && q.Kind.FreeText() && saidBy(p.Questions[i-1], p.Questions[i-1].Key, q.Key, q.Relevant) >= 0
		if err := w.question(q, apart); err != nil {
			return err
		}
	}
	w.line(line{"type": closed}, nil)
	return nil
}

// question writes a question. One that stands apart says so, because it would be
// read as a part of that before it.
func (w *writer) question(q survey.Question, apart bool) error {
	l := line{"name": q.Key, "relevant": q.Relevant, "constraint": q.Constraint, "calculation": q.Calculation, "choice_filter": q.Filter}
	if q.Required {
		l["required"] = "yes"
	}
	var err error
	o := ownOf(q)
	o.Apart = apart
	if l[ownColumn], err = o.cell(); err != nil {
		return err
	}
	words := func(part string) string { return "question/" + q.Key + "/" + part }
	if q.Kind == survey.Likert {
		w.matrix(q, l, words)
		return nil
	}
	l["type"] = w.kind(q, l)
	w.line(l, words)
	return nil
}

// kind returns the type of a question and sets what goes with it.
func (w *writer) kind(q survey.Question, l line) string {
	switch q.Kind {
	case survey.Consent:
		return "acknowledge"
	case survey.Single:
		return "select_one " + w.list("choice", q, q.Choices)
	case survey.Multiple:
		return "select_multiple " + w.list("choice", q, q.Choices)
	case survey.Ranking:
		return "rank " + w.list("item", q, q.Items)
	case survey.Rating:
		l["appearance"] = "rating"
		l["parameters"] = fmt.Sprintf("start=%v end=%v step=1", *q.Least, *q.Most)
		return "range"
	case survey.Number:
		if q.Whole {
			return "integer"
		}
		return "decimal"
	case survey.Date:
		return "date"
	case survey.LongText:
		l["appearance"] = "multiline"
		return "text"
	case survey.File:
		return "file"
	case survey.Info:
		return "note"
	case survey.Calculated:
		return "calculate"
	}
	return "text"
}

// matrix writes a Likert question as a group of the appearance table-list, with a
// question for each of its rows.
func (w *writer) matrix(q survey.Question, l line, words func(string) string) {
	required := l["required"]
	l["type"], l["appearance"], l["required"] = "begin_group", "table-list", ""
	w.line(l, words)
	list := w.list("choice", q, q.Choices)
	for _, it := range q.Items {
		w.line(line{"type": "select_one " + list, "name": q.Key + "." + it.Key, "required": required}, func(part string) string {
			return map[string]string{"label": "item/" + q.Key + "/" + it.Key}[part]
		})
	}
	w.line(line{"type": "end_group"}, nil)
}

// list writes a list of choices, unless the same is there, and returns its name.
func (w *writer) list(path string, q survey.Question, choices []survey.Choice) string {
	var rows [][]any
	for _, c := range choices {
		row := []any{nil, c.Key}
		for i := range w.form.Languages() {
			row = append(row, w.words(path+"/"+q.Key+"/"+c.Key, i))
		}
		row[2] = c.Label // in the own language: where a filter decides, one key has several
		for _, name := range w.extra {
			row = append(row, c.Columns[name])
		}
		rows = append(rows, append(row, yes(c.Other), yes(c.Alone)))
	}
	same := fmt.Sprint(rows)
	if name, ok := w.lists[same]; ok {
		return name
	}
	w.lists[same] = q.Key
	for _, row := range rows {
		row[0] = q.Key
		w.choices.Rows = append(w.choices.Rows, row)
	}
	return q.Key
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
