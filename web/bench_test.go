package web_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/page"
	"verbatim/web/render"
)

// BenchmarkFormPage answers requests for page 2 of the sample form without the
// network: the whole site, and gin executing the same template from memory.
//
//	go test -run '^$' -bench FormPage ./web
func BenchmarkFormPage(b *testing.B) {
	b.Run("gin", func(b *testing.B) {
		r, err := render.New()
		must(b, err)
		pg := form().Pages[1]
		data := page.Form{
			Layout:  page.Layout{Title: "Page 2 of 3: What you learnt", Lang: page.Language, Programme: "Reverse Mentoring", Writing: true, Scripts: []string{"form.js"}},
			Heading: pg.Title, Progress: "Page 2 of 3", Questions: page.Questions(page.AskedPage(pg), nil, nil), Action: "/x", Back: true,
		}
		gin.SetMode(gin.ReleaseMode)
		e := gin.New()
		e.GET("/x", func(c *gin.Context) {
			c.Header("Content-Type", "text/html; charset=utf-8")
			must(b, r.Execute(c.Writer, "participate-page", "layout", data))
		})
		benchGet(b, e, "/x")
	})
	b.Run("verbatim", func(b *testing.B) {
		s := newSite(b)
		benchGet(b, s.server.Handler(), s.path+"/page/2")
	})
}

func benchGet(b *testing.B, h http.Handler, path string) {
	b.Helper()
	b.ReportAllocs()
	req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			b.Fatalf("status %d", w.Code)
		}
	}
}

// BenchmarkFlow has browsers fill in one page: they get it, post it, and get the
// receipt that they are led to, each over a connection of its own that is kept.
// What is acknowledged is durable, and counted afterwards. The bare site and ours
// take turns within one measurement, because a machine that others use changes
// by the second; "of-bare" is the quotient of their rates. "visit" is the way on
// which the answers are shown once more before they are sent, which stores twice
// and asks for five pages.
//
//	go test -run '^$' -bench Flow -benchtime 3000x ./web
func BenchmarkFlow(b *testing.B) {
	for _, engine := range []sqldb.Engine{sqldb.SQLite, sqldb.PostgreSQL} {
		for _, browsers := range []int{8, 32} {
			b.Run(fmt.Sprintf("%s/c=%d", engine, browsers), func(b *testing.B) {
				s, server := flowSite(b, engine)
				bare := newSide(b, newBare(b, engine), browsers, (*flowBrowser).bare)
				ours := newSide(b, server.Handler(), browsers, (*flowBrowser).send)
				visit := newSide(b, server.Handler(), browsers, (*flowBrowser).visit)
				takeTurns(b, bare, ours, visit)
				n, err := s.CountResponses(b.Context(), "round")
				must(b, err)
				if n[""] != 2*b.N {
					b.Errorf("%d responses are stored, want the %d acknowledged", n[""], 2*b.N)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(bare.rate(), "bare/s")
				b.ReportMetric(ours.rate(), "verbatim/s")
				b.ReportMetric(visit.rate(), "visit/s")
				b.ReportMetric(ours.rate()/bare.rate(), "of-bare")
				b.ReportMetric(visit.rate()/bare.rate(), "visit-of-bare")
				b.ReportMetric(bare.percentile(99), "bare-p99-ms")
				b.ReportMetric(ours.percentile(50), "p50-ms")
				b.ReportMetric(ours.percentile(99), "p99-ms")
			})
		}
	}
}

// flowPath is where the form of the benchmarks is.
const flowPath = "/f/flow/1/end"

// flowSite is the site with the form of the benchmarks on an empty database.
func flowSite(b *testing.B, engine sqldb.Engine) (*store.Store, *web.Server) {
	b.Helper()
	address := filepath.Join(b.TempDir(), "verbatim.db")
	if engine == sqldb.PostgreSQL {
		address = surveytest.Postgres(b)
	}
	s, err := store.New(b.Context(), surveytest.Log(b), surveytest.Reopen(b, address))
	must(b, err)
	setUpFlow(b, s)
	log, err := os.Create(filepath.Join(b.TempDir(), "log"))
	must(b, err)
	b.Cleanup(func() { must(b, log.Close()) })
	server, err := web.New(slog.New(slog.NewTextHandler(log, nil)), web.Config{Survey: s})
	must(b, err)
	return s, server
}

func setUpFlow(tb testing.TB, s *store.Store) {
	tb.Helper()
	must(tb, s.SaveProgramme(tb.Context(), survey.Programme{ID: "programme", Key: "flow", Name: "Reverse Mentoring"}))
	must(tb, s.SaveRound(tb.Context(), survey.Round{ID: "round", ProgrammeID: "programme", Key: "1"}))
	f, err := s.PublishForm(tb.Context(), "programme", flowForm())
	must(tb, err)
	must(tb, s.SaveWave(tb.Context(), survey.Wave{ID: "wave", RoundID: "round", Key: "end", Title: "End", FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open}))
}

// A side is a site with the browsers that use it.
type side struct {
	browsers []*flowBrowser
	flow     func(*flowBrowser) error
	busy     time.Duration
	took     []time.Duration // of each flow
}

func newSide(b *testing.B, h http.Handler, browsers int, flow func(*flowBrowser) error) *side {
	b.Helper()
	srv := httptest.NewServer(h)
	b.Cleanup(srv.Close)
	s := &side{flow: flow}
	for range browsers {
		fb := newFlowBrowser(srv.URL)
		b.Cleanup(fb.client.CloseIdleConnections)
		s.browsers = append(s.browsers, fb)
	}
	return s
}

// turn is how many flows one side completes before the next one is measured: a
// few tenths of a second's worth.
const turn = 256

// takeTurns runs b.N flows on each side.
func takeTurns(b *testing.B, sides ...*side) {
	b.Helper()
	for left := b.N; left > 0; left -= turn {
		for _, s := range sides {
			must(b, s.run(min(turn, left)))
		}
	}
}

// run completes n flows, each browser taking the next one when it is done.
func (s *side) run(n int) error {
	start := time.Now()
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	for _, fb := range s.browsers {
		wg.Go(func() {
			for {
				mu.Lock()
				n--
				done := n < 0 || failed != nil
				mu.Unlock()
				if done {
					return
				}
				begun := time.Now()
				err := s.flow(fb)
				mu.Lock()
				s.took = append(s.took, time.Since(begun))
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	s.busy += time.Since(start)
	return failed
}

// rate is in flows a second.
func (s *side) rate() float64 { return float64(len(s.took)) / s.busy.Seconds() }

// percentile is in milliseconds.
func (s *side) percentile(p int) float64 {
	slices.Sort(s.took)
	return float64(s.took[(len(s.took)-1)*p/100].Microseconds()) / 1000
}

// A flowBrowser is a browser without scripts that fills in the form of the
// benchmarks. It keeps cookies until its flow is done.
type flowBrowser struct {
	client *http.Client
	base   string
	cookie map[string]string
	key    string // of the form, as its page says
}

func newFlowBrowser(base string) *flowBrowser {
	return &flowBrowser{base: base, cookie: map[string]string{}, client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// flowBody holds the answers of one flow, 2 kB of words.
func flowBody(key string) string {
	v := url.Values{"key": {key}}
	for i := range 3 {
		v.Set(fmt.Sprint("answer.agree", i, ".a"), "4")
	}
	for i := range 4 {
		v.Set(fmt.Sprint("answer.text", i), strings.Repeat("We learned to listen before we speak. ", 13))
		v.Set(fmt.Sprint("quote.text", i), "quote")
	}
	return v.Encode()
}

// bare fills in the page of the bare site.
func (fb *flowBrowser) bare() error { return fb.through("/form", "/form", nil) }

// send fills in the page and sends it.
func (fb *flowBrowser) send() error {
	return fb.through(flowPath+"/page/1", flowPath+"/check", nil)
}

// visit fills in the page, looks at the answers and sends them.
func (fb *flowBrowser) visit() error {
	return fb.through(flowPath+"/page/1", flowPath+"/page/1", func(check string) (string, error) {
		return fb.ask(http.MethodPost, check, flowBody(fb.key), http.StatusSeeOther)
	})
}

// through gets a page, posts to an address, follows where that leads, and does
// the same with what next returns.
func (fb *flowBrowser) through(page, to string, next func(string) (string, error)) error {
	clear(fb.cookie)
	if _, err := fb.ask(http.MethodGet, page, "", http.StatusOK); err != nil {
		return err
	}
	location, err := fb.ask(http.MethodPost, to, flowBody(fb.key), http.StatusSeeOther)
	if err != nil {
		return err
	}
	if _, err = fb.ask(http.MethodGet, location, "", http.StatusOK); err != nil || next == nil {
		return err
	}
	if location, err = next(location); err != nil {
		return err
	}
	_, err = fb.ask(http.MethodGet, location, "", http.StatusOK)
	return err
}

// ask sends a request and returns where its answer leads.
func (fb *flowBrowser) ask(method, path, body string, want int) (location string, err error) {
	req, err := http.NewRequest(method, fb.base+path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range fb.cookie {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := fb.client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != want {
		return "", fmt.Errorf("%s %s = %d, want %d", method, path, resp.StatusCode, want)
	}
	for _, c := range resp.Cookies() {
		if fb.cookie[c.Name] = c.Value; c.MaxAge < 0 {
			delete(fb.cookie, c.Name)
		}
	}
	if _, after, ok := strings.Cut(string(text), `name="key" value="`); ok {
		fb.key, _, _ = strings.Cut(after, `"`)
	}
	return resp.Header.Get("Location"), nil
}
