// Package backup copies an installation's database while it serves, puts copies
// back, and moves databases from one engine to the other.
//
// It is for cmd. A backup is always one SQLite file, whichever engine it was
// made from: all tables of all schemas as they were at one moment, and a list of
// how many rows each has and what they hash to. It is read again before it gets
// its name, encrypted with age where a recipient is named, and never written
// over a file that is there. What is restored is verified before it is used, and
// goes into an empty place only.
//
// The index is not in a backup: it is made again from the database. The package
// knows no table but its own list and those that survey/store asks it about: what
// there is to copy, the database's catalogue says.
//
// # What two backups tell
//
// While people can answer an anonymous wave by invitation, the invitations that
// are spent in one backup and not in an earlier one were spent by those whose
// responses the later one has and the earlier one has not. No copy that can be
// put back is free of that, because somebody who has answered must not be asked
// again. So backups of such waves are to be encrypted, and not kept for longer
// than they are needed; [Report] tells when there are any.
package backup

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// Config is what all work of this package needs.
type Config struct {
	Schemas  []sqldb.Schema        // all that a database has, in the order in which they are made
	Program  string                // the program's version, noted in what it makes
	Now      func() time.Time      // the clock
	Progress func(done, total int) // told how many rows are copied; may be nil
	Erasers  []store.Eraser        // what goes with a response that is removed after a restore
}

// An Archive makes backups and puts them back.
type Archive struct {
	Config
	log *slog.Logger
}

// New returns an Archive.
func New(log *slog.Logger, c Config) *Archive { return &Archive{Config: c, log: log} }

// A Report tells what a backup, a restore or a move has copied.
type Report struct {
	MadeAt    time.Time        // when the backup was made
	Program   string           // by which version
	Engine    sqldb.Engine     // from which kind of database
	Tables    []sqldb.TableSum // what was copied
	Verbatims int              // free-text answers whose hashes were compared

	File      string // the backup
	Size      int64  // of the file, in bytes
	SHA256    string // of the file, in hex
	Encrypted bool

	Linkable []string // titles of anonymous waves by invitation that can be answered at present
	Sessions int64    // ended by a restore
	Drafts   int64    // deleted by a restore, because they were too old
	Lists    int      // lists of removals that a restore was given or found
	Removed  int      // responses that a restore took out, because they had been withdrawn
	Again    bool     // of a move: the target held all of it before
	Missed   int64    // of a move: changes made to the source meanwhile, which the target lacks
	Unnoted  error    // of a move: why the audit of the source has no row of it
}

// Rows returns how many rows the table has.
func (r Report) Rows(table string) int {
	for _, t := range r.Tables {
		if t.Table == table {
			return t.Rows
		}
	}
	return 0
}

// versions returns the version of each schema in the database. It refuses a
// database that has none, and one that a newer program has written.
func (a *Archive) versions(ctx context.Context, db *sqldb.DB) (versions []int64, err error) {
	for _, s := range a.Schemas {
		v, err := db.SchemaVersion(ctx, s)
		if err != nil {
			return nil, err
		}
		newest, err := s.Newest()
		if err != nil {
			return nil, err
		}
		if v > newest {
			return nil, fault.Coded("B13", "This was written by a newer version of Verbatim (its schema %q is at %d, this one knows %d): use that version.", s.Set, v, newest)
		}
		versions = append(versions, v)
	}
	if len(versions) == 0 || versions[0] == 0 {
		return nil, fault.Coded("B03", "This is no database of Verbatim: check the folder and the address.")
	}
	return versions, nil
}

// migrate brings a database to the versions, or to the newest for nil.
func (a *Archive) migrate(ctx context.Context, db *sqldb.DB, versions []int64) error {
	for i, s := range a.Schemas {
		if versions != nil {
			if versions[i] == 0 {
				continue
			}
			s = s.UpTo(versions[i])
		}
		if err := db.Migrate(ctx, s.Set, s.Files); err != nil {
			return err
		}
	}
	return nil
}

// seed returns what the tables hold in a database that was only just made.
func (a *Archive) seed(ctx context.Context, dir string, versions []int64) (sums []sqldb.TableSum, err error) {
	path := filepath.Join(dir, "seed.db")
	db, err := sqldb.NewFile(ctx, a.log, path)
	if err != nil {
		return nil, err
	}
	defer func() {
		_ = db.Close() // the file is thrown away
		_ = os.Remove(path)
	}()
	if err := a.migrate(ctx, db, versions); err != nil {
		return nil, err
	}
	snapshot, err := db.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return snapshot.Sums(ctx, snapshot.Tables())
}

// secretTable holds random values that a program makes when it first opens a
// database: they mean nothing where there is nothing else.
const secretTable = "secret"

// differing returns the names of the tables that do not hold the same. Tables
// are compared by name.
func differing(held, want []sqldb.TableSum) (names []string) {
	of := map[string]sqldb.TableSum{}
	for _, t := range want {
		of[t.Table] = t
	}
	for _, t := range held {
		if of[t.Table] != t {
			names = append(names, t.Table)
		}
	}
	return names
}

// unused reports whether a database that holds these was made and never used.
func unused(held, seed []sqldb.TableSum) bool {
	names := differing(held, seed)
	return len(names) == 0 || len(names) == 1 && names[0] == secretTable
}
