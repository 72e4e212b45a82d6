package xlsform_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/sheet"
	"verbatim/survey/starter"
	"verbatim/survey/xlsform"
)

var update = flag.Bool("update", false, "write the reports anew")

func open(t *testing.T, path string) []sheet.Grid {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	grids, err := sheet.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	return grids
}

// report puts what was read, and what was not, into words.
func report(f survey.Form, notes []xlsform.Note) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s), %v\n", f.Title, f.Key, f.Languages())
	for _, p := range f.Pages {
		fmt.Fprintf(&b, "\n%s: %s", p.Key, p.Title)
		if p.Repeat != nil {
			fmt.Fprintf(&b, " [again and again: %s %s]", p.Repeat.Label, p.Repeat.Count)
		}
		b.WriteString(when(p.Relevant) + "\n")
		for _, q := range p.Questions {
			fmt.Fprintf(&b, "  %s %s: %.60s%s", q.Kind, q.Key, strings.ReplaceAll(q.Label, "\n", " "), when(q.Relevant))
			for _, c := range append(q.Items, q.Choices...) {
				b.WriteString(" | " + c.Key)
			}
			b.WriteString("\n")
		}
	}
	b.WriteString("\nNot taken over as it stands:\n")
	for _, n := range notes {
		b.WriteString(n.String() + "\n")
	}
	return b.String()
}

func when(relevant string) string {
	if relevant == "" {
		return ""
	}
	return " [if " + relevant + "]"
}

func TestPublishedForms(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no forms to read: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, notes, err := xlsform.Read(open(t, path))
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(path, ".xlsx") + ".report"
			if *update {
				if err := os.WriteFile(golden, []byte(report(f, notes)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), report(f, notes)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
			roundTrip(t, f)
		})
	}
}

// TestFurtherForms reads the workbooks of a folder that is not in the repository:
//
//	VERBATIM_XLSFORMS=FOLDER go test ./survey/xlsform -run Further -v
func TestFurtherForms(t *testing.T) {
	folder := os.Getenv("VERBATIM_XLSFORMS")
	if folder == "" {
		t.Skip("VERBATIM_XLSFORMS names no folder")
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.xlsx"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no forms in %s: %v", folder, err)
	}
	for _, path := range paths {
		f, notes, n, err := xlsform.ReadCounted(open(t, path))
		t.Logf("%-40s %3.0f %% of %d rows taken over, %d declined; %d pages, %d notes, %v", filepath.Base(path), 100*n.Share(), n.Rows, n.Declined, len(f.Pages), len(notes), err)
		if err == nil {
			roundTrip(t, f)
		}
	}
}

func TestStarterForms(t *testing.T) {
	for _, key := range starter.Keys() {
		f, err := starter.Form(key)
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, f)
	}
}

// roundTrip writes the form as a workbook and reads it again.
func roundTrip(t *testing.T, f survey.Form) {
	t.Helper()
	tables, err := xlsform.Write(f)
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := sheet.Bytes(sheet.XLSX, tables...)
	if err != nil {
		t.Fatal(err)
	}
	grids, err := sheet.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	got, notes, err := xlsform.Read(grids)
	if err != nil || len(notes) > 0 {
		t.Fatalf("reading what was written: %v, %v", notes, err)
	}
	got.Version = f.Version
	if diff := cmp.Diff(plain(t, f), plain(t, got)); diff != "" {
		t.Errorf("round trip (-before +after):\n%s", diff)
	}
}

func plain(t *testing.T, f survey.Form) (out any) {
	t.Helper()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// everything is a form with every kind of question and every property.
const everything = `{"key": "log", "title": "Cyfarfodydd", "intro": "Thank you.", "language": "cy", "pages": [
	{"key": "you", "title": "You", "intro": "A little about you", "relevant": "${met} != 3", "questions": [
		{"key": "hello", "kind": "info", "label": "Hello"},
		{"key": "agree", "kind": "consent", "label": "I agree", "required": true},
		{"key": "role", "kind": "single", "label": "Role", "hint": "One", "required": true, "purpose": "role", "choices": [{"key": "mentor", "label": "Mentor"}, {"key": "-99", "label": "Mentee", "other": true}]},
		{"key": "topics", "kind": "multiple", "label": "Topics", "soft": true, "least": 1, "most": 2, "choices": [{"key": "a", "label": "A"}, {"key": "none", "label": "None", "alone": true}]},
		{"key": "scale", "kind": "likert", "label": "How far?", "hint": "Each row", "required": true, "relevant": "${role} = 'mentor'", "items": [{"key": "x", "label": "X"}, {"key": "y", "label": "Y"}], "choices": [{"key": "1", "label": "No"}, {"key": "5", "label": "Yes"}]},
		{"key": "stars", "kind": "rating", "label": "Stars", "least": 1, "most": 5, "choices": [{"key": "1", "label": "Poor"}, {"key": "5", "label": "Good"}]},
		{"key": "order", "kind": "ranking", "label": "Order", "items": [{"key": "a", "label": "A"}, {"key": "none", "label": "None"}]}
	]},
	{"key": "2021", "title": "Meetings", "relevant": "${scale.x} = 5", "repeat": {"key": "meetings", "label": "Meeting", "least": 1, "most": 4, "count": "${met}"}, "questions": [
		{"key": "minutes", "kind": "number", "label": "How long, ${met}?", "least": 5, "most": 240.5, "unit": "minutes", "constraint": ". > 0 and . < 500", "constraint_text": "Less"},
		{"key": "day", "kind": "date", "label": "When", "earliest": "2021-01-01", "latest": "2021-12-31"},
		{"key": "site", "kind": "single", "label": "Site", "choices": [{"key": "n", "label": "North"}]},
		{"key": "ward", "kind": "single", "label": "Ward", "filter": "at = ${site}", "choices": [{"key": "w", "label": "W north", "columns": {"at": "n"}}, {"key": "w", "label": "W south", "columns": {"at": "s"}}]}
	]},
	{"key": "end", "title": "End", "questions": [
		{"key": "met", "kind": "number", "label": "How often?", "whole": true, "required": true},
		{"key": "total", "kind": "calculated", "label": "", "calculation": "sum(${minutes})"},
		{"key": "name", "kind": "short-text", "label": "=1+1", "max_runes": 50},
		{"key": "why", "kind": "long-text", "label": "Why, after ${total}?\nTell us.", "quotable": true, "purpose": "recommendation", "relevant": "selected(${topics}, 'a') and ${scale.y} > 1"}
	]}
], "translations": {"en": {"title": "Meetings", "intro": "Thanks", "page/you/title": "You!", "repeat/meetings": "A meeting", "question/minutes/unit": "min", "question/why/label": "Why (${total})?",
	"choice/role/mentor": "A mentor", "item/scale/x": "Ex", "question/minutes/constraint": "Fewer"}, "ar": {"question/why/label": "لماذا؟"}}}`

func TestEverythingRoundTrips(t *testing.T) {
	var f survey.Form
	if err := json.Unmarshal([]byte(everything), &f); err != nil {
		t.Fatal(err)
	}
	if _, err := fill.New(f); err != nil {
		t.Fatal(err)
	}
	roundTrip(t, f)
}

// TestATextOfItsOwnStaysOne writes forms in which a text asks what a choice before
// it is, and is a question of its own all the same.
func TestATextOfItsOwnStaysOne(t *testing.T) {
	for name, text := range map[string]survey.Question{
		"short":     {Key: "met_else", Kind: survey.ShortText, Label: "Where else?", Relevant: "${met} = 'else'"},
		"long":      {Key: "met_else", Kind: survey.LongText, Label: "Where else?", Relevant: "${met} = 'else'", Quotable: true},
		"of many":   {Key: "met_else", Kind: survey.ShortText, Label: "Where else?", Relevant: "selected(${met}, 'else')"},
		"other key": {Key: "elsewhere", Kind: survey.ShortText, Label: "Where else?", Relevant: "${met} = 'else'"},
	} {
		t.Run(name, func(t *testing.T) {
			met := survey.Question{Key: "met", Kind: survey.Multiple, Label: "Where did you meet?", Choices: []survey.Choice{{Key: "campus", Label: "On campus"}, {Key: "else", Label: "Elsewhere"}}}
			roundTrip(t, survey.Form{Key: "f", Title: "F", Pages: []survey.Page{{Key: "a", Title: "A", Questions: []survey.Question{met, text}}}})
		})
	}
}

// grids reads worksheets written as lines of cells with bars between them.
func grids(text string) []sheet.Grid {
	var out []sheet.Grid
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "# "); ok {
			out = append(out, sheet.Grid{Name: name})
			continue
		}
		if len(out) == 0 {
			out = append(out, sheet.Grid{Name: "survey"})
		}
		g := &out[len(out)-1]
		g.Rows = append(g.Rows, strings.Split(line, "|"))
	}
	return out
}

func TestNotes(t *testing.T) {
	const lists = "\n# choices\nlist_name|name|label\nyn|yes|Yes\nyn|no|No"
	for name, test := range map[string]struct{ survey, want string }{
		"group not closed":    {"type|name|label\nbegin_group|g|G\ntext|a|A", `survey, row 2, type: opens a group that is not closed`},
		"group not opened":    {"type|name|label\nend group||\ntext|a|A", "survey, row 2, type: closes a group that was not opened"},
		"crossed":             {"type|name|label\nbegin repeat|g|G\ntext|a|A\nend group", "survey, row 4, type: closes the group that row 2 opens, which is of the other kind"},
		"repeat in repeat":    {"type|name|label\nbegin repeat|r|R\ntext|a|A\nbegin repeat|s|S\ntext|b|B\nend repeat\nend repeat", "survey, row 4, type: a repeat within a repeat"},
		"list that is not":    {"type|name|label\ntext|a|A\nselect_one ages|b|B", `survey, row 3, type: there is no list "ages"`},
		"name twice":          {"type|name|label\ntext|a|A\ntext|a|B", `survey, row 3, name: "a" became "a_2"`},
		"name with spaces":    {"type|name|label\ntext|my name|A", `survey, row 2, name: "my name" became "my_name"`},
		"no name":             {"type|name|label\ntext||A", `survey, row 2, name: is empty: it became "question"`},
		"path":                {"type|name|label|relevant\ntext|a|A|../b = 1", "survey, row 2, relevant: is not taken over, so it is always asked. F11: At character 1: Paths"},
		"curved quotes":       {"type|name|label|relevant\nselect_one yn|a|A\ntext|b|B|${a}=’yes’" + lists, "survey, row 3, relevant: Curved quotation marks were read as straight ones"},
		"calculation falls":   {"type|name|label|calculation|relevant\ncalculate|x||pulldata('a')\ncalculate|y||${x} + 1\ntext|b|B||${y} > 1", "survey, row 4, relevant: is not taken over, so it is always asked: ${y} is no question"},
		"required if":         {"type|name|label|required\ntext|a|A|${a} = 1", "survey, row 2, required: depends on other answers"},
		"who answers":         {"type|name|label\nusername|u|\ntext|a|A", "survey, row 2, type: username is never recorded"},
		"another worksheet":   {"type|name|label\ntext|a|A\n# entities\nlist_name\nx", "entities: this worksheet is not taken over"},
		"another column":      {"type|name|label|colour\ntext|a|A|red", "survey, row 1, colour: the column has no meaning here"},
		"no head":             {"type|name|label\ntext|a|A|red", `survey, row 2: "red" stands in a column without a head`},
		"what other is":       {"type|name|label|relevant\nselect_one yn|a|A\ntext|a_other|What?|${a} = 'no'" + lists, "survey, row 3: asks what “No” is"},
		"steps":               {"type|name|label|parameters\nrange|a|A|start=0 end=100 step=5", "survey, row 2, parameters: steps of 5"},
		"choice with a space": {"type|name|label\nselect_one l|a|A\n# choices\nlist_name|name|label\nl|a b|AB", `choices, row 2, name: "a b" became "a_b"`},
	} {
		t.Run(name, func(t *testing.T) {
			f, notes, err := xlsform.Read(grids(test.survey))
			all := ""
			for _, n := range notes {
				all += n.String() + "\n"
			}
			if err != nil || !strings.Contains(all, test.want) {
				t.Errorf("notes:\n%s%v\nwant %q", all, err, test.want)
			}
			roundTrip(t, f)
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"# choices\na":                  "J01: There is no worksheet survey, in which an XLSForm has its questions. The file has: choices.",
		"# Questions\na":                `J01: There is no worksheet survey. Rename "Questions"`,
		"# survey":                      "J02: The worksheet survey needs the columns type and name in its first row. It has: none.",
		"question|label\na|b":           "J02: The worksheet survey needs the columns type and name in its first row. It has: question, label.",
		"type|name|label\n":             "J03",
		"type|name|label\ngeopoint|a|A": "J03",
		"type|name|calculation\ncalculate|a|${b}\ncalculate|b|${a}": "G11",
	} {
		_, _, err := xlsform.Read(grids(text))
		if err == nil || !strings.Contains(err.Error(), want) && !strings.Contains(fault.Text(err), want) {
			t.Errorf("Read(%q) = %v, want %s", text, err, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	f, _, err := xlsform.Read(grids("type|name|label::English (en)|label:Cymraeg|label::Klingon-ish|hint\ntext|a|Why|Pam|nuq|h\n# settings\ndefault_language\nCymraeg"))
	if err != nil {
		t.Fatal(err)
	}
	q := f.Pages[0].Questions[0]
	if f.Language != "cy" || q.Label != "Pam" || q.Hint != "h" || f.In("en").Pages[0].Questions[0].Label != "Why" || f.In("x-klingoni").Pages[0].Questions[0].Label != "nuq" {
		t.Errorf("language %q, %+v, %v", f.Language, q, f.Translations)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"type|name|label|relevant\nbegin group|g|G|${a} = 1\ntext|a|A\nend group", "type|name|label\nselect_one l or_other|a|${a}\n# choices\nlist_name|name|label|x\nl|1|One|2",
		"type|name|label|appearance\nbegin_group|m|M|table-list\nselect_one l|r|R\nselect_one l|s|S\nend_group\n# choices\nlist_name|name|label\nl|1|One",
		"type|name|label::en|label::cy|verbatim\nrange|a|A||{\"kind\":\"rating\",\"least\":1,\"most\":3}\n# settings\nform_title|verbatim\nT|{\"texts\":{\"cy\":{\"title\":\"x\"}}}",
		"type|name|parameters\nrange|a|\n# settings\nverbatim\n{\"texts\":{\"0\":{}, \"cy\":{\"title\":\"\"}}}",
		"type|name|label|repeat_count\nbegin repeat|r|R|${n}\ninteger|n|N\nend repeat",
		"type|name|label\nbegin repeat|r|${n}|\ninteger|n|N\nend repeat",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, notes, err := xlsform.Read(grids(text))
		for _, n := range notes {
			if n.Text == "" || n.Sheet == "" {
				t.Fatalf("a note without a place or a word: %+v", n)
			}
		}
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatalf("Read fails without a word: %v", err)
			}
			return
		}
		tables, err := xlsform.Write(form)
		if err != nil {
			t.Fatal(err)
		}
		again, more, err := xlsform.Read(asGrids(tables))
		if err != nil || len(more) > 0 {
			t.Fatalf("reading what was written: %v, %v\n%v", more, err, tables)
		}
		again.Version = form.Version
		if diff := cmp.Diff(plain(t, form), plain(t, again)); diff != "" {
			t.Fatalf("round trip (-before +after):\n%s", diff)
		}
	})
}

// asGrids returns tables as a spreadsheet would show them.
func asGrids(tables []sheet.Table) []sheet.Grid {
	var out []sheet.Grid
	for _, t := range tables {
		g := sheet.Grid{Name: t.Name, Rows: [][]string{t.Head}}
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, fmt.Sprint(c))
			}
			g.Rows = append(g.Rows, cells)
		}
		out = append(out, g)
	}
	return out
}
