package coordinate_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const audit = "/staff/audit"

func TestAuditPage(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	p := b.Get(audit).Want(http.StatusOK)
	main := webtest.Text(p.Find("main"))
	for _, want := range []string{"Sound: each of", "anna", "A person of the staff signed in.", "A wave was set up or changed."} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q: %s", want, main)
		}
	}
	if head := webtest.Attr(p.ID("head"), "value"); len(head) != 64 {
		t.Errorf("head = %q", head)
	}

	// Only what is asked for.
	rows := func(query string) []string {
		t.Helper()
		return texts(webtest.All(b.Get(audit+"?"+query).Want(http.StatusOK).Find("main"), "tr"))
	}
	for _, line := range rows("actor=staff%3Aanna&action=staff.signed-in")[1:] {
		if !strings.Contains(line, "anna") || !strings.Contains(line, "signed in") {
			t.Errorf("the filter leaves %q", line)
		}
	}
	if n := len(rows("from=2999-01-01")); n != 0 {
		t.Errorf("%d rows of the far future", n)
	}
	wrong := b.Get(audit + "?from=soon").Want(http.StatusUnprocessableEntity)
	if text := webtest.Text(wrong.ID("days-problem")); !strings.Contains(text, `"soon" is not a date`) {
		t.Errorf("problem = %q", text)
	}

	// Pages of rows, by their numbers.
	for i := range 60 {
		if err := s.Survey.CreateUser(t.Context(), survey.User{Name: fmt.Sprint("user-", i), Level: survey.Researcher}, "hash"); err != nil {
			t.Fatal(err)
		}
	}
	first := b.Get(audit + "?action=account.added").Want(http.StatusOK)
	if n := len(webtest.All(first.Find("main"), "tr")); n != 51 {
		t.Errorf("the first page has %d rows, want 50 and a head", n)
	}
	older := ""
	for _, a := range webtest.All(first.Find("main"), "a") {
		if webtest.Attr(a, "rel") == "next" {
			older = webtest.Attr(a, "href")
		}
	}
	if text := webtest.Text(b.Get(older).Want(http.StatusOK).Find("main")); !strings.Contains(text, "user-0") || strings.Contains(text, "user-59") {
		t.Errorf("the page at %s shows %s", older, text)
	}
}
