package backup

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// WriteOptions say where a backup goes.
type WriteOptions struct {
	File    string          // is made, with its folder
	To      []age.Recipient // who can open it; it is not encrypted for none
	Scratch string          // folder of the installation's data, where an encrypted backup is made first
	Avoid   []string        // folders in which File must not be, such as the index
}

// Write makes a backup of the database as it is at one moment. Writing goes on
// meanwhile. What is made is read again and compared before it gets its name,
// and removed when anything fails. A backup that is encrypted lies in a folder
// of its own in Scratch, readable for this account only, until it is.
func (a *Archive) Write(ctx context.Context, db *sqldb.DB, o WriteOptions) (r Report, err error) {
	defer fault.Wrap(&err, "backup.Write(%q)", o.File)
	if err := free(o.File, o.Avoid); err != nil {
		return r, err
	}
	versions, err := a.versions(ctx, db)
	if err != nil {
		return r, err
	}
	part := filepath.Join(filepath.Dir(o.File), "."+filepath.Base(o.File)+"."+rand.Text()+".part")
	defer func() {
		if err != nil {
			_ = os.Remove(part) // the error that led here is what matters
		}
	}()
	if len(o.To) == 0 {
		r, err = a.make(ctx, db, part, versions)
	} else {
		r, err = a.makeSealed(ctx, db, part, versions, o)
	}
	if err != nil {
		return r, err
	}
	if r.Size, r.SHA256, err = sumFile(part); err != nil {
		return r, err
	}
	r.File, r.Encrypted = o.File, len(o.To) > 0
	return r, place(part, o.File)
}

// make makes a container at path and verifies it.
func (a *Archive) make(ctx context.Context, db *sqldb.DB, path string, versions []int64) (r Report, err error) {
	s, err := db.Snapshot(ctx)
	if err != nil {
		return r, err
	}
	defer s.Close()
	waves, err := linkable(ctx, s, a.Now())
	if err != nil {
		return r, err
	}
	if err := a.fill(ctx, s, db, path, versions); err != nil {
		return r, err
	}
	c, err := a.open(ctx, path)
	if err != nil {
		return r, err
	}
	c.report.Linkable = waves
	return c.report, c.db.Close()
}

// makeSealed makes a container in the scratch folder and an encrypted copy of
// it at path.
func (a *Archive) makeSealed(ctx context.Context, db *sqldb.DB, path string, versions []int64, o WriteOptions) (r Report, err error) {
	dir, remove, err := scratch(o.Scratch)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	bare := filepath.Join(dir, "backup.db")
	if r, err = a.make(ctx, db, bare, versions); err != nil {
		return r, err
	}
	sent, err := sealFile(ctx, bare, path, o.To)
	if err != nil {
		return r, err
	}
	_, arrived, err := sumFile(path)
	if err == nil && arrived != sent {
		err = &fault.Error{Kind: fault.Unavailable, Code: "B08", Text: fmt.Sprintf("What was written beside %s reads otherwise than it was written: the disk cannot be trusted. Take another one.", o.File)}
	}
	return r, err
}

// sealFile encrypts a file into a new one and returns the SHA-256 of what it
// wrote.
func sealFile(ctx context.Context, from, to string, recipients []age.Recipient) (sum string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	err = encrypt(io.MultiWriter(out, h), interruptible{ctx, in}, recipients)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, out.Sync(), out.Close())
}

// interruptible reads until its context ends.
type interruptible struct {
	ctx context.Context //nolint:containedctx // of the one call that reads
	r   io.Reader
}

// Read reads, or returns why there is no more to read.
func (i interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}
