package bleveindex

import (
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"verbatim/search"
	"verbatim/survey/fault"
)

// Index implements [search.Engine].
type Index struct {
	log   *slog.Logger
	dir   string
	lock  *os.File
	slots chan struct{} // one for each search that may run at once

	sharing uint64 // worthSharing, less in tests
	calm    calm

	mu         sync.RWMutex // held for reading by everything that uses what follows
	ix         *guarded     // nil when closed
	vocabulary *vocabulary
	cache      *cache
	walk       *walk
	suspect    atomic.Bool // a panic was caught: verify the files at the next opening
	compact    sync.Mutex  // held by Compact
	background sync.WaitGroup

	stopBackground context.CancelFunc
	compacted      atomic.Bool // Compact has run, so its placeholder may be in what a search sees

	deletions atomic.Int64  // updates that deleted documents
	deleted   chan struct{} // after one of them
	updated   chan struct{} // after any
}

// walk is whether the vocabulary holds the words that were in the index when it
// was opened.
type walk struct {
	mu   sync.Mutex
	done bool
}

var _ search.Engine = (*Index)(nil)

// Open opens the index in dir, which is made when missing. An index that is
// damaged or has another schema is replaced by an empty one, with a warning in
// the log. It fails with a fault of kind Unavailable when another process has
// the index open.
func Open(ctx context.Context, log *slog.Logger, dir string) (*Index, error) {
	return openCalm(ctx, log, dir, usualCalm())
}

func openCalm(ctx context.Context, log *slog.Logger, dir string, when calm) (_ *Index, err error) {
	defer fault.Wrap(&err, "bleveindex.Open(%q)", dir)
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, err
	}
	lock, err := lockDir(ctx, dir)
	if err != nil {
		return nil, err
	}
	x := &Index{
		log: log, dir: dir, lock: lock, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), sharing: worthSharing, calm: when,
		deleted: make(chan struct{}, 1), updated: make(chan struct{}, 1),
	}
	if err := x.openFiles(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	x.stopBackground = stop
	x.background.Go(func() { x.warm(background) })
	x.background.Go(func() { x.keepClean(background) })
	return x, nil
}

// warm reads what the first search would have to wait for.
func (x *Index) warm(ctx context.Context) {
	err := x.read(ctx, func(snap *scorch.IndexSnapshot) error {
		for _, s := range snap.Segments() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := x.cache.ids(s); err != nil {
				return err
			}
			for _, field := range []string{fieldPerson, search.FieldRole, search.FieldRound, search.FieldTheme} {
				if _, err := x.cache.column(s, field); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil && fault.KindOf(err) != fault.Unavailable {
		x.log.Warn("search index not read ahead", slog.Any("error", err))
	}
}

// use installs an opened bleve index with nothing learnt about it.
func (x *Index) use(ix *guarded) {
	x.ix = ix
	x.vocabulary = newVocabulary()
	x.cache = newCache()
	x.walk = &walk{}
}

// Update implements [search.Engine]. Documents of a batch are best kept under
// 500 or 1 MB: a batch is one segment, built on one core.
func (x *Index) Update(ctx context.Context, b search.Batch) (err error) {
	defer fault.Wrap(&err, "bleveindex.Update(%d put, %d deleted, position %d)", len(b.Put), len(b.Delete), b.Position)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := x.mend(); err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.ix == nil {
		return errClosed()
	}
	defer signal(x.updated)
	if len(b.Delete) > 0 {
		if err := x.noteDeletions(); err != nil {
			return err
		}
		// Again after it: a Compact in between has rewritten nothing of it.
		defer func() { err = errors.Join(err, x.noteDeletions()) }()
	}
	return x.contain(func() error {
		batch := x.ix.NewBatch()
		for _, id := range b.Delete {
			batch.Delete(id)
		}
		shared := keywords{}
		for _, d := range b.Put {
			if d.ID == "" {
				return errors.New("a document has no identifier")
			}
			if err := batch.IndexAdvanced(toBleve(d, x.vocabulary, shared)); err != nil {
				return err
			}
		}
		batch.SetInternal([]byte(keyPosition), binary.BigEndian.AppendUint64(nil, uint64(b.Position)))
		return x.ix.Batch(batch)
	})
}

// mend opens the files again when bleve broke over them, or makes an empty index
// when they are no longer good: the position then tells who fills it.
func (x *Index) mend() error {
	x.mu.RLock()
	broken := x.ix != nil && x.ix.isBroken()
	x.mu.RUnlock()
	if !broken {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ix == nil || !x.ix.isBroken() {
		return nil
	}
	x.log.Warn("search index opened again", slog.String("dir", x.dir), slog.Any("reason", x.ix.Close()))
	x.ix = nil
	return x.openFiles()
}

// Position implements [search.Engine].
func (x *Index) Position(context.Context) (_ int64, err error) {
	defer fault.Wrap(&err, "bleveindex.Position")
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.ix == nil {
		return 0, errClosed()
	}
	v, err := x.ix.GetInternal([]byte(keyPosition))
	if err != nil || len(v) != 8 {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(v)), nil
}

// Count implements [search.Engine].
func (x *Index) Count(ctx context.Context) (_ int, err error) {
	defer fault.Wrap(&err, "bleveindex.Count")
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.ix == nil {
		return 0, errClosed()
	}
	snap, err := x.snapshot()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, snap.Close()) }()
	state, err := x.newSearchState(ctx, snap)
	if err != nil {
		return 0, err
	}
	return int(state.live), nil
}

// Reset implements [search.Engine]. It waits for running searches.
func (x *Index) Reset(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "bleveindex.Reset")
	if err := ctx.Err(); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ix == nil {
		return errClosed()
	}
	err = x.ix.Close()
	x.ix = nil
	if err != nil {
		return err
	}
	return x.createEmpty()
}

// Close implements [search.Engine]. It waits for running searches.
func (x *Index) Close() (err error) {
	defer fault.Wrap(&err, "bleveindex.Close")
	x.stopBackground()
	defer x.background.Wait()
	x.leaveClean()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ix == nil {
		return errClosed()
	}
	err = x.ix.Close()
	x.ix = nil
	if err == nil && !x.suspect.Load() {
		err = x.markStopped()
	}
	return errors.Join(err, x.lock.Close())
}

func errClosed() error { return fault.New(fault.Unavailable, "The search index is closed.") }

// snapshot returns the state of the index as of now. The caller closes it and
// holds x.mu.
func (x *Index) snapshot() (*scorch.IndexSnapshot, error) {
	advanced, err := x.ix.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	snap, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(errors.New("bleve gave a reader that is not a scorch snapshot"), reader.Close())
	}
	return snap, nil
}
