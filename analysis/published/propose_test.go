package published_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/published"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

func TestStatusOf(t *testing.T) {
	for clause, want := range map[string]analysis.Progress{
		"consideration of how this can be achieved is ongoing":        analysis.InProgress,
		"further ideas identified this year, will feed into the work": analysis.InProgress,
		"done":                            analysis.Done,
		"completed in May":                analysis.Done,
		"partly done, the rest next year": analysis.PartlyDone,
		"planned for 2022":                analysis.NotStarted,
		"not taken forward":               analysis.NotTaken,
		"further ideas were identified":   "",
		"see the minutes":                 "",
		"":                                "",
	} {
		if got := published.StatusOf(clause); got != want {
			t.Errorf("StatusOf(%q) = %q, want %q", clause, got, want)
		}
	}
}

// TestRecommendationsOf2021 reads the real summary as recommendations: 12 with
// references, their points, what the document says of them, and where they go.
func TestRecommendationsOf2021(t *testing.T) {
	all, err := summary2021(t).Recommendations("r", "2021")
	if err != nil {
		t.Fatal(err)
	}
	points, notes, feeds := 0, 0, 0
	for i, p := range all {
		points, notes, feeds = points+len(p.Points), notes+len(p.Notes), feeds+len(p.FeedsInto)
		if p.Position != i+1 || p.Line == 0 || p.Title == "" {
			t.Errorf("%s: %+v", p.Reference, p)
		}
	}
	if len(all) != 12 || points != 7 || notes != 3 || feeds != 2 || all[0].Reference != "2021-R01" || all[11].Reference != "2021-R12" {
		t.Fatalf("%d recommendations, %d points, %d notes, %d works: want 12, 7, 3 and 2", len(all), points, notes, feeds)
	}
	expand := all[9]
	if n := expand.Notes[0]; n.Kind != analysis.StatusNote || n.Value != string(analysis.InProgress) || n.Words != "consideration of how this can be achieved is ongoing" || !n.Public {
		t.Errorf("of %q is noted %+v", expand.Title, n)
	}
	curriculum := all[10]
	if got := curriculum.PointReference(curriculum.Points[3]); got != "2021-R11.4" || !strings.HasPrefix(curriculum.Points[3].Title, "Look at curricular content") {
		t.Errorf("the fourth point is %s %q", got, curriculum.Points[3].Title)
	}
	published.Link(all, []analysis.Recommendation{{ID: "x", Reference: "2020-2", Title: "Changes to the curriculum"}, {ID: "y", Reference: "2020-1", Title: "Expand the scheme"}})
	var links []string
	for _, p := range all {
		for _, l := range p.Links {
			links = append(links, p.Reference+" "+string(l.Kind)+" "+l.Reference)
		}
	}
	if want := []string{"2021-R10 continues 2020-1", "2021-R11 continues 2020-2"}; !slices.Equal(links, want) {
		t.Errorf("links = %q, want %q", links, want)
	}
}

func TestOneReferenceTwice(t *testing.T) {
	d, err := published.ReadText("A summary\n\nNew recommendations 2020\n\n1. 2020-R01: Pay mentors\n2. 2020-R01: Pay mentees\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Recommendations("r", "2020"); !strings.Contains(fault.Text(err), "2020-R01") {
		t.Errorf("%v, want I18", err)
	}
}

// TestTake takes the real summary over twice, and once more after a person has
// changed a recommendation.
func TestTake(t *testing.T) {
	ctx := t.Context()
	db := surveytest.OpenDB(t)
	s, err := store.New(ctx, surveytest.Log(t), db)
	if err != nil {
		t.Fatal(err)
	}
	a, err := astore.New(ctx, surveytest.Log(t), db)
	if err != nil {
		t.Fatal(err)
	}
	p := surveytest.Programme()
	r := surveytest.Round(p)
	before := survey.Round{ID: "before", ProgrammeID: p.ID, Key: "1999"}
	for _, err := range []error{
		s.SaveProgramme(ctx, p), s.SaveRound(ctx, r), s.SaveRound(ctx, before),
		a.SaveRecommendation(ctx, analysis.Recommendation{RoundID: before.ID, Reference: "1999-1", Title: "Changes to the curriculum"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rounds, err := s.Rounds(ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	earlier, err := published.Earlier(ctx, a, rounds, r.Key)
	if err != nil || len(earlier) != 1 {
		t.Fatalf("Earlier() = %v, %v", earlier, err)
	}
	d := summary2021(t)
	found, err := d.Recommendations(r.ID, r.Key)
	if err != nil {
		t.Fatal(err)
	}
	published.Link(found, earlier)
	decided := published.Takeover{ProgrammeID: p.ID, Public: analysis.PublicText{Title: d.Title, Text: d.Text(), By: "ana"}}
	for _, f := range found {
		decided.Recommendations = append(decided.Recommendations, f.Recommendation)
	}
	take := func() (published.Taken, []analysis.Recommendation) {
		t.Helper()
		done, err := published.Take(ctx, a, decided)
		if err != nil {
			t.Fatal(err)
		}
		all, err := a.Recommendations(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		return done, all
	}
	done, first := take()
	if len(done.New) != 12 || len(done.Again)+len(done.Kept) != 0 || len(first) != 12 || len(first[10].Points) != 4 || len(first[10].Notes) != 1 || len(first[10].Links) != 1 {
		t.Fatalf("took %+v, stored %+v", done, first)
	}
	done, second := take()
	if len(done.Again) != 12 || len(done.New) != 0 || !cmp.Equal(first, second) {
		t.Errorf("the second time %+v changed something: %s", done, cmp.Diff(first, second))
	}
	texts, err := a.PublicTexts(ctx, p.ID)
	if err != nil || len(texts) != 1 || !strings.Contains(texts[0].Text, "My voice is valid") {
		t.Errorf("what everybody can read = %+v, %v", texts, err)
	}
	edited := first[10]
	edited.Title, edited.Points = "Change the curriculum", edited.Points[:3]
	if err := a.EditRecommendation(ctx, edited); err != nil {
		t.Fatal(err)
	}
	done, third := take()
	if !slices.Equal(done.Kept, []string{"2021-R11"}) || third[10].Title != "Change the curriculum" {
		t.Errorf("after a person changed it: %+v, %q", done, third[10].Title)
	}
}

// FuzzRecommendations reads any text as a published summary and makes
// recommendations of it: nothing crashes, and every one can be stored.
func FuzzRecommendations(f *testing.F) {
	f.Add("A summary\n\nNew recommendations 2020\n\n1. Pay mentors (done)\n2. R02: Expand it (will feed into the work on X): a, b\n   - to wards\n")
	f.Add("T\nOutcomes\n· Ä & ö & ü (ongoing)\nThemes from mentors’ feedback\nThey liked it:\n“Yes”\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := published.ReadText(text)
		if err != nil {
			return
		}
		all, err := d.Recommendations("r", "2020")
		if err != nil {
			return
		}
		published.Link(all, []analysis.Recommendation{{ID: "x", Reference: "2019-1", Title: "Expand the scheme"}})
		seen := map[string]bool{}
		for _, p := range all {
			if p.Reference == "" || seen[p.Reference] {
				t.Fatalf("the reference %q is empty or used twice", p.Reference)
			}
			seen[p.Reference] = true
			for _, n := range p.Notes {
				if len(n.ID) != 26 || n.Words == "" {
					t.Fatalf("note %+v", n)
				}
			}
		}
	})
}
