package web_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/webtest"
)

// wantWords fails the test unless the page says to come back and has the words.
func wantWords(t *testing.T, p *webtest.Page, field, words string) {
	t.Helper()
	if p.Want(http.StatusServiceUnavailable); p.Header.Get("Retry-After") == "" {
		t.Errorf("%s: 503 without Retry-After", p.Path)
	}
	if len(p.Class("notice")) != 1 {
		t.Errorf("%s does not say what happened", p.Path)
	}
	for n := range p.Root.Descendants() {
		if webtest.Attr(n, "name") == field {
			if got := webtest.Raw(n) + webtest.Attr(n, "value"); got != words {
				t.Errorf("%s has %q, want the words %q", p.Path, got, words)
			}
			return
		}
	}
	t.Errorf("%s has no field %s", p.Path, field)
}

// TestAFullQueueKeepsEveryWord lets as many writes wait as may, then saves a
// page and sends a form. Both come back with every word, and once there is room
// the same pages are stored, once.
func TestAFullQueueKeepsEveryWord(t *testing.T) {
	s := newSite(t)
	check := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	other := s.browser.Another()
	saving := s.begin(other).Form(s.path+"/page/1").Set("answer.agree", "yes", "answer.role", "mentor").Send().Form(s.path+"/page/2").
		Set("answer.surprise", said, "answer.scale.listen", "1", "answer.scale.speak", "1", "quote.surprise", "themes")
	release := s.blockWrites()
	wantWords(t, saving.Send(), "answer.surprise", said)
	sent := check.Send()
	wantWords(t, sent, "answer.surprise", said)
	s.wantResponses(0)
	release()
	again := other.Get(s.path + "/page/2").Want(http.StatusOK)
	if got := webtest.Raw(again.ID("answer.surprise")); got != "" {
		t.Errorf("what was refused is stored as a draft: %q", got)
	}
	saving.Send().WantAt(s.path + "/page/3")
	sent.Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
	check.Send().WantAt(s.path + "/receipt")
	s.wantResponses(1)
}

// blockWrites holds up the writer and fills its queue until release is called.
func (s *site) blockWrites() (release func()) {
	s.t.Helper()
	holding, done := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	write := func(fn func() error) error {
		return s.store.DB.Write(context.Background(), func(context.Context, *sqldb.Tx) error { return fn() })
	}
	wg.Go(func() { _ = write(func() error { close(holding); <-done; return nil }) })
	<-holding
	full := make(chan struct{})
	var once sync.Once
	for range 4096 { // more than may wait
		wg.Go(func() {
			if err := write(func() error { return nil }); err != nil {
				once.Do(func() { close(full) })
			}
		})
	}
	<-full
	return func() { close(done); wg.Wait() }
}

// A link is a connection to a database server that can be cut.
type link struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	cut      bool
	open     []net.Conn
}

// newLink stands between a database and those who use the address it returns.
func newLink(t *testing.T, address string) (l *link, through string) {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	if u.Host == "" || u.Query().Has("host") {
		t.Skip("the database server is not reached over TCP")
	}
	l = &link{to: u.Host}
	if u.Port() == "" {
		l.to = net.JoinHostPort(u.Hostname(), "5432")
	}
	l.listener, err = net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.listener.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { l.carry(conn) })
		}
	})
	t.Cleanup(func() { _ = l.listener.Close(); l.set(true); wg.Wait() })
	u.Host = l.listener.Addr().String()
	return l, u.String()
}

// set cuts the link, or lets new connections through again.
func (l *link) set(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
	if cut {
		for _, c := range l.open {
			_ = c.Close()
		}
		l.open = nil
	}
}

func (l *link) carry(conn net.Conn) {
	defer conn.Close()
	server, err := net.Dial("tcp", l.to)
	if err != nil {
		return
	}
	defer server.Close()
	l.mu.Lock()
	if l.cut {
		l.mu.Unlock()
		return
	}
	l.open = append(l.open, conn, server)
	l.mu.Unlock()
	go func() { _, _ = io.Copy(server, conn); _ = server.Close() }()
	_, _ = io.Copy(conn, server)
}

// TestALostDatabaseKeepsEveryWord cuts the way to PostgreSQL while people are
// writing: what they post comes back to them, even when the server can no longer
// read their draft or their invitation, and is stored once when the way is back.
func TestALostDatabaseKeepsEveryWord(t *testing.T) {
	l, address := newLink(t, surveytest.Postgres(t))
	s := &site{t: t, log: &logBuffer{}, clock: &clock{now: today}}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	var err error
	s.store, err = store.New(t.Context(), log, surveytest.Reopen(t, address))
	must(t, err)
	s.store.Now = s.clock.Now
	server, err := web.New(log, web.Config{Survey: s.store, Now: s.clock.Now})
	must(t, err)
	srv := httptest.NewServer(server.Handler())
	defer srv.Close()
	s.browser = webtest.At(t, srv.URL)
	s.found()
	s.ask("end", survey.Open)
	invited := s.ask("invited", survey.AnonymousInvited)
	token := s.invite(invited, "mentee")
	open := "/f/reverse-mentoring/2021/end"

	s.path = open
	check := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	guest := s.browser.Another()
	s.path = "/f/reverse-mentoring/2021/invited"
	second := guest.Get("/i/"+token).Form("/i/"+token).Send().Form(s.path+"/page/1").Set("answer.agree", "yes").Send().WantAt(s.path+"/page/2").
		Form(s.path+"/page/2").Set("answer.surprise", said, "answer.scale.listen", "1", "answer.scale.speak", "1")

	l.set(true)
	wantWords(t, second.Send(), "answer.surprise", said)
	failed := check.Send()
	wantWords(t, failed, "answer.surprise", said)
	if p := guest.Get(s.path + "/page/2"); p.Status != http.StatusServiceUnavailable || p.Header.Get("Retry-After") == "" {
		t.Errorf("a page whose draft cannot be read = %d, want 503 with Retry-After", p.Status)
	}
	s.clock.Add(10 * time.Second) // what is remembered of the place is old by now, and all there is
	wantWords(t, second.Send(), "answer.surprise", said)
	s.browser.Another().Get(open).Want(http.StatusOK)

	l.set(false)
	second.Send().Want(http.StatusOK).WantAt(s.path + "/page/3")
	failed.Form(open + "/check").Send().Want(http.StatusOK).WantAt(open + "/receipt")
	check.Send().WantAt(open + "/receipt")
	r := s.wantResponses(1)[0]
	if a, _ := r.Answer("surprise"); a.Text != said {
		t.Errorf("stored %q, want %q", a.Text, said)
	}
	s.wantNotLogged("didn't know", token)
}

// TestWhoLeavesHasSent goes away the moment the last byte of the form is sent.
func TestWhoLeavesHasSent(t *testing.T) {
	s := newSite(t)
	check := s.fill(s.begin(s.browser)).Form(s.path + "/check")
	ctx, leave := context.WithCancel(t.Context())
	body := io.MultiReader(strings.NewReader(check.Values.Encode()), leaver(leave))
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.path+"/check", body)
	must(t, err)
	req.Header.Set("Content-Type", formType)
	for _, c := range s.browser.Cookies(s.path + "/check") {
		req.AddCookie(c)
	}
	s.server.Handler().ServeHTTP(httptest.NewRecorder(), req)
	s.wantResponses(1)
}

// A leaver ends a body, and with it the visit.
type leaver func()

func (l leaver) Read([]byte) (int, error) { l(); return 0, io.EOF }
