package collate_test

import (
	"slices"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// asking is a round in which three people ask for two things, one of them
// without permission to print it.
func asking() *cohort {
	c := newCohort()
	for i, a := range []struct {
		role, text string
		consent    survey.QuoteConsent
	}{
		{"guide", "Buy a kettle for the common room.", survey.QuoteWords},
		{"guest", "Open the library at weekends.", survey.QuoteWords},
		{"guide", "Give the guides some time away from the wards.", survey.ThemesOnly},
	} {
		v := c.answer(string(rune('a'+i)), a.role, a.text, a.consent, survey.ForRecommendation)
		c.act(v, 0, len(a.text)-1, analysis.Accepted, "")
	}
	return c
}

// takenUp puts one more recommendation of the round on what some actions ask for.
func (c *cohort) takenUp(r analysis.Recommendation, actions ...int) {
	for _, i := range actions {
		r.Actions = append(r.Actions, c.Actions[i].ID)
		r.Sources = append(r.Sources, c.Actions[i].VerbatimID)
	}
	r.ID, r.RoundID = "id "+r.Reference, c.Round.ID
	c.TakenUp = append(c.TakenUp, r)
}

func TestTakenUpStandsForItsAnswers(t *testing.T) {
	c := asking()
	c.takenUp(analysis.Recommendation{Reference: "2023-R01", Title: "Furnish the common room"}, 0, 1)
	s := collate.Collate(c.Input)
	if len(s.New) != 1 || s.New[0].Text != "Furnish the common room" || !s.New[0].Own || s.New[0].ID() != "id 2023-R01" {
		t.Fatalf("new = %+v, want the one that was taken up", s.New)
	}
	if want := []analysis.Count{{Role: "guide", People: 1}, {Role: "guest", People: 1}}; !slices.Equal(s.New[0].Support, want) {
		t.Errorf("support = %+v, want %+v", s.New[0].Support, want)
	}
	if len(s.Silent) != 1 || s.Silent[0].Text != "Give the guides some time away from the wards." {
		t.Errorf("silent = %+v, want what nobody permitted to be printed", s.Silent)
	}
	c.Verbatims = slices.Delete(c.Verbatims, 0, 1) // its answer is withdrawn
	if s = collate.Collate(c.Input); len(s.New[0].Support) != 1 {
		t.Errorf("after a withdrawal support = %+v, want the guest alone", s.New[0].Support)
	}
}

func TestTakenUpBuildsOnWhatItIsLinkedTo(t *testing.T) {
	c := asking()
	c.Earlier = []collate.Earlier{{Round: survey.Round{ID: "r2022", Key: "2022"}, Recommendations: []analysis.Recommendation{{ID: "old", Reference: "2022-1", Title: "Open the library"}}}}
	c.takenUp(analysis.Recommendation{Reference: "2023-R01", Title: "Open the library at weekends", Links: []analysis.Link{{To: "old", Reference: "2022-1", Kind: analysis.Continues}}}, 1)
	s := collate.Collate(c.Input)
	if len(s.Building) != 1 || s.Building[0].Previous.ID != "old" || len(s.Building[0].Points) != 1 || s.Building[0].Points[0].Recommendation.Reference != "2023-R01" {
		t.Errorf("building = %+v", s.Building)
	}
}

// TestR32OneActionVerbFirstWithEvidence looks at recommendations as people word
// them.
func TestR32OneActionVerbFirstWithEvidence(t *testing.T) {
	tests := []struct {
		name    string
		rec     analysis.Recommendation
		actions []int
		rule    string
		want    analysis.Severity
	}{
		{"as it should be", analysis.Recommendation{Title: "Buy a kettle for the common room"}, []int{0}, "R32", ""},
		{"a noun phrase", analysis.Recommendation{Title: "Changes to the common room"}, []int{0}, "R32", analysis.Warn},
		{"a bundle", analysis.Recommendation{Title: "Buy a kettle, open the library, and pay the guides"}, []int{0}, "R32", analysis.Warn},
		{"resting on nothing", analysis.Recommendation{Title: "Buy a kettle for the common room"}, nil, "R32", analysis.Warn},
		{"the coordinator's own", analysis.Recommendation{Title: "Buy a kettle for the common room", Own: true}, nil, "R32", ""},
		{"resting on a theme", analysis.Recommendation{Title: "Buy a kettle for the common room", Themes: []string{"time"}}, nil, "R32", ""},
		{"words that may not be printed", analysis.Recommendation{Title: "Give the guides some time away from the wards"}, []int{2}, "R8", analysis.Block},
		{"the same in other words", analysis.Recommendation{Title: "Free guides from ward duties on buddy days"}, []int{2}, "R8", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := asking()
			tt.rec.Reference = "2023-R01"
			c.takenUp(tt.rec, tt.actions...)
			got := analysis.Severity("")
			for _, k := range collate.Collate(c.Input).Checks {
				if k.Rule == tt.rule && k.Where == "2023-R01" {
					got = k.Severity
				}
			}
			if got != tt.want {
				t.Errorf("%q: %s says %q, want %q", tt.rec.Title, tt.rule, got, tt.want)
			}
		})
	}
}

// TestR8WordsThatSomebodyGave lets words be printed that one person did not
// permit and another did.
func TestR8WordsThatSomebodyGave(t *testing.T) {
	const text = "Give the guides some time away from the wards."
	c := asking()
	v := c.answer("d", "guide", text, survey.QuoteWords, survey.ForRecommendation)
	c.act(v, 0, len(text)-1, analysis.Accepted, "")
	c.takenUp(analysis.Recommendation{Reference: "2023-R01", Title: "Give the guides some time away from the wards"}, 2, 3)
	for _, k := range collate.Collate(c.Input).Checks {
		if k.Rule == "R8" && k.Where == "2023-R01" {
			t.Errorf("%+v", k)
		}
	}
}

func TestR34LessThanYesHasAReason(t *testing.T) {
	for response, want := range map[analysis.Response]bool{
		analysis.ResponseAccepted: false, analysis.ResponseNoted: false,
		analysis.ResponsePartly: true, analysis.ResponseRefused: true, analysis.ResponseAlternative: true,
	} {
		for _, words := range []string{"", "There is no room."} {
			c := asking()
			c.takenUp(analysis.Recommendation{Reference: "2023-R01", Title: "Buy a kettle", Notes: []analysis.Note{{Kind: analysis.ResponseNote, Value: string(response), Words: words}}}, 0)
			got := slices.ContainsFunc(collate.Collate(c.Input).Checks, func(k analysis.Check) bool { return k.Rule == "R34" && k.Severity == analysis.Warn })
			if want := want && words == ""; got != want {
				t.Errorf("%s because %q: warned %v, want %v", response, words, got, want)
			}
		}
	}
}
