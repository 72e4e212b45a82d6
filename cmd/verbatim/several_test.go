package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/cmd/internal/load"
	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// A fleet is several processes of the command that serve one database, each with
// a folder of its own.
type fleet struct {
	t        *testing.T
	database string
	app      *app // the test's own look at the database
	members  []*member
}

type member struct {
	t      *testing.T
	dir    string
	server *load.Server
}

func newFleet(t *testing.T, n int) *fleet {
	t.Helper()
	f := &fleet{t: t, database: surveytest.Postgres(t)}
	check(t, load.SetUp(t.Context(), surveytest.Log(t), f.database))
	a, err := openApp(t.Context(), surveytest.Log(t), place{Dir: t.TempDir(), Database: f.database})
	check(t, err)
	t.Cleanup(func() { check(t, a.close()) })
	f.app = a
	programmes, err := a.survey.Programmes(t.Context())
	check(t, err)
	check(t, ensureCodebook(t.Context(), a, programmes[0].ID))
	for range n {
		m := &member{t: t, dir: t.TempDir()}
		f.members = append(f.members, m)
		m.start(f.database)
	}
	return f
}

// start starts the process, on its folder.
func (m *member) start(database string) {
	m.t.Helper()
	log, err := os.OpenFile(m.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	check(m.t, err)
	defer log.Close()
	s, err := load.Start(m.t.Context(), load.Command{
		Program: os.Args[0], Args: []string{"serve", "-dir", m.dir, "-database", database, "-addr", "127.0.0.1:0"},
		Env: []string{asCommand + "=1"}, Log: log,
	})
	check(m.t, err)
	m.server = s
	m.t.Cleanup(func() {
		if s.Alive() {
			s.Kill()
		}
		if words, err := os.ReadFile(m.log()); err == nil && m.t.Failed() {
			m.t.Logf("%s", words)
		}
	})
	_, err = s.Ready(m.t.Context())
	check(m.t, err)
}

func (m *member) log() string { return filepath.Join(m.dir, "serve.log") }

// turns returns how often the process has become the leader.
func (m *member) turns() int {
	words, err := os.ReadFile(m.log())
	check(m.t, err)
	return strings.Count(string(words), "this process makes the suggestions")
}

// leader waits until one of the members has led more often than before says.
func (f *fleet) leader(before map[*member]int) *member {
	f.t.Helper()
	var found *member
	wait(f.t, soon, "one leads", func() bool {
		i := slices.IndexFunc(f.members, func(m *member) bool { return m.turns() > before[m] })
		if i >= 0 {
			found = f.members[i]
		}
		return i >= 0
	})
	return found
}

func (f *fleet) turns() map[*member]int {
	n := map[*member]int{}
	for _, m := range f.members {
		n[m] = m.turns()
	}
	return n
}

// settled waits until all suggestions are made and every index has them.
func (f *fleet) settled() {
	f.t.Helper()
	scan := func(r sqldb.Row) (n int64, err error) { err = r.Scan(&n); return n, err }
	wait(f.t, soon, "all have caught up", func() bool {
		n, err := sqldb.One(f.t.Context(), f.app.db, scan, `SELECT count(*) FROM follower f JOIN change_head h ON h.seq = f.seq`)
		return err == nil && n == int64(len(f.members)+1)
	})
}

// suggestions returns what the machine suggested, a line each.
func (f *fleet) suggestions() []string {
	f.t.Helper()
	lines, err := sqldb.Collect(f.t.Context(), f.app.db, func(r sqldb.Row) (string, error) {
		var verbatim, theme, model string
		var from, to int
		err := r.Scan(&verbatim, &theme, &from, &to, &model)
		return fmt.Sprint(verbatim, theme, from, to, model), err
	}, `SELECT verbatim_id, theme, span_start, span_end, model FROM coding
		UNION ALL SELECT verbatim_id, 'action', span_start, span_end, model FROM action`)
	check(f.t, err)
	slices.Sort(lines)
	return lines
}

// contents returns the documents of an index and what it knows of suggestions.
func contents(t *testing.T, dir string) (ids []string, facets map[string][]search.Count) {
	t.Helper()
	x, err := bleveindex.Open(t.Context(), surveytest.Log(t), dir)
	check(t, err)
	defer func() { check(t, x.Close()) }()
	r, err := x.Search(t.Context(), search.Request{Size: search.MaxSize, Facets: []string{search.FieldSuggested, search.FieldQuestion}})
	check(t, err)
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return ids, r.Facets
}

// TestTwoProcesses lets people answer at two processes on one database, kills
// the one that leads, lets the other stand still, and wants each answer once, the
// same contents in both indexes, and the suggestions of an undisturbed run.
func TestTwoProcesses(t *testing.T) {
	f := newFleet(t, 2)
	ledger := load.NewLedger()
	fill(t, ledger, 30, 1, f.members[0].server.Base, f.members[1].server.Base)
	first := f.leader(nil)
	other := f.members[0]
	if other == first {
		other = f.members[1]
	}

	before := f.turns()
	crowd := make(chan load.Result, 1)
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		crowd <- load.Crowd{Bases: []string{first.server.Base, other.server.Base}, Size: 4, Insists: true, Ledger: ledger, Seed: 2}.Run(ctx)
	}()
	wait(t, soon, "people are answering", func() bool { return ledger.Acknowledged() > 45 })
	first.server.Kill()
	killed := time.Now()
	if f.leader(before) != other {
		t.Error("the killed process leads")
	}
	took := time.Since(killed)
	at := ledger.Acknowledged()
	wait(t, soon, "people go on answering", func() bool { return ledger.Acknowledged() > at+15 })
	stop()
	r := <-crowd
	t.Logf("the other process led %v after the kill; %d answered meanwhile, errors %v", took.Round(time.Millisecond), r.Done, r.Errors)
	first.start(f.database)

	before = f.turns()
	check(t, syscall.Kill(other.server.Pid(), syscall.SIGSTOP)) // as a network that stands still
	halted := time.Now()
	if f.leader(before) != first {
		t.Error("the halted process leads")
	}
	t.Logf("the other process led %v after the leader was halted", time.Since(halted).Round(time.Millisecond))
	fill(t, ledger, 10, 3, first.server.Base)
	check(t, syscall.Kill(other.server.Pid(), syscall.SIGCONT))
	fill(t, ledger, 10, 4, first.server.Base, other.server.Base)
	f.settled()
	audit(t, ledger, f.database)
	for _, m := range f.members {
		m.server.Stop()
	}
	f.compare()
}

// compare sets the indexes of processes that have ended, and the suggestions,
// against what a new process makes of the same answers.
func (f *fleet) compare() {
	f.t.Helper()
	got := f.suggestions()
	if len(got) == 0 {
		f.t.Error("nothing was suggested")
	}
	if once := slices.Compact(slices.Clone(got)); len(once) != len(got) {
		f.t.Errorf("%d of %d suggestions are there twice", len(got)-len(once), len(got))
	}
	check(f.t, f.app.survey.SetCursor(f.t.Context(), "pipeline", 0))
	check(f.t, f.app.openIndex(f.t.Context()))
	check(f.t, f.app.pipeline(nil).CatchUp(f.t.Context()))
	if diff := cmp.Diff(f.suggestions(), got); diff != "" {
		f.t.Errorf("suggestions differ from those of one process alone (-alone +fleet):\n%s", diff)
	}
	check(f.t, f.app.engine.Close())
	f.app.engine = nil
	ids, facets := contents(f.t, f.app.folder)
	for _, m := range f.members {
		gotIDs, gotFacets := contents(f.t, filepath.Join(m.dir, "index"))
		if diff := cmp.Diff(ids, gotIDs); diff != "" {
			f.t.Errorf("the index in %s differs from a new one (-new +it):\n%s", m.dir, diff)
		}
		if diff := cmp.Diff(facets, gotFacets); diff != "" {
			f.t.Errorf("what the index in %s counts differs from a new one (-new +it):\n%s", m.dir, diff)
		}
	}
	f.t.Logf("%d documents in each of %d indexes, %d suggestions", len(ids), len(f.members)+1, len(got))
}
