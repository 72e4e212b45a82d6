package coordinate_test

import (
	"net/http"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// TestSidesShowWhatWasAsked has somebody answer the first version of a form, of
// which the wave takes another afterwards: the answers stand beside the words to
// which they were given, also of a question that is asked no more.
func TestSidesShowWhatWasAsked(t *testing.T) {
	s := stafftest.New(t)
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	asks := func(questions ...survey.Question) survey.Form {
		f, err := s.Survey.PublishForm(ctx, s.Programme.ID, survey.Form{Key: "log", Title: "Log", Pages: []survey.Page{{Key: "a", Title: "A", Questions: questions}}})
		check(err)
		return f
	}
	yes := []survey.Choice{{Key: "y", Label: "Most of the time"}}
	first := asks(survey.Question{Key: "gone", Kind: survey.Single, Label: "Did you meet as planned?", Choices: yes}, survey.Question{Key: "kept", Kind: survey.ShortText, Label: "Where did you meet?"})
	w := survey.Wave{ID: sqldb.NewID(), RoundID: s.Round.ID, Key: "log", Title: "Log", FormKey: first.Key, FormVersion: first.Version, Mode: survey.Named}
	check(s.Survey.SaveWave(ctx, w))
	who := survey.Participant{ID: sqldb.NewID(), RoundID: s.Round.ID, Role: "mentor", Name: "Zed"}
	check(s.Survey.SaveParticipant(ctx, who))
	_, err := s.Survey.Submit(ctx, survey.Response{WaveID: w.ID, ParticipantID: who.ID, Role: "mentor", Answers: []survey.Answer{{Question: "gone", Choices: []string{"y"}}, {Question: "kept", Text: "In the library."}}}, store.SubmitOptions{Key: "k"})
	check(err)
	second := asks(survey.Question{Key: "kept", Kind: survey.ShortText, Label: "Where, and how often?"})
	check(s.Survey.TakeForm(ctx, w.ID, second.Version, true))
	b := s.Coordinator()
	list := b.Get("/staff/sides/reverse-mentoring/2021").Want(http.StatusOK)
	text := ""
	for _, a := range webtest.All(list.Find("tbody"), "a") {
		text += webtest.Text(b.Get(webtest.Attr(a, "href")).Want(http.StatusOK).Find("main"))
	}
	for _, want := range []string{"Did you meet as planned?", "Most of the time", "Where did you meet?", "In the library."} {
		if !strings.Contains(text, want) {
			t.Errorf("the answers do not stand beside %q: %s", want, text)
		}
	}
}
