package bleveindex

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"verbatim/survey/fault"
)

// calm is when an index compacts itself after a deletion.
type calm struct {
	quiet  time.Duration // without an update
	latest time.Duration // after the deletion, quiet or not
	again  time.Duration // after a failure
	small  int           // documents up to which it does not wait at all
}

// compactAtOnce is the largest index, in documents, that is rewritten as soon as
// something was deleted: it takes well under a second.
const compactAtOnce = 20_000

// usualCalm waits, in a large index, for the end of what is being imported or
// coded, and lets the words of a withdrawn answer stay in the files for a quarter
// of an hour at most.
func usualCalm() calm {
	return calm{quiet: 10 * time.Second, latest: 15 * time.Minute, again: time.Minute, small: compactAtOnce}
}

// residuePath is the file that is there from before a deletion until the files
// have been rewritten without what was deleted, so that a crash in between is
// made up for.
func (x *Index) residuePath() string { return filepath.Join(x.dir, nameResidue) }

// noteDeletions is called before documents are deleted, and after.
func (x *Index) noteDeletions() error {
	x.deletions.Add(1)
	if err := os.WriteFile(x.residuePath(), nil, fileMode); err != nil {
		return err
	}
	signal(x.deleted)
	return nil
}

// forgetDeletions is called when the files hold nothing of what had been deleted
// at the given count.
func (x *Index) forgetDeletions(count int64) error {
	if x.deletions.Load() != count {
		return nil
	}
	err := os.Remove(x.residuePath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// hasResidue reports whether files hold something of deleted documents.
func (x *Index) hasResidue() bool {
	_, err := os.Stat(x.residuePath())
	return err == nil
}

// signal wakes who waits on c, now or the next time.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// keepClean compacts the index after deletions until ctx ends.
func (x *Index) keepClean(ctx context.Context) {
	if x.hasResidue() { // of a process that ended before it could
		signal(x.deleted)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.deleted:
		}
		if !x.awaitQuiet(ctx) {
			return
		}
		if !x.hasResidue() { // somebody else compacted it
			continue
		}
		err := x.Compact(ctx)
		if err == nil || ctx.Err() != nil {
			continue
		}
		if fault.KindOf(err) != fault.Unavailable {
			x.log.Warn("search index not compacted", slog.Any("error", err))
		}
		time.AfterFunc(x.calm.again, func() { signal(x.deleted) })
	}
}

// small reports whether the index holds so few documents that rewriting it keeps
// nobody waiting.
func (x *Index) small(ctx context.Context) bool {
	if x.calm.small == 0 {
		return false
	}
	n, err := x.Count(ctx)
	return err == nil && n <= x.calm.small
}

// leaveClean compacts a small index before it is closed: the process may be a
// command, and the next one long in coming.
func (x *Index) leaveClean() {
	ctx := context.Background()
	if x.suspect.Load() || !x.hasResidue() || !x.small(ctx) {
		return
	}
	if err := x.Compact(ctx); err != nil { // the next process makes up for it
		x.log.Warn("search index not compacted", slog.Any("error", err))
	}
}

// awaitQuiet returns when no update came for a while, or it is too late to wait
// for that, or there is no need to; false when ctx ended.
func (x *Index) awaitQuiet(ctx context.Context) bool {
	if x.small(ctx) {
		return ctx.Err() == nil
	}
	when := x.calm
	latest := time.NewTimer(when.latest)
	defer latest.Stop()
	quiet := time.NewTimer(when.quiet)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-x.updated:
			quiet.Reset(when.quiet)
		case <-quiet.C:
			return true
		case <-latest.C:
			return true
		}
	}
}
