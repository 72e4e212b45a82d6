package research_test

import (
	"net/http"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// TestACodingSpeaksAgainstItsTheme marks a counter-case on the page of an answer,
// and takes that back.
func TestACodingSpeaksAgainstItsTheme(t *testing.T) {
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": "I was quieter than before."})
	id := survey.VerbatimID(r.ID, "changed")
	b := s.Researcher()
	at := "/staff/verbatims/" + id
	b.Get(at).Form(at+"/codings").Set("theme", "confidence", "side", "against").Send().Want(http.StatusOK)
	against := func() bool {
		t.Helper()
		ks, err := s.Analysis.Codings(t.Context(), id)
		if err != nil || len(ks) != 1 || ks[0].Status != analysis.Accepted {
			t.Fatalf("codings = %+v, %v", ks, err)
		}
		return ks[0].Against
	}
	p := b.Get(at)
	if text := webtest.Text(p.Find("main")); !against() || !strings.Contains(text, "Speaks against this.") {
		t.Errorf("the page does not say that the words speak against the theme: %s", text)
	}
	for _, f := range p.All("form") {
		if action := webtest.Attr(f, "action"); strings.HasPrefix(action, "/staff/codings/") {
			p = p.Form(action).Set("status", "for").Send().Want(http.StatusOK)
			break
		}
	}
	if text := webtest.Text(p.Find("main")); against() || strings.Contains(text, "Speaks against this.") {
		t.Errorf("the words still speak against the theme: %s", text)
	}
}
