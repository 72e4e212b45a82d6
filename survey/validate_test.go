package survey_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"verbatim/survey"
)

var scale = []survey.Choice{{Key: "1", Label: "No"}, {Key: "2", Label: "Yes"}}

func TestQuestionValidate(t *testing.T) {
	consent := survey.Question{Key: "c", Kind: survey.Consent, Label: "I agree", Required: true}
	single := survey.Question{Key: "s", Kind: survey.Single, Label: "Which", Required: true, Choices: scale}
	multiple := survey.Question{Key: "m", Kind: survey.Multiple, Label: "Any", Choices: scale}
	likert := survey.Question{Key: "l", Kind: survey.Likert, Label: "Agree", Required: true, Choices: scale, Items: []survey.Choice{{Key: "a", Label: "Row A"}, {Key: "b", Label: "Row B"}}}
	text := survey.Question{Key: "t", Kind: survey.LongText, Label: "Why", Required: true, MaxRunes: 5, Quotable: true}
	tests := []struct {
		name   string
		q      survey.Question
		answer survey.Answer
		want   []string // item: text
	}{
		{"consent not given", consent, survey.Answer{}, []string{": Tick the box if you agree to take part"}},
		{"consent given", consent, survey.Answer{Choices: []string{"yes"}}, nil},
		{"consent forged", consent, survey.Answer{Choices: []string{"no"}}, []string{": Choose one of the answers shown to: I agree"}},
		{"choice missing", single, survey.Answer{}, []string{": Choose an answer to: Which"}},
		{"choice", single, survey.Answer{Choices: []string{"2"}}, nil},
		{"choice that is not offered", single, survey.Answer{Choices: []string{"9"}}, []string{": Choose one of the answers shown to: Which"}},
		{"two choices of one", single, survey.Answer{Choices: []string{"1", "2"}}, []string{": Choose one answer only to: Which"}},
		{"several choices", multiple, survey.Answer{Choices: []string{"1", "2"}}, nil},
		{"nothing chosen, not required", multiple, survey.Answer{}, nil},
		{"all rows", likert, survey.Answer{Choices: []string{"a=1", "b=2"}}, nil},
		{"one row missing", likert, survey.Answer{Choices: []string{"a=1"}}, []string{"b: Choose an answer to: Row B"}},
		{"all rows missing", likert, survey.Answer{}, []string{"a: Choose an answer to: Row A", "b: Choose an answer to: Row B"}},
		{"a row twice", likert, survey.Answer{Choices: []string{"a=1", "a=2"}}, []string{": Choose one of the answers shown on each row of: Agree"}},
		{"a row that is not there", likert, survey.Answer{Choices: []string{"z=1"}}, []string{": Choose one of the answers shown on each row of: Agree"}},
		{"text missing", text, survey.Answer{}, []string{": Enter an answer to: Why"}},
		{"text at the limit, counted in characters", text, survey.Answer{Text: "ééééé"}, nil},
		{"text over the limit", text, survey.Answer{Text: "123456"}, []string{": Shorten your answer to 5 characters or fewer: it has 6"}},
		{"forged consent to quote", text, survey.Answer{Text: "x", QuoteConsent: "everything"}, []string{": Choose whether your words may be quoted"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range tt.q.Validate(tt.answer) {
				got = append(got, p.Item+": "+p.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Validate (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNormaliseKeepsWords holds that normalising touches line ends and bytes
// that are not text, and nothing else, and that doing it twice changes nothing.
func TestNormaliseKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "text")
		once := survey.Answer{Text: in}.Normalise()
		if strings.ContainsAny(once.Text, "\r\x00") {
			t.Fatalf("Normalise(%q) = %q", in, once.Text)
		}
		if twice := once.Normalise(); twice.Text != once.Text {
			t.Fatalf("normalised twice: %q, once: %q", twice.Text, once.Text)
		}
		if got, want := strings.Fields(once.Text), strings.Fields(strings.ReplaceAll(strings.ReplaceAll(in, "\x00", ""), "\r", "\n")); !cmp.Equal(got, want) {
			t.Fatalf("words changed: %q, want %q", got, want)
		}
	})
}

func TestCheckKey(t *testing.T) {
	for key, ok := range map[string]bool{"reverse-mentoring": true, "2021": true, "": false, "-a": false, "a-": false, "A": false, "a b": false, "é": false, "a/b": false, strings.Repeat("x", 40): true, strings.Repeat("x", 41): false} {
		if err := survey.CheckKey("round", key); (err == nil) != ok {
			t.Errorf("CheckKey(%q) = %v, want ok %t", key, err, ok)
		}
	}
}

func TestDay(t *testing.T) {
	if d, err := survey.ParseDay("2026-11-22"); err != nil || d.String() != "22 November 2026" {
		t.Errorf("ParseDay = %q, %v", d, err)
	}
	for _, s := range []string{"22.11.2026", "2026-13-01", "2026-11-22 "} {
		if _, err := survey.ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) took it", s)
		}
	}
}

func TestConsent(t *testing.T) {
	tests := []struct {
		c              survey.QuoteConsent
		quote, analyse bool
	}{
		{survey.ConsentUnasked, false, true},
		{survey.QuoteWords, true, true},
		{survey.ThemesOnly, false, true},
		{survey.CountOnly, false, false},
	}
	for _, tt := range tests {
		if tt.c.MayQuote() != tt.quote || tt.c.MayAnalyse() != tt.analyse {
			t.Errorf("%q: MayQuote %t, MayAnalyse %t, want %t, %t", tt.c, tt.c.MayQuote(), tt.c.MayAnalyse(), tt.quote, tt.analyse)
		}
	}
}
