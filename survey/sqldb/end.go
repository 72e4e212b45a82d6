package sqldb

import "context"

// An End writes the rows that the members of one transaction handed to
// [Tx.AtEnd], in the order in which they came.
type End func(ctx context.Context, tx *Tx, rows [][]any) error

type endRow struct {
	name string
	end  End
	row  []any
}

// An ending is the rows of one name.
type ending struct {
	name string
	end  End
	rows [][]any
}

// AtEnd hands a row over to end, which is called once for the rows of that name
// from all writes that share the commit, before what [Tx.Last] put off. Unlike a
// Flush it may read, which costs a round trip: it is for rows that depend on
// what is stored, such as the one before them, and must be locked briefly. When
// end fails, each write is tried again on its own.
func (tx *Tx) AtEnd(name string, end End, row ...any) {
	tx.member.ends = append(tx.member.ends, endRow{name, end, row})
}

// handOver adds a row to those that the transaction ends with.
func (tx *Tx) handOver(r endRow) {
	for _, e := range tx.ends {
		if e.name == r.name {
			e.rows = append(e.rows, r.row)
			return
		}
	}
	tx.ends = append(tx.ends, &ending{r.name, r.end, [][]any{r.row}})
}

// end writes what was handed over. Nobody is left whose part alone could be
// undone, so it takes no savepoint.
func (tx *Tx) end() error {
	tx.guarded = false
	for _, e := range tx.ends {
		err := e.end(tx.ctx, tx, e.rows)
		if err == nil {
			err = tx.member.failed
		}
		if err != nil {
			return err
		}
	}
	return tx.keep()
}
