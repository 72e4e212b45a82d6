package fill_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
)

// log is a form with everything that hangs on something else: a meeting log.
const log = `{"key": "log", "title": "Meetings", "pages": [
	{"key": "start", "title": "You", "questions": [
		{"key": "role", "kind": "single", "label": "Role", "required": true, "choices": [{"key": "mentor", "label": "Mentor"}, {"key": "mentee", "label": "Mentee"}]},
		{"key": "met", "kind": "number", "label": "How often did you meet?", "whole": true, "required": true, "constraint": ". <= 6", "constraint_text": "Six meetings at most"},
		{"key": "paid", "kind": "single", "label": "Were you paid, as a ${role}?", "relevant": "${role} = 'mentor'", "required": true, "choices": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]},
		{"key": "agree", "kind": "likert", "label": "Agree?", "items": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}], "choices": [{"key": "1", "label": "No"}, {"key": "5", "label": "Yes"}]}
	]},
	{"key": "each", "title": "Each meeting", "relevant": "${met} > 0", "repeat": {"key": "meetings", "label": "Meeting", "count": "${met}"}, "questions": [
		{"key": "minutes", "kind": "number", "label": "How long, in minutes?", "required": true},
		{"key": "place", "kind": "short-text", "label": "Where, for the ${minutes} minutes?", "relevant": "${minutes} >= 60"},
		{"key": "hours", "kind": "calculated", "label": "", "calculation": "round(${minutes} div 60, 2)"}
	]},
	{"key": "last", "title": "Together", "questions": [
		{"key": "total", "kind": "calculated", "label": "", "calculation": "sum(${minutes})"},
		{"key": "few", "kind": "long-text", "label": "You met ${met} times, ${total} minutes. Why so few?", "relevant": "count(${meetings}) < 4 and ${met} != ''"},
		{"key": "why", "kind": "long-text", "label": "Why not, ${few}?", "relevant": "${agree.b} = 1"}
	]}
]}`

func form(t *testing.T, text string) survey.Form {
	t.Helper()
	var f survey.Form
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func plan(t *testing.T) *fill.Plan {
	t.Helper()
	p, err := fill.New(form(t, log))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// filled joins the log with answers written as "role=mentor; minutes#2=45". A
// question mark in front marks words.
func filled(t *testing.T, answers string) *fill.Filled {
	t.Helper()
	var as []survey.Answer
	for part := range strings.SplitSeq(answers, "; ") {
		key, value, found := strings.Cut(part, "=")
		if words, ok := strings.CutPrefix(value, "?"); ok {
			as = append(as, survey.Answer{Question: key, Text: words})
		} else if found {
			as = append(as, survey.Answer{Question: key, Choices: strings.Split(value, ",")})
		}
	}
	return plan(t).Fill(as, time.Date(2021, 6, 30, 0, 0, 0, 0, time.UTC))
}

// asked lists what is asked: each sheet with its questions.
func asked(f *fill.Filled) []string {
	var out []string
	for _, s := range f.Sheets() {
		for _, q := range f.Questions(s) {
			out = append(out, survey.InTurn(q.Key, s.Turn)+": "+q.Label)
		}
	}
	return out
}

func TestAsked(t *testing.T) {
	for _, test := range []struct {
		name, answers string
		want          []string
	}{
		{"nothing yet", "", []string{"role: Role", "met: How often did you meet?", "agree: Agree?"}},
		{"two meetings", "role=mentor; met=2; minutes#1=90; agree=a=5,b=1", []string{
			"role: Role", "met: How often did you meet?", "paid: Were you paid, as a Mentor?", "agree: Agree?",
			"minutes#1: How long, in minutes?", "place#1: Where, for the 90 minutes?", "minutes#2: How long, in minutes?",
			"few: You met 2 times, 90 minutes. Why so few?", "why: Why not, …?",
		}},
		{"never met", "role=mentee; met=0; minutes#1=90; paid=yes", []string{
			"role: Role", "met: How often did you meet?", "agree: Agree?", "few: You met 0 times, 0 minutes. Why so few?",
		}},
		{"no end of meetings", "met=1000000; minutes#61=90", append([]string{"role: Role", "met: How often did you meet?", "agree: Agree?"}, minutes(survey.MostTurns)...)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, asked(filled(t, test.answers))); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

func minutes(n int) []string {
	var out []string
	for i := range n {
		out = append(out, survey.InTurn("minutes", i+1)+": How long, in minutes?")
	}
	return out
}

func TestProblems(t *testing.T) {
	for _, test := range []struct {
		name, answers string
		want          []string
	}{
		{"all well", "role=mentee; met=1; minutes#1=45", nil},
		{"what is asked only now is missing", "role=mentor; met=2; minutes#2=45", []string{
			"paid: Choose an answer to: Were you paid, as a Mentor?", "minutes#1: Enter an answer to: How long, in minutes?",
		}},
		{"what is not asked is no problem", "role=mentee; met=0; paid=maybe; minutes#1=x", nil},
		{"a broken constraint", "role=mentee; met=7; " + strings.Join(times("minutes#%=5", 7), "; "), []string{"met: Six meetings at most"}},
		{"strangers", "role=mentee; met=0; ghost=1; minutes=5; role#1=mentor; minutes#61=5", []string{
			"ghost: This form has no question ghost", "minutes: This form has no question minutes",
			"minutes#61: This form has no question minutes#61", "role#1: This form has no question role#1",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range filled(t, test.answers).AllProblems() {
				got = append(got, p.Question+": "+p.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("AllProblems (-want +got):\n%s", diff)
			}
		})
	}
}

func times(pattern string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, strings.ReplaceAll(pattern, "%", string(rune('1'+i))))
	}
	return out
}

// What is not asked is not stored, and what is calculated is.
func TestStored(t *testing.T) {
	f := filled(t, "role=mentee; paid=yes; met=2; minutes#1=90; minutes#2=45; place#1=?Library; place#2=?Lift; few=?Illness; hours#1=999")
	var got []string
	for _, a := range f.Stored() {
		got = append(got, a.Question+"="+strings.Join(a.Choices, ",")+a.Text)
	}
	want := []string{"role=mentee", "met=2", "minutes#1=90", "place#1=Library", "hours#1=1.5", "minutes#2=45", "hours#2=0.75", "total=135", "few=Illness"}
	if diff := cmp.Diff(want, got); diff != "" || f.Err() != nil {
		t.Errorf("Stored (-want +got), %v:\n%s", f.Err(), diff)
	}
}

// Without an expression the participant says how many turns there are.
func TestTurnsAreWanted(t *testing.T) {
	f := form(t, log)
	f.Pages[1].Relevant, f.Pages[1].Repeat.Count, f.Pages[1].Repeat.Most = "", "", 4
	p, err := fill.New(f)
	if err != nil {
		t.Fatal(err)
	}
	for wanted, want := range map[string]int{"": 1, "0": 0, "3": 3, "5": 4, "-1": 0, "x": 1, "NaN": 1} {
		var answers []survey.Answer
		if wanted != "" {
			answers = []survey.Answer{{Question: "meetings", Choices: []string{wanted}}}
		}
		got := -2 // the two pages that are asked once
		filled := p.Fill(answers, time.Time{})
		if got += len(filled.Sheets()); got != want || len(filled.AllProblems()) == 0 && want > 0 {
			t.Errorf("%q turns wanted: %d, want %d", wanted, got, want)
		}
	}
}

func TestKindsAsValues(t *testing.T) {
	f := form(t, `{"key": "k", "pages": [{"key": "p", "title": "P", "questions": [
		{"key": "order", "kind": "ranking", "label": "", "items": [{"key": "a", "label": "Power"}, {"key": "b", "label": "Voice"}, {"key": "c", "label": "Work"}]},
		{"key": "day", "kind": "date", "label": ""},
		{"key": "age", "kind": "number", "label": "", "soft": true},
		{"key": "out", "kind": "calculated", "label": "", "calculation": "concat(selected-at(${order}, 0), ' ', ${day} < today(), ' ', ${age} = '')"},
		{"key": "told", "kind": "info", "label": "First ${order}."}
	]}]}`)
	p, err := fill.New(f)
	if err != nil {
		t.Fatal(err)
	}
	filled := p.Fill([]survey.Answer{
		{Question: "order", Choices: []string{"a=2", "b=10", "c=1"}}, {Question: "day", Choices: []string{"2021-06-29"}}, {Question: "age", Choices: []string{"~prefer-not-to-say"}},
	}, time.Date(2021, 6, 30, 0, 0, 0, 0, time.UTC))
	stored := filled.Stored()
	if got := stored[len(stored)-1].Choices; !cmp.Equal(got, []string{"c true true"}) {
		t.Errorf("calculated %q", got)
	}
	if got := asked(filled); got[len(got)-1] != "told: First Work, Power, Voice." {
		t.Errorf("asked %q", got)
	}
}

// A choice that is not offered now is no longer a good answer.
func TestFilter(t *testing.T) {
	p, err := fill.New(form(t, `{"key": "f", "pages": [{"key": "p", "title": "P", "questions": [
		{"key": "site", "kind": "single", "label": "Site", "choices": [{"key": "north", "label": "North"}, {"key": "south", "label": "South"}]},
		{"key": "ward", "kind": "single", "label": "Ward", "filter": "at = ${site} or at = 'both'", "choices": [
			{"key": "a", "label": "A", "columns": {"at": "north"}}, {"key": "b", "label": "B", "columns": {"at": "south"}}, {"key": "c", "label": "C", "columns": {"at": "both"}}]}
	]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for site, want := range map[string]string{"north": "a c", "south": "b c", "": "c"} {
		filled := p.Fill([]survey.Answer{{Question: "site", Choices: []string{site}}, {Question: "ward", Choices: []string{"a"}}}, time.Time{})
		var got []string
		for _, c := range filled.Questions(filled.Sheets()[0])[1].Choices {
			got = append(got, c.Key)
		}
		wrong := len(filled.Problems(filled.Sheets()[0]))
		if strings.Join(got, " ") != want || (wrong == 0) != (site == "north") {
			t.Errorf("at %q: offered %v, want %s; %d problems", site, got, want, wrong)
		}
	}
}

func TestNewFindsMistakes(t *testing.T) {
	for name, test := range map[string]struct{ page, want string }{
		"key twice":         {`{"key": "a", "kind": "info", "label": ""}, {"key": "a", "kind": "info", "label": ""}`, `G01: Question "a" has the key "a", which something before it has too`},
		"bad key":           {`{"key": "1 a", "kind": "info", "label": ""}`, "G03"},
		"kind":              {`{"key": "a", "kind": "slider", "label": ""}`, "G04"},
		"no choices":        {`{"key": "a", "kind": "single", "label": ""}`, "G05"},
		"no rows":           {`{"key": "a", "kind": "ranking", "label": ""}`, "G05"},
		"rating":            {`{"key": "a", "kind": "rating", "label": "", "least": 1, "most": 100}`, "G06"},
		"bounds":            {`{"key": "a", "kind": "number", "label": "", "least": 2, "most": 1}`, "G02"},
		"days":              {`{"key": "a", "kind": "date", "label": "", "earliest": "2021-02-01", "latest": "2021-01-01"}`, "G02"},
		"calculates":        {`{"key": "a", "kind": "calculated", "label": ""}`, "G07"},
		"choice key":        {`{"key": "a", "kind": "single", "label": "", "choices": [{"key": "a b", "label": ""}]}`, "G08"},
		"choice twice":      {`{"key": "a", "kind": "single", "label": "", "choices": [{"key": "x", "label": ""}, {"key": "x", "label": ""}]}`, "G01"},
		"expression":        {`{"key": "a", "kind": "info", "label": "", "relevant": "1 +"}`, `G09: Question "a", when it is asked: F05: At character 4`},
		"label":             {`{"key": "a", "kind": "info", "label": "You said ${b"}`, "G09"},
		"label reference":   {`{"key": "a", "kind": "info", "label": "You said ${1}"}`, "G09"},
		"full stop":         {`{"key": "a", "kind": "info", "label": "", "relevant": ". > 1"}`, "G10"},
		"circle":            {`{"key": "a", "kind": "info", "label": "", "relevant": "${b} = 1"}, {"key": "b", "kind": "number", "label": "", "relevant": "${a} = 1"}`, "G11: These need each other in a circle, so none can be worked out first: a needs b needs a."},
		"itself":            {`{"key": "a", "kind": "calculated", "label": "", "calculation": "${a} + 1"}`, "a needs a"},
		"reference":         {`{"key": "How_Many", "kind": "number", "label": ""}, {"key": "b", "kind": "info", "label": "", "relevant": "${how-many} > 1"}`, `G12: Question "b" refers to ${how-many}, and nothing has that key. Did you mean ${How_Many}?`},
		"reference in text": {`{"key": "a", "kind": "info", "label": "So ${b}"}`, "G12"},
		"filter column":     {`{"key": "a", "kind": "single", "label": "", "filter": "at = 1", "choices": [{"key": "x", "label": ""}]}`, "G13"},
		"row":               {`{"key": "a", "kind": "likert", "label": "", "items": [{"key": "r", "label": ""}], "choices": [{"key": "1", "label": ""}]}, {"key": "b", "kind": "info", "label": "", "relevant": "${a.s} = 1"}`, "G12"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fill.New(form(t, `{"key": "f", "pages": [{"key": "p", "title": "P", "questions": [`+test.page+`]}]}`))
			if err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Invalid {
				t.Errorf("New = %v, want %s", err, test.want)
			}
		})
	}
	f := form(t, log)
	f.Pages[0].Relevant = "count(${meetings}) > 0"
	f.Pages[2].Key = "each"
	f.Pages[1].Repeat.Least = 100
	if _, err := fill.New(f); err == nil || strings.Count(err.Error(), "\n") != 1 || !strings.Contains(err.Error(), "G01") || !strings.Contains(err.Error(), "G02") {
		t.Errorf("New of a form with two mistakes = %v, want both", err)
	}
}

// TestWordsRepeatAnswers puts answers into every text that a page shows.
func TestWordsRepeatAnswers(t *testing.T) {
	p, err := fill.New(form(t, `{"key": "p", "title": "P", "pages": [
		{"key": "a", "title": "You", "questions": [{"key": "who", "kind": "short-text", "label": "Whom did you meet?"}, {"key": "part", "kind": "single", "label": "Part", "choices": [{"key": "m", "label": "with ${who}"}]}]},
		{"key": "b", "title": "About ${who}", "intro": "You met ${who} (${part}).", "questions": [
			{"key": "how", "kind": "likert", "label": "How?", "items": [{"key": "x", "label": "${who} listened"}], "choices": [{"key": "1", "label": "No"}]},
			{"key": "n", "kind": "number", "label": "How often?", "constraint": ". < 9", "constraint_text": "Nobody meets ${who} so often"}
		]}
	]}`))
	if err != nil {
		t.Fatal(err)
	}
	f := p.Fill([]survey.Answer{{Question: "who", Text: "Ada"}, {Question: "part", Choices: []string{"m"}}, {Question: "n", Choices: []string{"12"}}}, time.Now())
	b := f.Sheets()[1]
	title, intro := f.Heading(b)
	qs := f.Questions(b)
	got := []string{title, intro, qs[0].Items[0].Label, f.Questions(f.Sheets()[0])[1].Choices[0].Label, f.Problems(b)[0].Text}
	if diff := cmp.Diff([]string{"About Ada", "You met Ada (with …).", "Ada listened", "with Ada", "Nobody meets Ada so often"}, got); diff != "" {
		t.Errorf("the words of the page (-want +got):\n%s", diff)
	}
	if title, _ := p.Fill(nil, time.Now()).Heading(b); title != "About …" {
		t.Errorf("the title before anything is answered = %q", title)
	}
	if _, err := fill.New(form(t, `{"key": "p", "title": "P", "pages": [{"key": "a", "title": "So ${nobody}", "questions": [{"key": "q", "kind": "short-text", "label": "Q"}]}]}`)); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("a title that repeats what is not asked = %v, want G12", err)
	}
}
