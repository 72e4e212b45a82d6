package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const selectRemovals = `SELECT response_id, code_hash FROM withdrawal`

// RemovalsFile is the name of the list in the folder of the data.
const RemovalsFile = "removals.txt"

const (
	// removalsHead begins the first line of the file; the identity of the
	// database follows.
	removalsHead = "verbatim removals 1 "
	// maxRemovals is how many bytes of a file are read: two million removals.
	maxRemovals = 256 << 20
	// removalsMode keeps the file to the program's own account.
	removalsMode = 0o600
	noCode       = "-"
)

// Removals is a file that lists, outside of the database, which responses were
// removed, so that a backup which still has them is put back without them. A
// line holds two hashes: of the response's ID, and of the code that withdrew it.
// Lines are in the order of the hashes, and the file has the date of the day, so
// that neither tells when or in which order people withdrew.
type Removals struct {
	Path string
	mu   sync.Mutex
}

// A Removal is a line of the file.
type Removal struct {
	Response string // hash of the response's ID
	Code     string // hash of the withdrawal code, empty where none was used
}

func removalOf(responseID, codeHash string) Removal {
	return Removal{hash("removed response", responseID), codeHash}
}

// noteOutside notes a removal that is committed. Where that fails the removal
// stands, and the log says so: the next one, the start of a server and its upkeep
// note what is missing.
func (s *Store) noteOutside(ctx context.Context, x removal) {
	if s.Outside == nil {
		return
	}
	err := s.noteRemovals(context.WithoutCancel(ctx), []Removal{removalOf(x.id, x.codeHash)})
	if err != nil {
		s.log.ErrorContext(ctx, "a removal is not noted outside of the database yet", slog.String("code", "L12"), slog.Any("error", err))
	}
}

func (s *Store) noteRemovals(ctx context.Context, more []Removal) error {
	identity, err := s.Identity(ctx)
	if err != nil {
		return err
	}
	return s.Outside.Add(identity, more, s.Now())
}

// Removed returns all removals that the database knows of.
func (s *Store) Removed(ctx context.Context) (_ []Removal, err error) {
	defer fault.Wrap(&err, "store.Removed")
	return sqldb.Collect(ctx, s.DB, scanRemoval, selectRemovals)
}

// NoteRemovals notes all that the file lacks, such as what other processes have
// removed.
func (s *Store) NoteRemovals(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.NoteRemovals")
	all, err := s.Removed(ctx)
	if err != nil || s.Outside == nil || len(all) == 0 {
		return err
	}
	return s.noteRemovals(ctx, all)
}

// Add notes removals of the database with that identity, durably. The file is
// made where it is missing; nothing is written where it has them all.
func (f *Removals) Add(identity string, more []Removal, now time.Time) (err error) {
	defer fault.Wrap(&err, "store.Removals.Add(%d)", len(more))
	f.mu.Lock()
	defer f.mu.Unlock()
	base := baseOf(identity)
	of, have, err := ReadRemovals(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		of, have, err = base, nil, nil
	}
	if err != nil {
		return err
	}
	if of != base {
		return fault.Coded("L13", "%s tells of what was withdrawn from another database: move it away and keep it.", f.Path)
	}
	lines := make(map[string]string, len(have)+len(more))
	for _, r := range have {
		lines[r.Response] = r.Code
	}
	before := maps.Clone(lines)
	for _, r := range more {
		if r.Code != "" || lines[r.Response] == "" {
			lines[r.Response] = r.Code
		}
	}
	if maps.Equal(before, lines) {
		return nil
	}
	return f.write(base, lines, now)
}

// write puts a new file in the place of the old one: who loses power has one of
// them, whole.
func (f *Removals) write(identity string, lines map[string]string, now time.Time) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s%s\n", removalsHead, identity)
	for _, response := range slices.Sorted(maps.Keys(lines)) {
		code := lines[response]
		if code == "" {
			code = noCode
		}
		fmt.Fprintf(&b, "%s %s\n", response, code)
	}
	dir := filepath.Dir(f.Path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.OpenFile(f.Path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, removalsMode)
	if err != nil {
		return err
	}
	_, err = tmp.Write(b.Bytes())
	day := now.UTC().Truncate(24 * time.Hour)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = errors.Join(os.Chtimes(tmp.Name(), day, day), os.Rename(tmp.Name(), f.Path))
	}
	if err != nil {
		return err
	}
	return syncDir(dir)
}

// baseOf returns the part of a database's identity that no backup changes.
func baseOf(identity string) string {
	base, _, _ := strings.Cut(identity, ".")
	return base
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// ReadRemovals reads a file of removals and tells which database it is of.
func ReadRemovals(path string) (identity string, _ []Removal, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	identity, all, err := parseRemovals(io.LimitReader(f, maxRemovals+1))
	if err != nil {
		return "", nil, fault.Coded("L14", "%s is no list of removals, or was damaged: %v. Take the copy of it that you keep elsewhere.", path, err)
	}
	return identity, all, nil
}

func parseRemovals(r io.Reader) (identity string, all []Removal, err error) {
	lines, size := bufio.NewScanner(r), 0
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if size += len(line) + 1; size > maxRemovals {
			return "", nil, errors.New("it is too long")
		}
		if n == 1 {
			var ok bool
			if identity, ok = strings.CutPrefix(line, removalsHead); !ok || identity == "" {
				return "", nil, errors.New("its first line is another")
			}
			continue
		}
		response, code, _ := strings.Cut(line, " ")
		if code == noCode {
			code = ""
		}
		if !isHash(response) || code != "" && !isHash(code) {
			return "", nil, fmt.Errorf("line %d is broken", n)
		}
		all = append(all, Removal{response, code})
	}
	if identity == "" && lines.Err() == nil {
		return "", nil, errors.New("it is empty")
	}
	return identity, all, lines.Err()
}

func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32
}
