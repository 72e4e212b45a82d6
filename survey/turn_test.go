package survey_test

import (
	"testing"

	"verbatim/survey"
)

func TestWordsOf(t *testing.T) {
	f := survey.Form{Pages: []survey.Page{
		{Questions: []survey.Question{{Key: "role", Label: "Role"}, {Key: "sum"}, {Key: "why", Label: "Why, as a ${role}, ${role}${"}}},
		{Repeat: &survey.Repeat{Key: "meetings", Label: "Meeting"}, Questions: []survey.Question{{Key: "long", Label: "How long?"}}},
		{Repeat: &survey.Repeat{Key: "others"}, Questions: []survey.Question{{Key: "x", Label: "X"}}},
	}}
	for key, want := range map[string]string{
		"role": "Role", "sum": "sum", "why": "Why, as a …, …${", "long#2": "How long? (Meeting 2)", "long": "How long?", "x#1": "X (1)", "ghost": "ghost",
	} {
		if got := f.WordsOf(key); got != want {
			t.Errorf("WordsOf(%q) = %q, want %q", key, got, want)
		}
	}
}
