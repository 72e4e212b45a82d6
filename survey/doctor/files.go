package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"verbatim/survey/backup"
)

// forOthers are the permissions that nobody but the owner may have: there are
// answers in these files, and words of answers in the index.
const forOthers = 0o077

// maxFiles is how many files are looked at: an index has some dozens.
const maxFiles = 10_000

// files looks whether anybody else on this machine can read the data.
func (c Config) files(ctx context.Context, add func(Finding)) error {
	add, done := okUnless(add, "nobody else on this machine can read the data")
	defer done()
	left, err := backup.LeftOver(c.Dir)
	if err != nil {
		return err
	}
	for _, dir := range left {
		add(Finding{Level: Warning, What: "a folder holds a database that is being made, or was when its program was killed", Where: dir, Do: "remove it unless a backup, a restore or a move is running"})
	}
	roots := []string{c.Dir, c.Index}
	if c.Database != "" {
		roots = append(roots, filepath.Dir(c.Database), c.Database, c.Database+"-wal", c.Database+"-shm")
	}
	seen, listed := map[string]bool{}, 0
	look := func(path string) error {
		if seen[path] || len(seen) >= maxFiles {
			return nil
		}
		seen[path] = true
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || info.Mode().Perm()&forOthers == 0 || info.Mode()&fs.ModeSymlink != 0 {
			return err
		}
		if listed++; listed <= maxListed {
			add(c.open(path, info))
		}
		return nil
	}
	for _, root := range roots {
		if err := look(filepath.Clean(root)); err != nil {
			return err
		}
	}
	if err := c.walk(ctx, look); err != nil {
		return err
	}
	if listed > maxListed {
		add(Finding{Level: Warning, What: fmt.Sprintf("%d more files are open to others", listed-maxListed), Where: c.Dir, Do: "chmod -R go= on the folder"})
	}
	return nil
}

// open describes a file that others can enter or read. Where the folder above
// is closed to them, that is only untidy.
func (c Config) open(path string, info fs.FileInfo) Finding {
	mode := "0600"
	if info.IsDir() {
		mode = "0700"
	}
	f := Finding{Level: Warning, What: fmt.Sprintf("its permissions are %04o, not %s", info.Mode().Perm(), mode), Where: path, Do: "chmod " + mode}
	above, err := os.Stat(filepath.Dir(path))
	if readable := info.Mode().Perm()&0o044 != 0; readable && (err != nil || above.Mode().Perm()&forOthers != 0) {
		f.Level, f.Do = Wrong, f.Do+"; others on this machine can read it"
	}
	return f
}

// walk looks at all files in the folders of the data and of the index that
// others can enter.
func (c Config) walk(ctx context.Context, look func(path string) error) error {
	for _, root := range []string{c.Dir, c.Index} {
		if info, err := os.Stat(root); err != nil || info.Mode().Perm()&forOthers == 0 {
			continue // nobody else gets in
		}
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) { // the index changes its files while we look
				return nil
			}
			if err != nil {
				return err
			}
			if d.IsDir() && path != root && filepath.Base(path) == "summary" { // what was made to be handed on
				return fs.SkipDir
			}
			return errors.Join(ctx.Err(), look(path))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	// leastSpace is what a database needs to go on for a while, wantSpace what
	// makes a backup and a new index possible beside it.
	leastSpace = 256 << 20
	wantSpace  = 2 << 30
	// leastFiles is how many files an index makes while it merges, with room.
	leastFiles = 1000
)

// space looks how much room the disk under the data has.
func (c Config) space(_ context.Context, add func(Finding)) error {
	free, inodes, ok, err := roomOf(c.Dir)
	if err != nil {
		return err
	}
	if !ok {
		add(Finding{Level: Note, What: "this system does not tell how much room there is", Where: c.Dir, Do: "look at it otherwise"})
		return nil
	}
	add, done := okUnless(add, fmt.Sprintf("%d MiB are free", free>>20))
	defer done()
	var size uint64
	if info, err := os.Stat(c.Database); c.Database != "" && err == nil {
		size = uint64(max(info.Size(), 0)) //nolint:gosec // not negative
	}
	switch {
	case free < leastSpace:
		add(Finding{Level: Wrong, What: fmt.Sprintf("%d MiB are free: soon nothing can be stored any more", free>>20), Where: c.Dir, Do: "make room now"})
	case free < wantSpace || free < 3*size:
		add(Finding{Level: Warning, What: fmt.Sprintf("%d MiB are free, the database has %d", free>>20, size>>20), Where: c.Dir, Do: "make room: a backup, a restore and a new index each need as much as the database"})
	}
	if inodes < leastFiles {
		add(Finding{Level: Wrong, What: fmt.Sprintf("the disk has room for %d more files", inodes), Where: c.Dir, Do: "remove files, or make a file system with more inodes"})
	}
	return nil
}
