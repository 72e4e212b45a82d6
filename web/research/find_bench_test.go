package research_test

import (
	"context"
	"flag"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

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
	for docs := range slices.Chunk(slices.Collect(corpus.Documents(n)), batch) {
		if err := arrive(b.Context(), s, docs); err != nil {
			b.Fatal(err)
		}
	}
	return s, s.Researcher()
}

// arrive stores answers and puts them into the index, as submissions and the
// pipeline do.
func arrive(ctx context.Context, s *stafftest.Site, docs []search.Document) error {
	var rs []survey.Response
	var keys []string
	for i, d := range docs {
		if d.Role != "mentor" && d.Role != "mentee" {
			d.Role = "pair"
		}
		r := survey.Response{ID: sqldb.NewID(), WaveID: s.Open.ID, FormKey: s.Form.Key, FormVersion: s.Form.Version, Role: d.Role, ReceivedOn: "2021-06-20", Answers: []survey.Answer{
			{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{d.Role}}, {Question: "changed", Text: d.Text, QuoteConsent: survey.QuoteWords},
		}}
		d.ID, d.Response, d.Person, d.Programme, d.Round, d.Wave, d.Question, d.Day = survey.VerbatimID(r.ID, "changed"), r.ID, r.ID, stafftest.ProgrammeKey, stafftest.RoundKey, s.Open.Key, "changed", "2021-06-20"
		rs, keys, docs[i] = append(rs, r), append(keys, sqldb.NewID()), d
	}
	if _, err := s.Survey.SubmitAll(ctx, rs, keys); err != nil {
		return err
	}
	return s.Engine.Update(ctx, search.Batch{Put: docs, Position: 1})
}

// arriving lets answers arrive at 100 a second until the function it returns is
// called: what a national survey has on its last day.
func arriving(b *testing.B, s *stafftest.Site) (stop func()) {
	b.Helper()
	const each, every = 10, 100 * time.Millisecond
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for docs := range slices.Chunk(slices.Collect(corpus.Documents(*answers)), each) {
			select {
			case <-ctx.Done():
				done <- nil
				return
			case <-tick.C:
			}
			if err := arrive(context.WithoutCancel(ctx), s, docs); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	return func() {
		cancel()
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
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
	pages := map[string]string{
		"screen": "/staff/search?q=confidence&role=mentee", "concordance": "/staff/concordance?q=hierarchy", "words-near": "/staff/usage?q=hierarchy", "misspelt": "/staff/search?q=confidnce",
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		b.Run(name, func(b *testing.B) { ask(b, browser, pages[name]) })
	}
	stop := arriving(b, s)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		b.Run(name+"/while-answers-arrive", func(b *testing.B) { ask(b, browser, pages[name]) })
	}
	stop()
}

// ask measures one page: the mean, the median and the 99th percentile.
func ask(b *testing.B, browser *webtest.Browser, path string) {
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		browser.Get(path).Want(http.StatusOK)
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}
