package fill_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fill"
)

// wanted is the log with as many meetings as the participant says.
func wanted(t *testing.T) *fill.Plan {
	t.Helper()
	f := form(t, log)
	f.Pages[1].Relevant, f.Pages[1].Repeat.Count, f.Pages[1].Repeat.Most, f.Pages[1].Repeat.Least = "", "", 3, 1
	p, err := fill.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAddAndRemove(t *testing.T) {
	p := wanted(t)
	answers := []survey.Answer{{Question: "role", Choices: []string{"mentee"}}, {Question: "minutes#1", Choices: []string{"10"}}}
	repeat := func() fill.Repeated { return p.Fill(answers, time.Time{}).Repeats()[0] }
	for turn := 2; turn <= 3; turn++ {
		if !repeat().MayAdd() {
			t.Fatalf("turn %d cannot be added", turn)
		}
		answers = repeat().Add(answers)
		answers = append(answers, survey.Answer{Question: survey.InTurn("minutes", turn), Choices: []string{strings.Repeat("9", turn)}})
	}
	if repeat().MayAdd() || len(p.Fill(answers, time.Time{}).Sheets()) != 5 {
		t.Error("more turns than the most")
	}
	page := p.Form().Pages[1]
	answers = repeat().Remove(answers, page, 2)
	var got []string
	for _, a := range answers {
		got = append(got, a.Question+"="+strings.Join(a.Choices, ""))
	}
	if diff := cmp.Diff([]string{"role=mentee", "minutes#1=10", "minutes#2=999", "meetings=2"}, got); diff != "" {
		t.Errorf("after removing the second (-want +got):\n%s", diff)
	}
	if answers = repeat().Remove(answers, page, 2); repeat().MayRemove() || repeat().Turns != 1 {
		t.Errorf("%d turns, which can be removed: %v; want the least", repeat().Turns, repeat().MayRemove())
	}
	if filled(t, "met=2").Repeats()[0].MayAdd() {
		t.Error("a turn can be added where an expression says how many there are")
	}
}

func TestCounted(t *testing.T) {
	stored := []survey.Answer{{Question: "minutes#1", Choices: []string{"10"}}, {Question: "place#3", Text: "Lift"}}
	f := wanted(t).Fill(fill.Counted(wanted(t).Form(), stored), time.Time{})
	if r, ok := f.Repeat(fill.Sheet{Place: 1, Turn: 1}); !ok || r.Turns != 3 {
		t.Errorf("%d turns, want the 3 that are answered", r.Turns)
	}
	if got := fill.Counted(form(t, log), stored); len(got) != len(stored) {
		t.Error("turns are counted where an expression says how many there are")
	}
}

// A form that asks everybody the same is known to.
func TestPlain(t *testing.T) {
	if plan(t).Plain() || plan(t).Most() != 2+survey.MostTurns {
		t.Errorf("the log is plain: %v, and has %d sheets", plan(t).Plain(), plan(t).Most())
	}
	f := form(t, log)
	f.Pages, f.Pages[0].Questions = f.Pages[:1], f.Pages[0].Questions[:1]
	p, err := fill.New(f)
	if err != nil || !p.Plain() || p.Most() != 1 {
		t.Fatalf("one question is plain: %v, %v", p.Plain(), err)
	}
	var many []survey.Answer // more than are looked through one by one
	for key := range strings.FieldsSeq(strings.Repeat("x ", 30)) {
		many = append(many, survey.Answer{Question: key})
	}
	many = append(many, survey.Answer{Question: "role", Choices: []string{"mentor"}})
	filled := p.Fill(many, time.Time{})
	if got := filled.Stored(); len(got) != 1 || got[0].Choices[0] != "mentor" || filled.Relevant("met", 0) {
		t.Errorf("stored %v", got)
	}
	for name, s := range map[string]fill.Sheet{"beyond the form": {Place: 9}, "a turn of what does not repeat": {Place: 0, Turn: 1}} {
		if _, ok := p.Sheet(s.Place, s.Turn); ok {
			t.Errorf("there is a sheet %s", name)
		}
	}
}

// What is said in words beside a choice is stored with that choice only.
func TestStoredWordsOfAChoice(t *testing.T) {
	p, err := fill.New(form(t, `{"key": "f", "pages": [{"key": "p", "title": "P", "questions": [
		{"key": "how", "kind": "single", "label": "How?", "choices": [{"key": "a", "label": "A"}, {"key": "o", "label": "Other", "other": true}]},
		{"key": "why", "kind": "long-text", "label": "Why?", "soft": true}
	]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for choice, want := range map[string]string{"o": "by train", "a": ""} {
		got := p.Fill([]survey.Answer{
			{Question: "how", Choices: []string{choice}, Text: "by train"}, {Question: "why", Choices: []string{"~do-not-know"}, QuoteConsent: survey.QuoteWords},
		}, time.Time{}).Stored()
		if got[0].Text != want || got[1].Choices[0] != "~do-not-know" || got[1].QuoteConsent != "" {
			t.Errorf("stored %v", got)
		}
	}
}
