package page

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
)

func TestRule(t *testing.T) {
	needed, free, info := survey.Question{Kind: survey.LongText, Required: true}, survey.Question{Kind: survey.LongText}, survey.Question{Kind: survey.Info, Required: true}
	tests := map[string]struct {
		questions []survey.Question
		rule      string
		mixed     bool
	}{
		"nothing to answer": {[]survey.Question{info}, "", false},
		"one, free":         {[]survey.Question{info, free}, "You can leave this out.", false},
		"one, needed":       {[]survey.Question{needed}, "This needs an answer.", false},
		"all free":          {[]survey.Question{free, free}, "You can leave out any of these.", false},
		"all needed":        {[]survey.Question{needed, needed, info}, "Each of these needs an answer.", false},
		"both":              {[]survey.Question{needed, free}, "", true},
	}
	for name, tt := range tests {
		if rule, mixed := Rule(Asked{Questions: tt.questions}); rule != tt.rule || mixed != tt.mixed {
			t.Errorf("%s: Rule = %q, %v, want %q, %v", name, rule, mixed, tt.rule, tt.mixed)
		}
	}
}

// TestStoredPromisesNoMoreThanTheMode checks that only modes without a link
// speak of not knowing who somebody is, and that the date is the wave's.
func TestStoredPromisesNoMoreThanTheMode(t *testing.T) {
	for _, m := range []survey.Mode{survey.Named, survey.Confidential, survey.AnonymousInvited, survey.Open} {
		all := ""
		for _, f := range Stored(survey.Wave{Mode: m, WithdrawUntil: "2021-07-31"}) {
			all += f.Head + ". " + f.Text + "\n"
		}
		anonymous := strings.Contains(all, "Nobody can see which answers are yours") || strings.Contains(all, "We do not store who you are")
		if anonymous == m.Linked() {
			t.Errorf("mode %s: says anonymous %v:\n%s", m, anonymous, all)
		}
		if !strings.Contains(all, "31 July 2021") {
			t.Errorf("mode %s does not say until when answers can be withdrawn", m)
		}
	}
	if facts := Stored(survey.Wave{Mode: survey.Open}); !strings.Contains(facts[len(facts)-1].Text, "until the summary is published") {
		t.Errorf("without a date: %q", facts[len(facts)-1].Text)
	}
}

func TestSpaced(t *testing.T) {
	for in, want := range map[string][]string{"": nil, "ABC": {"ABC"}, "ABCDEFGHI": {"ABCD", "EFGH", "I"}, "AB-CD-EF": {"ABCD", "EF"}} {
		if diff := cmp.Diff(want, Spaced(in)); diff != "" {
			t.Errorf("Spaced(%q) differs (-want +got):\n%s", in, diff)
		}
	}
}

func TestSectionsShowWhatWasAnswered(t *testing.T) {
	pages := []survey.Page{{Title: "Words", Questions: []survey.Question{{Kind: survey.Info}}}, {Title: "Two", Questions: []survey.Question{
		{Key: "l", Kind: survey.Likert, Label: "Agree?", Required: true, Items: []survey.Choice{{Key: "a", Label: "A"}, {Key: "b", Label: "B"}}, Choices: []survey.Choice{{Key: "1", Label: "Yes"}}},
		{Key: "t", Kind: survey.LongText, Label: "Say", Quotable: true},
	}}}
	got := Sections([]Asked{AskedPage(pages[0]), AskedPage(pages[1])}, []survey.Answer{{Question: "l", Choices: []string{"b=1"}}, {Question: "t", Text: "x"}}, func(n int, q string) string { return strings.Repeat(q, n+1) })
	want := []Section{{Title: "Two", Answers: []Given{
		{Question: "Agree?", Lines: []string{"B: Yes"}, Missing: true, Change: "ll"},
		{Question: "Say", Text: "x", Consent: "You did not choose, so we will not quote your words", Change: "tt"},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sections differs (-want +got):\n%s", diff)
	}
}

func TestAWayOutAppearsOnceThereIsSomethingToTakeBack(t *testing.T) {
	q := survey.Question{Key: "q", Kind: survey.Single, Choices: []survey.Choice{{Key: "a"}}}
	if v := (view{}).question(q, 0); len(v.Options) != 1 {
		t.Errorf("%d options before a choice, want 1", len(v.Options))
	}
	v := view{answers: []survey.Answer{{Question: "q", Choices: []string{"a"}}}}.question(q, 0)
	if len(v.Options) != 2 || v.Options[1].Value != "" || v.Options[1].Checked {
		t.Errorf("options after a choice = %+v, want one more that is empty", v.Options)
	}
}
