package sqldb

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
)

// stateForeignKey is PostgreSQL's code for a row that refers to none.
const stateForeignKey = "23503"

// IsOrphan reports whether err says that what a row refers to is not there.
func IsOrphan(err error) bool {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		return e.ExtendedCode == sqlite3.ErrConstraintForeignKey
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == stateForeignKey
}
