package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestRestoreDrill serves a site under load, makes a backup, and puts it back
// elsewhere, from and to each engine. Every response that was acknowledged
// before the backup began is there with its exact words, withdrawn ones are not,
// staff can sign in with their passwords, and the summary is the same to the
// byte.
func TestRestoreDrill(t *testing.T) {
	for _, drill := range []struct {
		name     string
		from, to bool // on PostgreSQL
	}{{"sqlite to sqlite", false, false}, {"sqlite to postgresql", false, true}, {"postgresql to sqlite", true, false}} {
		t.Run(drill.name, func(t *testing.T) {
			from, to := newDemo(t, drill.from), newPlace(t, drill.to)
			summaryBefore := writtenSummary(t, from)
			password := newStaff(t, from)
			key, recipient := newKey(t)

			base, stop := serveOn(t, from)
			l := startSending(t, from)
			l.wait(t, 60)
			before := l.acknowledged() // what is sent from here on may be in the backup or not
			file := filepath.Join(t.TempDir(), "backup.age")
			out, _ := runVerbatim(t, exitOK, append([]string{"backup", file, "-recipient", recipient}, from.flags()...)...)
			l.wait(t, 20)
			l.stop()
			if !signsIn(t, base, password) {
				t.Error("nobody can sign in while a backup is made")
			}
			stop()
			if !strings.Contains(out, "Encrypted    for 1 key") {
				t.Errorf("the backup says\n%s", out)
			}

			runVerbatim(t, exitOK, append([]string{"restore", file, "-identity", key}, to.flags()...)...)
			before.check(t, to)
			base, stop = serveOn(t, to)
			if !signsIn(t, base, password) {
				t.Error("nobody can sign in after the restore")
			}
			stop()
			if diff := cmp.Diff(summaryBefore, writtenSummary(t, to)); diff != "" {
				t.Errorf("the summary after the restore (-before +after):\n%s", diff)
			}
		})
	}
}

// newDemo returns a place with the demonstration, moved to PostgreSQL where that
// is asked for.
func newDemo(t *testing.T, postgres bool) place {
	t.Helper()
	p := place{Dir: demonstrated(t)}
	if postgres {
		file := p.database()
		p.Database = surveytest.Postgres(t)
		out, _ := runVerbatim(t, exitOK, "move", file, p.Database)
		everyTable(t, file, out)
	}
	return p
}

// everyTable looks in the database's own list of tables whether a move has told
// of each.
func everyTable(t *testing.T, file, out string) {
	t.Helper()
	db, err := sqldb.OpenForeign(t.Context(), surveytest.Log(t), file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables, err := sqldb.Collect(t.Context(), db, func(r sqldb.Row) (name string, err error) { err = r.Scan(&name); return name, err },
		`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name NOT LIKE '%~_version' ESCAPE '~'`)
	if err != nil || len(tables) < 20 {
		t.Fatalf("the database has the tables %v, %v", tables, err)
	}
	for _, name := range tables {
		if !strings.Contains("\n"+out, "\n"+name+" ") {
			t.Errorf("the table %s was not moved", name)
		}
	}
}

func newPlace(t *testing.T, postgres bool) place {
	t.Helper()
	p := place{Dir: filepath.Join(t.TempDir(), "data")}
	if postgres {
		p.Database = surveytest.Postgres(t)
	}
	return p
}

func (p place) flags() []string {
	flags := []string{"-dir", p.Dir, "-log", "error"}
	if p.Database != "" {
		flags = append(flags, "-database", p.Database)
	}
	return flags
}

// writtenSummary returns the demonstration's summary as Markdown.
func writtenSummary(t *testing.T, p place) string {
	t.Helper()
	out := t.TempDir()
	runVerbatim(t, exitOK, append([]string{"summary", demoProgramme, demoRound, "-out", out, "-format", "md"}, p.flags()...)...)
	content, err := os.ReadFile(filepath.Join(out, demoProgramme+"-"+demoRound+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

const drillUser = "ada"

func newStaff(t *testing.T, p place) (password string) {
	t.Helper()
	out, _ := runVerbatim(t, exitOK, append([]string{"user", "add", drillUser, "-level", "coordinator"}, p.flags()...)...)
	return after(t, bytes.NewBufferString(out), "Password")
}

// newKey makes a key and returns its file and its public half.
func newKey(t *testing.T) (file, recipient string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "key.txt")
	out, _ := runVerbatim(t, exitOK, "key", file)
	return file, after(t, bytes.NewBufferString(out), "Recipient")
}

// serveOn serves a place until stop is called.
func serveOn(t *testing.T, p place) (base string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, errs := &buffer{}, &buffer{}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "-addr", "127.0.0.1:0"}, p.flags()...), strings.NewReader(""), out, errs)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if code := <-ended; code != exitOK {
			t.Errorf("the server ended with %d:\n%s", code, errs)
		}
	})
	t.Cleanup(stop)
	wait(t, 60*time.Second, "the site serves", func() bool { return strings.Contains(out.String(), "Site") })
	base = after(t, out, "Site")
	wait(t, 60*time.Second, "the site is ready", func() bool { return status(t, base+"readyz") == http.StatusOK })
	return base, stop
}

// signsIn signs in and looks whether the staff pages open.
func signsIn(t *testing.T, base, password string) bool {
	t.Helper()
	client := &http.Client{Jar: newJar(t)}
	send := func(method, path string, body io.Reader) (status int, at string) {
		r, err := http.NewRequestWithContext(t.Context(), method, base+path, body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.StatusCode, resp.Request.URL.Path
	}
	send(http.MethodPost, "sign-in", strings.NewReader("name="+drillUser+"&password="+password))
	got, at := send(http.MethodGet, "staff/search", nil)
	return got == http.StatusOK && strings.HasSuffix(at, "/staff/search")
}

// A ledger holds what was acknowledged: the words of each response, and those
// that were withdrawn again.
type ledger struct {
	words     map[string]string
	withdrawn map[string]bool
}

// check compares a restored place with what was acknowledged.
func (l ledger) check(t *testing.T, p place) {
	t.Helper()
	a, err := openApp(t.Context(), surveytest.Log(t), p)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if len(l.words) < 40 || len(l.withdrawn) < 4 {
		t.Fatalf("the load sent %d and withdrew %d only", len(l.words), len(l.withdrawn))
	}
	for id, words := range l.words {
		r, err := a.survey.Response(t.Context(), id)
		if l.withdrawn[id] {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("a withdrawn response was restored: %v", err)
			}
			continue
		}
		if err != nil {
			t.Errorf("an acknowledged response is lost: %v", err)
			continue
		}
		if got, _ := r.Answer("changed"); got.Text != words {
			t.Errorf("a response was restored as %q, want %q", got.Text, words)
		}
	}
}

// A sender sends responses to a wave of its own in a second process's way: on
// connections of its own, while the server works on what comes.
type sender struct {
	mu     sync.Mutex
	ledger ledger
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

func startSending(t *testing.T, p place) *sender {
	t.Helper()
	a, err := openApp(t.Context(), surveytest.Log(t), p)
	if err != nil {
		t.Fatal(err)
	}
	g := surveytest.Programme()
	g.Key = "drill"
	r := surveytest.Round(g)
	w := surveytest.Wave(r, surveytest.Form())
	for _, step := range []func() error{
		func() error { return a.survey.SaveProgramme(t.Context(), g) },
		func() error { return a.survey.SaveRound(t.Context(), r) },
		func() error { _, err := a.survey.PublishForm(t.Context(), g.ID, surveytest.Form()); return err },
		func() error { return a.survey.SaveWave(t.Context(), w) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	l := &sender{ledger: ledger{map[string]string{}, map[string]bool{}}, cancel: cancel}
	for n := range 3 {
		l.wg.Go(func() { l.send(ctx, t, a.survey, w, n) })
	}
	t.Cleanup(func() {
		l.stop()
		a.close()
	})
	return l
}

// send submits until ctx ends, and withdraws every eighth response.
func (l *sender) send(ctx context.Context, t *testing.T, s *store.Store, w survey.Wave, n int) {
	for i := 0; ctx.Err() == nil; i++ {
		words := fmt.Sprintf("Änderung %d of sender %d: we now meet\nevery week. %s", i, n, strings.Repeat("“So it was.” ", i%7))
		receipt, err := s.Submit(context.WithoutCancel(ctx), surveytest.Response(w, "mentor", words), store.SubmitOptions{Key: sqldb.NewID()})
		if err != nil {
			t.Errorf("Submit under load: %v", err)
			return
		}
		withdraw := i%8 == 7
		if withdraw {
			if err := s.Withdraw(context.WithoutCancel(ctx), receipt.Code); err != nil {
				t.Errorf("Withdraw under load: %v", err)
				return
			}
		}
		l.mu.Lock()
		l.ledger.words[receipt.ResponseID] = words
		if withdraw {
			l.ledger.withdrawn[receipt.ResponseID] = true
		}
		l.mu.Unlock()
	}
}

// wait waits until so many more responses are acknowledged.
func (l *sender) wait(t *testing.T, more int) {
	t.Helper()
	have := len(l.acknowledged().words)
	wait(t, 60*time.Second, "the load has sent enough", func() bool { return len(l.acknowledged().words) >= have+more })
}

// acknowledged returns a copy of the ledger.
func (l *sender) acknowledged() ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return ledger{maps.Clone(l.ledger.words), maps.Clone(l.ledger.withdrawn)}
}

func (l *sender) stop() {
	l.cancel()
	l.wg.Wait()
}
