package coordinate_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/web/stafftest"
)

const editions = "/staff/editions/reverse-mentoring/2021"

// said are the answers of six mentors, of whom three speak of one theme.
var said = []string{
	"I speak up in meetings now.", "My voice is heard in the team.", "I dare to ask in front of everybody.",
	"The rooms were hard to find.", "We met on four days.", "Lunch was good.",
}

// ready starts a site whose draft is decided by people: six mentors answered,
// three of them about one theme.
func ready(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	for _, text := range said {
		s.Answer("mentor", map[string]string{"changed": text})
	}
	s.Answer("pair", map[string]string{"recommend": "Include cultural competency in the curriculum"})
	s.CatchUp()
	decideAll(t, s)
	all, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
	must(t, err)
	for _, v := range all {
		switch i := slices.Index(said, v.Text); {
		case i >= 0 && i < 3:
			must(t, s.Analysis.AddCoding(t.Context(), coded(v, "confidence")))
		case i >= 3:
			must(t, s.Analysis.AddCoding(t.Context(), coded(v, "curriculum")))
		}
	}
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func coded(v survey.Verbatim, theme string) analysis.Coding {
	return analysis.Coding{VerbatimID: v.ID, Theme: theme, Span: survey.Span{End: len(v.Text)}, Coder: "anna", Status: analysis.Accepted, Score: 1}
}

// decideAll accepts the recommendations that software found and rejects its
// themes: people gave theirs.
func decideAll(t *testing.T, s *stafftest.Site) {
	t.Helper()
	codings, err := s.Analysis.RoundCodings(t.Context(), s.Round.ID)
	must(t, err)
	for _, c := range codings {
		must(t, s.Analysis.DecideCoding(t.Context(), c.ID, "anna", analysis.Rejected))
	}
	actions, err := s.Analysis.RoundActions(t.Context(), s.Round.ID)
	must(t, err)
	for _, a := range actions {
		must(t, s.Analysis.DecideAction(t.Context(), a.ID, "anna", analysis.Accepted))
	}
}

// TestProposalSaysWhatHinders puts an edition up while the draft is not ready:
// nobody can sign it.
func TestProposalSaysWhatHinders(t *testing.T) {
	b := ready(t).Coordinator()
	p := b.Post(editions, url.Values{"kind": {"public"}}).Want(http.StatusOK)
	t.Log(texts(p.Class("check")))
}
