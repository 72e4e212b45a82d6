//go:build unix

package faults

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"

	"verbatim/cmd/internal/load"
)

// What a power cut is taken to leave.
const (
	cutDisk  = "a copy of the disk itself: what was not synced is not in it"
	cutFiles = "a copy of the files, with what follows the last commit in the log spoilt"
)

// powerCut takes a copy of what would be there after a power cut in the middle
// of writing, and looks up in it what had been acknowledged. Then it kills the
// server.
func (s *season) powerCut(ctx context.Context) error {
	if err := freeze(ctx, s.servers[0].Pid()); err != nil {
		return err
	}
	copied, remove, err := s.cut(ctx)
	acks := s.ledger.Snapshot() // nothing can be acknowledged any more: what is in here was before the cut
	s.servers[0].Kill()
	s.result.Kills++
	if err != nil {
		return errors.Join(err, remove())
	}
	s.result.Copies++
	if err := errors.Join(s.lookAtCopy(ctx, copied, acks), remove()); err != nil {
		return err
	}
	return s.start(ctx, 0)
}

// cut copies the database of a server that stands still.
func (s *season) cut(ctx context.Context) (path string, remove func() error, err error) {
	name := filepath.Base(s.database)
	if s.disk != nil {
		s.result.PowerCut = cutDisk
		c, err := s.disk.copyTo(ctx, s.dir)
		if err != nil {
			return "", func() error { return nil }, err
		}
		return filepath.Join(c.dir, name), c.remove, nil
	}
	s.result.PowerCut = cutFiles
	dir := filepath.Join(s.dir, "copy")
	err = copyTorn(s.database, dir, s.random.IntN, s.noise)
	return filepath.Join(dir, name), func() error { return os.RemoveAll(dir) }, err
}

func (s *season) lookAtCopy(ctx context.Context, path string, acks map[load.Digest]bool) error {
	a := load.Audit{Log: s.Loop.log, Database: path, Ledger: s.ledger}
	t, err := a.CountAgainst(ctx, acks)
	if err != nil {
		return err
	}
	return errors.Join(t.Err(), a.Sound(ctx))
}

// noise fills b with what a disk may hold where nothing was written in order.
func (s *season) noise(b []byte) {
	for i := range b {
		b[i] = byte(s.random.Uint32())
	}
}

const (
	// mostNoise is how many bytes a write may have left behind that was under
	// way: two frames of the log.
	mostNoise = 8192
	fileMode  = 0o600
)

// copyTorn copies the database and its log, and spoils the end of the log's
// copy: everything after the last commit may be there or not, in part, or as
// other bytes. A commit itself is on the disk before anybody is told.
func copyTorn(database, dir string, intN func(int) int, noise func([]byte)) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	copied := filepath.Join(dir, filepath.Base(database))
	main, err := os.ReadFile(database)
	if err != nil {
		return err
	}
	wal, err := os.ReadFile(database + "-wal")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if end, _ := endOfCommits(wal); end > 0 {
		junk := make([]byte, intN(mostNoise))
		noise(junk)
		kept := end + intN(len(wal)-end+1)
		wal = append(wal[:kept:kept], junk...)
	}
	return errors.Join(os.WriteFile(copied, main, fileMode), os.WriteFile(copied+"-wal", wal, fileMode)) //nolint:gosec // a folder of our own making
}

// The layout of SQLite's write-ahead log, as its file format says.
const (
	walHeader     = 32
	walPageSize   = 8  // where the header holds the size of a page
	walSalt       = 16 // where the header holds 8 bytes that every frame of this log repeats
	frameHeader   = 24
	frameCommit   = 4 // where a frame says how large the database is, if it ends a commit
	frameSalt     = 8
	saltSize      = 8
	largestPage   = 65536
	smallestFrame = 512
)

// endOfCommits returns where the last commit of a write-ahead log ends, and
// where its last frame ends: frames after that are left from earlier rounds
// through the file. It returns zeros when there is no commit.
func endOfCommits(wal []byte) (commits, frames int) {
	if len(wal) < walHeader {
		return 0, 0
	}
	size := int(binary.BigEndian.Uint32(wal[walPageSize:]))
	if size < smallestFrame || size > largestPage {
		return 0, 0
	}
	salt := wal[walSalt : walSalt+saltSize]
	for at := walHeader; at+frameHeader+size <= len(wal); at += frameHeader + size {
		frame := wal[at:]
		if string(frame[frameSalt:frameSalt+saltSize]) != string(salt) {
			break
		}
		frames = at + frameHeader + size
		if binary.BigEndian.Uint32(frame[frameCommit:]) != 0 {
			commits = frames
		}
	}
	return commits, frames
}
