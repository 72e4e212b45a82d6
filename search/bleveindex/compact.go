package bleveindex

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/survey/fault"
)

const (
	// compactID is a document without contents that is there while Compact
	// runs, because bleve does not rewrite a segment that is alone. No
	// verbatim's identifier begins with a zero byte.
	compactID = "\x00compact"

	compactRounds = 8                     // rewritings, should updates delete documents meanwhile
	sweepPause    = 10 * time.Millisecond // between two looks whether old files are gone
	sweepWait     = 30 * time.Second      // for searches that still use them
)

// onlyDirty makes bleve rewrite each segment that holds deleted documents by
// itself, and leave the others alone: a task has one segment, bleve drops tasks
// of one segment without deletions, and as no number of segments is few enough
// it considers them all.
var onlyDirty = mergeplan.MergePlanOptions{
	MaxSegmentsPerTier: 1, SegmentsPerMergeTask: 1, TierGrowth: 1,
	MaxSegmentSize: 1 << 30, MaxSegmentFileSize: 1 << 40, FloorSegmentSize: 1,
	CalcBudget:    func(int64, int64, *mergeplan.MergePlanOptions) int { return 0 },
	ScoreSegments: func([]mergeplan.Segment, *mergeplan.MergePlanOptions) float64 { return 0 },
}

// Compact rewrites the parts of the index that hold documents which were
// deleted, and returns when the files that held their words are gone. Deleting
// makes a document unfindable at once; its words stay in the files until they
// are rewritten, so a withdrawal is complete only after Compact. It takes about
// a tenth of the time that indexing the documents of those parts takes, and for
// that time as much space on disk as they have, while searches and updates go
// on. Who deletes need not call it: an index compacts itself when it is quiet.
func (x *Index) Compact(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "bleveindex.Compact")
	x.compact.Lock() // one at a time
	defer x.compact.Unlock()
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.ix == nil {
		return errClosed()
	}
	deletions := x.deletions.Load()
	return x.contain(func() error {
		if err := x.rewriteDirty(ctx); err != nil {
			return err
		}
		return x.forgetDeletions(deletions)
	})
}

// rewriteDirty rewrites segments until none holds a deleted document.
func (x *Index) rewriteDirty(ctx context.Context) (err error) {
	x.compacted.Store(true)
	defer func() { err = errors.Join(err, x.dropPlaceholder()) }()
	for range compactRounds {
		clean, err := x.isCompact()
		if err != nil {
			return err
		}
		if clean {
			break
		}
		if err := x.rewrite(ctx); err != nil {
			return err
		}
	}
	return x.sweep(ctx)
}

// rewrite rewrites the segments that hold deleted documents once.
func (x *Index) rewrite(ctx context.Context) error {
	b := x.ix.NewBatch()
	if err := b.IndexAdvanced(document.NewDocument(compactID)); err != nil {
		return err
	}
	if err := x.ix.Batch(b); err != nil {
		return err
	}
	advanced, err := x.ix.Advanced()
	if err != nil {
		return err
	}
	s, ok := advanced.(*scorch.Scorch)
	if !ok {
		return errors.New("bleve's index is not scorch")
	}
	options := onlyDirty
	if err := x.ix.wait(func() error { return s.ForceMerge(ctx, &options) }); err != nil {
		return err
	}
	return ctx.Err()
}

// isCompact reports whether no segment holds a deleted document but the
// placeholder.
func (x *Index) isCompact() (clean bool, err error) {
	snap, err := x.snapshot()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, snap.Close()) }()
	for _, s := range snap.Segments() {
		placeholder, err := s.Segment().DocNumbers([]string{compactID})
		if err != nil {
			return false, err
		}
		if deleted := s.Deleted(); deleted != nil && !roaring.AndNot(deleted, placeholder).IsEmpty() {
			return false, nil
		}
	}
	return true, nil
}

// dropPlaceholder deletes the placeholder if it is there.
func (x *Index) dropPlaceholder() error { return x.ix.Delete(compactID) }

// hide takes the placeholder out of the living documents of a segment.
func hide(live *roaring.Bitmap, seg segment.Segment) error {
	placeholder, err := seg.DocNumbers([]string{compactID})
	if err == nil {
		live.AndNot(placeholder)
	}
	return err
}

// sweep waits until the directory holds only files of segments in use.
func (x *Index) sweep(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sweepWait)
	defer cancel()
	tick := time.NewTicker(sweepPause)
	defer tick.Stop()
	for {
		// bleve removes old files after a write, so there is one each time.
		if err := x.ix.SetInternal([]byte(keySchema), []byte(schema)); err != nil {
			return err
		}
		swept, err := x.isSwept()
		if swept || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fault.New(fault.Unavailable, "The index was rewritten, but its old files are still in use. Try again in a moment.")
		}
	}
}

func (x *Index) isSwept() (swept bool, err error) {
	snap, err := x.snapshot()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, snap.Close()) }()
	used := map[string]bool{}
	for _, s := range snap.Segments() {
		if p, ok := s.Segment().(segment.PersistedSegment); ok {
			used[filepath.Base(p.Path())] = true
		}
	}
	files, err := os.ReadDir(filepath.Join(x.dir, nameIndex, pathStore))
	if err != nil {
		return false, err
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) == ".zap" && !used[f.Name()] {
			return false, nil
		}
	}
	return true, nil
}
