package participate_test

import (
	"net/http"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/surveytest"
	"verbatim/web/participate"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// TestTrialStoresNothing walks a draft of a form to its end.
func TestTrialStoresNothing(t *testing.T) {
	s := stafftest.New(t)
	form := survey.Form{Key: "tried", Title: "Tried", Pages: []survey.Page{
		{Key: "a", Title: "A", Questions: []survey.Question{{Key: "agree", Kind: survey.Consent, Label: "I agree", Required: true}}},
		{Key: "b", Title: "B", Questions: []survey.Question{{Key: "why", Kind: survey.LongText, Label: "Why?"}}},
	}}
	if _, err := s.Survey.BeginFormDraft(t.Context(), s.Programme.ID, form, 0, "Began"); err != nil {
		t.Fatal(err)
	}
	before := surveytest.Rows(t, s.Survey.DB)
	at := participate.TrialPath(stafftest.ProgrammeKey, "tried")
	b := s.Coordinator()
	p := b.Get(at).Want(http.StatusOK)
	if got := p.Heading(); got != "Test run: Tried" {
		t.Errorf("heading = %q", got)
	}
	p = p.Form(at).Send().Want(http.StatusOK).WantAt(at + "/page/1")
	p = p.Form(at + "/page/1").Send().Want(http.StatusUnprocessableEntity) // checked as for participants
	p = p.Form(at+"/page/1").Set("answer.agree", "yes").Send().Want(http.StatusOK).WantAt(at + "/page/2")
	p = p.Form(at+"/page/2").Set("answer.why", "Only a test").Send().Want(http.StatusOK).WantAt(at + "/check")
	if text := webtest.Text(p.Find("main")); !strings.Contains(text, "Only a test") {
		t.Errorf("the check page says %s", text)
	}
	p = p.Form(at + "/check").Send().Want(http.StatusOK)
	if got := p.Heading(); got != "This was a test run" {
		t.Errorf("at the end it says %q", got)
	}
	after := surveytest.Rows(t, s.Survey.DB)
	for _, table := range []string{"response", "answer", "submission", "draft", "change", "wave", "round"} {
		if before[table] != after[table] {
			t.Errorf("the table %s has %d rows, had %d", table, after[table], before[table])
		}
	}
	b.Get(participate.TrialPath(stafftest.ProgrammeKey, "none")).Want(http.StatusNotFound)
}
