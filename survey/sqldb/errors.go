package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"verbatim/survey/fault"
)

// The SQLSTATE codes of PostgreSQL that mean something to us.
const (
	stateConstraint    = "23" // 23000 to 23P01
	stateUnique        = "23505"
	stateSerialisation = "40001"
	stateDeadlock      = "40P01"
	stateReadOnly      = "25006"
	stateDiskFull      = "53100"
	stateOutOfMemory   = "53200"
	stateConnections   = "53300"
	stateLockTimeout   = "55P03"
	stateShutdown      = "57P" // 57P01 to 57P05: the server ends, restarts or drops the connection
	stateConnection    = "08"  // 08000 to 08P01
)

// IsDuplicate reports whether err says that a row with the same key is there
// already.
func IsDuplicate(err error) bool {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == stateUnique
}

// isConstraint reports whether a constraint of a table refused something.
func isConstraint(err error) bool {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return e.Code == sqlite3.ErrConstraint
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && strings.HasPrefix(e.Code, stateConstraint)
}

// mayRetry reports whether the transaction failed only because of another that
// ran at the same time.
func mayRetry(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == stateSerialisation || e.Code == stateDeadlock)
}

// isStandby reports whether the server accepts no writes.
func isStandby(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == stateReadOnly
}

// isLost reports whether the connection is gone, so that nothing more can be
// said about a transaction on it.
func isLost(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return strings.HasPrefix(e.Code, stateShutdown) || strings.HasPrefix(e.Code, stateConnection)
	}
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	_, network := errors.AsType[net.Error](err)
	_, connect := errors.AsType[*pgconn.ConnectError](err)
	return network || connect || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "conn closed") // pgx has no value for the last
}

const tookTooLong = "This took too long and was given up. Try again in a moment; if it goes on, the machine or its disk is overloaded."

func unavailable(code, text string, err error) error {
	return &fault.Error{Kind: fault.Unavailable, Code: code, Text: text, Err: err}
}

// explain turns a driver's error into a fault that says what to do. Errors that
// are faults already, and those that only a developer can mend, stay as they
// are. No message holds what a participant wrote: SQLite names columns only, and
// PostgreSQL puts values into the detail of an error, which is not printed.
func explain(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok || err == nil {
		return err
	}
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return explainSQLite(e)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return explainPostgres(e)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return unavailable("D21", tookTooLong, err)
	}
	if isLost(err) {
		return unavailable("D10", "The connection to the database was lost. Try again in a moment.", err)
	}
	return err
}

func explainSQLite(e sqlite3.Error) error {
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return unavailable("D11", "The database is being written by another program: nothing was stored. Try again in a moment; if it goes on, close that program.", e)
	case sqlite3.ErrFull:
		return unavailable("D12", "The disk is full: nothing was stored. Free some space, then try again.", e)
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return unavailable("D13", "The database cannot be written: nothing was stored. Check the permissions of the file and its folder, and whether its disk was made read-only.", e)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return &fault.Error{Kind: fault.Internal, Code: "D14", Text: "The database is damaged: stop the server and put back the last backup.", Err: e}
	case sqlite3.ErrIoErr:
		return unavailable("D15", "The disk under the database does not read or write as it should: nothing was stored. Look into the log of the operating system and have a backup at hand.", e)
	case sqlite3.ErrCantOpen:
		return unavailable("D03", "The database cannot be opened: check that it is there and that this account may read it.", e)
	case sqlite3.ErrInterrupt:
		return unavailable("D21", tookTooLong, e)
	}
	return e
}

func explainPostgres(e *pgconn.PgError) error {
	switch {
	case e.Code == stateDiskFull:
		return unavailable("D12", "The disk of the database server is full: nothing was stored. Free some space, then try again.", e)
	case e.Code == stateReadOnly:
		return unavailable("D13", "The database server accepts no writes at present: nothing was stored. Try again in a moment; if it goes on, see whether it became a standby.", e)
	case e.Code == stateConnections, e.Code == stateOutOfMemory, e.Code == stateLockTimeout:
		return unavailable("D16", "The database server is too busy. Try again in a moment.", e)
	case mayRetry(e):
		return unavailable("D17", "Too many people changed the same thing at once. Try again.", e)
	case isLost(e):
		return unavailable("D10", "The connection to the database was lost. Try again in a moment.", e)
	}
	return e
}

// explainOpen says why a database cannot be opened to the person who named it.
func (db *DB) explainOpen(err error) error {
	if IsDamaged(err) {
		return &fault.Error{Kind: fault.Invalid, Code: "D14", Text: db.place + " is damaged or is not a database: name another file or put back the last backup.", Err: err}
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return &fault.Error{Kind: fault.Unavailable, Code: "D05", Text: "The database server at " + db.place + " does not let us in: check that it runs, the database exists, and the name and password are right.", Err: err}
	}
	return explain(err)
}
