package analysis_test

import (
	"errors"
	"testing"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

func TestCodebookCheck(t *testing.T) {
	theme := func(key, parent, name string) analysis.Theme {
		return analysis.Theme{Key: key, Parent: parent, Name: name}
	}
	for _, c := range []struct {
		name   string
		themes []analysis.Theme
		want   string // code of the fault
	}{
		{"none", nil, ""},
		{"a tree", []analysis.Theme{theme("b", "a", "B"), theme("a", "", "A")}, ""},
		{"unusable key", []analysis.Theme{theme("Two Words", "", "A")}, "S01"},
		{"no name", []analysis.Theme{theme("a", "", "")}, "A01"},
		{"key twice", []analysis.Theme{theme("a", "", "A"), theme("a", "", "B")}, "A02"},
		{"unknown parent", []analysis.Theme{theme("a", "z", "A")}, "A03"},
		{"its own parent", []analysis.Theme{theme("a", "a", "A")}, "A04"},
		{"a ring", []analysis.Theme{theme("a", "b", "A"), theme("b", "c", "B"), theme("c", "a", "C")}, "A04"},
	} {
		err := analysis.Codebook{Themes: c.themes}.Check()
		got := ""
		if f, ok := errors.AsType[*fault.Error](err); ok {
			got = f.Code
		}
		if got != c.want {
			t.Errorf("%s: Check() = %v, want %q", c.name, err, c.want)
		}
	}
}

func TestLineAt(t *testing.T) {
	for _, c := range []struct{ text, words, want string }{
		{"Pay us.", "Pay", "Pay us."},
		{"One thing.\n- Pay us now. Thanks. \nAnother.", "Pay us", "Pay us now. Thanks."},
		{"• Pay us\r\n• Feed us", "Feed", "Feed us"},
		{"  -5 degrees is too cold  ", "cold", "-5 degrees is too cold"},
		{"a\nb", "a\nb", "a\nb"},
		{"– nach oben", "–", "– nach oben"},
	} {
		start := 0
		for start+len(c.words) <= len(c.text) && c.text[start:start+len(c.words)] != c.words {
			start++
		}
		got := analysis.LineAt(c.text, analysis.Span{Start: start, End: start + len(c.words)}).In(c.text)
		if got != c.want {
			t.Errorf("LineAt(%q, %q) = %q, want %q", c.text, c.words, got, c.want)
		}
	}
}
