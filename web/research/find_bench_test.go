package research_test

import (
	"flag"
	"net/http"
	"testing"

	"verbatim/search"
	"verbatim/search/corpus"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// answers is how many answers the benchmarks of finding search through: go test
// -run xxx -bench Find -answers 100000 ./web/research.
var answers = flag.Int("answers", 2000, "answers that the benchmarks of finding search through")

// searchable starts a site with so many answers, stored and indexed.
func searchable(b *testing.B, n int) (*stafftest.Site, *webtest.Browser) {
	b.Helper()
	s := stafftest.New(b)
	const batch = 500
	var rs []survey.Response
	var keys []string
	var docs []search.Document
	flush := func() {
		if _, err := s.Survey.SubmitAll(b.Context(), rs, keys); err != nil {
			b.Fatal(err)
		}
		if err := s.Engine.Update(b.Context(), search.Batch{Put: docs, Position: 1}); err != nil {
			b.Fatal(err)
		}
		rs, keys, docs = nil, nil, nil
	}
	for d := range corpus.Documents(n) {
		if d.Role != "mentor" && d.Role != "mentee" {
			d.Role = "pair"
		}
		r := survey.Response{ID: sqldb.NewID(), WaveID: s.Open.ID, FormKey: s.Form.Key, FormVersion: s.Form.Version, Role: d.Role, ReceivedOn: "2021-06-20", Answers: []survey.Answer{
			{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{d.Role}}, {Question: "changed", Text: d.Text, QuoteConsent: survey.QuoteWords},
		}}
		d.ID, d.Response, d.Person, d.Programme, d.Round, d.Wave, d.Question, d.Day = survey.VerbatimID(r.ID, "changed"), r.ID, r.ID, stafftest.ProgrammeKey, stafftest.RoundKey, s.Open.Key, "changed", "2021-06-20"
		rs, keys, docs = append(rs, r), append(keys, sqldb.NewID()), append(docs, d)
		if len(docs) == batch {
			flush()
		}
	}
	flush()
	return s, s.Researcher()
}

// BenchmarkFind measures whole pages over HTTP beside the engine's part of a
// screen of results.
func BenchmarkFind(b *testing.B) {
	s, browser := searchable(b, *answers)
	facets := []string{search.FieldRound, search.FieldRole, search.FieldQuestion, search.FieldTheme, search.FieldSuggested, search.FieldConsent}
	b.Run("engine", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Engine.Search(b.Context(), search.Request{Query: search.Word{Text: "confidence"}, Filters: map[string][]string{search.FieldRole: {"mentee"}}, Facets: facets, Size: 20, Spans: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, path := range map[string]string{
		"screen": "/staff/search?q=confidence&role=mentee", "concordance": "/staff/concordance?q=hierarchy", "words-near": "/staff/usage?q=hierarchy", "misspelt": "/staff/search?q=confidnce",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				browser.Get(path).Want(http.StatusOK)
			}
		})
	}
}
