package search_test

import (
	"errors"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/survey/fault"
)

// TestParseErrors holds every numbered error with the column it points at and a
// word of how to mend it.
func TestParseErrors(t *testing.T) {
	tests := []struct {
		in     string
		code   string
		column int
		mend   string
	}{
		{strings.Repeat("a ", 1001), "Q01", 2001, "fewer words"},
		{`a "b c`, "Q02", 3, "Add another"},
		{`role:"a`, "Q02", 6, "Add another"},
		{"a (b", "Q03", 3, "Add )"},
		{"é b)", "Q03", 4, "Remove it"},
		{"a AND", "Q04", 3, "after it"},
		{"AND a", "Q04", 1, "before it"},
		{"a OR OR b", "Q04", 3, "after it"},
		{"a NEAR/3", "Q04", 3, "after it"},
		{"NEAR/3 a", "Q04", 1, "before it"},
		{"(a AND)", "Q04", 4, "after it"},
		{"a ()", "Q05", 3, "remove both"},
		{"a colour:red", "Q06", 3, "programme, round"},
		{"role:", "Q07", 1, `role:"its name"`},
		{"role:,", "Q07", 1, "right after the colon"},
		{"coded:maybe", "Q08", 7, "yes or no"},
		{"date:yesterday", "Q09", 6, "2021-06-30"},
		{"date:2021-13", "Q09", 6, "is not a date"},
		{"date:..", "Q09", 6, "is not a date"},
		{"date:2021,2022", "Q09", 6, "OR"},
		{"date:2022..2021", "Q10", 6, "over"},
		{"a saved:b,c", "Q25", 9, "OR"},
		{"a NEAR/2 saved:b", "Q16", 10, "Use AND"},
		{"a*", "Q11", 1, "at least 2 letters"},
		{"ab-c*", "Q12", 1, "one word"},
		{"a /b", "Q13", 3, "Add /"},
		{"/[/", "Q14", 1, "never closed"},
		{"/(a/", "Q14", 1, "do not match"},
		{"/a|^b/", "Q14", 1, "leave them out"},
		{`/a\b/`, "Q14", 1, "leave it out"},
		{"/a+?/", "Q14", 1, "leave the ? out"},
		{"//", "Q14", 1, "empty"},
		{"a NEAR/x b", "Q15", 3, "from 1 to 100"},
		{"a NEAR/101 b", "Q15", 3, "from 1 to 100"},
		{"a NEAR/2 role:b", "Q16", 10, "Use AND"},
		{"(a b) NEAR/2 c", "Q16", 1, "change this side"},
		{"a-b~1", "Q17", 1, "one word"},
		{"abc~3", "Q17", 4, "~1 or ~2"},
		{"mentor - mentee", "Q18", 8, "-word"},
		{strings.Repeat("(", 25) + "a", "Q19", 21, "Take some away"},
		{strings.Repeat("-", 25) + "a", "Q19", 21, "Take some away"},
		{strings.Repeat("ab ", 201), "Q20", 602, "fewer"},
		{" &", "Q21", 2, "only punctuation"},
		{`a "!"`, "Q21", 3, "quotation marks"},
	}
	for _, tt := range tests {
		_, err := search.Parse(tt.in)
		e, ok := errors.AsType[*fault.Error](err)
		at, pointed := errors.AsType[*search.SyntaxError](err)
		if !ok || !pointed {
			t.Errorf("Parse(%.20q) = %v, want a numbered error with a column", tt.in, err)
			continue
		}
		if e.Code != tt.code || at.Column != tt.column || !strings.Contains(e.Text, tt.mend) {
			t.Errorf("Parse(%.20q) = %s at column %d: %s; want %s at %d with %q", tt.in, e.Code, at.Column, e.Text, tt.code, tt.column, tt.mend)
		}
	}
}
