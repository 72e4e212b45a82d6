package sqldb

import (
	"context"
	"strconv"
	"strings"
)

// A Flush writes the rows that the members of one transaction put off to its
// end, in the order in which they came.
type Flush func(ctx context.Context, tx *Tx, rows [][]any) error

// bulkRows is how many rows one INSERT carries at most: enough to make the cost
// of the statement itself vanish. It is a power of two, as all lengths are in
// which rows are sent, so that few different statements have to be prepared.
const bulkRows = 128

type lastRow struct {
	name  string
	flush Flush
	row   []any
}

type putOff struct {
	lastRow
	rows [][]any
}

// Last puts a row off to the end of the transaction, where flush is called once
// for the rows of that name from all writes that share the commit. It is for
// what is cheaper together, and for what must be locked briefly. The rows are
// not visible to reads in this transaction. When a flush fails, each write is
// tried again on its own.
func (tx *Tx) Last(name string, flush Flush, row ...any) {
	tx.member.last = append(tx.member.last, lastRow{name, flush, row})
}

func (tx *Tx) putOff(r lastRow) {
	for _, p := range tx.last {
		if p.name == r.name {
			p.rows = append(p.rows, r.row)
			return
		}
	}
	tx.last = append(tx.last, &putOff{r, [][]any{r.row}})
}

// flush writes what was put off.
func (tx *Tx) flush() error {
	tx.guarded = false // a flush cannot fail alone
	for len(tx.last) > 0 {
		p := tx.last[0]
		tx.last = tx.last[1:]
		if err := p.flush(tx.ctx, tx, p.rows); err != nil {
			return err
		}
		if err := tx.member.failed; err != nil {
			return err
		}
		for _, r := range tx.member.last { // a flush may put rows off in its turn
			tx.putOff(r)
		}
		tx.topics = append(tx.topics, tx.member.topics...)
		tx.member = member{}
	}
	return nil
}

// Insert writes rows in bulk. Statement is the head of the INSERT up to and
// with VALUES, such as `INSERT INTO answer (id, text) VALUES`; rows have the
// same length.
func Insert(ctx context.Context, tx *Tx, statement string, rows [][]any) error {
	size := bulkRows
	for len(rows) > 0 {
		for size > len(rows) || size > 1 && size*len(rows[0]) > maxParams {
			size /= 2
		}
		args := make([]any, 0, size*len(rows[0]))
		for _, r := range rows[:size] {
			args = append(args, r...)
		}
		if _, err := tx.Exec(ctx, valuesText(statement, size, len(rows[0])), args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

// InsertLast returns a flush that inserts the rows in bulk; see [Insert].
func InsertLast(statement string) Flush {
	return func(ctx context.Context, tx *Tx, rows [][]any) error { return Insert(ctx, tx, statement, rows) }
}

// Params returns "$1, $2, ..." with n parameters, for a list after IN.
func Params(n int) string {
	return strings.TrimSuffix(strings.TrimPrefix(valuesText("", 1, n), " ("), ")")
}

// valuesText returns statement followed by rows × width parameters.
func valuesText(statement string, rows, width int) string {
	var b strings.Builder
	b.Grow(len(statement) + rows*(width*6+3))
	b.WriteString(statement)
	n := 0
	for r := range rows {
		b.WriteString([2]string{", (", " ("}[boolInt(r == 0)])
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

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
