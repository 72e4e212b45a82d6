package sqldb

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"math"
	"strings"
	"unicode/utf8"

	"verbatim/survey/fault"
)

// A TableSum tells the contents of a table: it is the same for the same rows,
// whichever engine holds them and in whatever order.
type TableSum struct {
	Table string
	Rows  int
	Hash  string // hex SHA-256 over the columns' names and kinds and all rows
}

// A digest makes a TableSum of rows that come in the order of selectText. Every
// value is preceded by its kind and length, so that no two tables that differ
// are written the same.
type digest struct {
	sum  TableSum
	hash hash.Hash
	row  []byte
}

func newDigest(t Table) *digest {
	d := &digest{sum: TableSum{Table: t.Name}, hash: sha256.New()}
	var names []any
	for _, c := range t.Columns {
		names = append(names, c.Name, string(c.Kind))
	}
	d.write(names)
	return d
}

func (d *digest) add(row []any) {
	d.sum.Rows++
	d.write(row)
}

func (d *digest) write(row []any) {
	b := binary.AppendUvarint(d.row[:0], uint64(len(row)))
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			b = append(b, 'n')
		case bool:
			b = append(b, 'b', 0)
			if v {
				b[len(b)-1] = 1
			}
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v)) //nolint:gosec // its bits
		case float64:
			b = binary.BigEndian.AppendUint64(append(b, 'r'), math.Float64bits(v))
		case string:
			b = append(binary.AppendUvarint(append(b, 't'), uint64(len(v))), v...)
		case []byte:
			b = append(binary.AppendUvarint(append(b, 'x'), uint64(len(v))), v...)
		}
	}
	d.row = b
	d.hash.Write(b)
}

func (d *digest) done() TableSum {
	d.sum.Hash = hex.EncodeToString(d.hash.Sum(nil))
	return d.sum
}

// rowsOf calls fn with every row of the table, one at a time and in the order
// of their bytes. The values have the types that digest knows.
func rowsOf(ctx context.Context, conn *sql.Conn, engine Engine, t Table, fn func(row []any) error) (err error) {
	rows, err := conn.QueryContext(ctx, t.selectText(engine))
	if err != nil {
		return explain(err)
	}
	defer func() {
		if e := errors.Join(rows.Close(), rows.Err()); err == nil {
			err = explain(e)
		}
	}()
	values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	for n := 1; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := make([]any, len(values))
		for i, c := range t.Columns {
			v, ok := plain(c.Kind, values[i])
			if !ok {
				return fault.Coded("B24", "Row %d of the table %s holds in the column %s something that is not %s of the kind that belongs there. `verbatim doctor` says more; put the value right before copying.", n, t.Name, c.Name, aOf(c.Kind))
			}
			row[i] = v
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

func aOf(k Kind) string {
	if k == Integer {
		return "an integer"
	}
	return "a " + string(k)
}

// plain returns what a driver gave for a column in the one type that its kind
// has here. SQLite stores in any column what it is given: what PostgreSQL could
// not hold is refused, whichever engine it is for.
func plain(k Kind, v any) (any, bool) {
	if v == nil {
		return nil, true
	}
	switch k {
	case Text:
		s, ok := v.(string)
		return s, ok && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
	case Integer:
		n, ok := v.(int64)
		return n, ok
	case Boolean:
		b, ok := v.(bool)
		return b, ok
	case Real:
		f, ok := v.(float64)
		return f, ok
	case Bytes:
		b, ok := v.([]byte)
		return b, ok
	}
	return nil, false
}
