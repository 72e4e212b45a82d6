package bleveindex

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"verbatim/survey/fault"
)

// An Inspection is what is in the directory of an index.
type Inspection struct {
	Position  int64 // in the change feed
	Documents uint64
	Unclean   bool // the process that last had it open did not close it
}

// Inspect looks at the index in dir without changing it: unlike [Open] it
// replaces nothing that is damaged. It reads every file and compares the sums.
// It fails with a fault of kind NotFound when there is no index, Unavailable
// when a process has it open, Conflict when another version has written it, and
// Invalid when it is damaged.
func Inspect(ctx context.Context, dir string) (_ Inspection, err error) {
	defer fault.Wrap(&err, "bleveindex.Inspect(%q)", dir)
	path := filepath.Join(dir, nameIndex)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return Inspection{}, fault.New(fault.NotFound, "There is no index in %s.", dir)
	}
	if err := ctx.Err(); err != nil {
		return Inspection{}, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, nameLock), os.O_RDWR, 0)
	if err != nil {
		return Inspection{}, err
	}
	defer lock.Close() // gives the lock back
	if ok, err := tryLock(lock); err != nil || !ok {
		return Inspection{}, errors.Join(err, errInUse(dir))
	}
	_, unclean := os.Stat(filepath.Join(dir, nameRunning))
	in := Inspection{Unclean: unclean == nil}
	err = contain(func() error {
		if err := verify(path); err != nil {
			return err
		}
		return in.read(path)
	})
	if err != nil && fault.KindOf(err) == fault.Internal {
		err = &fault.Error{Kind: fault.Invalid, Text: "The index is damaged.", Err: err}
	}
	return in, err
}

// read reads what the index says about itself.
func (in *Inspection) read(path string) (err error) {
	ix, err := openReadOnly(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	got, err := ix.GetInternal([]byte(keySchema))
	if err != nil {
		return err
	}
	if string(got) != schema {
		return fault.New(fault.Conflict, "The index is of another version (%q, this one makes %q).", got, schema)
	}
	position, err := ix.GetInternal([]byte(keyPosition))
	if err == nil && len(position) == 8 {
		in.Position = int64(binary.BigEndian.Uint64(position)) //nolint:gosec // as it was written
	}
	if err == nil {
		in.Documents, err = ix.DocCount()
	}
	if err != nil {
		return fmt.Errorf("reading what the index says about itself: %w", err)
	}
	return nil
}
