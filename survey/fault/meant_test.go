package fault_test

import (
	"testing"

	"verbatim/survey/fault"
)

func TestMeant(t *testing.T) {
	known := []string{"mentor", "mentee", "médecin", "wd", "pair"}
	tests := []struct{ word, want string }{
		{"mentro", "mentor"},
		{" Mentors ", "mentor"},
		{"mentee", "mentee"},
		{"medecin", "médecin"},
		{"pari", "pair"},
		{"poor", ""}, // two letters of four
		{"pairs", "pair"},
		{"w", ""},
		{"surgeon", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := fault.Meant(tt.word, known); got != tt.want {
			t.Errorf("Meant(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
