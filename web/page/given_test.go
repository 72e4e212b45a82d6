package page_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// TestChosen wants each kind of answer in words, with no key left in it.
func TestChosen(t *testing.T) {
	choices := []survey.Choice{{Key: "c1", Label: "Hardly"}, {Key: "c2", Label: "Often"}}
	items := []survey.Choice{{Key: "i1", Label: "Time"}, {Key: "i2", Label: "Trust"}}
	reason := survey.Reasons()[0]
	for _, tt := range []struct {
		name string
		q    survey.Question
		a    survey.Answer
		want []string
	}{
		{"single", survey.Question{Kind: survey.Single, Choices: choices}, survey.Answer{Choices: []string{"c2"}}, []string{"Often"}},
		{"multiple", survey.Question{Kind: survey.Multiple, Choices: choices}, survey.Answer{Choices: []string{"c1", "c2"}}, []string{"Hardly", "Often"}},
		{"likert", survey.Question{Kind: survey.Likert, Choices: choices, Items: items}, survey.Answer{Choices: []string{"i1=c2", "i2=c1"}}, []string{"Time: Often", "Trust: Hardly"}},
		{"ranking", survey.Question{Kind: survey.Ranking, Items: items}, survey.Answer{Choices: []string{"i2=1", "i1=2"}}, []string{"1. Trust", "2. Time"}},
		{"date", survey.Question{Kind: survey.Date}, survey.Answer{Choices: []string{"2021-05-01"}}, []string{"1 May 2021"}},
		{"number", survey.Question{Kind: survey.Number, Unit: "minutes"}, survey.Answer{Choices: []string{"90"}}, []string{"90 minutes"}},
		{"passed over", survey.Question{Kind: survey.Single, Soft: true, Choices: choices}, survey.Answer{Choices: []string{reason.Key}}, []string{reason.Label}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, page.Chosen(words.For(words.English), tt.q, tt.a)); diff != "" {
				t.Errorf("Chosen(%+v) (-want +got):\n%s", tt.a, diff)
			}
		})
	}
}
