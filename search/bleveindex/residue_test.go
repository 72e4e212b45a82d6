package bleveindex_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"verbatim/search"
	"verbatim/search/bleveindex"
)

// withBatches makes an index of so many segments of three documents each, keep,
// change and drop.
func withBatches(t *testing.T, x *bleveindex.Index, batches int) {
	t.Helper()
	for i := range batches {
		b := search.Batch{Position: int64(i + 1)}
		for _, name := range []string{"keep", "change", "drop"} {
			b.Put = append(b.Put, search.Document{ID: fmt.Sprint(name, i), Person: fmt.Sprint("p", i), Text: "ordinary words " + name})
		}
		if err := x.Update(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
}

// awaitGone polls until the identifier is in no file.
func awaitGone(t *testing.T, dir, id string) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); onDisk(t, dir, id); {
		if time.Now().After(deadline) {
			t.Fatalf("%s is still on disk", id)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// TestCompactsItself holds that the words of a deleted document leave the files
// though nobody asks for it: when updates stop, and when they do not.
func TestCompactsItself(t *testing.T) {
	tests := []struct {
		name          string
		quiet, latest time.Duration
		busy          bool
	}{
		{"when it is quiet", 20 * time.Millisecond, time.Hour, false},
		{"when it is never quiet", time.Hour, 50 * time.Millisecond, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			x, err := bleveindex.OpenHasty(t.Context(), dir, tt.quiet, tt.latest)
			if err != nil {
				t.Fatal(err)
			}
			withBatches(t, x, 3)
			if err := x.Update(t.Context(), search.Batch{Delete: []string{"drop1"}, Position: 9}); err != nil {
				t.Fatal(err)
			}
			for i := 0; tt.busy && onDisk(t, dir, "drop1"); i++ {
				if err := x.Update(t.Context(), search.Batch{Put: []search.Document{{ID: fmt.Sprint("more", i), Text: "x"}}, Position: 10}); err != nil {
					t.Fatal(err)
				}
			}
			awaitGone(t, dir, "drop1")
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestSmallIndexIsCompactedAtOnce holds that the words of a deleted document leave
// a small index without a wait, and are gone when it has been closed.
func TestSmallIndexIsCompactedAtOnce(t *testing.T) {
	for _, closed := range []bool{false, true} {
		dir := t.TempDir()
		x, err := bleveindex.OpenSmall(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		withBatches(t, x, 3)
		if err := x.Update(t.Context(), search.Batch{Delete: []string{"drop1"}, Position: 9}); err != nil {
			t.Fatal(err)
		}
		if !closed {
			awaitGone(t, dir, "drop1")
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if onDisk(t, dir, "drop1") {
			t.Error("a small index was closed with words of a deleted document in it")
		}
	}
}

// withResidue makes an index whose process ended between the deletion of drop1
// and its compaction. Now and then bleve merges the segments by itself in that
// moment, and there is none.
func withResidue(t *testing.T) (dir string) {
	t.Helper()
	for range 20 {
		dir = t.TempDir()
		x, err := bleveindex.OpenHasty(t.Context(), dir, time.Hour, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		withBatches(t, x, 3)
		if err := x.Update(t.Context(), search.Batch{Delete: []string{"drop1"}, Position: 9}); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil { // it would have waited for a quiet hour
			t.Fatal(err)
		}
		if onDisk(t, dir, "drop1") {
			return dir
		}
	}
	t.Fatal("the identifier cannot be seen on disk before: the test proves nothing")
	return ""
}

// TestResidueOfACrash holds that an index whose process died between a deletion
// and its compaction is compacted by the next one.
func TestResidueOfACrash(t *testing.T) {
	dir := withResidue(t)
	x, err := bleveindex.OpenHasty(t.Context(), dir, time.Millisecond, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	awaitGone(t, dir, "drop1")
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "residue")); errors.Is(err, fs.ErrNotExist) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the mark of a residue stays after the compaction")
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCompactRewritesLittle holds that segments without deleted documents are
// left alone, so that compacting a large index takes as long as the part of it
// that changed.
func TestCompactRewritesLittle(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	defer x.Close()
	const each = 2100 // more than bleve joins with others by itself
	for i := range 3 {
		b := search.Batch{Position: int64(i + 1), Put: []search.Document{{ID: fmt.Sprint("drop", i), Text: "dropped"}}}
		for j := range each {
			b.Put = append(b.Put, search.Document{ID: fmt.Sprint("keep", i, ".", j), Person: "p", Text: "kept"})
		}
		if err := x.Update(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	before := segments(t, dir)
	if err := x.Update(t.Context(), search.Batch{Delete: []string{"drop1"}, Position: 9}); err != nil {
		t.Fatal(err)
	}
	if err := x.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := segments(t, dir)
	left := slices.DeleteFunc(slices.Clone(before), func(name string) bool { return !slices.Contains(after, name) })
	if len(before) < 3 || len(left) != len(before)-1 {
		t.Errorf("of the segments %v there are %v after the compaction, want all but one", before, after)
	}
	for _, id := range []string{"drop1"} {
		if onDisk(t, dir, id) {
			t.Errorf("%s is on disk after Compact", id)
		}
	}
}

func segments(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "index", "store", "*.zap"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}
