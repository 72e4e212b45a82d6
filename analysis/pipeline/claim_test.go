package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// TestIndexOfAnotherTime lets the database be another than the index was made
// from, in the ways in which backups and failovers do that: what is gone is gone
// from the index, what is new is found.
func TestIndexOfAnotherTime(t *testing.T) {
	tests := []struct {
		name   string
		change func(b *bench)
	}{
		{"a backup was put back", func(b *bench) { check(b.t, b.survey.NewEpoch(b.t.Context())) }},
		{"a server took over that had less, and has more since", func(b *bench) {
			b.sql(`UPDATE change SET entity = 'another' WHERE seq = (SELECT max(seq) FROM change)`)
			b.answer("changed", samples[3], survey.QuoteWords)
		}},
		{"the feed ends before the index", func(b *bench) {
			b.sql(`DELETE FROM change WHERE seq > 4`)
			b.sql(`UPDATE change_head SET seq = 4`)
			b.sql(`DELETE FROM response WHERE id NOT IN (SELECT entity FROM change)`)
		}},
	}
	for _, running := range []bool{true, false} {
		for _, tt := range tests {
			name := tt.name
			if running {
				name += " under a running process"
			}
			t.Run(name, func(t *testing.T) {
				address := filepath.Join(t.TempDir(), "verbatim.db")
				b := newBenchOn(t, surveytest.Reopen(t, address))
				b.book()
				p := b.another(address)
				b.answers(6)
				lost, _ := b.answer("changed", samples[0], survey.QuoteWords)
				p.catchUp()
				response, _, _ := strings.Cut(lost, ".")
				b.sql(`DELETE FROM response WHERE id = '` + response + `'`) // no word of it in the feed
				tt.change(b)
				if !running {
					p.reopen()
				}
				p.catchUp()
				fresh := b.another(address)
				fresh.catchUp()
				if n := must(p.index.Count(t.Context()))(t); n < 3 {
					t.Errorf("%d documents are left, want at least 3", n)
				}
				if diff := cmp.Diff(fresh.all(), p.all()); diff != "" {
					t.Errorf("the index differs from a new one (-new +old):\n%s", diff)
				}
				if r := p.find(search.FieldResponse, response); len(r) != 0 {
					t.Errorf("the index still has %v, which the database has not", r)
				}
			})
		}
	}
}

// TestIndexOfAnotherDatabase gives a process the index of another one.
func TestIndexOfAnotherDatabase(t *testing.T) {
	one := newBenchOn(t, surveytest.OpenDB(t))
	address := filepath.Join(t.TempDir(), "verbatim.db")
	two := newBenchOn(t, surveytest.Reopen(t, address)).another(address)
	two.answers(3)
	two.catchUp()
	one.answers(5)
	two.survey, two.analysis = one.survey, one.analysis
	two.reopen()
	two.catchUp()
	want := one.index
	one.catchUp()
	if got, n := must(two.index.Count(t.Context()))(t), must(want.Count(t.Context()))(t); got != n || n != 5 {
		t.Errorf("the index has %d documents, want the %d of its new database", got, n)
	}
}

// TestBookmark keeps its name and survives damage.
func TestBookmark(t *testing.T) {
	dir := t.TempDir()
	b := must(readBookmark(dir))(t)
	check(t, b.note(survey.Change{Seq: 7, Kind: survey.ResponseStored, Entity: "r"}))
	again := must(readBookmark(dir))(t)
	if again.Name == "" || again.Name != b.Name || again.Last != b.Last {
		t.Errorf("readBookmark = %+v, want %+v", again, b)
	}
	check(t, os.WriteFile(filepath.Join(dir, bookmarkName), []byte(`{"name":`), bookmarkMode))
	if damaged := must(readBookmark(dir))(t); damaged.Name == "" || damaged.Name == b.Name || damaged.Last.Seq != 0 {
		t.Errorf("readBookmark of a damaged file = %+v, want a new one", damaged)
	}
	if none := must(readBookmark(""))(t); none.Name != "" || none.save() != nil {
		t.Error("an index without a folder has a bookmark")
	}
}

// TestFollowersAreKnown reads how far an index is from the database.
func TestFollowersAreKnown(t *testing.T) {
	address := filepath.Join(t.TempDir(), "verbatim.db")
	b := newBenchOn(t, surveytest.Reopen(t, address)).another(address)
	b.answers(4)
	b.catchUp()
	name := must(readBookmark(b.files))(t).Name
	if got, head := must(b.survey.Cursor(t.Context(), name))(t), must(b.survey.Head(t.Context()))(t); got != head {
		t.Errorf("the database knows the index at %d, want %d", got, head)
	}
}

// all returns the documents in the index.
func (b *bench) all() []string {
	b.t.Helper()
	ids := b.find(search.FieldRole, "mentor")
	slices.Sort(ids)
	return ids
}

// sql runs a statement.
func (b *bench) sql(statement string) {
	b.t.Helper()
	check(b.t, b.survey.DB.Write(b.t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, statement)
		return err
	}))
}

// reopen makes a pipeline as a new process would, over the same index.
func (b *bench) reopen() {
	b.pipeline = New(surveytest.Log(b.t), Config{Survey: b.survey, Analysis: b.analysis, Engine: b.index, Folder: b.files})
}

// TestFeedForgets lets the feed forget what a process has not seen: its index,
// mended where it is, holds in the end what a new one holds.
func TestFeedForgets(t *testing.T) {
	address := filepath.Join(t.TempDir(), "verbatim.db")
	b := newBenchOn(t, surveytest.Reopen(t, address))
	b.book()
	late, other := b.another(address), b.another(address)
	b.answers(5)
	_, code := b.answer("changed", samples[0], survey.QuoteWords)
	late.catchUp()
	b.answers(4)
	check(t, b.survey.Withdraw(t.Context(), code))
	other.catchUp()
	check(t, b.survey.ForgetFollower(t.Context(), late.pipeline.mark.Name)) // as after a long time
	if n := must(b.survey.PruneChanges(t.Context()))(t); n == 0 {
		t.Fatal("the feed forgot nothing")
	}
	b.answers(2)
	var told []string
	late.reopen()
	late.pipeline.Progress = func(done, total int) { told = append(told, fmt.Sprint(done, " of ", total)) }
	late.catchUp()
	fresh := b.another(address)
	fresh.catchUp()
	if diff := cmp.Diff(fresh.all(), late.all()); diff != "" || len(fresh.all()) != 11 {
		t.Errorf("the index of a process that was away for long differs from a new one (-new +its):\n%s", diff)
	}
	if got, want := late.suggestedIn(), fresh.suggestedIn(); got != want || got == 0 {
		t.Errorf("it knows %d suggestions, a new one %d", got, want)
	}
	if !slices.Contains(told, "0 of 11") {
		t.Errorf("progress was told as %v, want 0 of 11 among them", told)
	}
	if got, head := must(late.index.Position(t.Context()))(t), must(b.survey.Head(t.Context()))(t); got != head {
		t.Errorf("its position is %d after all, want %d", got, head)
	}
}

// TestSuggestionsForgotten loses the cursor of the suggestions for so long that
// the feed does not tell what lacks them.
func TestSuggestionsForgotten(t *testing.T) {
	address := filepath.Join(t.TempDir(), "verbatim.db")
	b := newBenchOn(t, surveytest.Reopen(t, address)).another(address)
	b.book()
	b.answers(6)
	b.catchUp()
	want := must(b.analysis.RoundCodings(t.Context(), b.wave.RoundID))(t)
	b.sql(`DELETE FROM coding`)
	check(t, b.survey.ForgetFollower(t.Context(), Follower))
	must(b.survey.PruneChanges(t.Context()))(t)
	b.reopen()
	b.catchUp()
	got := must(b.analysis.RoundCodings(t.Context(), b.wave.RoundID))(t)
	if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
		t.Errorf("suggestions made again differ (-before +after):\n%s", diff)
	}
	if found := b.suggestedIn(); found == 0 {
		t.Error("the index knows none of them")
	}
}

// TestLeaderShortensTheFeed lets hours pass.
func TestLeaderShortensTheFeed(t *testing.T) {
	address := filepath.Join(t.TempDir(), "verbatim.db")
	b := newBenchOn(t, surveytest.Reopen(t, address)).another(address)
	var late atomic.Int64
	b.pipeline.Now = func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	b.answers(3)
	b.run()
	b.await(3, takeover)
	b.awaitTrue("the feed has forgotten what all have seen", takeover, func() bool {
		late.Add(int64(pruneEvery))
		return must(b.survey.Oldest(t.Context()))(t) > 3
	})
}
