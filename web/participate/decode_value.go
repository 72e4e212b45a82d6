package participate

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// number returns what was typed into the field of a number as Choices holds it.
// It reads what people write, "1,5", "45 minutes", "1 500" or "١٢", where that
// can mean one thing only, and else returns it as it was typed.
func number(q survey.Question, typed string) string {
	s := strings.TrimSpace(typed)
	if n := len(s) - len(q.Unit); q.Unit != "" && n > 0 && !unicode.IsDigit(rune(q.Unit[0])) && strings.EqualFold(s[n:], q.Unit) {
		s = strings.TrimSpace(s[:n])
	}
	s = separated(q, strings.Map(figure, s))
	if _, err := strconv.ParseFloat(s, 64); err != nil || strings.Trim(s, "-.0123456789") != "" {
		return strings.TrimSpace(typed)
	}
	return s
}

// figure returns the ASCII character for a figure or sign of any script, and
// drops spaces between figures.
func figure(r rune) rune {
	switch {
	case r == '−' || r == '–':
		return '-'
	case r == '٫':
		return '.'
	case r == '٬' || r == '\'' || r == '’' || unicode.IsSpace(r):
		return -1
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	}
	return r
}

// thousands is how many figures stand between separators of thousands.
const thousands = 3

// separated writes a number with a full stop before its decimals. One comma with
// three figures after it may be either, except where there are no decimals.
func separated(q survey.Question, s string) string {
	comma, stop := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	grouped := func(sign string) string { return strings.ReplaceAll(s, sign, "") }
	switch commas := strings.Count(s, ","); {
	case commas == 0:
		return s
	case stop > comma && inGroups(s[:stop], ","): // 1,500.25
		return grouped(",")
	case stop >= 0 && commas == 1 && inGroups(s[:comma], "."): // 1.500,25
		return strings.Replace(grouped("."), ",", ".", 1)
	case stop >= 0:
		return s
	case commas > 1 && inGroups(s, ","), q.Whole && inGroups(s, ","): // 1,500,000
		return grouped(",")
	case commas == 1 && len(s)-comma-1 != thousands: // 1,5
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// inGroups reports whether a number without decimals is written in groups of
// three figures.
func inGroups(s, sign string) bool {
	groups := strings.Split(strings.TrimPrefix(s, "-"), sign)
	for i, g := range groups {
		if len(g) > thousands || g == "" || i > 0 && len(g) != thousands {
			return false
		}
	}
	return len(groups) > 1
}

// day reads a date from its three fields, or from the one that a device of its
// own fills. What is no date is kept as it was typed, year first.
func day(key string, values url.Values) string {
	part := func(name string) string {
		return strings.Map(figure, strings.TrimSpace(values.Get(page.AnswerField(key, name))))
	}
	d, m, y := part(page.DayPart), part(page.MonthPart), part(page.YearPart)
	if d+m+y == "" {
		return strings.TrimSpace(values.Get(page.AnswerField(key, "")))
	}
	if n := words.Month(m); n > 0 {
		m = strconv.Itoa(n)
	}
	return y + "-" + twoFigures(m) + "-" + twoFigures(d)
}

func twoFigures(s string) string {
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return "0" + s
	}
	return s
}
