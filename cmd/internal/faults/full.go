//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
)

const (
	// diskSize is the size of the disk that fills up, in bytes: room for a
	// database, its log and an index of a few thousand responses.
	diskSize = 64 << 20
	// fullFor is how long the disk stays full.
	fullFor = time.Second
	// firstOnDisk is how many answers each person gives before it fills.
	firstOnDisk = 5
	ballast     = "ballast"
)

// diskFull fills the disk of another site in the middle of its work. Then there
// is room again, and the same server has to go on; then it is killed.
func (s *season) diskFull(ctx context.Context) (err error) {
	disk := filepath.Join(s.dir, "small")
	if err := os.Mkdir(disk, 0o700); err != nil {
		return err
	}
	if err := mountSmall(disk, diskSize); err != nil {
		s.skip("disk full", fmt.Sprintf("a small disk cannot be mounted: %v", err))
		return os.Remove(disk)
	}
	defer func() { err = errors.Join(err, unmount(disk), os.Remove(disk)) }()
	other := &season{
		run: s.run, dir: disk, database: filepath.Join(disk, "verbatim.db"), servers: make([]*load.Server, 1),
		log: s.log, ledger: load.NewLedger(), met: make(chan load.Result, 1),
	}
	defer func() {
		other.quiet()
		if other.servers[0] != nil {
			other.servers[0].Kill()
		}
	}()
	if err := other.begin(ctx); err != nil {
		return err
	}
	return other.fill(ctx, filepath.Join(disk, ballast))
}

func (s *season) fill(ctx context.Context, path string) error {
	for s.ledger.Acknowledged() < firstOnDisk*s.People {
		if err := load.Pause(ctx, lookEvery); err != nil {
			return err
		}
	}
	if err := fillUp(path); err != nil {
		return err
	}
	if err := load.Pause(ctx, s.between(fullFor/2, fullFor)); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	if !s.servers[0].Alive() {
		return s.explain(&fault.Error{Kind: fault.Internal, Code: "T15", Text: "The server ended when its disk was full."})
	}
	if err := s.working(ctx); err != nil {
		return err
	}
	s.servers[0].Kill()
	s.result.Kills++
	if err := s.start(ctx, 0); err != nil {
		return err
	}
	if err := s.working(ctx); err != nil {
		return err
	}
	s.quiet()
	t, err := s.count(ctx)
	s.done.Add(t)
	return err
}

// fillUp writes until the disk takes no more.
func fillUp(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for block := make([]byte, 1<<16); len(block) > 0; {
		n, err := f.Write(block)
		switch {
		case err == nil:
		case errors.Is(err, syscall.ENOSPC) && n == 0:
			block = block[:len(block)/2]
		case !errors.Is(err, syscall.ENOSPC):
			return err
		}
	}
	return nil
}
