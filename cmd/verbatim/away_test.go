package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

const (
	// soon is how long a test waits for what takes a second or two on a machine
	// that does nothing else.
	soon = 20 * time.Second
	// quick is how long the command may take to end in any state.
	quick = 10 * time.Second
)

// A served is a site that the command serves while a test runs.
type served struct {
	t        *testing.T
	url      string
	out, err *buffer
	stop     func()
}

// serveUntil runs the command until it is stopped, or the test ends. It may
// wait for its database: it is not ready when this returns.
func serveUntil(t *testing.T, database string) *served {
	t.Helper()
	s := &served{t: t, out: &buffer{}, err: &buffer{}}
	address := fmt.Sprint("127.0.0.1:", freePort(t))
	s.url = "http://" + address
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan int, 1)
	dir := t.TempDir()
	go func() {
		ended <- run(ctx, []string{"serve", "-dir", dir, "-database", database, "-addr", address, "-log", "info"}, strings.NewReader(""), s.out, s.err)
	}()
	stopped := false
	s.stop = func() {
		t.Helper()
		if stopped {
			return
		}
		stopped = true
		began := time.Now()
		cancel()
		select {
		case code := <-ended:
			if code != exitOK {
				t.Errorf("serve ended with %d:\n%s", code, s.err)
			}
		case <-time.After(quick):
			t.Errorf("serve did not end within %v:\n%s", quick, s.err)
		}
		t.Logf("serve ended in %v", time.Since(began).Round(time.Millisecond))
	}
	t.Cleanup(s.stop)
	return s
}

// ask returns the status and the words of a page.
func (s *served) ask(path string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	words, _ := io.ReadAll(resp.Body) // half a page has no status that anybody waits for
	return resp.StatusCode, string(words)
}

// becomes waits until /readyz has the status, and logs how long that took.
func (s *served) becomes(status int, why string) (words string) {
	s.t.Helper()
	began := time.Now()
	wait(s.t, soon, fmt.Sprintf("/readyz says %d %s", status, why), func() bool {
		var got int
		got, words = s.ask("/readyz")
		return got == status
	})
	s.t.Logf("/readyz says %d after %v: %s", status, time.Since(began).Round(time.Millisecond), why)
	if status != http.StatusOK && !strings.HasPrefix(words, "not ready: ") {
		s.t.Errorf("/readyz gives no reason: %q", words)
	}
	return words
}

// fill lets people answer at the sites, and wants every answer acknowledged.
func fill(t *testing.T, ledger *load.Ledger, n int, seed uint64, urls ...string) {
	t.Helper()
	r := load.Crowd{Bases: urls, Size: 2 * len(urls), Visits: n, Ledger: ledger, Seed: seed}.Run(t.Context())
	if r.Done != n || len(r.Errors) > 0 {
		t.Errorf("%d of %d fillings were acknowledged: %v", r.Done, n, r.Errors)
	}
}

// audit looks up every acknowledgement.
func audit(t *testing.T, ledger *load.Ledger, database string) {
	t.Helper()
	tally, err := load.Audit{Log: surveytest.Log(t), Database: database, Ledger: ledger}.Count(t.Context())
	if err != nil || tally.Err() != nil {
		t.Errorf("%v %v: %+v", err, tally.Err(), tally)
	}
	t.Logf("%d acknowledged and there, %d lost, %d doubled", tally.Found, tally.Lost, tally.Doubled)
}

// suggestedAll waits until the pipeline has dealt with all that is stored.
func suggestedAll(t *testing.T, database string) {
	t.Helper()
	db := surveytest.Reopen(t, database)
	scan := func(r sqldb.Row) (n int, err error) { err = r.Scan(&n); return n, err }
	wait(t, soon, "all suggestions are made", func() bool {
		n, err := sqldb.One(t.Context(), db, scan, `SELECT h.seq - f.seq FROM change_head h JOIN follower f ON f.name = 'pipeline'`)
		return err == nil && n == 0
	})
}

// TestServeWithoutItsDatabase starts the command before its database is there,
// takes that away in the ways that servers go, and brings it back.
func TestServeWithoutItsDatabase(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCluster(t)
	c.init()
	c.start()
	c.up()
	c.sql("postgres", `CREATE ROLE site LOGIN`)
	c.sql("postgres", `CREATE DATABASE evaluation OWNER site`)
	database := strings.Replace(c.address("evaluation"), "verbatim@", "site@", 1)
	check(t, load.SetUp(t.Context(), surveytest.Log(t), database))
	c.crash()

	s := serveUntil(t, database)
	words := s.becomes(http.StatusServiceUnavailable, "while the database is not there yet")
	if !strings.Contains(words, "D05") {
		t.Errorf("/readyz says %q, want D05", words)
	}
	if code, _ := s.ask("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz = %d while the database is away, want 200", code)
	}
	if code, words := s.ask(load.Path); code != http.StatusServiceUnavailable || !strings.Contains(words, "The site is starting") {
		t.Errorf("the form = %d while the database is away, want 503 in words:\n%s", code, words)
	}
	c.start()
	c.up()
	s.becomes(http.StatusOK, "after the server was started")
	ledger := load.NewLedger()
	fill(t, ledger, 10, 1, s.url)

	for i := range 2 {
		c.crash()
		s.becomes(http.StatusServiceUnavailable, "after the server crashed")
		c.start()
		c.up()
		s.becomes(http.StatusOK, "after it came back")
		fill(t, ledger, 10, uint64(2+i), s.url)
	}

	c.sql("postgres", `ALTER ROLE site CONNECTION LIMIT 0`)
	c.sql("postgres", `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'site'`)
	s.becomes(http.StatusServiceUnavailable, "when the server has no connection for us")
	c.sql("postgres", `ALTER ROLE site CONNECTION LIMIT -1`)
	s.becomes(http.StatusOK, "when it has some again")
	fill(t, ledger, 10, 9, s.url)
	suggestedAll(t, database)
	audit(t, ledger, database)

	c.crash()
	s.becomes(http.StatusServiceUnavailable, "after the last crash")
	s.stop()
	serveUntil(t, database).stop() // while it waits
}

// TestFailover crashes a primary whose commits wait for its standby, lets that
// take over, and goes on there without a word to the command.
func TestFailover(t *testing.T) {
	t.Parallel() // it waits more than it works
	primary := newCluster(t)
	primary.init()
	primary.start()
	primary.up()
	primary.sql("postgres", `CREATE DATABASE evaluation`)
	standby := newCluster(t)
	standby.standbyOf(primary)
	standby.start()
	standby.up()
	primary.sql("postgres", `ALTER SYSTEM SET synchronous_standby_names = '*'`)
	primary.sql("postgres", `SELECT pg_reload_conf()`)
	database := several("evaluation", standby, primary) // the standby first: it must be passed over
	check(t, load.SetUp(t.Context(), surveytest.Log(t), database))
	s := serveUntil(t, database)
	s.becomes(http.StatusOK, "on the primary")
	ledger := load.NewLedger()
	fill(t, ledger, 20, 1, s.url)
	primary.crash()
	s.becomes(http.StatusServiceUnavailable, "after the primary crashed")
	standby.sql("postgres", `SELECT pg_promote()`)
	s.becomes(http.StatusOK, "after the standby took over")
	fill(t, ledger, 20, 2, s.url)
	suggestedAll(t, database)
	audit(t, ledger, database)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestRefused ends at once where waiting does not help.
func TestRefused(t *testing.T) {
	server := surveytest.Postgres(t)
	_, errs := runVerbatim(t, exitFailed, "serve", "-dir", filepath.Join(t.TempDir(), "data"), "-addr", "127.0.0.1:0", "-database", strings.Replace(server, "verbatim_test_", "no_such_", 1))
	if !strings.Contains(errs, "D05: ") {
		t.Errorf("serve on a database that does not exist says %q, want D05", errs)
	}
}
