package xlsform

import (
	"encoding/json"

	"verbatim/survey"
)

// The columns for what XLSForm has no place for. Other programs pass over
// columns that they do not know.
const (
	ownColumn   = "verbatim"       // of the questions: an own, as JSON
	otherColumn = "verbatim_other" // of the choices: whoever takes it may say what
	aloneColumn = "verbatim_alone" // of the choices: it goes with no other
)

// own is what a question has beside what XLSForm says of it.
type own struct {
	Kind     survey.Kind     `json:"kind,omitempty"`  // where the type alone would be read as another
	Apart    bool            `json:"apart,omitempty"` // a text that is no part of the question before it, although it asks what a choice of that is
	Soft     bool            `json:"soft,omitempty"`
	Purpose  survey.Purpose  `json:"purpose,omitempty"`
	Quotable bool            `json:"quotable,omitempty"`
	MaxRunes int             `json:"max_runes,omitempty"`
	Least    *float64        `json:"least,omitempty"`
	Most     *float64        `json:"most,omitempty"`
	Whole    bool            `json:"whole,omitempty"`
	Unit     string          `json:"unit,omitempty"`
	Earliest survey.Day      `json:"earliest,omitempty"`
	Latest   survey.Day      `json:"latest,omitempty"`
	Choices  []survey.Choice `json:"choices,omitempty"` // of a rating

	Types     []string `json:"types,omitempty"`
	MostBytes int64    `json:"most_bytes,omitempty"`
}

func ownOf(q survey.Question) own {
	o := own{Soft: q.Soft, Purpose: q.Purpose, Quotable: q.Quotable, MaxRunes: q.MaxRunes, Least: q.Least, Most: q.Most, Whole: q.Whole, Unit: q.Unit, Earliest: q.Earliest, Latest: q.Latest, Types: q.Types, MostBytes: q.MostBytes}
	if q.Kind == survey.Rating {
		o.Kind, o.Choices = q.Kind, q.Choices
	}
	return o
}

// cell returns what stands in the column, "" for nothing.
func (o own) cell() (string, error) {
	b, err := json.Marshal(o)
	if err != nil || string(b) == "{}" {
		return "", err
	}
	return string(b), nil
}

// ownCell reads what the row's own column says into o, and reports whether it
// says anything.
func (r *reader) ownCell(sheet string, row row, o any) bool {
	cell := row.get(ownColumn)
	if cell == "" {
		return false
	}
	if err := json.Unmarshal([]byte(cell), o); err != nil {
		r.note(sheet, row.number, ownColumn, "cannot be read, and was passed over.")
		return false
	}
	return true
}

// ownPage is what a page has beside what XLSForm says of it.
type ownPage struct {
	Key   string `json:"key"`
	Label string `json:"label,omitempty"` // of a turn
	Least int    `json:"least,omitempty"`
	Most  int    `json:"most,omitempty"`

	Instrument *survey.Instrument `json:"instrument,omitempty"`
}

func (r *reader) readOwnPage(p *survey.Page, row row) {
	var o ownPage
	if !r.ownCell(surveySheet, row, &o) {
		return
	}
	p.Key, p.Instrument = firstOf(formKey(o.Key), p.Key), o.Instrument
	if p.Repeat != nil {
		p.Repeat.Label, p.Repeat.Least, p.Repeat.Most = firstOf(o.Label, p.Repeat.Label), max(0, o.Least), min(max(0, o.Most), survey.MostTurns)
	}
}

// ownSettings are the settings that only this program has.
type ownSettings struct {
	Intro string                  `json:"intro,omitempty"`
	Texts map[string]survey.Texts `json:"texts,omitempty"` // translations that have no column
}

func (r *reader) readOwnSettings(row row) {
	var o ownSettings
	if !r.ownCell(settingsSheet, row, &o) {
		return
	}
	r.form.Intro = o.Intro
	for tag, texts := range o.Texts {
		for path, text := range texts {
			if text != "" {
				r.form.Translate(tag, path, text)
			}
		}
	}
}

// readOwn puts what the row's own column says into the question.
func (r *reader) readOwn(q *survey.Question, row row) {
	var o own
	if !r.ownCell(surveySheet, row, &o) {
		return
	}
	q.Soft, q.Purpose, q.Quotable, q.MaxRunes, q.Unit, q.Earliest, q.Latest = o.Soft, o.Purpose, o.Quotable, o.MaxRunes, o.Unit, o.Earliest, o.Latest
	q.Least, q.Most, q.Whole, q.Types, q.MostBytes = o.Least, o.Most, o.Whole, o.Types, o.MostBytes
	if o.Kind == survey.Rating && q.Kind == survey.Number {
		q.Kind = o.Kind
	}
	if q.Kind == survey.Rating {
		q.Choices = o.Choices
	}
}
