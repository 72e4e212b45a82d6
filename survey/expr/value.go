package expr

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A Value is an answer or what came of an expression: a text, a number, true or
// false, a day or time, the chosen of several, the values of a repeat, or
// unanswered. The zero Value is unanswered.
//
// Unanswered is what ODK has the empty string and the number that is none for:
// it reads as an empty text and as no number, equals nothing but an empty text
// and another unanswered value, is not less or greater than anything, counts as
// false, and what is calculated from it is unanswered.
type Value struct {
	kind   kind
	text   string
	number float64
	time   time.Time
	list   []Value
}

type kind int

const (
	unanswered kind = iota
	text
	number
	boolean
	moment // a day or a time
	list
)

// TextOf returns a text; an empty one is unanswered.
func TextOf(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: text, text: s}
}

// NumberOf returns a number. What is none, or has no end, is unanswered.
func NumberOf(n float64) Value {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return Value{}
	}
	return Value{kind: number, number: n}
}

// BoolOf returns true or false.
func BoolOf(b bool) Value {
	v := Value{kind: boolean}
	if b {
		v.number = 1
	}
	return v
}

// DayOf returns the day of t in t's own place.
func DayOf(t time.Time) Value {
	y, m, d := t.Date()
	return Value{kind: moment, text: time.DateOnly, time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// TimeOf returns a moment.
func TimeOf(t time.Time) Value {
	return Value{kind: moment, text: time.RFC3339, time: t.Round(0)}
}

// ChosenOf returns the keys of the choices taken, none of which holds a space.
func ChosenOf(keys ...string) Value { return TextOf(strings.Join(keys, " ")) }

// ListOf returns the values of a question in each turn of a repeat.
func ListOf(vs ...Value) Value { return Value{kind: list, list: vs} }

// IsAnswered reports whether there is a value: for a list, in any turn.
func (v Value) IsAnswered() bool {
	if v.kind != list {
		return v.kind != unanswered
	}
	for _, x := range v.list {
		if x.IsAnswered() {
			return true
		}
	}
	return false
}

// String returns v as a label shows it: numbers without needless digits, days
// as 2021-06-30, nothing for what is unanswered, the first turn of a list.
func (v Value) String() string {
	switch v.kind {
	case text:
		return v.text
	case number:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	case boolean:
		return strconv.FormatBool(v.number != 0)
	case moment:
		return v.time.Format(v.text)
	case list:
		return v.single().String()
	}
	return ""
}

// Number returns v as a number; ok is false where it is none. A day is the days
// since 1 January 1970, as in ODK.
func (v Value) Number() (n float64, ok bool) {
	switch v.kind {
	case text:
		n, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64)
		return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
	case number, boolean:
		return v.number, true
	case moment:
		const day = 24 * time.Hour
		return float64(v.time.UnixMilli()) / float64(day.Milliseconds()), true
	case list:
		return v.single().Number()
	}
	return 0, false
}

// AsNumber returns v as a number, or unanswered where it is none.
func (v Value) AsNumber() Value {
	n, ok := v.Number()
	return numberIf(n, ok)
}

// Bool returns v as true or false: numbers but 0 and texts but the empty one
// are true, as in XPath 1.0, section 4.3. So the text "false" is true.
func (v Value) Bool() bool {
	switch v.kind {
	case text:
		return true
	case number, boolean:
		return v.number != 0
	case moment:
		return true
	case list:
		return len(v.list) > 0
	}
	return false
}

// day returns v as a moment; ok is false where it is none. Answers to questions
// for a day come as texts.
func (v Value) day() (t time.Time, ok bool) {
	switch v.kind {
	case moment:
		return v.time, true
	case number:
		if math.Abs(v.number) > lastDay {
			return t, false
		}
		return time.UnixMilli(int64(v.number * float64((24 * time.Hour).Milliseconds()))).UTC(), true
	case list:
		return v.single().day()
	case text:
		for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
			if t, err := time.Parse(layout, v.text); err == nil {
				return t, true
			}
		}
	}
	return t, false
}

// lastDay is the last day since 1970 that is written with four digits for the
// year; nobody means a later one.
const lastDay = 2_932_896

// single returns the value itself, of a list the first turn.
func (v Value) single() Value {
	if v.kind != list {
		return v
	}
	if len(v.list) == 0 {
		return Value{}
	}
	return v.list[0]
}

// turns returns the values of a list, else v alone.
func (v Value) turns() []Value {
	if v.kind == list {
		return v.list
	}
	return []Value{v}
}
