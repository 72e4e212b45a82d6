package collate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
)

// rec makes a recommendation of a round that goes on with others, each named
// "kind reference".
func rec(reference string, on ...string) analysis.Recommendation {
	r := analysis.Recommendation{ID: "id " + reference, Reference: reference, Title: "Do " + reference}
	for _, o := range on {
		kind, to, _ := strings.Cut(o, " ")
		r.Links = append(r.Links, analysis.Link{To: "id " + to, Reference: to, Kind: analysis.LinkKind(kind)})
	}
	return r
}

func round(key string, recs ...analysis.Recommendation) Earlier {
	return Earlier{survey.Round{ID: key, Key: key}, recs}
}

func noted(r analysis.Recommendation, kind analysis.NoteKind, value, words string) analysis.Recommendation {
	r.Notes = append(slices.Clone(r.Notes), analysis.Note{Kind: kind, Value: value, Words: words})
	return r
}

// inALine is one line for a fate, as the tests write them.
func inALine(f analysis.Fate) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %d %s", f.Previous.Reference, f.Kind, f.Raised, strings.Join(f.GoesOn, ",")))
}

func TestR33EveryEarlierRecommendationHasAFate(t *testing.T) {
	tests := []struct {
		name    string
		earlier []Earlier
		now     []analysis.Recommendation
		stated  []analysis.StatedFate
		want    []string
	}{
		{"nothing is known", []Earlier{round("2020", rec("A"))}, nil, nil, []string{"A  1"}},
		{"gone on with", []Earlier{round("2020", rec("A"))}, []analysis.Recommendation{rec("C", "continues A")}, nil, []string{"A continued 2 C"}},
		{"split", []Earlier{round("2020", rec("A"))}, []analysis.Recommendation{rec("D", "splits A"), rec("C", "splits A")}, nil, []string{"A continued 2 C,D"}},
		{"merged", []Earlier{round("2020", rec("A"), rec("B"))}, []analysis.Recommendation{rec("C", "merges A", "merges B")}, nil, []string{"A continued 2 C", "B continued 2 C"}},
		{"taken the place of", []Earlier{round("2020", rec("A"))}, []analysis.Recommendation{rec("C", "supersedes A")}, nil, []string{"A superseded 1 C"}},
		{"a person says so", []Earlier{round("2020", rec("A"))}, nil, []analysis.StatedFate{{RoundID: "2021", Round: "2021", RecommendationID: "id A", Kind: analysis.FateDropped}}, []string{"A dropped 1"}},
		{"its status says so", []Earlier{round("2020", noted(rec("A"), analysis.StatusNote, "done", ""))}, nil, nil, []string{"A done 1"}},
		{"raised three years running", []Earlier{round("2019", rec("A")), round("2020", rec("B", "continues A"))}, []analysis.Recommendation{rec("C", "continues B")}, nil, []string{"B continued 3 C"}},
		{"not running", []Earlier{round("2019", rec("A")), round("2020", rec("B"))}, []analysis.Recommendation{rec("C", "continues A")}, nil, []string{"A continued 1 C", "B  1"}},
		{"two years old and never spoken of", []Earlier{round("2019", rec("A")), round("2020", rec("B"))}, nil, nil, []string{"A  1", "B  1"}},
		{"ended two years ago", []Earlier{round("2018", rec("A")), round("2020", rec("B"))}, nil, []analysis.StatedFate{{RoundID: "2019", Round: "2019", RecommendationID: "id A", Kind: analysis.FateDone}}, []string{"B  1"}},
		{"continued by word only", []Earlier{round("2019", rec("A")), round("2020", rec("B"))}, nil, []analysis.StatedFate{{RoundID: "2020", Round: "2020", RecommendationID: "id A", Kind: analysis.FateContinued}}, []string{"A  1", "B  1"}},
		{"closed long ago", []Earlier{round("2019", noted(rec("A"), analysis.ClosureNote, "EDI committee", "")), round("2020", rec("B"))}, nil, nil, []string{"B  1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := Input{Round: survey.Round{ID: "2021", Key: "2021"}, Earlier: tt.earlier, TakenUp: tt.now, Stated: tt.stated}
			s := Collate(in)
			var got []string
			for _, f := range s.Fates {
				got = append(got, inALine(f))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("fates = %q, want %q", got, tt.want)
			}
			for _, f := range s.Fates {
				blocks := slices.ContainsFunc(s.Checks, func(c analysis.Check) bool {
					return c.Rule == ruleFate && c.Severity == analysis.Block && c.Where == f.Previous.Reference
				})
				needsWhy := f.Kind == "" || f.Why == "" && f.Kind == analysis.FateDropped
				if blocks != needsWhy {
					t.Errorf("%s: blocks = %v, want %v", inALine(f), blocks, needsWhy)
				}
			}
		})
	}
}

// TestLedger reads three years across.
func TestLedger(t *testing.T) {
	l := ledger([]Earlier{
		round("2021", rec("D", "continues C")),
		round("2019", rec("A"), noted(rec("B"), analysis.StatusNote, "overtaken by events", "The ward closed.")),
		round("2020", rec("C", "continues A")),
	}, nil)
	var got []string
	for _, row := range l.Rows {
		line := fmt.Sprintf("%s %s %d %s:", row.Round, row.Recommendation.Reference, row.Raised, strings.Join(row.GoesOn, ","))
		for _, c := range row.Cells {
			line += fmt.Sprintf(" %s=%s%s", c.Round, c.Fate.Kind, map[bool]string{true: "settled"}[c.Settled])
		}
		got = append(got, line)
	}
	want := []string{
		"2019 A 3 C: 2020=continued 2021=settled",
		"2019 B 1 : 2020= 2021=dropped",
		"2020 C 3 D: 2021=continued",
		"2021 D 3 :",
	}
	if !slices.Equal(got, want) {
		t.Errorf("ledger\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
