// Package words holds the interface's own words for participants in the
// languages in which people are asked: buttons, errors, "Page 2 of 4". English is
// written where it is used and is the key to the other tables, so that a sentence
// that nobody has translated is said in English and never missing.
//
// It is for web/page and web/render. It does not hold the words of a form, which
// come with the form and its translations, nor those of pages for staff.
package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// Words says things in one language. The zero value speaks English.
type Words struct {
	tag   string
	table *table
}

// A table is what one language says.
type table struct {
	says   map[string]string
	months [12]string
}

// English is the tag of the language that needs no table.
const English = "en-GB"

// For returns the words for a page in the language with the given tag (BCP 47).
// A language without a table is spoken in English; empty is English.
func For(tag string) Words {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "cy":
		return Words{tag, &welsh}
	case "ar":
		return Words{tag, &arabic}
	case "", "en":
		return Words{}
	}
	return Words{tag: tag}
}

// Languages returns the tags of the languages that have words, English first.
func Languages() []string { return []string{English, "cy", "ar"} }

// Nearest returns the language among those with words that fits best what
// somebody wants to read.
func Nearest(wanted []language.Tag) string {
	tags := Languages()
	known := make([]language.Tag, len(tags))
	for i, tag := range tags {
		known[i] = language.Make(tag)
	}
	_, i, confidence := language.NewMatcher(known).Match(wanted...)
	if confidence < language.High {
		return English
	}
	return tags[i]
}

// Tag returns the language of the page, as the lang attribute has it.
func (w Words) Tag() string {
	if w.tag == "" {
		return English
	}
	return w.tag
}

// Spoken returns the language in which the interface speaks on the page: that of
// the page, or English where there is no table for it.
func (w Words) Spoken() string {
	if w.table == nil {
		return English
	}
	return w.tag
}

// Dir returns the direction in which the language of the page is written: "rtl",
// or "" for left to right.
func (w Words) Dir() string { return Dir(w.tag) }

// Dir returns "rtl" for a language that is written from right to left, else "".
func Dir(tag string) string {
	t, err := language.Parse(tag)
	if err != nil || tag == "" {
		return ""
	}
	script, _ := t.Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return ""
}

// Name returns what the speakers of a language call it, such as "Cymraeg", and
// the tag itself where nobody knows.
func Name(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if base, _ := t.Base(); base.String() == "en" {
		return "English"
	}
	if name := display.Self.Name(t); name != "" {
		first, size := utf8First(name)
		return strings.ToUpper(first) + name[size:]
	}
	return tag
}

// utf8First returns the first character of a text and its length in bytes.
func utf8First(s string) (first string, size int) {
	for _, r := range s {
		return string(r), len(string(r))
	}
	return "", 0
}

// Say says what an English sentence says. Each %s in it stands for a value; the
// sentence of another language has the same, or numbers them as %[1]s. Days and
// sizes are written as the language writes them.
func (w Words) Say(english string, values ...any) string {
	format := english
	if w.table != nil {
		if other, ok := w.table.says[english]; ok {
			format = other
		}
	}
	if len(values) == 0 {
		return format
	}
	said := make([]any, len(values))
	for i, v := range values {
		said[i] = w.value(v)
	}
	return fmt.Sprintf(format, said...)
}

func (w Words) value(v any) any {
	switch v := v.(type) {
	case survey.Day:
		return w.Day(v)
	case survey.Bytes:
		number, unit, _ := strings.Cut(v.String(), " ")
		return number + " " + w.Say(unit)
	case int, int64:
		return fmt.Sprint(v)
	}
	return v
}

// Day returns a day as people read it, "22 November 2026", and "" for none.
func (w Words) Day(d survey.Day) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil || w.table == nil {
		return d.String()
	}
	return strconv.Itoa(t.Day()) + " " + w.table.months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// Problem says what is wrong with an answer. What the form itself says of it is
// left as it is.
func (w Words) Problem(p survey.Problem) string {
	if p.Format == "" || w.table == nil {
		return p.Text
	}
	return w.Say(p.Format, p.Values...)
}

// Fault says what has gone wrong. What nobody has translated is said in English.
func (w Words) Fault(err error) string {
	if w.table == nil {
		return fault.Text(err)
	}
	return fault.TextIn(err, func(format string, values ...any) string {
		if w.table.says[format] == "" {
			return ""
		}
		return w.Say(format, values...)
	})
}

// Month returns the number of a month that is written out, or shortened to three
// letters or more, in one of the languages; 0 for anything else.
func Month(typed string) int {
	typed = strings.ToLower(strings.TrimSuffix(typed, "."))
	if len([]rune(typed)) < 3 {
		return 0
	}
	for _, months := range [][12]string{englishMonths(), welsh.months, arabic.months} {
		found := 0
		for i, name := range months {
			if strings.HasPrefix(strings.ToLower(name), typed) {
				found = i + 1
				break
			}
		}
		if found > 0 {
			return found
		}
	}
	return 0
}

func englishMonths() (out [12]string) {
	for m := range out {
		out[m] = time.Month(m + 1).String()
	}
	return out
}
