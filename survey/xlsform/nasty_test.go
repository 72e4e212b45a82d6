package xlsform_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/xlsform"
)

const yesNo = "list_name|name|label\nyn|yes|Yes\nyn|no|No"

// TestNastyWorkbooks reads what people do to XLSForms. Each is taken over with a
// report that says what was done, or refused with a number and a mend; none
// crashes, and what was taken over survives the way out and back in.
func TestNastyWorkbooks(t *testing.T) {
	for name, test := range map[string]struct {
		sheets []raw
		want   []string // in the form or the report
		code   string   // of the refusal
	}{
		"capitals and aliases in the heads": {
			[]raw{{name: " SURVEY ", rows: lines("Type|NAME|Caption|Relevance|Constraint Message|bind::constraint|Read Only|Choice Filter\nselect_one yn|a|A?|||||\nInteger|b|B?|${a} = 'yes'|Too few|. > 3|TRUE|")}, {name: "Choices", rows: lines("List Name|Value|Caption\nyn|yes|Yes\nyn|no|No")}},
			[]string{"single a: A? | yes | no", "number b: B? [if ${a} = 'yes']", "survey, row 3, read_only: is not taken over"},
			"",
		},
		"old names of types": {
			[]raw{{name: "survey", rows: lines("type|name|label\nselect one from yn|a|A\nselect all that apply from yn|b|B\nselect_one  yn  or_other|c|C\nselect1 yn|d|D\nadd text prompt|e|E\nselect_one YN or specify other|f|F\nq picture|g|G")}, {name: "choices", rows: lines(yesNo)}},
			[]string{"single a: A", "multiple b: B", "single c: C | yes | no | other", "single d: D", "short-text e: E", `survey, row 7, type: there is no list "YN" in the worksheet choices: "yn" was taken for it.`, `survey, row 8, type: questions of the type "q picture" cannot be asked`},
			"",
		},
		"or_other where the list has it": {
			[]raw{{name: "survey", rows: lines("type|name|label|choice_filter\nselect_one l or_other|a|A|\nselect_one l or_other|b|B|of = ${a}")}, {name: "choices", rows: lines("list_name|name|label|of\nl|x|X|other\nl|other|Other|x")}},
			[]string{"single a: A | x | other", "survey, row 3, type: or_other does not go with a choice_filter"},
			"",
		},
		"groups written in every way": {
			[]raw{{name: "survey", rows: lines("type|name|label\nbegin_group|g|G\ntext|a|A\nend group|g|\nBegin  Group|h|H\ntext|a|A again\nend_group||\nbegin repeat|r|R\ntext|note|N\nend_repeat||\nend group||")}},
			[]string{"g: G", "h: H", "short-text a_2: A again", `survey, row 6, name: "a" became "a_2", because a row above has the name. Where an expression says ${a}, the first is meant.`, "r: R [again and again: R ]", "survey, row 11, type: closes a group that was not opened"},
			"",
		},
		"languages and media": {
			[]raw{{name: "survey", rows: lines("type|name|label::English (en)|label::French (fr)|media::image::English (en)|hint::French (fr)|big-image\ntext|a|Why?|Pourquoi ?|why.png|Dites|x.png\ntext|b|How?||||")}, {name: "settings", rows: lines("default_language|form_title\nFrench (fr)|Enquête")}},
			[]string{"[fr en]", "short-text a: Pourquoi ?", "short-text b: How?", "survey, row 2, image: pictures are not taken over"},
			"",
		},
		"settings with oddities": {
			[]raw{{name: "survey", rows: lines("type|name|label\ntext|a|A")}, {name: "Settings", rows: append(lines("\nForm Title|form id|version|public_key|Default Language|instance_name\n"), []any{"Café ${a}", "Mój Formularz!", day(44562), "MIIB", "Klingon", "${a}"}, []any{"Second row"})}},
			[]string{"Café … (m-j-formularz)", "settings, row 2, public_key: the column has no meaning here", "settings, row 3, form_title: repeats an answer", "settings, row 4: the settings are one row"},
			"",
		},
		"external choices": {
			[]raw{{name: "survey", rows: lines("type|name|label|choice_filter\nselect_one_external towns|t|Town|state=${s}\nselect_one_from_file villages.csv|v|Village|\ntext|s|State|")}, {name: "external_choices", rows: lines("list_name|name|state\ntowns|x|y")}},
			[]string{`questions of the type "select_one_external towns" cannot be asked`, `questions of the type "select_one_from_file villages.csv"`, "external_choices: this worksheet is not taken over", "short-text s"},
			"",
		},
		"filters on columns named like ours": {
			[]raw{{name: "survey", rows: lines("type|name|label|choice_filter\nselect_one yn|a|A|\nselect_one l|b|B|Count = ${a} and title != 'z'")}, {name: "choices", rows: append(lines(yesNo), lines("\nlist_name|x")...)}, {name: "nothing", rows: nil}},
			[]string{"survey, row 3, type: there is no list \"l\""},
			"",
		},
		"columns of choices keep their capitals": {
			[]raw{{name: "survey", rows: lines("type|name|label|choice_filter\nselect_one yn|a|A|\nselect_one l|b|B|Count = ${a} and title != 'z'")}, {name: "choices", rows: lines("list_name|name|label|Count|title\nyn|yes|Yes||\nyn|no|No||\nl|x|X|yes|t\nl|y|Y|no|t")}},
			[]string{"single b: B | x | y", "Not taken over as it stands:\n$"},
			"",
		},
		"answers repeated in labels": {
			[]raw{{name: "survey", rows: lines("type|name|label|constraint|constraint_message\nbegin group|g|About ${who}||\ntext|who|Who?||\nnote|n|Hello ${who}, ${ who }, ${nobody} and ${open||\nend group|||\nselect_one yn|a|Is it ${who}?|. != 'no'|Not ${who}")}, {name: "choices", rows: lines("list_name|name|label\nyn|yes|Yes, ${who}\nyn|no|No")}},
			[]string{"g: About ${who}", "info n: Hello ${who}, ${who}, … and $ {open", "single a: Is it ${who}?", "survey, row 4, label: repeats ${nobody}"},
			"",
		},
		"functions that are not here": {
			[]raw{{name: "survey", rows: lines("type|name|label|calculation|relevant|constraint\nbegin repeat|r|R|||\ntext|who|Who?|||\nend repeat||||\ncalculate|first||indexed-repeat(${who}, ${r}, 1)||\ncalculate|id||uuid()||\ntext|a|A||${first} = 'x'|regex(., '(?=x)')\ntext|b|B||${a} = ’x’ AND ${who} = 1|instance('x')/root/item[name=1]\nhidden|h||||\nacknowledge|ok|Fine?|||\ntext|c|C||${ok} = 'OK'|")}},
			[]string{"survey, row 5, calculation: is not taken over, so the row was left out.", "survey, row 7, relevant: is not taken over, so it is always asked: ${first} is no question", "survey, row 7, constraint: is not taken over", "survey, row 8, relevant: is not taken over", "survey, row 9, calculation: is empty", "short-text c: C [if ${ok} = 'yes']"},
			"",
		},
		"heads merged": {
			[]raw{{name: "survey", rows: [][]any{{"type", "name", "label", nil, "hint"}, {"text", "a", "A", "stray", "h"}}, merged: []string{"C1:D1"}}},
			[]string{"short-text a: A", `survey, row 2: "stray" stands in a column without a head`},
			"",
		},
		"days, numbers, truth and formulas in cells": {
			[]raw{{name: "survey", rows: [][]any{{"type", "name", "label", "required", "relevant", "default", "parameters"}, {"date", "d", "Day", true, nil, day(44562), nil}, {"integer", "n", 2024, 1, formula{"CONCATENATE(\"x\")", "${d} != ''"}, 3.5, nil}, {"select_one l", "s", "S", false, trouble("#N/A"), nil, nil}, {"range", "x", "X", nil, nil, nil, "start=10 end=1 step=0"}, {"range", "y", "Y", nil, nil, nil, "start=NaN end=1e400"}}}, {name: "choices", rows: [][]any{{"list_name", "name", "label"}, {"l", 1, "One"}, {"l", 2.0, 2}, {"l", day(44562), "Day"}, {"l", "3", true}}}},
			[]string{"date d: Day", "number n: 2024 [if ${d} != '']", "single s: S | 1 | 2 | ", "survey, row 4, relevant: is not taken over", "survey, row 5, parameters: the start is above the end", "rating y: Y"},
			"",
		},
		"marks of text files and stray spaces": {
			[]raw{{name: "survey", rows: lines("\ufefftype|name\u00a0| label |relevant\n select_one\u00a0yn | a |  A\u200b|\ntext|\u200bb|B_x000D_|${ a }\u00a0= 'yes'\u200b")}, {name: "choices", rows: lines("list_name |name| label\n yn| yes |Yes\nyn|no |No")}},
			[]string{"single a: A | yes | no", "short-text b: B [if ${a} = 'yes']"},
			"",
		},
		"formatting in words": {
			[]raw{{name: "survey", rows: lines("type|name|label|hint\nnote|n|# **Welcome** to <span style=\"color:red\">us</span><br>a &lt; b|See [here](https://example.org/x)\ntext|a|Is 3 < 5 * 2 and x_y_z?|")}},
			[]string{"info n: Welcome to us a < b", "short-text a: Is 3 < 5 * 2 and x_y_z?", "survey, row 2: formatting was taken out of its words"},
			"",
		},
		"names that are none": {
			[]raw{{name: "survey", rows: lines("type|name|label|relevant\ntext|1st answer|A|\ntext|1st answer|B|\ntext|é/ü|C|${1st answer} = 'x'\ntext|-|D|${é/ü} = 'x'\n||only a label|\ntext|dis|E|")}},
			[]string{`"1st answer" became "_1st_answer"`, `"1st answer" became "_1st_answer_2"`, "survey, row 6, type: is empty"},
			"",
		},
		"a worksheet with another name": {
			[]raw{{name: "survey", rows: lines("type|name|label\ntext|a|A\nselect_one yn|b|B")}, {name: "choice", rows: lines(yesNo)}},
			[]string{"choice: this worksheet is not taken over. Rename it to choices if that is what it holds.", `there is no list "yn"`},
			"",
		},
		"a row that is switched off": {
			[]raw{{name: "survey", rows: lines("type|name|label|disabled\ntext|a|A|\ntext|b|B|yes\ndeviceid|d||\nimage|i|I|")}},
			[]string{"survey, row 3, disabled: is set", "deviceid is never recorded", "file i: I"},
			"",
		},
		"a title above the heads":  {[]raw{{name: "survey", rows: lines("Survey of 2024\n\ntype|name|label\ntext|a|A")}}, nil, "J04: The worksheet survey has its heads in row 3."},
		"nothing in it":            {[]raw{{name: "survey"}, {name: "choices"}, {name: "settings"}}, nil, "J02: The worksheet survey needs the columns type and name in its first row. It has: none."},
		"heads alone":              {[]raw{{name: "survey", rows: lines("type|name|label")}}, nil, "J03: "},
		"no questions at all":      {[]raw{{name: "Sheet1"}}, nil, "J01: There is no worksheet survey"},
		"a circle of calculations": {[]raw{{name: "survey", rows: lines("type|name|label|calculation\ncalculate|a||${b} + 1\ncalculate|b||${c} + 1\ncalculate|c||${a} + 1\ntext|t|T|")}}, nil, "G11: The worksheet survey, rows 2, 3, 4: These need each other in a circle, so none can be worked out first: a needs b needs c needs a."},
		"a circle of conditions":   {[]raw{{name: "survey", rows: lines("type|name|label|relevant\ntext|t|T|\ntext|a|A|${b} = 'x'\ntext|b|B|${a} = 'x'")}}, nil, "G11: The worksheet survey, rows 3, 4: "},
		"groups without end":       {[]raw{{name: "survey", rows: lines("type|name|label\n" + strings.Repeat("begin group|g|G\n", 100) + "text|a|A")}}, nil, "J06: The worksheet survey, row 32: groups stand in groups 31 deep."},
	} {
		t.Run(name, func(t *testing.T) {
			f, notes, n, err := xlsform.ReadCounted(workbookOf(t, test.sheets...))
			if test.code != "" {
				if err == nil || !strings.HasPrefix(fault.Text(err), test.code) {
					t.Fatalf("Read = %v, want %s", err, test.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := report(f, notes) + "$"
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
			if n.Taken > n.Rows-n.Declined || n.Share() > 1 || n.Share() < 0 {
				t.Errorf("count %+v", n)
			}
			roundTrip(t, f)
		})
	}
}

// TestLargeWorkbooks reads what is larger than any form in use in the time that a
// person waits for a page.
func TestLargeWorkbooks(t *testing.T) {
	const rows, patience = 5000, 20 * time.Second // far above what it takes, so that a busy machine passes
	repeated := func(line func(i int) string) [][]any {
		var b strings.Builder
		b.WriteString("type|name|label|calculation\n")
		for i := range rows {
			b.WriteString(line(i) + "\n")
		}
		return lines(b.String())
	}
	many := strings.Builder{}
	many.WriteString("list_name|name|label")
	for i := range rows {
		fmt.Fprintf(&many, "\nl|c%d|C", i)
	}
	for name, test := range map[string]struct {
		sheets []raw
		want   string
	}{
		"questions":            {[]raw{{name: "survey", rows: repeated(func(i int) string { return fmt.Sprintf("text|q%d|Q", i) })}}, ""},
		"one name":             {[]raw{{name: "survey", rows: repeated(func(int) string { return "text|q|Q" })}}, ""},
		"groups of one name":   {[]raw{{name: "survey", rows: repeated(func(i int) string { return []string{"begin group|g|G", "text|t|T", "end group||"}[i%3] })}}, ""},
		"a chain that falls":   {[]raw{{name: "survey", rows: repeated(func(i int) string { return fmt.Sprintf("calculate|c%d||${c%d} + 1", i, i+1) })}, {name: "x", rows: nil}}, "J03: "},
		"a chain that holds":   {[]raw{{name: "survey", rows: repeated(func(i int) string { return fmt.Sprintf("calculate|c%d||${c%d} + 1", i, max(i-1, 0)) })}}, "G11: "},
		"one list in each row": {[]raw{{name: "survey", rows: repeated(func(i int) string { return fmt.Sprintf("select_one l|q%d|Q", i) })}, {name: "choices", rows: lines(many.String())}}, "J05: "},
	} {
		t.Run(name, func(t *testing.T) {
			grids := workbookOf(t, test.sheets...)
			start := time.Now()
			f, _, _, err := xlsform.ReadCounted(grids)
			if took := time.Since(start); took > patience {
				t.Errorf("took %v", took)
			}
			if test.want == "" && (err != nil || len(f.Questions()) < rows/3) || test.want != "" && !strings.HasPrefix(fault.Text(err), test.want) {
				t.Errorf("Read = %d questions, %.200v, want %q", len(f.Questions()), err, test.want)
			}
		})
	}
}
