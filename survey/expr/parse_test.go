package expr_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"verbatim/survey/expr"
	"verbatim/survey/fault"
)

func TestParseErrors(t *testing.T) {
	for _, test := range []struct {
		text, code, want string // want is a part of the text
		offset           int
	}{
		{"'abc", "F02", "is not closed", 0},
		{"“both ' and \" marks”", "F02", "both kinds", 0},
		{"1 && 2", "F03", "Write and", 2},
		{"${a} == 1", "F03", "Write =", 5},
		{"${a} <> 1", "F03", "Write !=", 5},
		{"!${a}", "F03", "not(...)", 0},
		{"1 ; 2", "F03", "no meaning", 2},
		{"${a", "F04", "not closed", 0},
		{"${1a}", "F04", "does not name", 0},
		{"${last-saved#a}", "F04", "does not name", 0},
		{"1 +", "F05", "ends where a value", 3},
		{"= 1", "F05", "needed before =", 0},
		{"and 1", "F05", "needed before and", 0},
		{"mentor = 1", "F05", "'mentor' for a text", 0},
		{"${a} = true", "F05", "write true()", 7},
		{"(1 + 2", "F06", "is not closed", 0},
		{"selected(${a}, 'x'", "F06", "is not closed", 8},
		{"1)", "F06", "closes nothing", 1},
		{"Selected(${a}, 'x')", "F07", "Did you mean selected()", 0},
		{"count_selected(.)", "F07", "count-selected", 0},
		{"strlen(.)", "F07", "There are: coalesce,", 0},
		{"selected(.)", "F08", "needs two values; it is given 1", 0},
		{"today(1)", "F08", "nothing between its brackets; it is given 1", 0},
		{"round(1, 2, 3)", "F08", "2 at most", 0},
		{"jr:choice-name(${a}, 'a')", "F08", "in quotation marks", 21},
		{"1, 2", "F09", "comma", 1},
		{"1 2", "F09", "side by side", 2},
		{"1 AND 2", "F09", "small letters: and", 2},
		{strings.Repeat("(", 100) + "1" + strings.Repeat(")", 100), "F10", "more than 60", 61},
		{"../a = 1", "F11", "Paths", 0},
		{"instance('x')", "F11", "cannot be taken over", 0},
		{"${a}[1]", "F11", "Paths", 4},
		{"regex(., '(?=x)')", "F12", "Looking ahead", 9},
		{"regex(., '" + strings.Repeat("x", 2000) + "')", "F12", "limit", 9},
		{strings.Repeat("1+", 6000) + "1", "F01", "limit", -1},
	} {
		_, err := expr.Parse(test.text)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Kind != fault.Invalid || f.Code != test.code || !strings.Contains(f.Text, test.want) {
			t.Errorf("Parse(%.40q) = %v, want %s with %q", test.text, err, test.code, test.want)
			continue
		}
		at, ok := errors.AsType[*expr.SyntaxError](err)
		if ok != (test.offset >= 0) || ok && at.Offset != test.offset {
			t.Errorf("Parse(%.40q) at %v, want %d", test.text, at, test.offset)
		}
	}
}

func TestErrorNamesTheCharacter(t *testing.T) {
	_, err := expr.Parse("'é' = ;")
	if want := "F03: At character 7: The character ';'"; !strings.HasPrefix(fault.Text(err), want) {
		t.Errorf("Text = %q, want %q first", fault.Text(err), want)
	}
}

func TestPrint(t *testing.T) {
	for text, want := range map[string]string{
		"1+2*3":                              "1 + 2 * 3",
		"((1+2))*3":                          "(1 + 2) * 3",
		"1-(2-3)-4":                          "1 - (2 - 3) - 4",
		"-(1+2)":                             "-(1 + 2)",
		"- -1":                               "--1",
		"-1 mod 2":                           "-1 mod 2",
		"(${a}='x'or ${b}) and not( true())": "(${a} = 'x' or ${b}) and not(true())",
		"1 = (2 = 3)":                        "1 = (2 = 3)",
		`concat("it's",'"')`:                 `concat("it's", '"')`,
		"${ a }=’yes’":                       "${a} = 'yes'",
		"${a} ≥ 3 – 1":                       "${a} >= 3 - 1",
		"01.50":                              "1.5",
		".>.5":                               ". > 0.5",
	} {
		e, err := expr.Parse(text)
		if err != nil || e.String() != want {
			t.Errorf("Parse(%q) prints %q, %v; want %q", text, e, err, want)
		}
	}
}

func TestNotes(t *testing.T) {
	e, err := expr.Parse("${a}=‘yes’ and ${b}≤2")
	if err != nil || len(e.Notes()) != 2 || e.Notes()[0].Offset != 5 || !strings.Contains(e.Notes()[1].Text, "≤") {
		t.Errorf("Notes = %v, %v; want two", e.Notes(), err)
	}
}

func TestFunctions(t *testing.T) {
	if got := expr.Functions(); len(got) != 26 || !slices.IsSorted(got) {
		t.Errorf("Functions() = %d: %v, want the 26 that published forms use, in order", len(got), got)
	}
}

func TestRefs(t *testing.T) {
	e := expr.MustParse("${b} + ${a} + ${b} + string-length(jr:choice-name(${c}, '${d}'))")
	if got := e.Refs(); !slices.Equal(got, []string{"b", "a", "c", "d"}) {
		t.Errorf("Refs() = %v", got)
	}
}

func TestFilter(t *testing.T) {
	e, err := expr.ParseFilter("state=${state} and not(size = 'small' or true())")
	if err != nil || !slices.Equal(e.Columns(), []string{"state", "size"}) || e.String() != "state = ${state} and not(size = 'small' or true())" {
		t.Fatalf("ParseFilter = %q with %v, %v", e, e.Columns(), err)
	}
	e, err = expr.ParseFilter("state = ${state}")
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string]bool{"texas": true, "ohio": false, "": false} {
		s := expr.Scope{Answer: func(string) expr.Value { return expr.TextOf("texas") }, Column: func(string) string { return column }}
		if r, err := e.Eval(s); err != nil || r.Holds() != want {
			t.Errorf("%q holds %v, %v; want %v", column, r.Holds(), err, want)
		}
	}
	for _, text := range []string{"and = 1", "a:b = 1", "size(1)"} {
		if _, err := expr.ParseFilter(text); err == nil {
			t.Errorf("ParseFilter(%q) took it", text)
		}
	}
}

func TestHasCurrent(t *testing.T) {
	for text, want := range map[string]bool{"": false, "${a} = '.'": false, "not(string-length(.) > 3)": true} {
		if got := expr.MustParse(text).HasCurrent(); got != want {
			t.Errorf("HasCurrent(%q) = %v", text, got)
		}
	}
}

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{"a": true, "_x-1.b": true, "größe": true, "": false, "1a": false, "a b": false, "a:b": false, "-": false, "\xff": false} {
		if got := expr.IsName(name); got != want {
			t.Errorf("IsName(%q) = %v", name, got)
		}
	}
}

// What prints reads again to what prints the same and means the same, and
// nothing makes the reader or the evaluation fail otherwise than by a fault.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "1+2", "${a}='x' and not(selected(${b}, \"y\"))", ". > -1 mod 2", "if(${a} = '', today(), date('2021-01-01'))",
		"‘a’ = “b”", "regex(., '[a-z]{3,}')", "jr:choice-name(selected-at(${t}, 0), '${t}')", "((((1))))", "${", "'", "1.e5", "join(', ', ${minutes})", "\xff\x00",
		"format-date(now(), '%Y%3%')", "round(1.005, 15) div 0",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := expr.Parse(text)
		if err != nil {
			if f, ok := errors.AsType[*fault.Error](err); !ok || f.Code == "" || f.Text == "" {
				t.Fatalf("Parse(%q) fails without a number or a text: %v", text, err)
			}
			return
		}
		printed := e.String()
		again, err := expr.Parse(printed)
		if err != nil || again.String() != printed || len(again.Notes()) != 0 {
			t.Fatalf("Parse(%q) prints %q, which reads to %q, %v", text, printed, again, err)
		}
		a, errA := e.Eval(scope())
		b, errB := again.Eval(scope())
		if a.Value.String() != b.Value.String() || a.Known != b.Known || (errA == nil) != (errB == nil) {
			t.Fatalf("%q gives %v, %v; printed as %q it gives %v, %v", text, a, errA, printed, b, errB)
		}
	})
}
