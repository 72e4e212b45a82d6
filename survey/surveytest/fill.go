package surveytest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey/sqldb"
)

// FilledRows is how many rows FillEveryTable puts into a table: one with common
// values, one with large ones, and one with NULL wherever it may stand.
const FilledRows = 3

const (
	selectColumns = `SELECT name, type, "notnull", pk FROM pragma_table_info($1) ORDER BY cid`
	selectRefers  = `SELECT "from", "table", COALESCE("to", '') FROM pragma_foreign_key_list($1)`
	selectCreate  = `SELECT sql FROM sqlite_master WHERE type = 'table' AND name = $1`
	// oddText is what text must come through unharmed: both quotes, letters of
	// other scripts, a mark of direction, one that needs four bytes, ends of
	// lines, and what CSV, SQL and JSON take to mean something.
	oddText = "“Ä” \u05d0\u05d1 \u200f\U0001F600 e\u0301 'it''s' \"a\" \\n\t\\. ;--\r\n{}%s\n"
)

// A tableInfo is a table as SQLite's catalogue describes it.
type tableInfo struct {
	name    string
	columns []columnInfo
	create  string
}

type columnInfo struct {
	name, kind       string
	required         bool   // it takes no NULL
	parent, parentBy string // what it refers to
}

// A row is one row of a table by its columns.
type row map[string]any

// FillEveryTable puts FilledRows rows into every table of a SQLite database, of
// whichever version. What tables there are, of what kind their columns are, what
// they refer to and which words they take, it reads from the catalogue, so that a
// new table is filled by itself; where a table refuses its rows the test fails
// until [sample] knows better. The rows make no sense: they are for looking
// whether what is copied or migrated stays what it is.
func FillEveryTable(tb testing.TB, db *sqldb.DB) {
	tb.Helper()
	ctx := tb.Context()
	s, err := db.Snapshot(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	names := s.Tables() // those that others refer to first
	s.Close()
	filled := map[string][]row{}
	for _, name := range names {
		t := describe(tb, db, name)
		rows := t.rows(filled)
		filled[name] = rows
		if err := db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return t.insert(ctx, tx, rows) }); err != nil {
			tb.Errorf("the table %s does not take the rows that its columns suggest: give it values in sample: %v", name, err)
		}
	}
}

func describe(tb testing.TB, db *sqldb.DB, name string) *tableInfo {
	tb.Helper()
	t := &tableInfo{name: name}
	columns, err := sqldb.Collect(tb.Context(), db, func(r sqldb.Row) (c columnInfo, err error) {
		var key int
		err = r.Scan(&c.name, &c.kind, &c.required, &key)
		c.required = c.required || key > 0
		return c, err
	}, selectColumns, name)
	if err != nil {
		tb.Fatal(err)
	}
	refers, err := sqldb.Collect(tb.Context(), db, func(r sqldb.Row) (c columnInfo, err error) {
		err = r.Scan(&c.name, &c.parent, &c.parentBy)
		return c, err
	}, selectRefers, name)
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range columns {
		if i := slices.IndexFunc(refers, func(r columnInfo) bool { return r.name == c.name }); i >= 0 {
			c.parent, c.parentBy = refers[i].parent, refers[i].parentBy
		}
		t.columns = append(t.columns, c)
	}
	t.create, err = sqldb.One(tb.Context(), db, func(r sqldb.Row) (s string, err error) { err = r.Scan(&s); return s, err }, selectCreate, name)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// single reports whether the table holds one row for ever, which its migration
// has made.
func (t *tableInfo) single() bool { return strings.Contains(t.create, "CHECK (one = 1)") }

// rows makes the rows of the table.
func (t *tableInfo) rows(filled map[string][]row) (rows []row) {
	for i := range FilledRows {
		r := row{}
		for _, c := range t.columns {
			r[c.name] = t.value(c, i, filled)
		}
		sample(t.name, i, r)
		rows = append(rows, r)
		if t.single() {
			break
		}
	}
	return rows
}

// value returns what a column of row i holds: what it refers to, a word that the
// table asks for, or what its kind allows.
func (t *tableInfo) value(c columnInfo, i int, filled map[string][]row) any {
	if i == FilledRows-1 && !c.required {
		return nil
	}
	if rows := filled[c.parent]; c.parent != "" && i < len(rows) {
		return rows[i][c.parentBy]
	}
	if words := t.words(c.name); len(words) > 0 {
		return words[i%len(words)]
	}
	switch c.kind {
	case "INTEGER":
		return int64(i)*(1<<30-7) + 1 // up to what PostgreSQL takes
	case "BIGINT":
		return int64(i)*(1<<61+3) + 1
	case "BOOLEAN":
		return i%2 == 1
	case "DOUBLE PRECISION":
		return []float64{0.1, 1.7e308, 5e-324}[i]
	}
	if n := t.length(c.name); n > 0 {
		return strings.Repeat(strconv.Itoa(i), n)
	}
	return fmt.Sprintf("%s.%s %d %s", t.name, c.name, i, oddText)
}

// words returns the words that a CHECK of the table allows in the column.
func (t *tableInfo) words(column string) (words []string) {
	in := regexp.MustCompile(`\b` + column + ` IN \(('[^)]*')\)`).FindStringSubmatch(t.create)
	if in == nil {
		return nil
	}
	for word := range strings.SplitSeq(in[1], ",") {
		words = append(words, strings.Trim(strings.TrimSpace(word), "'"))
	}
	return words
}

// length returns how long a CHECK of the table wants the column's text to be.
func (t *tableInfo) length(column string) int {
	length := regexp.MustCompile(`length\(` + column + `\) (?:= |IN \(0, )(\d+)`).FindStringSubmatch(t.create)
	if length == nil {
		return 0
	}
	n, _ := strconv.Atoi(length[1]) // digits only
	return n
}

// sample puts right what columns alone do not tell of row i of a table.
func sample(table string, i int, r row) {
	switch table {
	case "answer":
		sum := sha256.Sum256([]byte(r["text"].(string)))
		r["hash"] = hex.EncodeToString(sum[:])
		r["quote_consent"] = []string{"", "quote", "count"}[i]
	case "attachment":
		if i == 0 {
			r["response_id"] = nil
		} else {
			r["draft_hash"], r["sealed"] = nil, ""
		}
		if i == FilledRows-1 { // one of the two is always there
			r["response_id"] = filledID("response", i)
		}
	case "audit":
		r["actor_kind"] = []string{"staff", "command-line", "system"}[i]
		r["seq"] = int64(i + 1)
	case "audit_head", "change_head":
		r["one"] = int64(1)
		r["seq"] = int64(FilledRows)
	case "change":
		r["seq"] = int64(i + 1)
	case "invitation":
		r["open_until"] = "2027-01-31"
		if i == FilledRows-1 { // an anonymous wave has no late links
			r["open_until"] = ""
		}
	}
}

// filledID is the ID of row i of a table that has one.
func filledID(table string, i int) string { return fmt.Sprintf("%s.id %d %s", table, i, oddText) }

// insert writes the rows; in a table of one row it changes that row.
func (t *tableInfo) insert(ctx context.Context, tx *sqldb.Tx, rows []row) error {
	for _, r := range rows {
		var names, sets []string
		var values []any
		for _, c := range t.columns {
			values = append(values, r[c.name])
			names = append(names, `"`+c.name+`"`)
			sets = append(sets, fmt.Sprintf(`"%s" = $%d`, c.name, len(values)))
		}
		statement := fmt.Sprintf(`INSERT INTO "%s" (%s) VALUES (%s)`, t.name, strings.Join(names, ", "), sqldb.Params(len(names)))
		if t.single() {
			statement = fmt.Sprintf(`UPDATE "%s" SET %s`, t.name, strings.Join(sets, ", "))
		}
		if _, err := tx.Exec(ctx, statement, values...); err != nil {
			return err
		}
	}
	return nil
}

// Contents returns all rows of all tables, each as the text of its columns, in
// an order that is the same on both engines.
func Contents(tb testing.TB, db *sqldb.DB) map[string][]string {
	tb.Helper()
	return contents(tb, db, func(string, string) bool { return true })
}

// ContentsOf returns the rows of the tables in the shape, and of their columns
// those that the shape names.
func ContentsOf(tb testing.TB, db *sqldb.DB, shape map[string][]string) map[string][]string {
	tb.Helper()
	all := contents(tb, db, func(table, column string) bool { return slices.Contains(shape[table], column) })
	for table := range all {
		if _, ok := shape[table]; !ok {
			delete(all, table)
		}
	}
	return all
}

func contents(tb testing.TB, db *sqldb.DB, wanted func(table, column string) bool) map[string][]string {
	tb.Helper()
	s, err := db.Snapshot(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer s.Close()
	all := map[string][]string{}
	for _, table := range s.Tables() {
		all[table] = []string{}
		err := s.Rows(tb.Context(), table, func(p sqldb.Physical) error {
			var parts []string
			for i, name := range p.Columns {
				if wanted(table, name) {
					parts = append(parts, fmt.Sprintf("%s=%T %q", name, p.Values[i], fmt.Sprint(p.Values[i])))
				}
			}
			slices.Sort(parts) // later columns stand elsewhere on another engine
			all[table] = append(all[table], strings.Join(parts, " "))
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
		slices.Sort(all[table])
	}
	return all
}

// Shape returns the names of the columns of each table.
func Shape(tb testing.TB, db *sqldb.DB) map[string][]string {
	tb.Helper()
	shape := map[string][]string{}
	s, err := db.Snapshot(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	names := s.Tables()
	s.Close()
	for _, name := range names {
		for _, c := range describe(tb, db, name).columns {
			shape[name] = append(shape[name], c.name)
		}
	}
	return shape
}
