package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"verbatim/survey/fault"
)

const (
	dirMode  = 0o700 // answers: for the owner only
	fileMode = 0o600

	// scratchPrefix begins the names of folders that hold a database while one
	// is made. One that is left over is from a program that was killed.
	scratchPrefix = ".making-"
)

// scratch makes a folder that only this account can enter, and returns what
// removes it with all that is in it.
func scratch(within string) (dir string, remove func() error, err error) {
	if err := os.MkdirAll(within, dirMode); err != nil {
		return "", nil, err
	}
	dir, err = os.MkdirTemp(within, scratchPrefix)
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// LeftOver returns the folders in dir in which a program that was killed was
// making a database, or in which one is being made now.
func LeftOver(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(escape(dir), scratchPrefix+"*"))
	return names, err
}

// escape makes a folder's name mean itself in a pattern.
func escape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// free makes sure that a new file can be made at path, outside of the folders
// to avoid.
func free(path string, avoid []string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return fault.Coded("B01", "There is %s already: name a file that does not exist. Nothing is ever written over a backup.", path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fault.Coded("B02", "%s cannot be made: check the folder and its permissions.", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), dirMode); err != nil {
		return fault.Coded("B02", "The folder of %s cannot be made: choose another place or mend its permissions.", path)
	}
	for _, dir := range avoid {
		if within(path, dir) {
			return fault.Coded("B02", "%s is inside of %s, which Verbatim empties when it makes it again: choose another place, best on another disk.", path, dir)
		}
	}
	return nil
}

// within reports whether path is inside of dir, wherever links lead.
func within(path, dir string) bool {
	dir, path = resolved(dir), filepath.Join(resolved(filepath.Dir(path)), filepath.Base(path))
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolved returns the name of a folder without links, as far as it exists.
func resolved(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		return target
	}
	return dir
}

// place gives a finished file its name, unless the name was taken meanwhile.
func place(from, to string) error {
	err := os.Link(from, to) // fails where a file is, as a rename does not
	switch {
	case err == nil:
		err = os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return fault.Coded("B01", "%s was made by somebody else meanwhile: name another file.", to)
	default: // a file system without links
		if _, stat := os.Lstat(to); !errors.Is(stat, fs.ErrNotExist) {
			return fault.Coded("B01", "%s was made by somebody else meanwhile: name another file.", to)
		}
		err = os.Rename(from, to)
	}
	return errors.Join(err, syncDir(filepath.Dir(to)))
}

// syncDir makes the names in a folder durable, where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // some systems sync no folders
	return d.Close()
}

// sumFile reads a file through and returns its size and SHA-256.
func sumFile(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}
