package coordinate_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/web/webtest"
)

// TestR31YouSaidWeDid takes a recommendation from the answers to what everybody
// is told was done about it: it is taken up, put to a body, answered and followed,
// and the edition is blocked until all of that is said.
func TestR31YouSaidWeDid(t *testing.T) {
	s := ready(t)
	anna, bea := s.Coordinator(), second(t, s)
	hinders := func(want ...string) {
		t.Helper()
		p := anna.Post(editions, url.Values{"kind": {"done"}}).Want(http.StatusOK)
		got := strings.Join(texts(p.Class("check")), "\n")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("of what hinders it the page says %q, want %q", got, w)
			}
		}
		anna.Post(p.Path+"/drop", url.Values{})
	}
	hinders("Nobody has taken this up")

	draft, err := collate.Round(t.Context(), s.Survey, s.Analysis, s.Round.ID)
	must(t, err)
	if len(draft.Building) != 1 || len(draft.Building[0].Points) != 1 {
		t.Fatalf("building = %+v, want what the pair asked for", draft.Building)
	}
	for _, o := range draft.New {
		for _, a := range o.Actions {
			must(t, s.Analysis.DecideAction(t.Context(), a.ID, "anna", analysis.Rejected))
		}
	}
	var actions []string
	for _, a := range draft.Building[0].Points[0].Actions {
		actions = append(actions, a.ID)
	}
	id, err := s.Analysis.Adopt(t.Context(), analysis.Adoption{
		RoundID: s.Round.ID, Title: "Include cultural competency in the curriculum", Actions: actions, Links: []analysis.Link{{To: draft.Building[0].Previous.ID, Kind: analysis.Continues}},
	})
	must(t, err)
	hinders("Nobody has said yet whom it is put to, the response to it, how far it has come and by when it is to be done")

	const page = "/staff/recommendation/reverse-mentoring/2021/2021-R01"
	anna.Get(page).Form(page).Set("body", "the curriculum board", "owner", "Dr Owner", "feeds", "work on decolonising the curriculum").Send().Want(http.StatusOK)
	for _, n := range []analysis.Note{
		{Kind: analysis.ResponseNote, Value: string(analysis.ResponsePartly), Words: "Year 1 only.", Public: true},
		{Kind: analysis.StatusNote, Value: string(analysis.InProgress), Words: "Dr Owner has written to the leads."},
		{Kind: analysis.DueNote, Value: "2030-06-30"},
	} {
		n.RecommendationID = id
		must(t, s.Analysis.AddNote(t.Context(), n))
	}
	publish(t, proposed(t, anna, url.Values{"kind": {"done"}}), anna, bea)
	read := s.Visitor().Get("/published/reverse-mentoring/2021/done-1").Want(http.StatusOK)
	text := webtest.Text(read.Find("main"))
	want := "You said: Include cultural competency in the curriculum. We did: it was accepted in part by the curriculum board (Year 1 only); it is in progress and is to be done by 30 June 2030; it will feed into work on decolonising the curriculum."
	if !strings.Contains(text, want) {
		t.Errorf("everybody reads %q, want %q", text, want)
	}
	for _, never := range []string{"Dr Owner", "anna", "bea"} {
		if strings.Contains(read.Body, never) {
			t.Errorf("everybody reads %q", never)
		}
	}
}
