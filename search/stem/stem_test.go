package stem_test

import (
	"testing"

	"verbatim/search/stem"
)

// TestSame holds words that a search must take for one.
func TestSame(t *testing.T) {
	for _, forms := range [][]string{
		{"mentor", "mentors", "mentoring", "mentored"},
		{"mentee", "mentees"},
		{"confidence", "confident", "confidently"},
		{"hierarchy", "hierarchies"},
		{"organise", "organised", "organising", "organize", "organizing"},
		{"organisation", "organization", "organisations", "organizational"},
		{"behaviour", "behavior", "behaviours", "behavioural"},
		{"colour", "colors"},
		{"travelling", "traveling", "travelled", "travel"},
		{"counselling", "counseling", "counsel"},
		{"programme", "program", "programmes", "programming"},
		{"centre", "center", "centres"},
		{"analyse", "analyze", "analysed"},
		{"listen", "listening", "listened", "listens"},
	} {
		for _, f := range forms[1:] {
			if got, want := stem.Of(f), stem.Of(forms[0]); got != want {
				t.Errorf("Of(%s) = %s, want %s as of %s", f, got, want, forms[0])
			}
		}
	}
}

// TestDifferent holds words that look alike and are not one.
func TestDifferent(t *testing.T) {
	for _, pair := range [][2]string{
		{"mentor", "mentee"},
		{"hour", "hor"},
		{"four", "for"},
		{"well", "wel"},
		{"this", "thiz"},
		{"is", "iz"},
		{"organise", "organ"},
		{"café", "caf"},
		{"covid19", "covid"},
		{"not", "note"},
		{"all", "al"},
	} {
		if stem.Of(pair[0]) == stem.Of(pair[1]) {
			t.Errorf("Of(%s) = Of(%s) = %s", pair[0], pair[1], stem.Of(pair[0]))
		}
	}
}
