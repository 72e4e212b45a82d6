package instrument

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// The worksheets of an instrument in a workbook.
const (
	aboutSheet   = "instrument"
	itemsSheet   = "items"
	answersSheet = "answers"
)

// mostRows is how many items or answers an instrument may have: the longest in
// use have some hundred, and nobody answers more.
const mostRows = 200

// Write returns the worksheets of the instrument, for somebody to fill in what is
// missing. Read makes the same instrument of them.
func Write(i Instrument) []sheet.Table {
	about := sheet.Table{Name: aboutSheet, Head: []string{"what", "value"}}
	for _, f := range i.fields() {
		about.Rows = append(about.Rows, []any{f.name, *f.value})
	}
	s := i.Scoring
	about.Rows = append(about.Rows, []any{"rules", strings.Join(i.Rules, "\n")}, []any{"method", string(s.Method)}, []any{"low", number(s.Low)}, []any{"high", number(s.High)})
	items := sheet.Table{Name: itemsSheet, Head: []string{"key", "words", "scale", "reverse", "least"}}
	for _, c := range i.Items {
		scale, reverse, least := i.scaleOf(c.Key)
		items.Rows = append(items.Rows, []any{c.Key, c.Label, scale, reverse, least})
	}
	answers := sheet.Table{Name: answersSheet, Head: []string{"value", "words"}}
	for _, c := range i.Answers {
		answers.Rows = append(answers.Rows, []any{c.Key, c.Label})
	}
	return []sheet.Table{about, items, answers}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// A field is a line of the first worksheet.
type field struct {
	name  string
	value *string
}

func (i *Instrument) fields() []field {
	return []field{
		{"key", &i.Key},
		{"name", &i.Name},
		{"measures", &i.Measures},
		{"citation", &i.Citation},
		{"source", &i.Source},
		{"licence", &i.Licence},
		{"note", &i.Note},
		{"prompt", &i.Prompt},
	}
}

// scaleOf returns what stands beside an item: the name of its scale, whether it is
// reversed, and how many items of the scale must be answered.
func (i Instrument) scaleOf(item string) (scale, reverse, least string) {
	for _, s := range i.Scoring.Scales {
		if slices.Contains(s.Items, item) {
			if slices.Contains(s.Reverse, item) {
				reverse = "yes"
			}
			return s.Name, reverse, strconv.Itoa(s.Least)
		}
	}
	return "", "", ""
}

// Holds reports whether the worksheets are those of an instrument.
func Holds(grids []sheet.Grid) bool { return rowsOf(grids, aboutSheet) != nil }

func rowsOf(grids []sheet.Grid, name string) [][]string {
	for _, g := range grids {
		if strings.EqualFold(strings.TrimSpace(g.Name), name) {
			return g.Rows
		}
	}
	return nil
}

// Read makes an instrument of worksheets that were filled in. The fault says
// where words are missing.
func Read(grids []sheet.Grid) (_ Instrument, err error) {
	defer fault.Wrap(&err, "instrument.Read")
	var i Instrument
	if err := i.readAbout(rowsOf(grids, aboutSheet)); err != nil {
		return Instrument{}, err
	}
	if err := i.readItems(rowsOf(grids, itemsSheet)); err != nil {
		return Instrument{}, err
	}
	return i, i.readAnswers(rowsOf(grids, answersSheet))
}

func cell(row []string, n int) string {
	if n >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[n])
}

func (i *Instrument) readAbout(rows [][]string) error {
	values := map[string]string{}
	for _, row := range rows {
		values[strings.ToLower(cell(row, 0))] = cell(row, 1)
	}
	for _, f := range i.fields() {
		*f.value = values[f.name]
	}
	for line := range strings.Lines(values["rules"]) {
		i.Rules = append(i.Rules, strings.TrimSpace(line))
	}
	i.Scoring.Method = survey.ScoreMethod(strings.ToLower(values["method"]))
	var low, high error
	i.Scoring.Low, low = strconv.ParseFloat(values["low"], 64)
	i.Scoring.High, high = strconv.ParseFloat(values["high"], 64)
	switch {
	case survey.CheckKey("instrument", i.Key) != nil:
		return fault.Coded("K09", "Worksheet %s, key: %q is not usable. Take lower-case letters, digits and hyphens.", aboutSheet, i.Key)
	case i.Prompt == "" || i.Name == "" || i.Citation == "" || i.Licence == "":
		return fault.Coded("K09", "Worksheet %s: fill in name, citation, licence and prompt, the words above the statements.", aboutSheet)
	case i.Scoring.Method != survey.MeanScore && i.Scoring.Method != survey.SumScore:
		return fault.Coded("K09", "Worksheet %s, method: %q is no way of scoring. Write mean or sum.", aboutSheet, i.Scoring.Method)
	case low != nil || high != nil || i.Scoring.Low >= i.Scoring.High:
		return fault.Coded("K09", "Worksheet %s, low and high: write the least and the greatest number of an answer, such as 1 and 5.", aboutSheet)
	}
	return nil
}

func (i *Instrument) readItems(rows [][]string) error {
	if len(rows) < 2 || len(rows) > mostRows {
		return fault.Coded("K09", "Worksheet %s: write each statement in a row below the head, %d at most.", itemsSheet, mostRows)
	}
	for n, row := range rows[1:] {
		key, words := cell(row, 0), cell(row, 1)
		if key == "" && words == "" {
			continue
		}
		where := fmt.Sprintf("Worksheet %s, row %d", itemsSheet, n+2)
		switch {
		case words == "":
			return fault.Coded("K09", "%s, words: the statement is missing. Copy it from the source, or take the row away.", where)
		case !usable(key, i.Items):
			return fault.Coded("K09", "%s, key: %q is there twice or not usable. Give each statement a key of its own without spaces.", where, key)
		}
		i.Items = append(i.Items, survey.Choice{Key: key, Label: words})
		if err := i.onScale(where, key, row); err != nil {
			return err
		}
	}
	return i.settleScales()
}

func usable(key string, have []survey.Choice) bool {
	return key != "" && !strings.ContainsAny(key, " \t\n=~") && !slices.ContainsFunc(have, func(c survey.Choice) bool { return c.Key == key })
}

// onScale puts an item on the scale that its row names.
func (i *Instrument) onScale(where, key string, row []string) error {
	name := cell(row, 2)
	if name == "" {
		return nil // asked, and not scored
	}
	scales := i.Scoring.Scales
	at := slices.IndexFunc(scales, func(s survey.Scale) bool { return s.Name == name })
	if at < 0 {
		scales, at = append(scales, survey.Scale{Key: scaleKey(name, len(scales)), Name: name}), len(scales)
	}
	s := &scales[at]
	s.Items = append(s.Items, key)
	if yes := strings.ToLower(cell(row, 3)); yes == "yes" || yes == "true" || yes == "1" {
		s.Reverse = append(s.Reverse, key)
	}
	if least := cell(row, 4); least != "" {
		n, err := strconv.Atoi(least)
		if err != nil || n < 1 {
			return fault.Coded("K09", "%s, least: write how many statements of the scale must be answered, such as 4, or leave it empty.", where)
		}
		s.Least = max(s.Least, n)
	}
	i.Scoring.Scales = scales
	return nil
}

// scaleKey makes a key of a scale's name.
func scaleKey(name string, n int) string {
	key := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
	if key == "" {
		key = "scale-" + strconv.Itoa(n+1)
	}
	return key
}

// settleScales gives scales that say nothing the strict rule: every item must be
// answered.
func (i *Instrument) settleScales() error {
	if len(i.Scoring.Scales) == 0 {
		return fault.Coded("K09", "Worksheet %s, scale: no statement is on a scale. Write the name of its scale beside each that is scored.", itemsSheet)
	}
	for n := range i.Scoring.Scales {
		s := &i.Scoring.Scales[n]
		if s.Least == 0 || s.Least > len(s.Items) {
			s.Least = len(s.Items)
		}
	}
	return nil
}

func (i *Instrument) readAnswers(rows [][]string) error {
	for n, row := range rows {
		key, words := cell(row, 0), cell(row, 1)
		switch where := fmt.Sprintf("Worksheet %s, row %d", answersSheet, n+1); {
		case n == 0 || key == "" && words == "":
		case words == "":
			return fault.Coded("K09", "%s, words: the answer is missing. Copy it from the source. Where only the ends have words, write the number.", where)
		case !usable(key, i.Answers) || n > mostRows:
			return fault.Coded("K09", "%s, value: %q is there twice or not usable. Give each answer its number.", where, key)
		default:
			i.Answers = append(i.Answers, survey.Choice{Key: key, Label: words})
		}
	}
	if len(i.Answers) < 2 {
		return fault.Coded("K09", "Worksheet %s: write two answers or more below the head, each with its number.", answersSheet)
	}
	return nil
}
