package bleveindex

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"verbatim/survey/fault"
)

// TestPanicIsContained holds that a panic in a search is an error of that search
// alone, and that the files are verified at the next opening.
func TestPanicIsContained(t *testing.T) {
	dir := t.TempDir()
	x, err := Open(t.Context(), slog.New(slog.DiscardHandler), dir)
	if err != nil {
		t.Fatal(err)
	}
	err = x.read(t.Context(), func(*scorch.IndexSnapshot) error { panic("slice bounds out of range") })
	if _, ok := errors.AsType[*panicked](err); !ok || fault.KindOf(err) != fault.Internal {
		t.Errorf("a panic became %v, want an internal error", err)
	}
	if n, err := x.Count(t.Context()); n != 0 || err != nil {
		t.Errorf("afterwards Count = %d, %v", n, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, nameRunning)); err != nil {
		t.Errorf("the index counts as stopped cleanly: %v", err)
	}
}

// TestBusy holds that no more searches run than there are cores, and that one
// which waits gives up with its context.
func TestBusy(t *testing.T) {
	x, err := Open(t.Context(), slog.New(slog.DiscardHandler), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for range cap(x.slots) {
		x.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err = x.read(ctx, func(*scorch.IndexSnapshot) error { return nil })
	if err == nil || fault.KindOf(err) != fault.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with all cores busy: %v, want Unavailable after the deadline", err)
	}
	<-x.slots
	if err := x.read(t.Context(), func(*scorch.IndexSnapshot) error { return nil }); err != nil {
		t.Errorf("with a free core: %v", err)
	}
}
