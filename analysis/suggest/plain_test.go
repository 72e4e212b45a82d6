package suggest_test

import (
	"testing"

	"verbatim/analysis/suggest"
	"verbatim/survey"
)

// TestAskedForRecommendations holds what becomes of the short answers that people
// give to the question for recommendations. All of them are invented.
func TestAskedForRecommendations(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"Nothing.", false},
		{"Absolutely nothing", false},
		{"Absoulutly nothing", false},
		{"I can't think of anything", false},
		{"Could not have been any better.", false},
		{"I don't think you could do anything better", false},
		{"Nothing else, it was all well run", false},
		{"All okay", false},
		{"I could not have asked for a better start", false},
		{"Nothing could be improved upon", false},
		{"I do not think anything needs to be improved", false},
		{"Everything was perfect", false},
		{"Keep doing what you do", false},
		{"No complaints from me", false},
		{"Very happy with it", false},
		{"Was excellent", false},
		{"Waited over two hours", false},
		{"n/a", false},
		{"Shorter waits", true},
		{"Answer the phone sooner", true},
		{"Turned up quicker", true},
		{"A map of the wards", true},
		{"Ask people what they need", true},
		{"Staff could be told about the rota earlier", true},
		{"Explore why fewer people apply", true},
		{"Provide a quiet room", true},
		{"Nothing was said about pay: tell people beforehand", true},
		{"Do not change the dates once they are set", true},
		{"More chairs, please", true},
	}
	m := suggest.New()
	for _, tt := range tests {
		if got := m.Mine(tt.text, survey.ForRecommendation); len(got) > 0 != tt.want {
			t.Errorf("Mine(%q) finds %d actions, want any: %t", tt.text, len(got), tt.want)
		}
	}
}
