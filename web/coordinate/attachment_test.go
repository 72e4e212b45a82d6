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

func TestFilesAreSavedAndNeverOpened(t *testing.T) {
	s := stafftest.New(t)
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	f, err := s.Survey.PublishForm(ctx, s.Programme.ID, survey.Form{Key: "log", Title: "Notes", Pages: []survey.Page{{Key: "a", Title: "A", Questions: []survey.Question{{Key: "notes", Kind: survey.File, Label: "Your notes?"}}}}})
	check(err)
	w := survey.Wave{ID: sqldb.NewID(), RoundID: s.Round.ID, Key: "log", Title: "Notes", FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open}
	check(s.Survey.SaveWave(ctx, w))
	b := s.Coordinator()
	list := strings.Replace(collect, "/staff/collect/", "/staff/files/", 1)
	b.Get(collect).Want(http.StatusOK)
	if p := b.Get(list).Want(http.StatusOK); !strings.Contains(p.Body, "No answer of this round has a file") {
		t.Error("a round without files does not say so")
	}
	check(s.Survey.SaveDraft(ctx, "secret", survey.Draft{WaveID: w.ID, Key: "k"}))
	u, err := s.Survey.Attach(ctx, "secret", "Größe \"1\".txt", "text/plain; charset=utf-8", strings.NewReader("<script>alert(1)</script>"), nil)
	check(err)
	_, err = s.Survey.Submit(ctx, survey.Response{WaveID: w.ID, Answers: []survey.Answer{{Question: "notes", Choices: []string{u.String()}}}}, store.SubmitOptions{Key: "k", DraftSecret: "secret"})
	check(err)
	page := b.Get(list).Want(http.StatusOK)
	link := ""
	for _, a := range page.All("a") {
		if strings.HasPrefix(webtest.Attr(a, "href"), list+"/") {
			link = webtest.Attr(a, "href")
		}
	}
	file := b.Get(link).Want(http.StatusOK)
	if file.Body != "<script>alert(1)</script>" {
		t.Errorf("the file holds %q", file.Body)
	}
	for name, want := range map[string]string{"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Content-Type": "text/plain", "Cache-Control": "no-store"} {
		if got := file.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s = %q, want %s in it", name, got, want)
		}
	}
	b.Get(list + "/unknown").Want(http.StatusNotFound)
	b.Another().Get(link).WantAt("/sign-in?next=" + strings.ReplaceAll(link, "/", "%2F"))
}
