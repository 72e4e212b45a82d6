package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
