package analysis_test

import (
	"errors"
	"testing"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

func TestStylesAreSound(t *testing.T) {
	if err := analysis.Usual().Check(); err != nil {
		t.Errorf("the usual style: %v", err)
	}
	for code, change := range map[string]func(*analysis.Style){
		"T07": func(s *analysis.Style) { s.Scale.Counts = s.Scale.Counts[:2] },
		"T08": func(s *analysis.Style) { s.Scale.Shares[1].Word = "All" },
		"T09": func(s *analysis.Style) { s.Patterns.Few = "{role} {did}" },
		"T10": func(s *analysis.Style) { s.Threshold.Percent = 101 },
	} {
		s := analysis.Usual()
		change(&s)
		if err := s.Check(); codeOf(err) != code {
			t.Errorf("Check() = %v, want %s", err, code)
		}
	}
	s := analysis.Usual()
	s.Scale.Counts[1], s.Scale.Counts[2] = s.Scale.Counts[2], s.Scale.Counts[1]
	if err := s.Check(); codeOf(err) != "T07" {
		t.Errorf("words that do not rise: %v", err)
	}
}

func TestPrintedParts(t *testing.T) {
	s := analysis.Summary{New: make([]analysis.Outcome, 1), Sections: []analysis.Section{{Role: "a"}, {Role: "b"}}}
	s.Outline.Parts = []analysis.Part{{Key: analysis.RolePart("b")}, {Key: analysis.OwnPart("x"), Heading: "X"}, {Key: analysis.NewPart, Hidden: true}, {Key: analysis.RolePart("gone")}}
	got := ""
	for _, p := range s.Printed() {
		got += p.Key + " "
	}
	if want := "role:b own:x role:a "; got != want {
		t.Errorf("Printed() = %q, want %q", got, want)
	}
}

func codeOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Code
	}
	return ""
}
