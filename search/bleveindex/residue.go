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
}

// usualCalm waits for the end of what is being imported or coded, and lets the
// words of a withdrawn answer stay in the files for a quarter of an hour at
// most.
func usualCalm() calm {
	return calm{quiet: 10 * time.Second, latest: 15 * time.Minute, again: time.Minute}
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
func (x *Index) keepClean(ctx context.Context, when calm) {
	if x.hasResidue() { // of a process that ended before it could
		signal(x.deleted)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.deleted:
		}
		if !x.awaitQuiet(ctx, when) {
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
		time.AfterFunc(when.again, func() { signal(x.deleted) })
	}
}

// awaitQuiet returns when no update came for a while, or it is too late to wait
// for that; false when ctx ended.
func (x *Index) awaitQuiet(ctx context.Context, when calm) bool {
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
