package bleveindex_test

import (
	"fmt"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/survey/fault"
)

// TestLimits holds that queries which would make a search slow for everybody
// are refused with what to do, at the limit and not before it.
func TestLimits(t *testing.T) {
	x := open(t, t.TempDir())
	defer x.Close()
	var text strings.Builder
	const forms = 10_000
	for i := range forms + 1 {
		fmt.Fprintf(&text, "wide%d ", i)
		if i < forms {
			fmt.Fprintf(&text, "just%d ", i)
		}
	}
	if err := x.Update(t.Context(), search.Batch{Put: []search.Document{{ID: "a", Text: text.String()}}, Position: 1}); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("a", 40)
	tests := []struct {
		query string
		total int
		code  string
	}{
		{"just*", 1, ""},
		{"wide*", 0, "Q22"},
		{"/wid.+/", 0, "Q22"},
		{long + "~2", 0, ""},
		{long + "b~1", 0, "Q24"},
		{"just7 NEAR/2 wide*", 0, "Q22"},
		{`"just7 wide*"`, 0, "Q22"},
		{"-wide*", 0, "Q22"},
		{"just1* OR just2*", 1, ""},
		{"/(just1?)*(a|b|c|d|e|f){0,60}/", 1, ""},
	}
	for _, tt := range tests {
		res, err := x.Search(t.Context(), search.Request{Query: parse(t, tt.query), Size: 1})
		if tt.code == "" && (err != nil || res.Total != tt.total) {
			t.Errorf("%s finds %d, %v, want %d", tt.query, res.Total, err, tt.total)
		}
		if tt.code != "" && (fault.KindOf(err) != fault.Invalid || !strings.HasPrefix(fault.Text(err), tt.code)) {
			t.Errorf("%s: %v, want Invalid with code %s", tt.query, err, tt.code)
		}
	}
}
