package research

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/sentiment"
	"verbatim/analysis/stats"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/web/page"
)

// twoRoles is a round in which mentors wrote enough to be compared and mentees
// did or did not.
func twoRoles(menteeWords int) worded {
	w := worded{
		view:      typicalView{programme: "p", round: "2021", sides: stats.Comparison{By: stats.ByRole, A: "mentor", B: "mentee"}},
		programme: survey.Programme{Key: "p", Name: "Scheme", Roles: []survey.Role{{Key: "mentor", Singular: "mentor", Plural: "mentors"}, {Key: "mentee", Singular: "mentee", Plural: "mentees"}}},
		round:     survey.Round{ID: "r", Key: "2021"}, rounds: []survey.Round{{ID: "r", Key: "2021"}},
		verbatims: []survey.Verbatim{{Role: "mentor"}, {Role: "mentee"}},
		apart: stats.Apart{
			A: stats.Amount{Answers: 9, Words: 1200, People: 7}, B: stats.Amount{Answers: 3, Words: menteeWords, People: 3},
			OfA: []stats.Word{{Key: search.Key{
				Word: "pharmacy", Target: search.Frequency{Count: 1024, People: 6}, Reference: search.Frequency{Count: 2, People: 2}, LogLikelihood: 20.04,
			}, Z: 3.14}},
			Words: []search.Frequency{{Word: "time", Count: 40, People: 9}, {Word: "room", Count: 4, People: 3}}, LeftOut: 2,
		},
	}
	w.labels.add(w.programme, nil, analysis.Codebook{})
	return w
}

func TestTypicalPage(t *testing.T) {
	p := typicalPage(twoRoles(300))
	if want := "Mentors: 1,200 words from 7 people; mentees: 300 words from fewer than 5 people."; p.Meaning != want {
		t.Errorf("Meaning = %q, want %q", p.Meaning, want)
	}
	if len(p.Sides) != 2 || p.Sides[0].Heading != "More often from mentors" || p.Sides[1].Empty == "" {
		t.Fatalf("sides = %+v, want words of mentors and none of mentees", p.Sides)
	}
	want := page.TypicalWord{
		Word:  page.Link{Text: "pharmacy", Address: "/staff/search?programme=p&q=%3Dpharmacy+role%3Amentor&round=2021"},
		Count: "1,024", People: "6", Other: "2", OtherBy: "fewer than 5", Evidence: "20.0", Z: "3.1",
	}
	if diff := cmp.Diff(want, p.Sides[0].Words[0]); diff != "" {
		t.Errorf("the word of mentors (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]page.WordCount{{Word: "time", Count: "40", People: "9"}, {Word: "room", Count: "4", People: "fewer than 5"}}, p.Frequent); diff != "" {
		t.Errorf("frequent words (-want +got):\n%s", diff)
	}
	if p.LeftOut != "2 words that only one person used each are not listed." || p.TooLittle != "" || !p.Comparisons[0].Chosen {
		t.Errorf("left out %q, too little %q, comparisons %+v", p.LeftOut, p.TooLittle, p.Comparisons)
	}
}

func TestTypicalPageOfTooLittle(t *testing.T) {
	p := typicalPage(twoRoles(stats.FewestWords - 1))
	if p.TooLittle == "" || p.Sides != nil {
		t.Errorf("of %d words, sides %+v are shown: %q", stats.FewestWords-1, p.Sides, p.TooLittle)
	}
}

func TestTypicalPageOfNothing(t *testing.T) {
	p := typicalPage(worded{round: survey.Round{Key: "2021"}})
	if p.None == "" || p.Meaning != "" || p.Comparisons != nil {
		t.Errorf("of a round without answers: %+v", p)
	}
}

func TestSoundsHideSmallCounts(t *testing.T) {
	w := twoRoles(300)
	for i := range 9 {
		class := sentiment.Positive
		if i < 2 {
			class = sentiment.Negative
		}
		w.readings = append(w.readings, sound{question: "q", role: "mentor", person: string(rune('a' + i)), class: class})
	}
	p := typicalPage(w)
	if len(p.Sounds) != 1 || p.Sounds[0].Negative != "fewer than 5" || p.Sounds[0].Positive == "7" {
		t.Errorf("sounds = %+v, want the two negative ones hidden, and what they could be worked out from", p.Sounds)
	}
}
