package sqldb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"

	"verbatim/survey/fault"
)

// maxProblems is how many problems a check tells: more say nothing new.
const maxProblems = 20

const (
	sqliteForeignKeys = `SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY "table", parent ORDER BY 1, 2`
	// postgresForeignKeys makes of each foreign key the condition for a row that
	// refers to something, and the one for what it refers to.
	postgresForeignKeys = `SELECT k.conrelid::regclass::text, k.confrelid::regclass::text,
			string_agg('c.' || quote_ident(a.attname) || ' IS NOT NULL', ' AND '),
			string_agg('c.' || quote_ident(a.attname) || ' = p.' || quote_ident(b.attname), ' AND ')
		FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
		CROSS JOIN unnest(k.conkey, k.confkey) AS u (child, parent)
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.child
		JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.parent
		WHERE k.contype = 'f' AND n.nspname = current_schema()
		GROUP BY k.oid, k.conrelid, k.confrelid ORDER BY 1, 2`
	postgresAmcheck = `SELECT count(*) FROM pg_proc WHERE proname = 'bt_index_check' AND pronargs = 2 AND has_function_privilege(oid, 'EXECUTE')`
	postgresIndexes = `SELECT CAST(c.oid AS BIGINT), c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = c.relam
		WHERE c.relkind = 'i' AND m.amname = 'btree' AND n.nspname = current_schema() ORDER BY c.relname`
)

// A Soundness is what a check of a database's own structures found.
type Soundness struct {
	Problems []string // nothing of what is stored; at most 20
	Indexes  bool     // whether indexes were compared with their tables; on PostgreSQL that takes its extension amcheck
}

// Check reads the whole database: pages and indexes as far as the engine lets
// us, and whether every row that another refers to is there. An error means
// that it could not be read to the end.
func (db *DB) Check(ctx context.Context) (s Soundness, err error) {
	defer fault.Wrap(&err, "sqldb.Check")
	if db.engine == PostgreSQL {
		return db.checkPostgres(ctx)
	}
	lines, err := Collect(ctx, db, scanText, fmt.Sprintf(`PRAGMA integrity_check(%d)`, maxProblems))
	switch {
	case IsDamaged(err):
		return Soundness{Problems: []string{"the file is damaged so that it cannot be read through"}}, nil
	case err != nil:
		return s, err
	case len(lines) != 1 || lines[0] != "ok":
		return Soundness{Problems: lines}, nil // what refers to what cannot be read then
	}
	type broken struct {
		child, parent string
		n             int
	}
	rows, err := Collect(ctx, db, func(r Row) (b broken, err error) { err = r.Scan(&b.child, &b.parent, &b.n); return b, err }, sqliteForeignKeys)
	for _, b := range rows {
		s.Problems = append(s.Problems, orphans(b.n, b.child, b.parent))
	}
	s.Indexes = true
	return s, err
}

// IsDamaged reports whether err says that what a file holds is not what SQLite
// has written.
func IsDamaged(err error) bool {
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

func orphans(n int, child, parent string) string {
	return fmt.Sprintf("%d rows of %s refer to rows of %s that are not there", n, child, parent)
}

func (db *DB) checkPostgres(ctx context.Context) (s Soundness, err error) {
	type key struct{ child, parent, refers, fits string }
	keys, err := Collect(ctx, db, func(r Row) (k key, err error) {
		err = r.Scan(&k.child, &k.parent, &k.refers, &k.fits)
		return k, err
	}, postgresForeignKeys)
	if err != nil {
		return s, err
	}
	for _, k := range keys {
		n, err := One(ctx, db, scanInt, `SELECT count(*) FROM `+k.child+` c WHERE `+k.refers+` AND NOT EXISTS (SELECT 1 FROM `+k.parent+` p WHERE `+k.fits+`)`)
		if err != nil {
			return s, err
		}
		if n > 0 {
			s.Problems = append(s.Problems, orphans(n, k.child, k.parent))
		}
	}
	n, err := One(ctx, db, scanInt, postgresAmcheck)
	if err != nil || n == 0 {
		return s, err
	}
	s.Indexes = true
	return s, db.checkIndexes(ctx, &s)
}

// checkIndexes has PostgreSQL compare each index with its table.
func (db *DB) checkIndexes(ctx context.Context, s *Soundness) error {
	type index struct {
		oid  int64
		name string
	}
	indexes, err := Collect(ctx, db, func(r Row) (i index, err error) { err = r.Scan(&i.oid, &i.name); return i, err }, postgresIndexes)
	if err != nil {
		return err
	}
	for _, i := range indexes {
		_, err := Collect(ctx, db, func(Row) (bool, error) { return true, nil }, `SELECT bt_index_check(CAST($1 AS OID), TRUE)`, i.oid)
		switch {
		case err != nil && (isLost(err) || ctx.Err() != nil):
			return err
		case err != nil && len(s.Problems) < maxProblems:
			s.Problems = append(s.Problems, "index "+i.name+": "+firstLine(err.Error()))
		}
	}
	return nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
