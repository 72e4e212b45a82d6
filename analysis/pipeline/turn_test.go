package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/analysis/theme"
	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	sstore "verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// takeover is how long a test waits for another process to take over: a second
// or two where the server hears of the end at once.
const takeover = 10 * time.Second

// another returns a process of its own on the bench's database: with its own
// connections and its own index, in which nothing is.
func (b *bench) another(address string) *bench {
	b.t.Helper()
	o := *b
	ctx, log := b.t.Context(), surveytest.Log(b.t)
	db := surveytest.Reopen(b.t, address)
	o.survey = must(sstore.New(ctx, log, db))(b.t)
	o.analysis = must(store.New(ctx, log, db))(b.t)
	o.files = filepath.Join(b.t.TempDir(), "index")
	o.index = must(bleveindex.Open(ctx, log, o.files))(b.t)
	b.t.Cleanup(func() { check(b.t, o.index.Close()) })
	o.pipeline = New(log, Config{Survey: o.survey, Analysis: o.analysis, Engine: o.index, Folder: o.files})
	return &o
}

// run runs the pipeline until the function it returns is called, or the test
// ends.
func (b *bench) run() (stop func()) {
	ctx, cancel := context.WithCancel(b.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := b.pipeline.Run(ctx); err != nil {
			b.t.Error(err)
		}
	}()
	stop = sync.OnceFunc(func() { cancel(); <-ended })
	b.t.Cleanup(stop)
	return stop
}

func (b *bench) awaitTrue(what string, limit time.Duration, is func() bool) {
	b.t.Helper()
	for end := time.Now().Add(limit); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("waited %v in vain until %s", limit, what)
		}
	}
}

func (b *bench) leads() bool { return b.pipeline.office.Load() != nil }

// suggestedIn returns how many suggestions the index knows.
func (b *bench) suggestedIn() int {
	b.t.Helper()
	r := must(b.index.Search(b.t.Context(), search.Request{Facets: []string{search.FieldSuggested}}))(b.t)
	n := 0
	for _, c := range r.Facets[search.FieldSuggested] {
		n += c.Documents
	}
	return n
}

// TestOneLeadsOthersFollow runs three processes on one database, ends the one
// that leads twice while answers arrive, and wants what one process would have
// made of them, in the database and in every index that is left.
func TestOneLeadsOthersFollow(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		first := newBenchOn(t, surveytest.Reopen(t, address))
		first.book()
		all := []*bench{first.another(address), first.another(address), first.another(address)}
		stops := map[*bench]func(){}
		for _, b := range all {
			stops[b] = b.run()
		}
		leader := func() int { return slices.IndexFunc(all, (*bench).leads) }
		first.awaitTrue("one leads", takeover, func() bool { return leader() >= 0 })
		for turn := range 3 {
			for i := range 20 {
				all[i%len(all)].answer("changed", fmt.Sprintf("%s That was meeting %d of %d.", samples[i%len(samples)], i, turn), survey.QuoteWords)
			}
			for _, b := range all {
				b.await(20*(turn+1), takeover)
			}
			if turn == 2 {
				break
			}
			at := leader()
			stops[all[at]]()
			all = slices.Delete(all, at, at+1)
			first.awaitTrue("another leads", takeover, func() bool { return leader() >= 0 })
		}
		last := all[0]
		head := must(last.survey.Head(t.Context()))(t)
		last.awaitTrue("all suggestions are made", takeover, func() bool { return must(last.survey.Cursor(t.Context(), Follower))(t) >= head })
		stops[last]()
		last.catchUp()
		want := last.snapshot()
		if last.suggestedIn() == 0 {
			t.Error("nothing was suggested")
		}
		fresh := first.another(address)
		check(t, fresh.survey.SetCursor(t.Context(), Follower, 0))
		fresh.catchUp()
		if diff := cmp.Diff(want, fresh.snapshot()); diff != "" {
			t.Errorf("a process alone makes something else of it (-several +alone):\n%s", diff)
		}
	})
}

// TestFollowerGoesAhead lets nobody make suggestions for a while: a process that
// only follows finds new answers all the same and loses withdrawn ones, and has
// the suggestions once they are made.
func TestFollowerGoesAhead(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		b := newBenchOn(t, surveytest.Reopen(t, address))
		b.book()
		lead := must(b.survey.DB.Lead(t.Context(), Follower))(t) // a leader that does nothing
		follows := b.another(address)
		kept, _ := b.answer("changed", samples[0], survey.QuoteWords)
		gone, code := b.answer("changed", samples[1], survey.QuoteWords)
		follows.catchUp()
		if got := follows.find(search.FieldRole, "mentor"); len(got) != 2 {
			t.Fatalf("found %v before suggestions are made, want %s and %s", got, kept, gone)
		}
		if n := must(follows.index.Position(t.Context()))(t); n != 0 {
			t.Errorf("the index claims position %d without suggestions, want 0", n)
		}
		check(t, b.survey.Withdraw(t.Context(), code))
		follows.catchUp()
		if got := follows.find(search.FieldRole, "mentor"); !cmp.Equal(got, []string{kept}) {
			t.Errorf("found %v after a withdrawal, want %s", got, kept)
		}
		follows.awaitTrue("no file names the withdrawn answer", time.Minute, func() bool { return !inFiles(t, follows.files, gone) })
		if n := len(must(b.analysis.RoundCodings(t.Context(), b.wave.RoundID))(t)); n != 0 {
			t.Errorf("a process that only follows made %d suggestions", n)
		}
		check(t, lead.Leave())
		leads := b.another(address)
		leads.catchUp()
		lead = must(b.survey.DB.Lead(t.Context(), Follower))(t)
		follows.catchUp()
		if leads.suggestedIn() == 0 || follows.suggestedIn() != leads.suggestedIn() {
			t.Errorf("%d suggestions in the follower's index, %d in the leader's", follows.suggestedIn(), leads.suggestedIn())
		}
		check(t, lead.Leave())
	})
}

// TestDeposedInsideBatch lets another process take over while a batch is being
// read: what the first one made of it is not stored, and it ends in order.
func TestDeposedInsideBatch(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		b := newBenchOn(t, surveytest.Reopen(t, address))
		b.book()
		old := b.another(address)
		v, _ := b.answer("changed", samples[0], survey.QuoteWords)
		tag := old.pipeline.stages.tag
		old.pipeline.stages.tag = func(g *theme.Tagger, text string, s []analysis.Span) []theme.Tagged {
			must(b.analysis.StartTerm(t.Context()))(t)
			return tag(g, text, s)
		}
		if err := old.pipeline.CatchUp(t.Context()); fault.KindOf(err) != fault.Conflict || !strings.HasPrefix(fault.Text(err), "P10: ") {
			t.Errorf("CatchUp of a process that was deposed = %v, want P10", err)
		}
		if got := must(b.analysis.Codings(t.Context(), v))(t); len(got) != 0 {
			t.Errorf("it has stored %v", got)
		}
		if failures := must(b.analysis.Failures(t.Context()))(t); len(failures) != 0 {
			t.Errorf("it has set aside %v", failures)
		}
		old.pipeline.stages.tag = tag
		old.catchUp()
		if got := must(b.analysis.Codings(t.Context(), v))(t); len(got) == 0 {
			t.Error("nothing is suggested after it took over again")
		}
	})
}

// TestLeaderCutOff cuts the connections of the process that leads: it follows
// on, or leads again, and nothing is lost.
func TestLeaderCutOff(t *testing.T) {
	address := surveytest.Postgres(t)
	b := newBenchOn(t, surveytest.Reopen(t, address))
	b.book()
	one, two := b.another(address), b.another(address)
	one.run()
	b.awaitTrue("the first leads", takeover, one.leads)
	two.run()
	for i := range 4 {
		b.answer("changed", fmt.Sprint(samples[i], " Cut ", i), survey.QuoteWords)
		check(t, sqldb.Admin(t.Context(), address, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`))
		one.await(i+1, takeover)
		two.await(i+1, takeover)
		b.awaitTrue("somebody leads", takeover, func() bool { return one.leads() != two.leads() })
	}
	head := must(b.survey.Head(t.Context()))(t)
	b.awaitTrue("all suggestions are made", takeover, func() bool { return must(b.survey.Cursor(t.Context(), Follower))(t) >= head })
	seen := map[string]bool{}
	for _, c := range must(b.analysis.RoundCodings(t.Context(), b.wave.RoundID))(t) {
		if seen[c.VerbatimID+c.Theme] {
			t.Errorf("%s is suggested twice for %s", c.Theme, c.VerbatimID)
		}
		seen[c.VerbatimID+c.Theme] = true
	}
}

// TestFoundElsewhereSoon sends answers to one process and looks for them in the
// index of another, where they are to be found, and after a withdrawal gone,
// within two seconds.
func TestFoundElsewhereSoon(t *testing.T) {
	const limit = 2 * time.Second
	address := surveytest.Postgres(t)
	b := newBenchOn(t, surveytest.Reopen(t, address))
	b.book()
	one, two := b.another(address), b.another(address)
	one.run()
	b.awaitTrue("the first leads", takeover, one.leads)
	two.run()
	one.answer("changed", samples[5], survey.QuoteWords) // has everything opened that is needed
	two.await(1, takeover)
	var found, lost []time.Duration
	for i := range 5 {
		start := time.Now()
		v, code := one.answer("changed", fmt.Sprint(samples[i], " Once more ", i), survey.QuoteWords)
		b.awaitTrue("the answer is found elsewhere, with its suggestions", limit, func() bool {
			return slices.Contains(two.find(search.FieldRole, "mentor"), v)
		})
		found = append(found, time.Since(start))
		start = time.Now()
		check(t, one.survey.Withdraw(t.Context(), code))
		b.awaitTrue("the withdrawn answer is no longer found elsewhere", limit, func() bool {
			return !slices.Contains(two.find(search.FieldRole, "mentor"), v)
		})
		lost = append(lost, time.Since(start))
		b.awaitTrue("its name has left the files", takeover, func() bool { return !named(two.files, v) })
	}
	slices.Sort(found)
	slices.Sort(lost)
	t.Logf("found after %v (median; at most %v), gone after %v (at most %v)", found[2], found[4], lost[2], lost[4])
}

// named reports whether a file in a folder holds the words. Files come and go
// while an index is rewritten.
func named(dir, words string) bool {
	found := false
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			content, _ := os.ReadFile(name)
			found = found || bytes.Contains(content, []byte(words))
		}
		return nil
	})
	return found
}
