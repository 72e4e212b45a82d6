package analysis_test

import (
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
)

// TestClosureAndDue reads off notes whether a recommendation is closed, and
// whether it is overdue.
func TestClosureAndDue(t *testing.T) {
	due := analysis.Note{Kind: analysis.DueNote, Value: "2021-09-30"}
	closed := analysis.Note{Kind: analysis.ClosureNote, Value: "EDI committee"}
	status := func(p analysis.Progress) analysis.Note {
		return analysis.Note{Kind: analysis.StatusNote, Value: string(p)}
	}
	tests := map[string]struct {
		notes   []analysis.Note
		closed  string // by whom
		overdue bool
	}{
		"nothing said":           {[]analysis.Note{due}, "", true},
		"due later":              {[]analysis.Note{due, {Kind: analysis.DueNote, Value: "2022-09-30"}}, "", false},
		"without a day":          {[]analysis.Note{status(analysis.InProgress)}, "", false},
		"done":                   {[]analysis.Note{due, status(analysis.Done)}, "", false},
		"closed":                 {[]analysis.Note{due, status(analysis.InProgress), closed}, "EDI committee", false},
		"closed and then done":   {[]analysis.Note{due, closed, status(analysis.Done)}, "EDI committee", false},
		"opened again":           {[]analysis.Note{due, closed, {Kind: analysis.Remark}, status(analysis.InProgress)}, "", true},
		"closed after all":       {[]analysis.Note{due, closed, status(analysis.PartlyDone), {Kind: analysis.ClosureNote, Value: "Board"}}, "Board", false},
		"remarked on afterwards": {[]analysis.Note{due, closed, {Kind: analysis.Remark}}, "EDI committee", false},
	}
	for name, tt := range tests {
		r := analysis.Recommendation{Notes: tt.notes}
		n, ok := r.Closure()
		if ok != (tt.closed != "") || n.Value != tt.closed {
			t.Errorf("%s: Closure() = %+v, %v, want %q", name, n, ok, tt.closed)
		}
		if got := r.Overdue(survey.Day("2021-10-01")); got != tt.overdue {
			t.Errorf("%s: Overdue = %v, want %v", name, got, tt.overdue)
		}
	}
}
