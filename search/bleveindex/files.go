package bleveindex

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"verbatim/survey/fault"
)

// What stands in the directory of an index.
const (
	nameIndex   = "index"     // bleve's own directory
	nameDiscard = "discarded" // an index being removed
	nameLock    = "lock"      // held by the process that has the index open
	nameRunning = "running"   // there while the index is open: found at opening, the last stop was unclean
	nameResidue = "residue"   // there while files may hold words of deleted documents
)

const (
	dirMode  = 0o700 // texts of answers can be guessed from their words: for the owner only
	fileMode = 0o600

	lockWait  = 2 * time.Second       // covers the end of a process that is being replaced
	lockPause = 20 * time.Millisecond // between two tries
	boltWait  = "2s"                  // bleve's own lock; without it a second opening waits for ever
)

// lockDir takes the lock of the directory, waiting lockWait for it.
func lockDir(ctx context.Context, dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, nameLock), os.O_CREATE|os.O_RDWR, fileMode)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	tick := time.NewTicker(lockPause)
	defer tick.Stop()
	for {
		ok, err := tryLock(f)
		if ok {
			return f, nil
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, errors.Join(errInUse(dir), f.Close())
		}
	}
}

func errInUse(dir string) error {
	return fault.New(fault.Unavailable, "Another process has the search index in %s open. Stop it first, or give this one another directory.", dir)
}

// openFiles opens what is in the directory, or an empty index when that cannot
// be used. The lock is held.
func (x *Index) openFiles() error {
	if err := x.discard(nameDiscard); err != nil {
		return err
	}
	ix, why := x.openExisting()
	if why == nil {
		x.use(ix)
		return x.markRunning()
	}
	if !errors.Is(why, fs.ErrNotExist) {
		x.log.Warn("search index replaced by an empty one", slog.String("dir", x.dir), slog.String("reason", why.Error()))
	}
	return x.createEmpty()
}

// openExisting opens the index that is there and makes sure that it is whole
// and ours. It returns fs.ErrNotExist when there is none.
func (x *Index) openExisting() (ix *guarded, err error) {
	path := filepath.Join(x.dir, nameIndex)
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(x.dir, nameRunning)); err == nil {
		if err := contain(func() error { return verify(path) }); err != nil {
			return nil, fmt.Errorf("after an unclean stop: %w", err)
		}
	}
	err = contain(func() error {
		ix, err = guard(path, func(config map[string]any) (bleve.Index, error) { return bleve.OpenUsing(path, config) })
		if err != nil {
			return err
		}
		got, err := ix.GetInternal([]byte(keySchema))
		if err == nil && string(got) != schema {
			err = fmt.Errorf("schema is %q, not %q", got, schema)
		}
		if err == nil {
			err = ix.Delete(compactID) // a crash can have left it
		}
		if err != nil {
			return errors.Join(err, ix.Close())
		}
		return nil
	})
	return ix, err
}

// createEmpty removes the index that is there and makes an empty one.
func (x *Index) createEmpty() error {
	if err := x.markRunning(); err != nil {
		return err
	}
	if err := x.discard(nameIndex); err != nil {
		return err
	}
	path := filepath.Join(x.dir, nameIndex)
	ix, err := guard(path, func(config map[string]any) (bleve.Index, error) {
		return bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, config)
	})
	if err != nil {
		return err
	}
	if err := ix.SetInternal([]byte(keySchema), []byte(schema)); err != nil {
		return errors.Join(err, ix.Close())
	}
	x.use(ix)
	return nil
}

// discard removes a part of the directory in such a way that a crash midway
// leaves nothing that looks like an index. It is removed and not kept, because
// it holds the words of answers that may have been withdrawn since.
func (x *Index) discard(name string) error {
	away := filepath.Join(x.dir, nameDiscard)
	if name != nameDiscard {
		err := os.Rename(filepath.Join(x.dir, name), away)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return os.RemoveAll(away)
}

func (x *Index) markRunning() error {
	return os.WriteFile(filepath.Join(x.dir, nameRunning), nil, fileMode)
}

func (x *Index) markStopped() error {
	err := os.Remove(filepath.Join(x.dir, nameRunning))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// verify opens the index for reading only, which starts none of bleve's own
// goroutines on files that may be broken, and checks the sum at the end of each
// segment in use. Segments that a crash left half written are not in use.
func verify(path string) (err error) {
	ix, err := openReadOnly(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	advanced, err := ix.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	snap, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return errors.New("bleve gave a reader that is not a scorch snapshot")
	}
	for _, s := range snap.Segments() {
		if p, ok := s.Segment().(segment.PersistedSegment); ok {
			if err := checkSum(p.Path()); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkSum compares a segment's contents with the CRC-32 (IEEE, big-endian) in
// its last four bytes.
func checkSum(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	const sumLen = 4
	if info.Size() < sumLen {
		return fmt.Errorf("%s is too short", filepath.Base(name))
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-sumLen); err != nil {
		return err
	}
	var want [sumLen]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if got := sum.Sum32(); got != binary.BigEndian.Uint32(want[:]) {
		return fmt.Errorf("%s is damaged: its check sum does not match", filepath.Base(name))
	}
	return nil
}

// contain calls fn and turns a panic, or a fault of the memory that the index
// is mapped to, into an error.
func contain(fn func() error) (err error) {
	old := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(old)
	defer func() {
		if r := recover(); r != nil {
			err = &panicked{value: r, stack: debug.Stack()}
		}
	}()
	return fn()
}

// panicked is the error that a contained panic becomes.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// contain is the function contain that remembers a panic, so that the files
// are verified at the next opening.
func (x *Index) contain(fn func() error) error {
	err := contain(fn)
	if _, ok := errors.AsType[*panicked](err); ok {
		x.suspect.Store(true)
	}
	return err
}
