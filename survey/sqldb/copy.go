package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"verbatim/survey/fault"
)

const (
	// copyRows and copyBytes are how much is carried from one database to the
	// other at a time: enough that the trip costs nothing beside the rows, and
	// little memory.
	copyRows  = 1024
	copyBytes = 4 << 20
	// progressRows is how often somebody who waits is told how far it is.
	progressRows = 1000
)

// CopyOptions are what is asked of a copy.
type CopyOptions struct {
	Skip []string // tables of the source that the target does not have
	// Into is told what the target holds, while nobody else can write it. A
	// fault from it ends the copy before anything is changed; nil lets the rows
	// that are there be replaced.
	Into     func(held []TableSum) error
	Progress func(done, total int) // in rows; may be nil
}

// Copy replaces the contents of the target, which must have the same tables, by
// those of the snapshot, in one transaction: either all is there and has been
// read again and compared, or nothing has changed. Rows are written in the order
// of their bytes, so that nothing in the target's storage tells in which order
// they came to be. Triggers of the target do not fire.
func (s *Snapshot) Copy(ctx context.Context, target *DB, o CopyOptions) (sums []TableSum, err error) {
	defer fault.Wrap(&err, "sqldb.Copy")
	handle := target.open()
	defer func() { err = errors.Join(err, handle.Close()) }()
	conn, err := handle.Conn(ctx)
	if err != nil {
		return nil, explain(err)
	}
	defer conn.Close()
	c := &copying{from: s, to: target, conn: conn, options: o, sources: slices.Clone(s.tables)}
	c.sources = slices.DeleteFunc(c.sources, func(t Table) bool { return slices.Contains(o.Skip, t.Name) })
	if err := c.exec(ctx, target.forEngine(`BEGIN IMMEDIATE`, `BEGIN`)); err != nil {
		return nil, err
	}
	if sums, err = c.run(ctx); err != nil {
		_, rollback := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		return nil, errors.Join(err, explain(rollback))
	}
	return sums, c.exec(ctx, `COMMIT`)
}

// A copying is a copy on its way.
type copying struct {
	from    *Snapshot
	to      *DB
	conn    *sql.Conn
	options CopyOptions
	sources []Table
	tables  []Table

	done, total int
}

func (c *copying) exec(ctx context.Context, statement string) error {
	_, err := c.conn.ExecContext(ctx, statement)
	return explain(err)
}

func (c *copying) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return c.conn.QueryContext(ctx, query, args...)
}

func (c *copying) note(error) {}

func (c *copying) run(ctx context.Context) (sums []TableSum, err error) {
	if err := c.begin(ctx); err != nil {
		return nil, err
	}
	restore, err := c.stopTriggers(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range slices.Backward(c.tables) {
		if err := c.exec(ctx, `DELETE FROM `+quoted(t.Name)); err != nil {
			return nil, err
		}
	}
	for _, t := range c.tables {
		sum, err := c.table(ctx, t)
		if err != nil {
			return nil, err
		}
		sums = append(sums, sum)
	}
	c.tell()
	for _, statement := range restore {
		if err := c.exec(ctx, statement); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// begin makes sure that the target has the tables of the source, that nobody
// else writes it, and that what it holds may go.
func (c *copying) begin(ctx context.Context) (err error) {
	if c.tables, err = c.to.tables(ctx, c); err != nil {
		return err
	}
	if err := sameTables(c.sources, c.tables); err != nil {
		return err
	}
	if err := c.keepOthersOut(ctx); err != nil {
		return err
	}
	var held []TableSum
	for _, t := range c.tables {
		sum, err := sumOf(ctx, c.conn, c.to.engine, t)
		if err != nil {
			return err
		}
		held = append(held, sum)
	}
	if c.options.Into != nil {
		if err := c.options.Into(held); err != nil {
			return err
		}
	}
	for _, t := range c.sources {
		n, err := One(ctx, c.from, scanInt, `SELECT count(*) FROM `+quoted(t.Name))
		if err != nil {
			return err
		}
		c.total += n
	}
	return nil
}

// keepOthersOut ends waits for this transaction and of it. On SQLite it has the
// file for itself already.
func (c *copying) keepOthersOut(ctx context.Context) error {
	if c.to.engine != PostgreSQL {
		return nil
	}
	statements := []string{`SET LOCAL idle_in_transaction_session_timeout = 0`, `SET LOCAL lock_timeout = '5s'`}
	for _, t := range c.tables {
		statements = append(statements, `LOCK TABLE `+quoted(t.Name)+` IN EXCLUSIVE MODE`)
	}
	for _, statement := range statements {
		if err := c.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// sameTables compares the tables that two databases have, whatever their order.
func sameTables(from, to []Table) error {
	columns := func(tables []Table) map[string]string {
		of := map[string]string{}
		for _, t := range tables {
			of[t.Name] = fmt.Sprint(t.Columns)
		}
		return of
	}
	have, want := columns(from), columns(to)
	for _, tables := range [][]Table{from, to} {
		for _, t := range tables {
			if have[t.Name] != want[t.Name] {
				return fault.Coded("B25", "The table %s is not the same in both databases: bring both up to date with the same version of Verbatim, and take away what is not of Verbatim.", t.Name)
			}
		}
	}
	return nil
}

// stopTriggers keeps the target's own triggers from firing, because the rows
// are copied as they are, also those of tables that refuse changes. It returns
// the statements that set them going again.
func (c *copying) stopTriggers(ctx context.Context) (restore []string, err error) {
	if c.to.engine == PostgreSQL {
		for _, t := range c.tables {
			if err := c.exec(ctx, `ALTER TABLE `+quoted(t.Name)+` DISABLE TRIGGER USER`); err != nil {
				return nil, err
			}
			restore = append(restore, `ALTER TABLE `+quoted(t.Name)+` ENABLE TRIGGER USER`)
		}
		return restore, nil
	}
	type trigger struct{ name, text string }
	triggers, err := Collect(ctx, c, func(r Row) (t trigger, err error) { err = r.Scan(&t.name, &t.text); return t, err },
		`SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	for _, t := range triggers {
		if err := c.exec(ctx, `DROP TRIGGER `+quoted(t.name)); err != nil {
			return nil, err
		}
		restore = append(restore, t.text)
	}
	return restore, nil
}

// table copies one table, reads it again in the target, and compares.
func (c *copying) table(ctx context.Context, t Table) (TableSum, error) {
	sent := newDigest(t)
	var batch [][]any
	size := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := c.insert(ctx, t, batch)
		batch, size = batch[:0], 0
		return err
	}
	err := rowsOf(ctx, c.from.conn, c.from.db.engine, t, func(row []any) error {
		sent.add(row)
		batch = append(batch, row)
		size += len(sent.row)
		if c.done++; c.done%progressRows == 0 {
			c.tell()
		}
		if len(batch) == copyRows || size >= copyBytes {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return TableSum{}, err
	}
	arrived, err := sumOf(ctx, c.conn, c.to.engine, t)
	if want := sent.done(); err == nil && arrived != want {
		err = &fault.Error{Kind: fault.Internal, Code: "B26", Err: fmt.Errorf("table %s: %d rows were sent and %d arrived, or they are not the same", t.Name, want.Rows, arrived.Rows)}
	}
	return arrived, err
}

func (c *copying) tell() {
	if c.options.Progress != nil {
		c.options.Progress(c.done, c.total)
	}
}

// insert writes rows: to PostgreSQL by COPY.
func (c *copying) insert(ctx context.Context, t Table, rows [][]any) error {
	if c.to.engine == PostgreSQL {
		var names []string
		for _, column := range t.Columns {
			names = append(names, column.Name)
		}
		return explain(c.conn.Raw(func(conn any) error {
			_, err := conn.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{t.Name}, names, pgx.CopyFromRows(rows))
			return err
		}))
	}
	for _, s := range (texts{}).bulk(SQLite, `INSERT INTO `+quoted(t.Name)+` (`+t.columnList()+`) VALUES`, rows) {
		if _, err := c.conn.ExecContext(ctx, s.text, s.args...); err != nil {
			return explain(err)
		}
	}
	return nil
}
