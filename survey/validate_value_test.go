package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
)

func TestValidateValues(t *testing.T) {
	n := func(f float64) *float64 { return &f }
	items := []survey.Choice{{Key: "power"}, {Key: "voice"}, {Key: "career"}}
	minutes := survey.Question{Key: "n", Kind: survey.Number, Label: "How long", Least: n(5), Most: n(240.5)}
	meetings := survey.Question{Key: "n", Kind: survey.Number, Label: "How many", Whole: true, Least: n(0), Required: true}
	rating := survey.Question{Key: "r", Kind: survey.Rating, Label: "How good", Least: n(1), Most: n(5), Required: true}
	day := survey.Question{Key: "d", Kind: survey.Date, Label: "When", Earliest: "2021-01-01", Latest: "2021-06-30"}
	rank := survey.Question{Key: "k", Kind: survey.Ranking, Label: "Order", Items: items, Required: true}
	soft := survey.Question{Key: "s", Kind: survey.Number, Label: "Age", Soft: true}
	topics := survey.Question{Key: "m", Kind: survey.Multiple, Label: "Topics", Least: n(1), Most: n(2), Choices: []survey.Choice{
		{Key: "a"}, {Key: "b"}, {Key: "c"}, {Key: "other", Other: true}, {Key: "none", Label: "None of these", Alone: true},
	}}
	for _, test := range []struct {
		name   string
		q      survey.Question
		answer survey.Answer
		want   string
	}{
		{"number", minutes, chosen("45.5"), ""},
		{"nothing, not required", minutes, chosen(), ""},
		{"too low", minutes, chosen("4"), "Enter a number from 5 to 240.5 in: How long"},
		{"words", minutes, chosen("an hour"), "Enter a number, such as 45, in: How long"},
		{"no end", minutes, chosen("Inf"), "Enter a number, such as 45, in: How long"},
		{"other base", minutes, chosen("0x10"), "Enter a number, such as 45, in: How long"},
		{"too many digits", minutes, chosen("1234567890123456"), "Enter a number, such as 45, in: How long"},
		{"two numbers", minutes, chosen("5", "6"), "Give one answer to: How long"},
		{"whole", meetings, chosen("4"), ""},
		{"decimals", meetings, chosen("4.5"), "Enter a whole number, without decimals, in: How many"},
		{"below the least", meetings, chosen("-1"), "Enter a number of 0 or more in: How many"},
		{"required", meetings, chosen(), "Enter an answer to: How many"},
		{"rating", rating, chosen("5"), ""},
		{"half a star", rating, chosen("4.5"), "Enter a whole number, without decimals, in: How good"},
		{"no star", rating, chosen(), "Choose an answer to: How good"},
		{"day", day, chosen("2021-06-30"), ""},
		{"day that does not exist", day, chosen("2021-02-29"), "Enter a day that exists, such as 30 6 2021, in: When"},
		{"too early", day, chosen("2020-12-31"), "Enter a day on or after 1 January 2021 in: When"},
		{"too late", day, chosen("2021-07-01"), "Enter a day on or before 30 June 2021 in: When"},
		{"order", rank, chosen("career=1", "power=3", "voice=2"), ""},
		{"a place twice", rank, chosen("career=1", "power=1", "voice=2"), "Give each a place of its own: Order"},
		{"an item twice", rank, chosen("career=1", "career=2", "voice=3"), "Give each a place of its own: Order"},
		{"part of an order", rank, chosen("career=1"), "Give each a place of its own: Order"},
		{"no order", rank, chosen(), "Put all in an order: Order"},
		{"passed over without a reason", soft, chosen(), "Give an answer, or say why not, to: Age"},
		{"passed over with a reason", soft, chosen("~prefer-not-to-say"), ""},
		{"a reason where none is offered", minutes, chosen("~not-applicable"), "Enter a number, such as 45, in: How long"},
		{"some", topics, chosen("a", "b"), ""},
		{"too many", topics, chosen("a", "b", "c"), "Choose 2 answers at most to: Topics"},
		{"none alone", topics, chosen("none"), ""},
		{"none with another", topics, chosen("a", "none"), "Choose either “None of these” or other answers to: Topics"},
		{"other in words", topics, survey.Answer{Choices: []string{"other"}, Text: "Food"}, ""},
		{"words where none are asked", rank, survey.Answer{Choices: []string{"career=1", "power=3", "voice=2"}, Text: "x"}, "Give each a place of its own: Order"},
		{"calculated by the server only", survey.Question{Key: "c", Kind: survey.Calculated}, chosen("x"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			for _, p := range test.q.Validate(test.answer) {
				got += p.Text
			}
			if got != test.want {
				t.Errorf("Validate(%+v) = %q, want %q", test.answer, got, test.want)
			}
		})
	}
}

func chosen(keys ...string) survey.Answer { return survey.Answer{Choices: keys} }

func TestTurns(t *testing.T) {
	type split struct {
		Question string
		Turn     int
	}
	for key, want := range map[string]split{
		"length": {"length", 0}, "length#1": {"length", 1}, "length#60": {"length", 60},
		"length#0": {"length#0", 0}, "length#01": {"length#01", 0}, "length#-1": {"length#-1", 0}, "length#": {"length#", 0}, "a#1#2": {"a#1#2", 0},
	} {
		q, turn := survey.SplitTurn(key)
		if diff := cmp.Diff(want, split{q, turn}); diff != "" {
			t.Errorf("SplitTurn(%q) (-want +got):\n%s", key, diff)
		}
		if got := survey.InTurn(q, turn); got != key {
			t.Errorf("InTurn(%q, %d) = %q", q, turn, got)
		}
	}
}
