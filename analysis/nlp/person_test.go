package nlp_test

import (
	"strings"
	"testing"

	"verbatim/analysis/nlp"
)

// TestPeople holds the model to finding names that nothing announces, within
// their words.
func TestPeople(t *testing.T) {
	tests := []struct{ text, want string }{
		{"I spoke with Barbara Smith about it. Then John Miller came.", "Barbara Smith; John Miller"},
		{"It was a good year and we had no room.", ""},
		{"", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range nlp.People(tt.text) {
			got = append(got, s.In(tt.text))
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("People(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzPeople(f *testing.F) {
	f.Add("I spoke with Barbara Smith’s friend – João. Then \xff")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			t.Skip()
		}
		end := 0
		for _, s := range nlp.People(text) {
			if s.Start < end || s.Len() <= 0 || s.In(text) == "" {
				t.Fatalf("People(%q) = %v", text, s)
			}
			end = s.End
		}
	})
}
