package search

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// QueryFields returns the names that may stand before a colon in a query, in
// the order in which help shows them.
func QueryFields() []string {
	return []string{
		FieldProgramme, FieldRound, FieldWave, FieldRole, FieldPair, FieldQuestion, FieldTheme, FieldSuggested, FieldExamples,
		FieldConsent, FieldCoded, FieldCoder, FieldQuoted, fieldDate, fieldSaved,
	}
}

// The fields of queries that the index does not know: [Resolve] puts what they
// stand for in their place.
const (
	FieldPair     = "pair"     // answers of the two who meet
	FieldExamples = "examples" // answers that say something like the example phrases of a theme
	FieldQuoted   = "quoted"   // answers whose words stand in the draft of the summary, yes or no
)

const (
	fieldDate  = "date"
	fieldSaved = "saved"
)

// lexField reads name:value at i. Values are separated by commas and may be
// quoted.
func (p *parser) lexField(i int, name string) (int, error) {
	field := strings.ToLower(name)
	if !slices.Contains(QueryFields(), field) {
		return 0, p.fail("Q06", i, "There is no field %q. The fields are %s. To search for the words themselves, put them in quotation marks.", name, strings.Join(QueryFields(), ", "))
	}
	at := i + len([]rune(name)) + 1
	values, end, err := p.values(at)
	if err != nil {
		return 0, err
	}
	if len(values) == 0 {
		return 0, p.fail("Q07", i, "%s: needs a value right after the colon, as in %s.", field, exampleOf(field))
	}
	n, err := p.fieldNode(at, field, values)
	if err != nil {
		return 0, err
	}
	p.terms += len(values) - 1
	p.add(item{kind: itemNode, at: i, node: n})
	return end, nil
}

func exampleOf(field string) string {
	switch field {
	case fieldDate:
		return "date:2021-01..2021-06"
	case FieldCoded, FieldQuoted:
		return field + ":yes"
	case FieldRound:
		return "round:2021"
	}
	return field + `:"its name"`
}

// values reads a list of values separated by commas, and returns the index
// after it.
func (p *parser) values(i int) (values []string, end int, err error) {
	for i < len(p.in) {
		var v string
		if isQuote(p.in[i]) {
			if v, i, err = p.quoted(i); err != nil {
				return nil, 0, err
			}
		} else {
			start := i
			for i < len(p.in) && !unicode.IsSpace(p.in[i]) && p.in[i] != '(' && p.in[i] != ')' && p.in[i] != ',' && !isQuote(p.in[i]) {
				i++
			}
			v = string(p.in[start:i])
		}
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
		if i == len(p.in) || p.in[i] != ',' {
			break
		}
		i++
	}
	return values, i, nil
}

func (p *parser) fieldNode(at int, field string, values []string) (Node, error) {
	switch field {
	case FieldCoded, FieldQuoted:
		v := strings.ToLower(values[0])
		if len(values) > 1 || v != "yes" && v != "no" {
			return nil, p.fail("Q08", at, "%s: is either yes or no.", field)
		}
		return Field{field, []string{v}}, nil
	case fieldDate:
		if len(values) > 1 {
			return nil, p.fail("Q09", at, "date: takes one day or range. Write two of them with OR, in brackets.")
		}
		return p.dates(at, values[0])
	case fieldSaved:
		if len(values) > 1 {
			return nil, p.fail("Q25", at, "saved: takes one name. Write two of them with OR, in brackets.")
		}
		return Saved{values[0]}, nil
	}
	return Field{field, values}, nil
}

// dates reads a day, month or year, or two of them with .. between.
func (p *parser) dates(at int, value string) (Node, error) {
	from, to, isRange := strings.Cut(value, "..")
	if !isRange {
		to = from
	}
	first, _, ok1 := period(from)
	_, last, ok2 := period(to)
	if !ok1 || !ok2 || from == "" && to == "" {
		return nil, p.fail("Q09", at, "%q is not a date. Write a day, month or year, as 2021-06-30, 2021-06 or 2021, or two of them with .. between.", value)
	}
	if first != "" && last != "" && first > last {
		return nil, p.fail("Q10", at, "The range begins after it ends. Change %s and %s over.", from, to)
	}
	return Dates{first, last}, nil
}

// period returns the first and last day of what s names; both are empty for an
// empty s, an open end.
func period(s string) (first, last string, ok bool) {
	if s == "" {
		return "", "", true
	}
	for _, form := range []struct {
		layout               string
		years, months, extra int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		t, err := time.Parse(form.layout, s)
		if err == nil {
			end := t.AddDate(form.years, form.months, form.extra).AddDate(0, 0, -1)
			return t.Format(time.DateOnly), end.Format(time.DateOnly), true
		}
	}
	return "", "", false
}
