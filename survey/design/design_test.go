package design_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/fill"
	"verbatim/survey/surveytest"
)

func TestLinesKeepKeys(t *testing.T) {
	old := []survey.Choice{{Key: "a", Label: "Agree"}, {Key: "o", Label: "Other", Other: true}, {Key: "north", Label: "North", Columns: map[string]string{"campus": "n"}}}
	for _, test := range []struct {
		name, typed string
		want        []survey.Choice
	}{
		{"as it was", design.Lines(old), old},
		{"reworded", "I agree [a]\n", []survey.Choice{{Key: "a", Label: "I agree"}}},
		{"without keys", "Agree\nOther", []survey.Choice{{Key: "a", Label: "Agree"}, {Key: "o", Label: "Other", Other: true}}},
		{"new", "Not  at all\r\n\r\nNot at all\n3", []survey.Choice{{Key: "not-at-all", Label: "Not at all"}, {Key: "not-at-all-2", Label: "Not at all"}, {Key: "3", Label: "3"}}},
		{"a new one does not take a typed key", "Agree\nAgree [agree]", []survey.Choice{{Key: "a", Label: "Agree"}, {Key: "agree", Label: "Agree"}}},
		{"brackets of the words", "Yes [and more]", []survey.Choice{{Key: "yes-and-more", Label: "Yes [and more]"}}},
		{"columns", "South [s; campus=s ;x= 1]", []survey.Choice{{Key: "s", Label: "South", Columns: map[string]string{"campus": "s", "x": "1"}}}},
		{"not latin", "نعم", []survey.Choice{{Key: "choice-1", Label: "نعم"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := design.ReadLines(test.typed, old)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("ReadLines(%q) (-want +got):\n%s", test.typed, d)
			}
		})
	}
	for _, bad := range []string{"[a]", "Yes [a=b]", "Yes [~x]", strings.Repeat("x\n", 301)} {
		if got, err := design.ReadLines(bad, nil); err == nil {
			t.Errorf("ReadLines(%.20q) = %v, want a fault", bad, got)
		}
	}
}

// FuzzReadLines holds that what was read is typed back to the same.
func FuzzReadLines(f *testing.F) {
	f.Add("A [a]\nB [b; c=d]\nC")
	f.Add("[x]\n]\n[\n[[a]]")
	f.Fuzz(func(t *testing.T, text string) {
		once, err := design.ReadLines(text, nil)
		if err != nil {
			return
		}
		twice, err := design.ReadLines(design.Lines(once), once)
		if err != nil {
			t.Fatalf("ReadLines(Lines(%+v)): %v", once, err)
		}
		keys := func(cs []survey.Choice) (out []string) {
			for _, c := range cs {
				out = append(out, c.Key)
			}
			return out
		}
		if d := cmp.Diff(keys(once), keys(twice)); d != "" {
			t.Fatalf("%q is read, typed and read to other keys:\n%s", text, d)
		}
	})
}

func TestSentences(t *testing.T) {
	f := surveytest.Form()
	for _, test := range []struct{ expression, words string }{
		{"${role} = 'mentor'", "“What was your role?” is “Mentor”"},
		{"${role} != 'mentor' and selected(${met}, 'online')", "“What was your role?” is not “Mentor”, and “How did you meet?” includes “Online”"},
		{"not(selected(${met}, 'online')) or ${surprise} = ''", "“How did you meet?” does not include “Online”, or “What surprised you?” is not answered"},
		{"${scale.safe} = '3'", "“How far do you agree?: I felt safe” is “Very much”"},
		{"contains(${surprise}, \"it's\")", "“What surprised you?” contains the words “it's”"},
		{". >= -3 and . < 7", "the answer is at least “-3”, and the answer is less than “7”"},
		{"${when} >= date('2021-06-01')", "“when” is on or after 1 June 2021"},
		{"", ""},
	} {
		s, ok := design.ReadSentence(test.expression)
		if !ok {
			t.Errorf("ReadSentence(%q) reports no sentence", test.expression)
			continue
		}
		if got := s.Words(&f); got != test.words {
			t.Errorf("words of %q = %q, want %q", test.expression, got, test.words)
		}
		if got, ok := s.Expression(); !ok || got != test.expression {
			t.Errorf("%q reads back as %q", test.expression, got)
		}
	}
	for _, more := range []string{"${a} = ${b}", "(${a} = '1' or ${b} = '1') and ${c} = '1'", "count(${a}) > 2", "${a} =", "not(${a} = '1')", "'1' = ${a}", "selected(${a}, ${b})"} {
		if s, ok := design.ReadSentence(more); ok {
			t.Errorf("ReadSentence(%q) = %+v, want none", more, s)
		}
	}
}

// TestSentencesMean holds that what the editor calls answered and not answered
// is what filling in takes it for.
func TestSentencesMean(t *testing.T) {
	form := survey.Form{Key: "f", Pages: []survey.Page{{Key: "p", Title: "P", Questions: []survey.Question{
		{Key: "n", Kind: survey.Number, Label: "N"},
		{Key: "m", Kind: survey.Multiple, Label: "M", Choices: []survey.Choice{{Key: "1"}, {Key: "2"}}},
	}}}}
	given := []survey.Answer{{Question: "n", Choices: []string{"4"}}, {Question: "m", Choices: []string{"1"}}}
	for _, test := range []struct {
		clause        design.Clause
		empty, filled bool
	}{
		{design.Clause{Subject: "n", Relation: design.Answered}, false, true},
		{design.Clause{Subject: "n", Relation: design.Unanswered}, true, false},
		{design.Clause{Subject: "m", Relation: design.Answered}, false, true},
		{design.Clause{Subject: "m", Relation: design.Unanswered}, true, false},
		{design.Clause{Subject: "n", Relation: design.Is, Value: "4"}, false, true},
		{design.Clause{Subject: "n", Relation: design.Is, Value: "4.0"}, false, true},
		{design.Clause{Subject: "n", Relation: design.More, Value: "4"}, false, false},
		{design.Clause{Subject: "n", Relation: design.AtLeast, Value: "4"}, false, true},
		{design.Clause{Subject: "m", Relation: design.Includes, Value: "1"}, false, true},
		{design.Clause{Subject: "m", Relation: design.IncludesNot, Value: "1"}, true, false},
	} {
		text, ok := design.Sentence{Clauses: []design.Clause{test.clause}}.Expression()
		if !ok {
			t.Fatalf("%+v has no expression", test.clause)
		}
		f := form
		f.Pages = append(slices.Clone(form.Pages), survey.Page{Key: "q", Title: "Q", Questions: []survey.Question{{Key: "shown", Kind: survey.ShortText, Label: "S", Relevant: text}}})
		plan, err := fill.New(f)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2021, 6, 25, 0, 0, 0, 0, time.UTC)
		if got := plan.Fill(nil, now).Relevant("shown", 0); got != test.empty {
			t.Errorf("%s, nothing answered = %t, want %t", text, got, test.empty)
		}
		if got := plan.Fill(given, now).Relevant("shown", 0); got != test.filled {
			t.Errorf("%s, answered = %t, want %t", text, got, test.filled)
		}
	}
}

func TestMovingAndCopying(t *testing.T) {
	f := surveytest.Form()
	order := func() string {
		var pages []string
		for _, p := range f.Pages {
			var keys []string
			for _, q := range p.Questions {
				keys = append(keys, q.Key)
			}
			pages = append(pages, strings.Join(keys, " "))
		}
		return strings.Join(pages, " | ")
	}
	step := func(what, want string, ok bool) {
		t.Helper()
		if !ok || order() != want {
			t.Errorf("%s: %t, %s, want %s", what, ok, order(), want)
		}
	}
	step("up", "welcome consent met role | scale surprise changed recommend", design.MoveQuestion(&f, "met", -1))
	step("down over the edge", "welcome consent met | role scale surprise changed recommend", design.MoveQuestion(&f, "role", 1))
	step("up over the edge", "welcome consent met role | scale surprise changed recommend", design.MoveQuestion(&f, "role", -1))
	step("to a page", "welcome consent role | scale surprise changed recommend met", design.MoveTo(&f, "met", "views"))
	step("page", "scale surprise changed recommend met | welcome consent role", design.MovePage(&f, "views", -1))
	if design.MovePage(&f, "views", -1) || design.MoveQuestion(&f, "scale", -1) || design.MoveQuestion(&f, "none", 1) {
		t.Error("moved over the edge of the form")
	}
	f.Translate("cy", "question/met/label", "Sut?")
	f.Translate("cy", "choice/met/online", "Ar-lein")
	if key := design.CopyQuestion(&f, "met"); key != "met-2" || f.Translations["cy"]["choice/met-2/online"] != "Ar-lein" {
		t.Errorf("copied to %q with %v", key, f.Translations)
	}
	if key := design.CopyPage(&f, "start"); key != "start-2" {
		t.Errorf("copied page = %q", key)
	}
	step("copies", "scale surprise changed recommend met met-2 | welcome consent role | welcome-2 consent-2 role-2", design.DeletePage(&f, "none") == false)
	design.DeleteQuestion(&f, "met-2")
	if _, ok := f.Translations["cy"]["choice/met-2/online"]; ok {
		t.Error("the translations of a deleted question stay")
	}
}

func TestRenameFollowsReferences(t *testing.T) {
	f := surveytest.Form()
	f.Pages[1].Relevant = "${role} = 'mentor' and ${role2} = '1'"
	f.Pages[1].Questions[1].Label = "As ${ role }, what surprised you?"
	f.Pages[1].Questions[2].Relevant = "${scale.safe} = '3'"
	f.Translate("cy", "question/role/label", "Rôl")
	f.Translate("cy", "question/surprise/label", "Fel ${role}")
	if !design.Rename(&f, "role", "part") || !design.Rename(&f, "scale", "felt") || design.Rename(&f, "part", "felt") {
		t.Fatal("Rename reports the wrong thing")
	}
	got := []string{f.Pages[1].Relevant, f.Pages[1].Questions[1].Label, f.Pages[1].Questions[2].Relevant, f.Translations["cy"]["question/part/label"], f.Translations["cy"]["question/surprise/label"]}
	want := []string{"${part} = 'mentor' and ${role2} = '1'", "As ${ part }, what surprised you?", "${felt.safe} = '3'", "Rôl", "Fel ${part}"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("renamed (-want +got):\n%s", d)
	}
}

func TestNewKey(t *testing.T) {
	none := func(string) bool { return false }
	for words, want := range map[string]string{
		"What surprised you?": "what-surprised-you", "": "question", "2021": "question-2021", "Üben": "ben", "ما": "question",
		"What, if anything, has changed for you as a result?": "what-if-anything-has-changed", strings.Repeat("x", 50): strings.Repeat("x", 30),
	} {
		if got := design.NewKey(words, "question", none); got != want {
			t.Errorf("NewKey(%q) = %q, want %q", words, got, want)
		}
	}
	if got := design.NewKey("Why?", "question", func(k string) bool { return k == "why" || k == "why-2" }); got != "why-3" {
		t.Errorf("NewKey(Why?) = %q, want why-3", got)
	}
}

// TestNewKeysCanBeNamed holds that every key that is made is one that a form may
// have.
func TestNewKeysCanBeNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := survey.Form{Key: "f", Pages: []survey.Page{{Key: "p", Title: "P"}}}
		for range 3 {
			design.AddQuestion(&f, "p", survey.ShortText, rapid.String().Draw(t, "label"))
		}
		for i := range f.Pages[0].Questions {
			f.Pages[0].Questions[i].Label = "L"
		}
		if _, err := fill.New(f); err != nil {
			t.Fatal(err)
		}
	})
}

func TestCompare(t *testing.T) {
	before, after := surveytest.Form(), surveytest.Form()
	if got := design.Compare(before, after); len(got) != 0 {
		t.Errorf("Compare with itself = %+v", got)
	}
	after.Title = "The end"
	design.DeleteQuestion(&after, "surprise")
	_, met := design.Find(&after, "met")
	q := &after.Pages[0].Questions[met]
	q.Kind, q.Label = survey.Single, "How did you mostly meet?"
	q.Choices = []survey.Choice{{Key: "online", Label: "On a screen"}, {Key: "phone", Label: "By telephone"}}
	design.AddQuestion(&after, "views", survey.ShortText, "What surprised you most?")
	var texts, breaks []string
	for _, c := range design.Compare(before, after) {
		texts = append(texts, c.Text)
		if c.Break != "" {
			breaks = append(breaks, c.Question)
		}
	}
	want := []string{
		"The form is called “The end”, not “End evaluation”.",
		"“How did you mostly meet?” asked for “several choices” and now asks for “one choice”.",
		"“How did you meet?” now reads “How did you mostly meet?”.",
		"The answer “Online” of “How did you mostly meet?” now reads “On a screen”.",
		"“How did you mostly meet?” has the new answer “By telephone”.",
		"“How did you mostly meet?” has no longer the answer “In person”.",
		"“What surprised you most?” is new.",
		"“What surprised you?” is not asked any more.",
	}
	if d := cmp.Diff(want, texts); d != "" {
		t.Errorf("Compare (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"met", "met", "met", "surprise"}, breaks); d != "" {
		t.Errorf("breaks (-want +got):\n%s", d)
	}
	r := design.Replacements(before, after)
	if len(r) != 1 || r[0].Old.Key != "surprise" || r[0].New.Key != "what-surprised-you-most" {
		t.Errorf("Replacements = %+v", r)
	}
}

func TestCheck(t *testing.T) {
	f := survey.Form{Key: "f", Title: "F", Pages: []survey.Page{
		{Key: "you", Title: "You", Questions: []survey.Question{
			{Key: "ethnicity", Kind: survey.Single, Label: "What is your ethnic group?", Choices: []survey.Choice{{Key: "a", Label: "A"}, {Key: "b", Label: "B"}, {Key: "c", Label: "C"}}},
			{Key: "useful", Kind: survey.Single, Label: "How useful was it for you and the faculty?", Choices: []survey.Choice{{Key: "1", Label: "Not"}}, Relevant: "${ethnicity} = 'z'"},
			{Key: "why", Kind: survey.LongText, Label: "Why?", Quotable: true, Required: true},
			{Key: "bare", Kind: survey.Multiple},
		}},
		{Key: "empty", Title: "Empty"},
	}}
	var got []string
	for _, x := range design.Check(f, design.Cohort{People: 12, Roles: true}) {
		got = append(got, strings.TrimSpace(strings.Join([]string{map[bool]string{true: "block", false: "advice"}[x.Blocks], x.Page, x.Question, x.Code}, " ")))
	}
	want := []string{
		"block   W63", "advice", // nobody agrees, no role
		"advice you ethnicity", "advice you ethnicity", // refusing, small cells
		"block you useful W64", "advice you useful", "advice you useful", // no such answer, leading, two things
		"advice you why", "advice you why", // no limit, forced
		"block  bare G05", "block you bare W61",
		"block empty  W62",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Check (-want +got):\n%s", d)
	}
}

func TestReadingAge(t *testing.T) {
	plain := survey.Form{Intro: strings.Repeat("We ask how it was. You tell us what you saw. It is all in your hands. ", 8)}
	heavy := survey.Form{Intro: strings.Repeat("Participants are invited to characterise the institutional mechanisms facilitating organisational transformation throughout their professional environment. ", 6)}
	if a, b := design.ReadingAge(plain), design.ReadingAge(heavy); a == 0 || a > 10 || b < 18 {
		t.Errorf("ReadingAge = %d and %d, want a child’s and a scholar’s", a, b)
	}
	if got := design.ReadingAge(survey.Form{Intro: "Short."}); got != 0 {
		t.Errorf("ReadingAge of one word = %d, want 0", got)
	}
}
