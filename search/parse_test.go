package search_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
)

// TestParse holds one query of each kind, as typed, as understood, and as a
// tree.
func TestParse(t *testing.T) {
	type (
		w  = search.Word
		ph = search.Phrase
	)
	tests := []struct {
		in, want string
		tree     search.Node
	}{
		{"confidence", "confidence", w{Text: "confidence"}},
		{"=Confidence", "=confidence", w{Text: "confidence", Exact: true}},
		{"Café", "cafe", w{Text: "cafe"}},
		{"mentor’s", "mentor", w{Text: "mentor"}},
		{"don’t", "don't", w{Text: "don't"}},
		{"cost-of-living", `"cost of living"`, ph{Words: []string{"cost", "of", "living"}}},
		{`"Not at all"`, `"not at all"`, ph{Words: []string{"not", "at", "all"}}},
		{"“not at all”", `"not at all"`, ph{Words: []string{"not", "at", "all"}}},
		{`"more * than feel* right?"`, `"more * than feel* right"`, ph{Words: []string{"more", "*", "than", "feel*", "right"}}},
		{"a b", "a b", search.And{Of: []search.Node{w{Text: "a"}, w{Text: "b"}}}},
		{"a AND (b AND c)", "a b c", search.And{Of: []search.Node{w{Text: "a"}, w{Text: "b"}, w{Text: "c"}}}},
		{"a b OR c", "(a b) OR c", search.Or{Of: []search.Node{search.And{Of: []search.Node{w{Text: "a"}, w{Text: "b"}}}, w{Text: "c"}}}},
		{"a and b", "a and b", search.And{Of: []search.Node{w{Text: "a"}, w{Text: "and"}, w{Text: "b"}}}},
		{"a & b", "a b", search.And{Of: []search.Node{w{Text: "a"}, w{Text: "b"}}}},
		{"a -b", "a -b", search.And{Of: []search.Node{w{Text: "a"}, search.Not{Of: w{Text: "b"}}}}},
		{"NOT (a OR b)", "-(a OR b)", search.Not{Of: search.Or{Of: []search.Node{w{Text: "a"}, w{Text: "b"}}}}},
		{"--a", "-(-a)", search.Not{Of: search.Not{Of: w{Text: "a"}}}},
		{"Wom?n*", "wom?n*", search.Pattern{Glob: "wom?n*"}},
		{`/Mentor(s|ing)\W/`, `/mentor(s|ing)\W/`, search.Regexp{Expr: `mentor(s|ing)\W`}},
		{"/^un.+$/", "/un.+/", search.Regexp{Expr: "un.+"}},
		{"confidnce~", "confidnce~1", search.Fuzzy{Text: "confidnce", Edits: 1}},
		{"a NEAR/5 b", "a NEAR/5 b", search.Near{Left: w{Text: "a"}, Right: w{Text: "b"}, Distance: 5}},
		{"a PRE/2 (b OR c) d", "a PRE/2 (b OR c) d", search.And{Of: []search.Node{
			search.Near{Left: w{Text: "a"}, Right: search.Or{Of: []search.Node{w{Text: "b"}, w{Text: "c"}}}, Distance: 2, Ordered: true},
			w{Text: "d"},
		}}},
		{"-a NEAR/1 b", "-(a NEAR/1 b)", search.Not{Of: search.Near{Left: w{Text: "a"}, Right: w{Text: "b"}, Distance: 1}}},
		{"Role:mentee,\"Senior Leader\"", `role:mentee,"Senior Leader"`, search.Field{Name: "role", Values: []string{"mentee", "Senior Leader"}}},
		{"coded:No", "coded:no", search.Field{Name: "coded", Values: []string{"no"}}},
		{"date:2021-01..2021-02", "date:2021-01-01..2021-02-28", search.Dates{From: "2021-01-01", To: "2021-02-28"}},
		{"date:2020", "date:2020-01-01..2020-12-31", search.Dates{From: "2020-01-01", To: "2020-12-31"}},
		{"date:..2020-02", "date:..2020-02-29", search.Dates{To: "2020-02-29"}},
		{"Saved:“At the start”", `saved:"At the start"`, search.Saved{Name: "At the start"}},
		{"saved:start -saved:end", "saved:start -saved:end", search.And{Of: []search.Node{search.Saved{Name: "start"}, search.Not{Of: search.Saved{Name: "end"}}}}},
		{"examples:confidence", "examples:confidence", search.Field{Name: "examples", Values: []string{"confidence"}}},
		{"pair:3 coder:anna", "pair:3 coder:anna", search.And{Of: []search.Node{search.Field{Name: "pair", Values: []string{"3"}}, search.Field{Name: "coder", Values: []string{"anna"}}}}},
		{"10:30", `"10 30"`, ph{Words: []string{"10", "30"}}},
		{"https://example.org/a", `"https example org a"`, ph{Words: []string{"https", "example", "org", "a"}}},
		{"自信", `"自 信"`, ph{Words: []string{"自", "信"}}},
		{"👍🏽", "👍🏽", w{Text: "👍🏽"}},
		{"   ", "", nil},
		{"", "", nil},
	}
	for _, tt := range tests {
		got, err := search.Parse(tt.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		if diff := cmp.Diff(tt.tree, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.in, diff)
		}
		if got != nil && got.String() != tt.want {
			t.Errorf("Parse(%q) prints %q, want %q", tt.in, got.String(), tt.want)
		}
	}
}
