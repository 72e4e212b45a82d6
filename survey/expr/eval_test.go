package expr_test

import (
	"strings"
	"testing"
	"time"

	"verbatim/survey/expr"
	"verbatim/survey/fault"
)

// scope is a mentor of a scheme who has filled in some of a form.
func scope() expr.Scope {
	answers := map[string]expr.Value{
		"role":     expr.TextOf("mentor"),
		"meetings": expr.NumberOf(4),
		"age":      expr.TextOf("17"),
		"topics":   expr.ChosenOf("power", "voice", "career"),
		"started":  expr.TextOf("2021-02-28"),
		"minutes":  expr.ListOf(expr.NumberOf(30), expr.NumberOf(45.5), expr.TextOf("60")),
		"gaps":     expr.ListOf(expr.NumberOf(30), expr.Value{}),
		"nobody":   expr.ListOf(),
		"word":     expr.TextOf("  Ünïcode "),
		"yes":      expr.BoolOf(true),
	}
	return expr.Scope{
		Answer:  func(q string) expr.Value { return answers[q] },
		Current: expr.NumberOf(7),
		Label:   func(q, c string) string { return strings.ToUpper(q + "/" + c) },
		Now:     time.Date(2021, 6, 30, 9, 5, 7, 0, time.UTC),
	}
}

func TestEval(t *testing.T) {
	for _, test := range []struct {
		text, want string
		known      bool
	}{
		// Operators and how tightly they bind.
		{"1 + 2 * 3", "7", true},
		{"(1 + 2) * 3", "9", true},
		{"7 - 2 - 1", "4", true},
		{"-2 * -3", "6", true},
		{"7 mod 4 + 7 div 2", "6.5", true},
		{"-7 mod 4", "-3", true},
		{"1 div 0", "", true},
		{".5 + 1.", "1.5", true},
		{"1 = 1 and 2 > 3 or 'a' = 'a'", "true", true},
		{"1 < 2 = true()", "true", true},
		{". >= 1 and . <= 10", "true", true},

		// What is unanswered.
		{"${none} = ''", "true", true},
		{"${none} != ''", "false", true},
		{"${role} != ''", "true", true},
		{"${none} = 'x'", "false", false},
		{"${none} != 'x'", "true", false},
		{"${none} > 3", "false", false},
		{"${none} + 1", "", false},
		{"${none} = ${missing}", "true", false},
		{"not(${none} = 'x')", "true", false},
		{"${none} = 'x' and ${role} = 'mentee'", "false", true},
		{"${none} = 'x' and ${role} = 'mentor'", "false", false},
		{"${none} = 'x' or ${role} = 'mentor'", "true", true},
		{"${none} = 'x' or ${role} = 'mentee'", "false", false},
		{"selected(${none}, 'x')", "false", false},
		{"coalesce(${none}, ${role})", "mentor", true},
		{"coalesce(${none}, '')", "", false},
		{"if(${role} = 'mentor', 'a', ${none})", "a", true},
		{"if(${none} = 1, 'a', 'b')", "b", false},

		// Texts, numbers, booleans and days beside each other.
		{"${meetings} = '4'", "true", true},
		{"${age} >= 18", "false", true},
		{"${age} = 17", "true", true},
		{"'abc' + 1", "", true},
		{"'b' > 'a'", "false", true},
		{"true() = 'false'", "true", true},
		{"${yes} = true()", "true", true},
		{"${started} < today()", "true", true},
		{"${started} = date('2021-02-28')", "true", true},
		{"today() - date('2021-06-01')", "29", true},
		{"date('2021-13-01')", "", true},
		{"date(today() + 1)", "2021-07-01", true},
		{"date(99999999999)", "", true},
		{"now()", "2021-06-30T09:05:07Z", true},

		// Functions.
		{"selected(${topics}, 'voice')", "true", true},
		{"selected(${topics}, 'voi')", "false", true},
		{"count-selected(${topics})", "3", true},
		{"selected-at(${topics}, 1)", "voice", true},
		{"selected-at(${topics}, 3)", "", true},
		{"selected-at(${topics}, -1)", "", true},
		{"jr:choice-name(${role}, '${role}')", "ROLE/MENTOR", true},
		{"jr:choice-name(selected-at(${topics}, 0), '${topics}')", "TOPICS/POWER", true},
		{"jr:choice-name(${none}, '${role}')", "", false},
		{"string-length(${word})", "10", true},
		{"trim(${word})", "Ünïcode", true},
		{"concat(${role}, ' of ', ${meetings})", "mentor of 4", true},
		{"concat(${none}, 'x')", "x", false},
		{"contains(${role}, 'ment')", "true", true},
		{"join(', ', ${minutes})", "30, 45.5, 60", true},
		{"regex('ab12', '[a-z]+[0-9]+')", "true", true},
		{"regex('xab12', '[a-z][0-9]+')", "false", true},
		{"regex('a|b', concat('a', '(', 'b'))", "false", true},
		{"int(-2.7)", "-2", true},
		{"round(2.5)", "3", true},
		{"round(-2.5)", "-3", true},
		{"round(1.005, 2)", "1.01", true},
		{"round(1234, -2)", "1200", true},
		{"round('x')", "", true},
		{"number('4.50')", "4.5", true},
		{"format-date(${started}, '%d/%m/%Y, %e %b, %a')", "28/02/2021, 28 Feb, Sun", true},
		{"format-date(now(), '%H:%M:%S %h %3 %n %y %% %')", "09:05:07 9 000 6 21 %% %", true},
		{"format-date('soon', '%Y')", "", true},

		// Repeats.
		{"count(${minutes})", "3", true},
		{"count(${nobody})", "0", true},
		{"count(${role})", "1", true},
		{"count(${none})", "0", true},
		{"sum(${minutes})", "135.5", true},
		{"sum(${gaps})", "30", false},
		{"sum(${nobody})", "0", true},
		{"min(${minutes})", "30", true},
		{"max(${minutes}, 100)", "100", true},
		{"min(${nobody})", "", true},
		{"${minutes} = 60", "true", true},
		{"${minutes} > 60", "false", true},
		{"${minutes} + 1", "31", true},
		{"-${nobody}", "", true},
	} {
		e, err := expr.Parse(test.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.text, err)
			continue
		}
		got, err := e.Eval(scope())
		if err != nil || got.Value.String() != test.want || got.Known != test.known {
			t.Errorf("Eval(%q) = %q, known %v, %v; want %q, known %v", test.text, got.Value, got.Known, err, test.want, test.known)
		}
	}
}

// A constraint is not broken by what is still missing; a question whose
// relevance is not known is as ODK has it.
func TestUnknownIsNobodysFault(t *testing.T) {
	for _, test := range []struct {
		text          string
		holds, broken bool
	}{
		{". <= ${none}", false, false},
		{". <= ${meetings}", false, true},
		{". <= 10", true, false},
		{"${none} != 'x'", true, false},
	} {
		r, err := expr.MustParse(test.text).Eval(scope())
		if err != nil || r.Holds() != test.holds || r.Broken() != test.broken {
			t.Errorf("Eval(%q): holds %v, broken %v, %v; want %v, %v", test.text, r.Holds(), r.Broken(), err, test.holds, test.broken)
		}
	}
}

func TestEvalHasABudget(t *testing.T) {
	turns := make([]expr.Value, 1000)
	for i := range turns {
		turns[i] = expr.NumberOf(float64(i))
	}
	s := expr.Scope{Answer: func(string) expr.Value { return expr.ListOf(turns...) }}
	_, err := expr.MustParse("${a} = ${b} + 0.5 or ${a} != ${a} and ${a} = -1 or ${a} = ${b}").Eval(s)
	if err != nil {
		t.Errorf("some thousand steps: %v", err)
	}
	if _, err = expr.MustParse("${a} < ${b} - 1000 or count(${a}) = 2 or ${a} = ${b} and " + strings.Repeat("${a} = -1 or ", 25) + "${b} = -2").Eval(s); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("Eval(too much) = %v, want a fault of kind %v", err, fault.TooLarge)
	}
}

func TestZero(t *testing.T) {
	e, err := expr.Parse(" \u00a0\n")
	if err != nil || !e.IsZero() || e.String() != "" || e.Refs() != nil {
		t.Fatalf("Parse(white space) = %q, %v", e, err)
	}
	r, err := e.Eval(expr.Scope{})
	if err != nil || r.Value.IsAnswered() || !r.Known {
		t.Errorf("Eval of nothing = %v, %v", r, err)
	}
	r, err = expr.MustParse("concat(${a}, jr:choice-name('x', '${a}'), .)").Eval(expr.Scope{})
	if err != nil || r.Value.IsAnswered() {
		t.Errorf("Eval in an empty scope = %v, %v", r, err)
	}
}
