package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// savepoint is the statement before a member's first change; a member that
// changes nothing costs none.
const (
	savepoint         = `SAVEPOINT member`
	releaseSavepoint  = `RELEASE SAVEPOINT member`
	rollbackSavepoint = `ROLLBACK TO SAVEPOINT member`
)

// Tx is the transaction of one Write. It may be used by the function that got
// it, and only until that function returns.
type Tx struct {
	engine Engine
	conn   *sql.Conn
	ctx    context.Context //nolint:containedctx // the transaction's: shared by callers, so none of theirs may end it

	begun   bool
	guarded bool   // each member gets a savepoint
	member  member // what the member that runs at present has done
	ended   bool
	standby bool // the server said that it accepts no writes

	texts      texts
	claims     map[string]string
	statements []statement // what members put off, and
	last       map[string]*putOff
	lastOrder  []*putOff // by first use
	ends       []*ending // by first use
	topics     []string  // who to wake after the commit
}

// member is what one Write has done inside the transaction that it shares.
type member struct {
	failed    error // the first statement of it that failed
	dirty     bool  // sent a statement that may change something
	savepoint bool  // opened its savepoint
	claims    []string

	statements []statement
	last       []lastRows
	ends       []endRow
	topics     []string
}

var errEnded = errors.New("transaction used after its write returned")

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := tx.change(ctx); err != nil {
		return 0, err
	}
	res, err := tx.conn.ExecContext(tx.ctx, query, args...)
	if err != nil {
		tx.note(err)
		return 0, explain(err)
	}
	return res.RowsAffected()
}

// query reads rows. What is not a plain SELECT may change something too, as
// INSERT ... RETURNING does.
func (tx *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	var err error
	if strings.HasPrefix(strings.TrimLeft(query, " \t\n"), "SELECT") {
		err = tx.ready(ctx)
	} else {
		err = tx.change(ctx)
	}
	if err != nil {
		return nil, err
	}
	return tx.conn.QueryContext(tx.ctx, query, args...)
}

// begin opens the transaction on the connection, once.
func (tx *Tx) begin() error {
	if tx.begun {
		return nil
	}
	statement := `BEGIN IMMEDIATE`
	if tx.engine == PostgreSQL {
		statement = `BEGIN`
	}
	if err := tx.control(statement); err != nil {
		return err
	}
	tx.begun = true
	return nil
}

// note keeps the first error of a statement: PostgreSQL gives up the whole
// transaction after any, so the member counts as one that changed something.
func (tx *Tx) note(err error) {
	tx.member.dirty = true
	tx.standby = tx.standby || isStandby(err)
	if tx.member.failed == nil {
		tx.member.failed = explain(err)
	}
}

// ready refuses work for a caller who has gone, or after the end.
func (tx *Tx) ready(ctx context.Context) error {
	if tx.ended {
		return errEnded
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.begin()
}

func (tx *Tx) change(ctx context.Context) error {
	if err := tx.ready(ctx); err != nil {
		return err
	}
	if tx.guarded && !tx.member.savepoint {
		if err := tx.control(savepoint); err != nil {
			return err
		}
		tx.member.savepoint = true
	}
	tx.member.dirty = true
	return nil
}

// control runs a statement that steers the transaction.
func (tx *Tx) control(statement string) error {
	_, err := tx.conn.ExecContext(tx.ctx, statement)
	return err
}

// Notify wakes those who watch the topic once the transaction is committed.
func (tx *Tx) Notify(topic string) { tx.member.topics = append(tx.member.topics, topic) }

// keep adds what the member did to the transaction.
func (tx *Tx) keep() error {
	m := tx.member
	tx.member = member{}
	for _, r := range m.last {
		tx.putOff(r)
	}
	for _, r := range m.ends {
		tx.handOver(r)
	}
	tx.statements = append(tx.statements, m.statements...)
	tx.topics = append(tx.topics, m.topics...)
	if m.savepoint {
		return tx.control(releaseSavepoint)
	}
	return nil
}

// undo takes back what the member did. It fails when only the whole
// transaction can be taken back.
func (tx *Tx) undo() error {
	m := tx.member
	tx.member = member{}
	for _, name := range m.claims {
		delete(tx.claims, name)
	}
	switch {
	case m.savepoint:
		if err := tx.control(rollbackSavepoint); err != nil {
			return err
		}
		return tx.control(releaseSavepoint)
	case m.dirty:
		return errors.New("changes without a savepoint")
	}
	return nil
}
