package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"verbatim/survey/fault"
)

// A Physical is a row with what the engine keeps beside its columns.
type Physical struct {
	Columns []string
	Values  []any
	Placed  bool  // it has a place: tables that are kept in the order of their key have none
	Place   int64 // where it lies: the rowid, or the page and line
	Writer  int64 // the transaction that wrote it last, on PostgreSQL
}

// Value returns the value of a column, nil where there is none.
func (p Physical) Value(column string) any {
	for i, c := range p.Columns {
		if c == column {
			return p.Values[i]
		}
	}
	return nil
}

const sqliteHasRowid = `SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = $1`

// Rows calls fn with each row of a table and with what its place tells, in no
// order. It is for looking whether that gives anything away.
func (s *Snapshot) Rows(ctx context.Context, table string, fn func(Physical) error) (err error) {
	defer fault.Wrap(&err, "sqldb.Snapshot.Rows(%s)", table)
	t, err := s.tableOf(table)
	if err != nil {
		return err
	}
	place, placed, err := s.placeOf(ctx, t)
	if err != nil {
		return err
	}
	rows, err := s.conn.QueryContext(ctx, `SELECT `+place+`, `+t.columnList()+` FROM `+quoted(t.Name)) //nolint:gosec // names are from the catalogue
	if err != nil {
		return explain(err)
	}
	defer func() { err = errors.Join(err, rows.Close(), rows.Err()) }()
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	for rows.Next() {
		p, err := scanPhysical(rows, names)
		if err != nil {
			return err
		}
		p.Placed = placed
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Snapshot) tableOf(name string) (Table, error) {
	for _, t := range s.tables {
		if t.Name == name {
			return t, nil
		}
	}
	return Table{}, fault.New(fault.NotFound, "There is no table %s.", name)
}

// scanPhysical reads a place, a writer, and the columns with these names.
func scanPhysical(rows *sql.Rows, names []string) (p Physical, err error) {
	values, into := make([]any, len(names)+2), make([]any, len(names)+2)
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return p, err
	}
	p = Physical{Columns: names, Values: values[2:]}
	if p.Place, err = placeNumber(values[0]); err != nil {
		return p, err
	}
	p.Writer, err = placeNumber(values[1])
	return p, err
}

// Placed reports whether the rows of a table have a place that is not that of
// their key.
func (s *Snapshot) Placed(ctx context.Context, table string) (placed bool, err error) {
	defer fault.Wrap(&err, "sqldb.Snapshot.Placed(%s)", table)
	t, err := s.tableOf(table)
	if err != nil {
		return false, err
	}
	_, placed, err = s.placeOf(ctx, t)
	return placed, err
}

// TablesWith returns the tables that have a column of that name.
func (s *Snapshot) TablesWith(column string) (names []string) {
	for _, t := range s.tables {
		if t.kind(column) != "" {
			names = append(names, t.Name)
		}
	}
	return names
}

// placeOf returns the columns that tell a row's place and its writer.
func (s *Snapshot) placeOf(ctx context.Context, t Table) (columns string, placed bool, err error) {
	if s.db.engine == PostgreSQL {
		return `CAST(ctid AS TEXT), CAST(xmin AS TEXT)`, true, nil
	}
	without, err := One(ctx, s, func(r Row) (w int, err error) { err = r.Scan(&w); return w, err }, sqliteHasRowid, t.Name)
	if err != nil || without != 0 {
		return `0, 0`, false, err
	}
	return `rowid, 0`, true, nil
}

// placeNumber reads a rowid, a transaction, or a place such as "(3,14)".
func placeNumber(v any) (int64, error) {
	switch v := v.(type) {
	case int64:
		return v, nil
	case string:
		page, line, both := strings.Cut(strings.Trim(v, "()"), ",")
		n, err := strconv.ParseInt(page, 10, 64)
		if err != nil || !both {
			return n, err
		}
		l, err := strconv.ParseInt(line, 10, 64)
		return n<<16 | l, err
	}
	return 0, fmt.Errorf("a place of type %T", v)
}

// Shuffle writes rows of a table again so that where they lie tells nothing of
// the order in which they came: on SQLite at random places, on PostgreSQL in the
// order given, by one transaction. The column of the table that keys names is
// compared with each of them; nothing is changed in the rows.
func Shuffle(ctx context.Context, tx *Tx, table, column string, keys []string) error {
	statement := `UPDATE ` + quoted(table) + ` SET ` + quoted(column) + ` = ` + quoted(column) + ` WHERE ` + quoted(column) + ` = $1`
	if tx.engine == SQLite {
		// Half of the numbers, so that those that follow the highest are left for
		// rows to come, which are put there until they are moved too.
		statement = `UPDATE ` + quoted(table) + ` SET rowid = abs(random() >> 2) + 1 WHERE ` + quoted(column) + ` = $1`
	}
	for _, key := range keys {
		if _, err := tx.Exec(ctx, statement, key); err != nil {
			return err
		}
	}
	return nil
}
