package edition

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// followed is the round with one recommendation that was taken up, and one of
// the year before.
func followed(r, earlier analysis.Recommendation) collate.Input {
	in := round()
	r.ID, r.Reference, r.Title, r.Sources = "r1", "2021-R01", "Pay the mentors for their time", []string{"ma.q"}
	earlier.ID, earlier.Reference, earlier.Title = "r0", "2020-1", "Keep the scheme going"
	in.TakenUp = []analysis.Recommendation{r}
	in.Earlier = []collate.Earlier{{Round: survey.Round{ID: "before", Key: "2020"}, Recommendations: []analysis.Recommendation{earlier}}}
	return in
}

func note(kind analysis.NoteKind, value string) analysis.Note {
	return analysis.Note{Kind: kind, Value: value, Words: "An internal reason of the office.", Day: "2021-09-01"}
}

func response(r analysis.Response) analysis.Note { return note(analysis.ResponseNote, string(r)) }
func status(p analysis.Progress) analysis.Note   { return note(analysis.StatusNote, string(p)) }

// TestR31FollowUpSaysWhatWasDone blocks "you said, we did" until every
// recommendation says whom it is put to, what they say, how far it has come and
// by when.
func TestR31FollowUpSaysWhatWasDone(t *testing.T) {
	done := analysis.Recommendation{Notes: []analysis.Note{status(analysis.Done)}}
	due := note(analysis.DueNote, "2022-06-30")
	tests := []struct {
		name string
		rec  analysis.Recommendation
		want string // of what is missing; empty for nothing
	}{
		{"nothing is said", analysis.Recommendation{}, "whom it is put to, the response to it, how far it has come and by when it is to be done"},
		{"no date", analysis.Recommendation{Body: "the board", Notes: []analysis.Note{response(analysis.ResponseAccepted), status(analysis.InProgress)}}, "by when it is to be done"},
		{"no status", analysis.Recommendation{Owner: "Ana", Notes: []analysis.Note{response(analysis.ResponseAccepted), due}}, "how far it has come"},
		{"no response", analysis.Recommendation{Body: "the board", Notes: []analysis.Note{status(analysis.InProgress), due}}, "the response to it"},
		{"all is said", analysis.Recommendation{Body: "the board", Notes: []analysis.Note{response(analysis.ResponseAccepted), status(analysis.InProgress), due}}, ""},
		{"what is done needs no date", analysis.Recommendation{Body: "the board", Notes: []analysis.Note{response(analysis.ResponseAccepted), status(analysis.Done)}}, ""},
		{"what was refused needs no date", analysis.Recommendation{Body: "the board", Notes: []analysis.Note{response(analysis.ResponseRefused), status(analysis.NotStarted)}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, c := range made(t, followed(tt.rec, done), analysis.DoneEdition, analysis.EditionSettings{}).Checks {
				if c.Rule == "R31" && c.Where == "2021-R01" && c.Severity == analysis.Block {
					_, got, _ = strings.Cut(strings.TrimSuffix(c.Text, "."), "Nobody has said yet ")
				}
			}
			if got != tt.want {
				t.Errorf("missing = %q, want %q", got, tt.want)
			}
			for _, c := range made(t, followed(tt.rec, done), analysis.PublicEdition, analysis.EditionSettings{}).Checks {
				if c.Rule == "R31" {
					t.Errorf("the edition for everybody is held to %+v", c)
				}
			}
		})
	}
}

// TestYouSaidWeDid reads the sentences, and looks that nothing internal is in
// them.
func TestYouSaidWeDid(t *testing.T) {
	public := response(analysis.ResponsePartly)
	public.Words, public.Public = "There is money for two hours a month.", true
	r := analysis.Recommendation{Body: "the board", Owner: "Ana Owner", FeedsInto: []string{"work on workloads"}, Notes: []analysis.Note{
		{Kind: analysis.Remark, Words: "An internal remark."}, public, status(analysis.InProgress), note(analysis.DueNote, "2022-06-30"),
	}}
	tests := []struct {
		name         string
		rec, earlier analysis.Recommendation
		want         []string
	}{
		{"by the notes", r, analysis.Recommendation{Notes: []analysis.Note{{Kind: analysis.StatusNote, Value: "done"}}}, []string{
			"You said: Pay the mentors for their time. We did: it was accepted in part by the board (There is money for two hours a month); it is in progress and is to be done by 30 June 2022; it will feed into work on workloads",
			"You said: Keep the scheme going. We did: it is done",
		}},
		{"in words for everybody", analysis.Recommendation{PublicText: "Mentors are paid from May."}, analysis.Recommendation{PublicText: "The scheme runs for three more years."}, []string{
			"You said: Pay the mentors for their time. We did: Mentors are paid from May",
			"You said: Keep the scheme going. We did: The scheme runs for three more years",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := made(t, followed(tt.rec, tt.earlier), analysis.DoneEdition, analysis.EditionSettings{})
			var got []string
			for _, sec := range m.Summary.Sections {
				for _, st := range sec.Statements {
					got = append(got, st.Lead)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("leads = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestNotesAreNotForEverybody freezes editions and looks for who sees to a
// recommendation and what was noted of it.
func TestNotesAreNotForEverybody(t *testing.T) {
	r := analysis.Recommendation{Body: "the board", Owner: "Ana Owner", CoOwners: []string{"Bo Owner"}, PublicText: "We will see.", Notes: []analysis.Note{
		{Kind: analysis.Remark, Words: "An internal remark."}, response(analysis.ResponseAccepted), status(analysis.InProgress),
	}}
	for _, kind := range []analysis.EditionKind{analysis.PublicEdition, analysis.DoneEdition} {
		frozen, err := json.Marshal(made(t, followed(r, r), kind, analysis.EditionSettings{}).Summary)
		if err != nil {
			t.Fatal(err)
		}
		for _, never := range []string{"Ana Owner", "Bo Owner", "internal"} {
			if strings.Contains(string(frozen), never) {
				t.Errorf("%s holds %q: %s", kind, never, frozen)
			}
		}
	}
	committee, err := json.Marshal(made(t, followed(r, r), analysis.CommitteeEdition, analysis.EditionSettings{}).Summary)
	if err != nil || !strings.Contains(string(committee), "Ana Owner") {
		t.Errorf("the committee is not told who sees to it: %v", err)
	}
}
