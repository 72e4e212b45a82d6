package bleveindex_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/google/go-cmp/cmp"

	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey/fault"
)

// filled makes an index with a few documents in several segments, closes it and
// returns its directory.
func filled(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	x := open(t, dir)
	for i := range 5 {
		b := search.Batch{Position: int64(i + 1)}
		for j := range 20 {
			b.Put = append(b.Put, search.Document{ID: fmt.Sprintf("%d-%d", i, j), Role: "mentor", Text: strings.Repeat(fmt.Sprintf("some words of answer %d ", j), 10)})
		}
		if err := x.Update(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// crash marks the directory as one whose process died.
func crash(t *testing.T, dir string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "running"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// change rewrites the files of the index whose names match.
func change(t *testing.T, dir, pattern string, edit func([]byte) []byte) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "index", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no file matches %s: %v", pattern, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if data = edit(data); data == nil {
			err = os.Remove(name)
		} else {
			err = os.WriteFile(name, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamage breaks the files of an index after an unclean stop, each in the way
// that a disk or a person has been seen to, and expects an empty index that
// works.
func TestDamage(t *testing.T) {
	half := func(b []byte) []byte { return b[:len(b)/2] }
	flip := func(b []byte) []byte { b[len(b)/3] ^= 0x10; return b }
	garbage := func(b []byte) []byte { return bytes.Repeat([]byte{0xA5}, len(b)) }
	gone := func([]byte) []byte { return nil }
	zeroTail := func(b []byte) []byte { clear(b[len(b)*3/4:]); return b }
	tests := []struct {
		name, file string
		edit       func([]byte) []byte
	}{
		{"a segment cut short", "store/*.zap", half},
		{"one bit of a segment", "store/*.zap", flip},
		{"segments gone", "store/*.zap", gone},
		{"a segment zeroed at the end", "store/*.zap", zeroTail},
		{"a segment of nothing", "store/*.zap", func([]byte) []byte { return []byte{} }},
		{"the list of segments cut short", "store/root.bolt", half},
		{"the list of segments gone", "store/root.bolt", gone},
		{"the list of segments garbage", "store/root.bolt", garbage},
		{"the list of segments empty", "store/root.bolt", func([]byte) []byte { return []byte{} }},
		{"the description gone", "index_meta.json", gone},
		{"the description garbage", "index_meta.json", garbage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filled(t)
			change(t, dir, tt.file, tt.edit)
			crash(t, dir)
			x := open(t, dir)
			defer x.Close()
			if n, err := x.Count(t.Context()); err == nil && n == 100 && tt.name == "the list of segments cut short" {
				return // by chance only unused pages were cut off
			}
			expectEmptyAndWorking(t, x)
		})
	}
}

// TestListCutAnywhere holds that no end of the list of segments, which bleve may
// find out about only in a goroutine of its own, keeps an index from being
// opened, written to and closed.
func TestListCutAnywhere(t *testing.T) {
	const page = 4096
	whole, err := os.Stat(filepath.Join(filled(t), "index", "store", "root.bolt"))
	if err != nil {
		t.Fatal(err)
	}
	for size := int64(0); size < whole.Size(); size += page {
		dir := filled(t)
		change(t, dir, "store/root.bolt", func(b []byte) []byte { return b[:min(size, int64(len(b)))] })
		crash(t, dir)
		x := open(t, dir)
		b := search.Batch{Put: []search.Document{{ID: "a", Text: "words"}}, Position: 1}
		if err := x.Update(t.Context(), b); err != nil {
			if err := x.Update(t.Context(), b); err != nil { // it broke, and was opened again
				t.Errorf("%d bytes: %v", size, err)
			}
		}
		_ = x.Close() // says what was broken
	}
}

// TestBroken holds that a write ends when bleve's goroutines have died, and that
// the next one finds a working index, which is empty if need be.
func TestBroken(t *testing.T) {
	dir := filled(t)
	x := open(t, dir)
	bleveindex.Break(x)
	b := search.Batch{Put: []search.Document{{ID: "a", Text: "words"}}, Position: 6}
	if err := x.Update(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if p, err := x.Position(t.Context()); p != 6 || err != nil {
		t.Errorf("Position = %d, %v", p, err)
	}
	bleveindex.Break(x)
	if err := x.Compact(t.Context()); err == nil {
		t.Error("Compact of a broken index succeeded")
	}
	if err := x.Close(); err == nil {
		t.Error("Close did not say that the index had broken")
	}
	for range 100 { // what was left to itself is not really broken, and still ends
		if err := os.RemoveAll(dir); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func expectEmptyAndWorking(t *testing.T, x *bleveindex.Index) {
	t.Helper()
	p, err := x.Position(t.Context())
	n, err2 := x.Count(t.Context())
	if p != 0 || n != 0 || err != nil || err2 != nil {
		t.Errorf("position %d (%v), count %d (%v), want an empty index", p, err, n, err2)
	}
	if err := x.Update(t.Context(), search.Batch{Put: []search.Document{{ID: "a", Text: "words"}}, Position: 1}); err != nil {
		t.Fatal(err)
	}
	res, err := x.Search(t.Context(), search.Request{Query: search.Word{Text: "word"}})
	if err != nil || res.Total != 1 {
		t.Errorf("Search = %+v, %v, want one", res, err)
	}
}

// TestCrashKeepsWhatIsWhole holds that an unclean stop alone loses nothing, and
// that a half-written segment which is not in use does not matter.
func TestCrashKeepsWhatIsWhole(t *testing.T) {
	dir := filled(t)
	crash(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "index", "store", "0000000000ff.zap"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := open(t, dir)
	defer x.Close()
	p, err := x.Position(t.Context())
	n, err2 := x.Count(t.Context())
	if p != 5 || n != 100 || err != nil || err2 != nil {
		t.Errorf("position %d (%v), count %d (%v), want 5 and 100", p, err, n, err2)
	}
}

// TestForeign holds that an index that this version did not write is replaced.
func TestForeign(t *testing.T) {
	dir := t.TempDir()
	ix, err := bleve.New(filepath.Join(dir, "index"), bleve.NewIndexMapping())
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Index("x", map[string]string{"text": "words"}); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	x, err := bleveindex.Open(t.Context(), slog.New(slog.NewTextHandler(&logged, nil)), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	expectEmptyAndWorking(t, x)
	if !strings.Contains(logged.String(), "schema") {
		t.Errorf("the log does not say why: %s", logged.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "discarded")); err == nil {
		t.Error("the replaced index is still on disk")
	}
}

// TestSecondProcess holds that an index is opened once, and that the second is
// told so in time and harms nothing.
func TestSecondProcess(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := bleveindex.Open(ctx, slog.New(slog.DiscardHandler), dir)
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Text(err), "Another process") {
		t.Errorf("a second Open: %v, want Unavailable that names another process", err)
	}
	if err := x.Update(t.Context(), search.Batch{Put: []search.Document{{ID: "a", Text: "x"}}, Position: 1}); err != nil {
		t.Error(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x = open(t, dir)
	if n, err := x.Count(t.Context()); n != 1 || err != nil {
		t.Errorf("Count = %d, %v, want 1", n, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCompact holds that words of deleted and changed documents are not in any
// file afterwards, with one segment and with many, and that nothing else
// changed.
func TestCompact(t *testing.T) {
	for _, batches := range []int{1, 2, 25} {
		t.Run(fmt.Sprintf("%d batches", batches), func(t *testing.T) {
			dir := t.TempDir()
			x := open(t, dir)
			defer x.Close()
			for i := range batches {
				b := search.Batch{Position: int64(i + 1), Put: []search.Document{
					{ID: fmt.Sprint("keep", i), Person: "p", Text: "ordinary words"},
					{ID: fmt.Sprint("drop", i), Person: fmt.Sprint("withdrawnperson", i), Text: fmt.Sprint("unmistakable", i, " xylophonist words")},
				}}
				if err := x.Update(t.Context(), b); err != nil {
					t.Fatal(err)
				}
			}
			if !onDisk(t, dir, "drop0") {
				t.Fatal("the identifier cannot be seen on disk before: the test proves nothing")
			}
			b := search.Batch{Position: 99}
			for i := range batches {
				b.Delete = append(b.Delete, fmt.Sprint("drop", i))
			}
			if err := x.Update(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			if err := x.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
			for i := range batches {
				if id := fmt.Sprint("drop", i); onDisk(t, dir, id) {
					t.Errorf("%s is on disk after Compact", id)
				}
			}
			p, err := x.Position(t.Context())
			n, err2 := x.Count(t.Context())
			res, err3 := x.Search(t.Context(), search.Request{Size: 100})
			if p != 99 || n != batches || res.Total != batches || len(res.Hits) != batches || err != nil || err2 != nil || err3 != nil {
				t.Errorf("position %d, count %d, found %d; want 99, %d, %d (%v %v %v)", p, n, res.Total, batches, batches, err, err2, err3)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			expectTerms(t, dir, map[string][]string{"text": {"ordinary", "words"}, "person": {"p"}})
		})
	}
}

// expectTerms reads the dictionaries of the files, which are compressed and so
// cannot be searched for words: what is in no dictionary is in no file.
func expectTerms(t *testing.T, dir string, want map[string][]string) {
	t.Helper()
	ix, err := bleve.Open(filepath.Join(dir, "index"))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	for field, words := range want {
		dict, err := ix.FieldDict(field)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for e, err := dict.Next(); e != nil; e, err = dict.Next() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.Term)
		}
		if err := dict.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(words, got); diff != "" {
			t.Errorf("words of %s on disk (-want +got):\n%s", field, diff)
		}
	}
}

func onDisk(t *testing.T, dir, word string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var data []byte
			data, err = os.ReadFile(name)
			found = found || bytes.Contains(data, []byte(word))
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // an open index removes files meanwhile
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
