package backup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	// applicationID marks a SQLite file as a backup of Verbatim: "VBTB".
	applicationID = 0x56425442
	// formatVersion is the version of what follows.
	formatVersion = 1

	createInfo  = `CREATE TABLE backup (one INTEGER PRIMARY KEY CHECK (one = 1), made_at BIGINT NOT NULL, program TEXT NOT NULL, engine TEXT NOT NULL)`
	createSums  = `CREATE TABLE backup_table (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rows BIGINT NOT NULL, hash TEXT NOT NULL)`
	insertInfo  = `INSERT INTO backup (one, made_at, program, engine) VALUES (1, $1, $2, $3)`
	insertSums  = `INSERT INTO backup_table (place, name, rows, hash) VALUES`
	selectInfo  = `SELECT made_at, program, engine FROM backup WHERE one = 1`
	selectSums  = `SELECT name, rows, hash FROM backup_table ORDER BY place`
	selectOwner = `SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)`

	selectLinkable = `SELECT w.title FROM wave w WHERE w.mode = 'anonymous-invited' AND (w.closes_on = '' OR w.closes_on >= $1)
		AND EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = w.id) ORDER BY w.title`
)

// maxTables is how many tables a backup may list: far more than there are.
const maxTables = 1000

// ownTables are the container's own.
var ownTables = []string{"backup", "backup_table"}

// fill copies a snapshot into a new container and lists what it holds.
func (a *Archive) fill(ctx context.Context, s *sqldb.Snapshot, from *sqldb.DB, path string, versions []int64) (err error) {
	db, err := sqldb.NewFile(ctx, a.log, path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = db.Close() // the file is thrown away
		}
	}()
	if err := a.migrate(ctx, db, versions); err != nil {
		return err
	}
	sums, err := s.Copy(ctx, db, sqldb.CopyOptions{Progress: a.Progress})
	if err != nil {
		return err
	}
	var rows [][]any
	for i, t := range sums {
		rows = append(rows, []any{i, t.Table, t.Rows, t.Hash})
	}
	err = db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, statement := range []string{createInfo, createSums, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), fmt.Sprintf(`PRAGMA user_version = %d`, formatVersion)} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, insertInfo, sqldb.Micros(a.Now()), a.Program, string(from.Engine())); err != nil {
			return err
		}
		return sqldb.Insert(ctx, tx, insertSums, rows)
	})
	if err != nil {
		return err
	}
	return db.Finish()
}

// A container is a backup that was opened and found to be whole.
type container struct {
	db       *sqldb.DB
	versions []int64
	report   Report
}

// open opens a container and verifies it: its pages and references, that each
// table holds what the list says, and that each verbatim is what was stored.
func (a *Archive) open(ctx context.Context, path string) (_ *container, err error) {
	db, err := sqldb.OpenForeign(ctx, a.log, path)
	if fault.KindOf(err) == fault.Invalid {
		err = damaged(err)
	}
	if err != nil {
		return nil, err
	}
	c := &container{db: db}
	if err := a.verify(ctx, c); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return c, nil
}

func (a *Archive) verify(ctx context.Context, c *container) error {
	owner, err := sqldb.One(ctx, c.db, func(r sqldb.Row) (o [2]int64, err error) {
		err = r.Scan(&o[0], &o[1])
		return o, err
	}, selectOwner)
	switch {
	case err != nil:
		return damaged(err)
	case owner[0] != applicationID:
		return fault.Coded("B10", "This is a database, and no backup that `verbatim backup` has made.")
	case owner[1] > formatVersion:
		return fault.Coded("B13", "This backup was made by a newer version of Verbatim: use that version.")
	}
	found, err := c.db.Check(ctx)
	if err == nil && len(found.Problems) > 0 {
		err = errors.New(strings.Join(found.Problems, "; "))
	}
	if err != nil {
		return damaged(err)
	}
	if c.versions, err = a.versions(ctx, c.db); err != nil {
		return err
	}
	if err := c.readList(ctx); err != nil {
		return damaged(err)
	}
	return c.compare(ctx)
}

// damaged is the fault of a backup that is not as it was made.
func damaged(err error) error {
	return &fault.Error{Kind: fault.Invalid, Code: "B12", Text: "The backup is cut off or was changed: it is not as it was made. Take another one.", Err: err}
}

func (c *container) readList(ctx context.Context) (err error) {
	c.report, err = sqldb.One(ctx, c.db, func(r sqldb.Row) (p Report, err error) {
		var micros int64
		err = r.Scan(&micros, &p.Program, &p.Engine)
		p.MadeAt = sqldb.Time(micros)
		return p, err
	}, selectInfo)
	if err != nil {
		return err
	}
	c.report.Tables, err = sqldb.Collect(ctx, c.db, func(r sqldb.Row) (t sqldb.TableSum, err error) {
		err = r.Scan(&t.Table, &t.Rows, &t.Hash)
		return t, err
	}, selectSums)
	if err == nil && len(c.report.Tables) > maxTables {
		err = errors.New("it lists too many tables")
	}
	return err
}

// compare reads all rows and compares them with the list and with the hashes of
// the verbatims.
func (c *container) compare(ctx context.Context) error {
	s, err := c.db.Snapshot(ctx)
	if err != nil {
		return damaged(err)
	}
	defer s.Close()
	names := slices.DeleteFunc(s.Tables(), func(name string) bool { return slices.Contains(ownTables, name) })
	sums, err := s.Sums(ctx, names)
	if err != nil {
		return damaged(err)
	}
	if wrong := append(differing(sums, c.report.Tables), differing(c.report.Tables, sums)...); len(wrong) > 0 {
		return damaged(fmt.Errorf("the tables %v do not hold what the list says", wrong))
	}
	var bad []string
	c.report.Verbatims, err = store.CheckTexts(ctx, s, func(id string) { bad = append(bad, id) })
	if err == nil && len(bad) > 0 {
		err = fmt.Errorf("%d verbatims are not what their hashes say, the first is %s", len(bad), bad[0])
	}
	if err != nil {
		return damaged(err)
	}
	return nil
}

// linkable returns the anonymous waves that people can still answer by
// invitation.
func linkable(ctx context.Context, q sqldb.Querier, now time.Time) ([]string, error) {
	return sqldb.Collect(ctx, q, func(r sqldb.Row) (s string, err error) {
		err = r.Scan(&s)
		return s, err
	}, selectLinkable, now.UTC().Format(time.DateOnly))
}
