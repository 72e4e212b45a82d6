package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// DraftLife is how long a draft that nobody has sent is kept: as long as a
// browser can find it again.
const DraftLife = 14 * 24 * time.Hour

// RestoreOptions say what is put back, and where.
type RestoreOptions struct {
	File       string
	Identities []age.Identity // keys that may open it
	Dir        string         // folder of the data: missing or empty
	Database   string         // a SQLite file that does not exist, or the address of an empty PostgreSQL database
	Removals   []string       // lists of what was removed meanwhile; the one that lies in Dir is read anyway
}

// Restore puts a backup back into an empty place and brings it up to date. The
// backup is verified before, and what was made of it after; until then nothing
// has the name of a database. A restored database is another one for all that
// was derived from it, its sessions have ended, and drafts that are too old are
// gone (see [store.Store.Restored]).
func (a *Archive) Restore(ctx context.Context, o RestoreOptions) (r Report, err error) {
	defer fault.Wrap(&err, "backup.Restore(%q)", o.File)
	made, err := emptyDir(o.Dir)
	if err != nil {
		return r, err
	}
	if own := filepath.Join(o.Dir, store.RemovalsFile); isFile(own) {
		o.Removals = append(slices.Clone(o.Removals), own)
	}
	defer func() {
		if err != nil && made {
			_ = os.Remove(o.Dir) // it is there again when somebody put something into it meanwhile
		}
	}()
	dir, remove, err := scratch(o.Dir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(remove(), err) }()
	c, err := a.openFile(ctx, o, dir)
	if err != nil {
		return r, err
	}
	path := filepath.Join(dir, "restored.db")
	r, err = a.rebuild(ctx, c, path, o)
	if err = errors.Join(err, c.db.Close()); err != nil {
		return r, err
	}
	r.File = o.File
	if sqldb.IsPostgres(o.Database) {
		return r, a.upload(ctx, path, o.Database, dir)
	}
	if err := os.MkdirAll(filepath.Dir(o.Database), dirMode); err != nil {
		return r, err
	}
	return r, place(path, o.Database)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// emptyDir makes the folder, or makes sure that it is empty. A list of removals
// may lie in it.
func emptyDir(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, os.MkdirAll(dir, dirMode)
	case err != nil:
		return false, fault.Coded("B14", "%s is no folder that can be read: name another one.", dir)
	case slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() != store.RemovalsFile }):
		return false, fault.Coded("B14", "The folder %s is not empty: a backup is put back into an empty place only. Name another one with -dir.", dir)
	}
	return false, nil
}

// openFile opens the backup, decrypted into dir where it is encrypted.
func (a *Archive) openFile(ctx context.Context, o RestoreOptions, dir string) (*container, error) {
	f, err := os.Open(o.File)
	if err != nil {
		return nil, fault.Coded("B10", "%s cannot be read: check its name and its permissions.", o.File)
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fault.Coded("B10", "%s is empty or cannot be read: it is no backup.", o.File)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	path := o.File
	switch kind := formOf(head[:n]); kind {
	case plain:
	case sealed, lettered:
		path = filepath.Join(dir, "backup.db")
		out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
		if err != nil {
			return nil, err
		}
		err = decrypt(out, interruptible{ctx, f}, kind, o.Identities)
		if err = errors.Join(err, out.Close()); err != nil {
			return nil, errors.Join(ctx.Err(), err)
		}
	default:
		return nil, fault.Coded("B10", "%s is no backup that `verbatim backup` has made.", o.File)
	}
	return a.open(ctx, path)
}

// rebuild makes a database of the container at path: with our own tables, whose
// rows alone come from the container.
func (a *Archive) rebuild(ctx context.Context, c *container, path string, o RestoreOptions) (r Report, err error) {
	db, err := sqldb.NewFile(ctx, a.log, path)
	if err != nil {
		return r, err
	}
	defer func() {
		if err != nil {
			_ = db.Close() // the file is thrown away
		}
	}()
	if err := a.migrate(ctx, db, c.versions); err != nil {
		return r, err
	}
	s, err := c.db.Snapshot(ctx)
	if err != nil {
		return r, err
	}
	defer s.Close()
	r = c.report
	sums, err := s.Copy(ctx, db, sqldb.CopyOptions{Skip: ownTables, Progress: a.Progress})
	if err != nil {
		return r, err
	}
	if wrong := differing(sums, r.Tables); len(wrong) > 0 {
		return r, damaged(errors.New("what was read now is not what was verified"))
	}
	if err := a.migrate(ctx, db, nil); err != nil {
		return r, err
	}
	st, err := store.New(ctx, a.log, db)
	if err != nil {
		return r, err
	}
	if r.Sessions, r.Drafts, err = st.Restored(ctx, survey.DayOf(a.Now().Add(-DraftLife))); err != nil {
		return r, err
	}
	if err := a.replay(ctx, st, o, &r); err != nil {
		return r, err
	}
	return r, db.Finish()
}

// replay takes out what was removed after the backup was made, and keeps the
// lists that tell of it.
func (a *Archive) replay(ctx context.Context, st *store.Store, o RestoreOptions, r *Report) error {
	r.Lists = len(o.Removals)
	if r.Lists == 0 {
		return nil
	}
	identity, err := st.Identity(ctx)
	if err != nil {
		return err
	}
	all, err := store.JoinRemovals(identity, o.Removals)
	if err != nil {
		return err
	}
	st.Erasers = a.Erasers
	if r.Removed, err = st.Replay(ctx, all); err != nil {
		return err
	}
	kept := store.Removals{Path: filepath.Join(o.Dir, store.RemovalsFile)}
	return kept.Add(identity, all, a.Now())
}

// upload copies the restored database to an empty PostgreSQL database.
func (a *Archive) upload(ctx context.Context, path, address, dir string) (err error) {
	from, err := sqldb.OpenAlone(ctx, a.log, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := sqldb.Open(ctx, a.log, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	_, err = a.carry(ctx, from, to, dir, func(held []sqldb.TableSum) error {
		return fault.Coded("B14", "The database on the server is not empty, it holds %s: a backup is put back into an empty one only. Make one with CREATE DATABASE.", contents(held))
	})
	return err
}
