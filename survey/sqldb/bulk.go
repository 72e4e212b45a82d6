package sqldb

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// bulkRows is how many rows one INSERT carries at most: enough to make the cost
// of the statement itself vanish. It is a power of two, as all lengths are in
// which SQLite gets rows, so that few different statements have to be prepared.
const bulkRows = 128

type statement struct {
	text string
	args []any
}

// texts holds the statements with lists of parameters that a writer has made,
// which are as many as a connection keeps prepared.
type texts map[listsKey]string

type listsKey struct {
	insert      string
	rows, width int
}

func (t texts) lists(insert string, rows, width int) string {
	k := listsKey{insert, rows, width}
	text, ok := t[k]
	if !ok {
		if len(t) >= statementCache {
			clear(t)
		}
		text = listsText(insert, rows, width)
		t[k] = text
	}
	return text
}

// rowsMark stands, in the text of a bulk INSERT, for the rows as a table v with
// the columns c0, c1, ...
const rowsMark = "ROWS"

// bulk returns the statements that insert the rows: to PostgreSQL a single one
// with an array for each column, where all values of a column have one of the
// types that stores use, else lists of parameters.
func (t texts) bulk(engine Engine, insert string, rows [][]any) []statement {
	if len(rows) == 0 {
		return nil
	}
	if engine == PostgreSQL {
		if s, ok := arrays(insert, rows); ok {
			return []statement{s}
		}
	}
	var all []statement
	for part := range parts(rows) {
		all = append(all, statement{t.lists(insert, len(part), len(part[0])), slices.Concat(part...)})
	}
	return all
}

// parts yields the rows in as many as one statement with lists of parameters
// carries.
func parts(rows [][]any) iter.Seq[[][]any] {
	return func(yield func([][]any) bool) {
		size := bulkRows
		for len(rows) > 0 {
			for size > len(rows) || size > 1 && size*len(rows[0]) > maxParams {
				size /= 2
			}
			if !yield(rows[:size]) {
				return
			}
			rows = rows[size:]
		}
	}
}

// arrays returns an INSERT from unnest, whose text does not depend on the
// number of rows.
func arrays(insert string, rows [][]any) (statement, bool) {
	head, plain := strings.CutSuffix(insert, "VALUES")
	if !plain && !strings.Contains(insert, rowsMark) {
		return statement{}, false
	}
	var results, params, names []string
	var args []any
	for c := range rows[0] {
		kind, values, ok := column(rows, c)
		if !ok {
			return statement{}, false
		}
		if values == nil {
			results = append(results, "NULL")
			continue
		}
		args = append(args, values)
		name := fmt.Sprintf("c%d", c)
		results, names = append(results, name), append(names, name)
		params = append(params, fmt.Sprintf("CAST($%d AS %s[])", len(args), kind))
	}
	table := fmt.Sprintf("unnest(%s) AS v (%s)", strings.Join(params, ", "), strings.Join(names, ", "))
	if plain {
		return statement{fmt.Sprintf("%sSELECT %s FROM %s", head, strings.Join(results, ", "), table), args}, len(args) > 0
	}
	return statement{strings.Replace(insert, rowsMark, table, 1), args}, len(args) == len(rows[0])
}

// listsText returns an INSERT with rows × width parameters.
func listsText(insert string, rows, width int) string {
	if !strings.Contains(insert, rowsMark) {
		return valuesText(insert, rows, width)
	}
	var names []string
	for c := range width {
		names = append(names, fmt.Sprintf("column%d AS c%d", c+1, c)) // what both engines call the columns of VALUES
	}
	table := fmt.Sprintf("(SELECT %s FROM (%s) AS w) AS v", strings.Join(names, ", "), valuesText("VALUES", rows, width))
	return strings.Replace(insert, rowsMark, table, 1)
}

// column returns the values of a column as one array with its SQL type, or nil
// when all are NULL.
func column(rows [][]any, c int) (kind string, array any, ok bool) {
	for _, r := range rows {
		switch r[c].(type) {
		case nil:
			continue
		case string:
			array, ok = typed[string](rows, c)
			return "text", array, ok
		case int:
			array, ok = typed[int](rows, c)
			return "bigint", array, ok
		case int64:
			array, ok = typed[int64](rows, c)
			return "bigint", array, ok
		case bool:
			array, ok = typed[bool](rows, c)
			return "boolean", array, ok
		case float64:
			array, ok = typed[float64](rows, c)
			return "double precision", array, ok
		default:
			return "", nil, false
		}
	}
	return "", nil, true
}

// typed returns the values of a column as a slice, of pointers where there are
// NULLs, unless one has another type.
func typed[T any](rows [][]any, c int) (any, bool) {
	values := make([]T, len(rows))
	for i, r := range rows {
		v, ok := r[c].(T)
		if !ok {
			return withNulls[T](rows, c)
		}
		values[i] = v
	}
	return values, true
}

func withNulls[T any](rows [][]any, c int) (any, bool) {
	values := make([]*T, len(rows))
	for i, r := range rows {
		if r[c] == nil {
			continue
		}
		v, ok := r[c].(T)
		if !ok {
			return nil, false
		}
		values[i] = &v
	}
	return values, true
}

// Params returns "$1, $2, ..." with n parameters, for a list after IN.
func Params(n int) string {
	return strings.TrimSuffix(strings.TrimPrefix(valuesText("", 1, n), " ("), ")")
}

// valuesText returns head followed by rows × width parameters.
func valuesText(head string, rows, width int) string {
	var b strings.Builder
	b.Grow(len(head) + rows*(width*6+3))
	b.WriteString(head)
	between, n := " (", 0
	for range rows {
		b.WriteString(between)
		between = ", ("
		for c := range width {
			if c > 0 {
				b.WriteByte(',')
			}
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte(')')
	}
	return b.String()
}
