package sqldb

import (
	"context"
	"slices"
	"strings"

	"verbatim/survey/fault"
)

// A Kind is what a column holds, the same on both engines.
type Kind string

// The kinds of columns that can be copied.
const (
	Text    Kind = "text"
	Integer Kind = "integer"
	Boolean Kind = "boolean"
	Real    Kind = "real"
	Bytes   Kind = "bytes"
)

// A Column is a column of a table.
type Column struct {
	Name string
	Kind Kind
}

// A Table is a table as the database's own catalogue describes it.
type Table struct {
	Name    string
	Columns []Column
	key     []string // columns of the primary key, in its order
	refers  []string // tables that its foreign keys name
}

const (
	sqliteTables = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`
	// pg_class knows tables of all schemas; ours are in the one that names
	// without a schema mean.
	postgresTables = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema() ORDER BY c.relname`

	sqliteColumns   = `SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid`
	postgresColumns = `SELECT a.attname, format_type(a.atttypid, NULL), COALESCE(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0)
		FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
		WHERE a.attrelid = CAST(quote_ident($1) AS regclass) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

	sqliteRefers   = `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1) ORDER BY 1`
	postgresRefers = `SELECT DISTINCT f.relname FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
		WHERE k.contype = 'f' AND k.conrelid = CAST(quote_ident($1) AS regclass) ORDER BY 1`
)

// forEngine returns the statement for the engine.
func (db *DB) forEngine(sqlite, postgres string) string {
	if db.engine == PostgreSQL {
		return postgres
	}
	return sqlite
}

func scanText(r Row) (s string, err error) { err = r.Scan(&s); return s, err }

func (db *DB) tableNames(ctx context.Context, q Querier) ([]string, error) {
	return Collect(ctx, q, scanText, db.forEngine(sqliteTables, postgresTables))
}

// tables returns all tables that migrations made, those that others refer to
// first. Tables that keep the version of a schema are not among them.
func (db *DB) tables(ctx context.Context, q Querier) ([]Table, error) {
	names, err := db.tableNames(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []Table
	for _, name := range names {
		t, err := db.table(ctx, q, name)
		if err != nil {
			return nil, err
		}
		if !t.keepsVersion() {
			all = append(all, t)
		}
	}
	return inOrder(all)
}

// keepsVersion reports whether the table is one in which goose notes what it
// has applied.
func (t Table) keepsVersion() bool {
	return strings.HasSuffix(t.Name, versionTable("")) && slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == "is_applied" })
}

func (db *DB) table(ctx context.Context, q Querier, name string) (_ Table, err error) {
	type column struct {
		Column
		pk int
	}
	columns, err := Collect(ctx, q, func(r Row) (c column, err error) {
		var kind string
		err = r.Scan(&c.Name, &kind, &c.pk)
		c.Kind = kindOf(kind)
		return c, err
	}, db.forEngine(sqliteColumns, postgresColumns), name)
	if err != nil {
		return Table{}, err
	}
	t := Table{Name: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	slices.SortStableFunc(columns, func(a, b column) int { return a.pk - b.pk })
	for _, c := range columns {
		if c.pk > 0 {
			t.key = append(t.key, c.Name)
		}
	}
	t.refers, err = Collect(ctx, q, scanText, db.forEngine(sqliteRefers, postgresRefers), name)
	return t, err
}

// kindOf returns the kind of a declared type, "" for one that no table of ours
// has.
func kindOf(declared string) Kind {
	switch strings.ToLower(declared) {
	case "text", "character varying":
		return Text
	case "integer", "bigint", "smallint":
		return Integer
	case "boolean":
		return Boolean
	case "double precision", "real":
		return Real
	case "blob", "bytea":
		return Bytes
	}
	return ""
}

// inOrder sorts the tables so that each comes after those it refers to.
func inOrder(tables []Table) (ordered []Table, err error) {
	placed := map[string]bool{}
	for len(ordered) < len(tables) {
		before := len(ordered)
		for _, t := range tables {
			if !placed[t.Name] && !slices.ContainsFunc(t.refers, func(name string) bool { return !placed[name] }) {
				placed[t.Name], ordered = true, append(ordered, t)
			}
		}
		if len(ordered) == before {
			var left []string
			for _, t := range tables {
				if !placed[t.Name] {
					left = append(left, t.Name)
				}
			}
			return nil, fault.Coded("B24", "The tables %s refer to each other in a circle: they cannot be copied one after the other.", strings.Join(left, ", "))
		}
	}
	return ordered, nil
}

// quoted returns a name as both engines read it whatever it is.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// selectText returns the query for all rows of the table in the order of their
// bytes, which is the same on both engines and in every language.
func (t Table) selectText(engine Engine) string {
	key := t.key
	if len(key) == 0 {
		for _, c := range t.Columns {
			key = append(key, c.Name)
		}
	}
	var by []string
	for _, name := range key {
		term := quoted(name)
		if engine == PostgreSQL && t.kind(name) == Text {
			term += ` COLLATE "C"`
		}
		by = append(by, term)
	}
	return `SELECT ` + t.columnList() + ` FROM ` + quoted(t.Name) + ` ORDER BY ` + strings.Join(by, ", ")
}

func (t Table) columnList() string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, quoted(c.Name))
	}
	return strings.Join(names, ", ")
}

func (t Table) kind(column string) Kind {
	for _, c := range t.Columns {
		if c.Name == column {
			return c.Kind
		}
	}
	return ""
}
