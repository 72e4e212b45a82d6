package sqldb

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"verbatim/survey/fault"
)

// The SQLSTATE codes with which a server that runs refuses for good.
const (
	statePassword      = "28P01"
	stateAuthorization = "28000"
	stateNoDatabase    = "3D000"
	stateNoPrivilege   = "42501"
)

// IsAway reports whether err says that a database server cannot be reached or
// cannot serve us at present, so that waiting may help: it is down, starting,
// moving, full of connections or a standby. It is false for a server that
// refuses the name, the password or the database.
func IsAway(err error) bool {
	if fault.KindOf(err) != fault.Unavailable {
		return false
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case statePassword, stateAuthorization, stateNoDatabase, stateNoPrivilege:
			return false
		}
		return true
	}
	_, connect := errors.AsType[*pgconn.ConnectError](err)
	return connect || isLost(err)
}
