package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/render"
)

// BenchmarkFormPage answers a request for page 2 of the sample form, without
// the network. BenchmarkTemplateOnly executes the same template: what lies
// between them is routing, middleware and reading the database.
func BenchmarkFormPage(b *testing.B) {
	s := newSite(b)
	h := s.server.Handler()
	req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, s.path+"/page/2", nil)
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			b.Fatalf("status %d", w.Code)
		}
	}
}

func BenchmarkTemplateOnly(b *testing.B) {
	r, err := render.New()
	must(b, err)
	pg := form().Pages[1]
	data := page.Form{
		Layout:  page.Layout{Title: "Page 2 of 3: What you learnt", Lang: page.Language, Programme: "Reverse Mentoring", Writing: true, Scripts: []string{"form.js"}},
		Heading: pg.Title, Progress: "Page 2 of 3", Questions: page.Questions(pg, []survey.Answer{}, nil), Action: "/x", Back: true,
	}
	for b.Loop() {
		must(b, r.Execute(io.Discard, "participate-page", "layout", data))
	}
}
