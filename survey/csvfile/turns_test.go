package csvfile_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/csvfile"
)

// meetings is a form in which a page repeats, with kinds whose answers are no
// choices.
const meetings = `{"key": "log", "title": "Meetings", "pages": [
	{"key": "each", "title": "Each meeting", "repeat": {"key": "meetings", "label": "Meeting"}, "questions": [
		{"key": "day", "kind": "date", "label": "When?", "required": true},
		{"key": "minutes", "kind": "number", "label": "How long?", "most": 300},
		{"key": "hours", "kind": "calculated", "label": "", "calculation": "${minutes} div 60"},
		{"key": "said", "kind": "long-text", "label": "What was said?", "quotable": true}
	]},
	{"key": "all", "title": "All", "questions": [
		{"key": "order", "kind": "ranking", "label": "What mattered?", "items": [{"key": "a", "label": "Time"}, {"key": "b", "label": "Trust"}]},
		{"key": "mark", "kind": "rating", "label": "How good?", "least": 1, "most": 5, "choices": [{"key": "5", "label": "Very good"}]}
	]}
]}`

func read(t *testing.T, file string) csvfile.Result {
	t.Helper()
	var f survey.Form
	if err := json.Unmarshal([]byte(meetings), &f); err != nil {
		t.Fatal(err)
	}
	table, err := csvfile.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	o := csvfile.Options{Consent: survey.QuoteWords, Now: time.Date(2021, 6, 30, 0, 0, 0, 0, time.UTC)}
	return csvfile.Responses(table, f, []survey.Role{{Key: "pair"}}, o)
}

func TestTurns(t *testing.T) {
	got := read(t, "When?#1,minutes#1,What was said? #1,day#2,minutes#2,hours#2,What mattered?,How good?\n2021-05-01,45,Hello,2021-06-01,90,1.5,Trust; Time,Very good\n")
	if len(got.Problems) > 0 {
		t.Fatal(got.Problems)
	}
	want := []survey.Answer{
		{Question: "day#1", Choices: []string{"2021-05-01"}},
		{Question: "minutes#1", Choices: []string{"45"}},
		{Question: "said#1", Text: "Hello", QuoteConsent: survey.QuoteWords},
		{Question: "day#2", Choices: []string{"2021-06-01"}},
		{Question: "minutes#2", Choices: []string{"90"}},
		{Question: "order", Choices: []string{"a=2", "b=1"}},
		{Question: "mark", Choices: []string{"5"}},
		{Question: "meetings", Choices: []string{"2"}},
	}
	if diff := cmp.Diff(want, got.Responses[0].Answers, cmp.Transformer("none", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestTurnsWithProblems(t *testing.T) {
	for file, want := range map[string]string{
		"day#1,minutes#1\n2021-05-01,900\n":    "I14: Enter a number of 300 or less in: How long?.",
		"day#2\n2021-05-01\n":                  `column "When?#1": I14: Enter an answer to: When?.`,
		"day#61\n2021-05-01\n":                 "I06",
		"day\n2021-05-01\n":                    "I06",
		"What mattered?\nLuck\n":               "I15",
		"How good?#1\n5\n":                     "I06",
		"day#1,What mattered?\n2021-05-01,b\n": "I14: Give each a place of its own: What mattered?.",
	} {
		var lines []string
		for _, p := range read(t, file).Problems {
			lines = append(lines, p.String())
		}
		if !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("problems of %q = %q, want %q", file, lines, want)
		}
	}
}
