package searchbench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"verbatim/search"
	"verbatim/survey/sqldb"
)

// sqlite is SQLite's full-text search with the attributes in a table beside it.
type sqlite struct {
	log  *slog.Logger
	path string
	db   *sqldb.DB
	rows int
}

const (
	createFound = `CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(text, content='answer', content_rowid='n', tokenize='porter unicode61 remove_diacritics 2')`

	createAnswer = `CREATE TABLE IF NOT EXISTS answer (n INTEGER PRIMARY KEY, id TEXT NOT NULL, person TEXT NOT NULL, response TEXT NOT NULL, programme TEXT NOT NULL,
		round TEXT NOT NULL, wave TEXT NOT NULL, role TEXT NOT NULL, question TEXT NOT NULL, consent TEXT NOT NULL, day TEXT NOT NULL, text TEXT NOT NULL)`
	createTheme = `CREATE TABLE IF NOT EXISTS theme (n INTEGER NOT NULL, theme TEXT NOT NULL, PRIMARY KEY (n, theme)) WITHOUT ROWID`

	insertAnswer = `INSERT INTO answer (n, id, person, response, programme, round, wave, role, question, consent, day, text)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	insertFound = `INSERT INTO found (rowid, text) VALUES ($1, $2)`
	insertTheme = `INSERT INTO theme (n, theme) VALUES ($1, $2)`
)

// errNoFTS5 tells that SQLite was built without full-text search.
var errNoFTS5 = errors.New("SQLite is without FTS5 in this program; build it with -tags sqlite_fts5")

func (*sqlite) name() string { return NameFTS5 }

func (s *sqlite) open(ctx context.Context) (err error) {
	if s.db, err = sqldb.Open(ctx, s.log, s.path); err != nil {
		return err
	}
	for _, statement := range []string{createAnswer, createTheme, createFound} {
		err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, statement)
			return err
		})
		if err != nil && strings.Contains(err.Error(), "no such module") {
			return errors.Join(errNoFTS5, s.close())
		}
		if err != nil {
			return errors.Join(err, s.close())
		}
	}
	return nil
}

func (s *sqlite) put(ctx context.Context, docs []search.Document) error {
	first := s.rows + 1
	s.rows += len(docs)
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for i, d := range docs {
			n := first + i
			if _, err := tx.Exec(ctx, insertAnswer, n, d.ID, d.Person, d.Response, d.Programme, d.Round, d.Wave, d.Role, d.Question, d.Consent, d.Day, d.Text); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, insertFound, n, d.Text); err != nil {
				return err
			}
			for _, theme := range d.Themes {
				if _, err := tx.Exec(ctx, insertTheme, n, theme); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (*sqlite) lacks(r search.Request) string {
	if _, err := match(r.Query); err != nil {
		return err.Error()
	}
	return ""
}

func (s *sqlite) close() error {
	if s.db == nil {
		return nil
	}
	db := s.db
	s.db = nil
	return db.Close()
}

// find sends what an application would have to: a statement for the page, one
// for the number of answers, and one for each facet.
func (s *sqlite) find(ctx context.Context, r search.Request) (int, error) {
	expr, err := match(r.Query)
	if err != nil {
		return 0, err
	}
	where, args := filterTerms(expr, r.Filters)
	shown := "''"
	if r.Spans {
		shown = "highlight(found, 0, '[', ']')"
	}
	from := " FROM found JOIN answer ON answer.n = found.rowid WHERE " + where
	if len(args) == 1 {
		from = " FROM found WHERE " + where
	}
	page := fmt.Sprintf("SELECT answer.id, %s FROM found JOIN answer ON answer.n = found.rowid WHERE %s ORDER BY rank LIMIT %d", shown, where, r.Size)
	if _, err := sqldb.Collect(ctx, s.db, scanPair, page, args...); err != nil {
		return 0, err
	}
	for _, f := range r.Facets {
		if _, err := sqldb.Collect(ctx, s.db, scanCount, facetQuery(f, where), args...); err != nil {
			return 0, err
		}
	}
	return sqldb.One(ctx, s.db, scanInt, "SELECT count(*)"+from, args...)
}

// filterTerms returns the condition of a query with its filters.
func filterTerms(expr string, filters map[string][]string) (where string, args []any) {
	terms, args := []string{"found MATCH $1"}, []any{expr}
	for _, field := range []string{search.FieldRole, search.FieldRound} {
		var marks []string
		for _, v := range filters[field] {
			args = append(args, v)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		if len(marks) > 0 {
			terms = append(terms, fmt.Sprintf("answer.%s IN (%s)", field, strings.Join(marks, ", ")))
		}
	}
	return strings.Join(terms, " AND "), args
}

// facetQuery counts answers and people by a field.
func facetQuery(field, where string) string {
	column, join := "answer."+field, ""
	if field == search.FieldTheme {
		column, join = "theme.theme", " JOIN theme ON theme.n = answer.n"
	}
	return fmt.Sprintf("SELECT %s, count(*), count(DISTINCT answer.person) FROM found JOIN answer ON answer.n = found.rowid%s WHERE %s GROUP BY 1 ORDER BY 2 DESC", column, join, where)
}

func scanPair(r sqldb.Row) (v [2]string, err error) { err = r.Scan(&v[0], &v[1]); return v, err }

func scanInt(r sqldb.Row) (n int, err error) { err = r.Scan(&n); return n, err }

func scanCount(r sqldb.Row) (c search.Count, err error) {
	err = r.Scan(&c.Value, &c.Documents, &c.People)
	return c, err
}

// match returns FTS5's expression for a query.
func match(n search.Node) (string, error) {
	switch n := n.(type) {
	case search.Word:
		return `"` + n.Text + `"`, nil
	case search.Phrase:
		return n.String(), nil
	case search.Pattern:
		if prefix, ok := strings.CutSuffix(n.Glob, "*"); ok && !strings.ContainsAny(prefix, "*?") {
			return `"` + prefix + `"*`, nil
		}
	case search.Near:
		left, err1 := match(n.Left)
		right, err2 := match(n.Right)
		if !n.Ordered {
			return fmt.Sprintf("NEAR(%s %s, %d)", left, right, n.Distance-1), errors.Join(err1, err2)
		}
	case search.Or:
		return matchAll(n.Of, " OR ")
	case search.And:
		var with, without []search.Node
		for _, c := range n.Of {
			if not, ok := c.(search.Not); ok {
				without = append(without, not.Of)
			} else {
				with = append(with, c)
			}
		}
		expr, err := matchAll(with, " AND ")
		if err != nil || len(without) == 0 {
			return expr, err
		}
		not, err := matchAll(without, " OR ")
		return "(" + expr + ") NOT (" + not + ")", err
	}
	return "", errors.New("not offered")
}

func matchAll(of []search.Node, op string) (string, error) {
	parts := make([]string, len(of))
	for i, c := range of {
		var err error
		if parts[i], err = match(c); err != nil {
			return "", err
		}
	}
	return strings.Join(parts, op), nil
}
