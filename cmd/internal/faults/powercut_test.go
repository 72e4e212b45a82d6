//go:build unix

package faults

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

const (
	createWord = `CREATE TABLE word (n BIGINT PRIMARY KEY, text TEXT NOT NULL)`
	insertWord = `INSERT INTO word (n, text) VALUES ($1, $2)`
	countWords = `SELECT count(*) FROM word`
)

// words is how many commits there are in the log of newLog.
const words = 40

// newLog returns a database with so many commits in its log, each of one row,
// still open.
func newLog(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "verbatim.db")
	db := surveytest.Reopen(t, path)
	exec := func(query string, args ...any) {
		t.Helper()
		err := db.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, query, args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	exec(createWord)
	for i := range words {
		exec(insertWord, i, "listened")
	}
	return path
}

func count(t *testing.T, path string) int {
	t.Helper()
	n, err := sqldb.One(t.Context(), surveytest.Reopen(t, path), scan[int], countWords)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestCopyTorn: whatever follows the last commit in the log's copy, every commit
// is in it.
func TestCopyTorn(t *testing.T) {
	path := newLog(t)
	r := rand.New(rand.NewPCG(1, 1))
	s := &season{run: &run{random: r}}
	for i := range 20 {
		dir := filepath.Join(t.TempDir(), "copy")
		if err := copyTorn(path, dir, r.IntN, s.noise); err != nil {
			t.Fatal(err)
		}
		if got := count(t, filepath.Join(dir, filepath.Base(path))); got != words {
			t.Errorf("copy %d holds %d rows, want %d", i, got, words)
		}
	}
}

// TestEndOfCommits cuts a log one byte before the end of its last commit: that
// commit, and only that, is gone. So the end is where it was said to be.
func TestEndOfCommits(t *testing.T) {
	path := newLog(t)
	wal, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	commits, frames := endOfCommits(wal)
	if commits != frames || commits == 0 || commits > len(wal) {
		t.Fatalf("endOfCommits = %d, %d of %d bytes, want the same", commits, frames, len(wal))
	}
	main, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ bytes, want int }{{commits, words}, {commits - 1, words - 1}} {
		copied := filepath.Join(t.TempDir(), "copy.db")
		if err := os.WriteFile(copied, main, fileMode); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+"-wal", wal[:c.bytes], fileMode); err != nil {
			t.Fatal(err)
		}
		if got := count(t, copied); got != c.want {
			t.Errorf("with %d bytes of the log %d rows, want %d", c.bytes, got, c.want)
		}
	}
	if commits, frames := endOfCommits(append(bytes.Clone(wal[:commits]), wal[walHeader:]...)); commits <= len(wal)/2 || frames < commits {
		t.Errorf("endOfCommits of a longer log = %d, %d", commits, frames)
	}
}

// FuzzEndOfCommits reads logs that hold anything.
func FuzzEndOfCommits(f *testing.F) {
	f.Add(make([]byte, 5000))
	f.Add(append([]byte("0123\x00\x00\x00\x00\x00\x00\x02\x00abcdSALTSALTdefghijk"), make([]byte, 2000)...))
	f.Fuzz(func(t *testing.T, wal []byte) {
		if commits, frames := endOfCommits(wal); commits < 0 || commits > frames || frames > len(wal) {
			t.Errorf("endOfCommits of %d bytes = %d, %d", len(wal), commits, frames)
		}
	})
}
