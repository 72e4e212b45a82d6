package store

import (
	"context"
	"strings"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	insertUser       = `INSERT INTO staff (id, name, level, password_hash) VALUES ($1, $2, $3, $4)`
	updatePassword   = `UPDATE staff SET password_hash = $1 WHERE name = $2 RETURNING id`
	selectUserByName = `SELECT id, name, level, password_hash FROM staff WHERE name = $1`
	selectUser       = `SELECT id, name, level FROM staff WHERE id = $1`
	selectUsers      = `SELECT id, name, level FROM staff ORDER BY name`

	insertSession         = `INSERT INTO session (token_hash, staff_id, expires_at) VALUES ($1, $2, $3)`
	selectSessionUser     = `SELECT u.id, u.name, u.level FROM session s JOIN staff u ON u.id = s.staff_id WHERE s.token_hash = $1 AND s.expires_at > $2`
	deleteSession         = `DELETE FROM session WHERE token_hash = $1`
	deleteExpiredSessions = `DELETE FROM session WHERE expires_at <= $1`
	deleteUserSessions    = `DELETE FROM session WHERE staff_id = (SELECT id FROM staff WHERE name = $1)`
)

// CreateUser stores a new staff account, whose name is kept in lower case, with
// the hash of its password. An account without ID gets one.
func (s *Store) CreateUser(ctx context.Context, u survey.User, passwordHash string) (err error) {
	defer fault.Wrap(&err, "store.CreateUser(%s)", u.Name)
	if u.ID == "" {
		u.ID = sqldb.NewID()
	}
	u.Name = strings.ToLower(strings.TrimSpace(u.Name))
	if u.Name == "" {
		return fault.Coded("S15", "The account has no name: give one.")
	}
	if !u.Level.Valid() {
		return fault.Coded("S16", "%q is not a level: take researcher or coordinator.", u.Level)
	}
	if err := checkLines("account", u.Name); err != nil {
		return err
	}
	details := survey.AuditDetails{"account": u.Name, "level": string(u.Level)}
	err = s.execAudited(ctx, survey.AccountAdded, u.ID, details, insertUser, u.ID, u.Name, string(u.Level), passwordHash)
	return taken(err, "There is an account %q already: choose another name.", u.Name)
}

// SetPassword stores another password hash and ends the account's sessions.
func (s *Store) SetPassword(ctx context.Context, name, passwordHash string) (err error) {
	defer fault.Wrap(&err, "store.SetPassword(%s)", name)
	name = strings.ToLower(name)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := sqldb.One(ctx, tx, scanString, updatePassword, passwordHash, name)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "There is no account %q.", name)
		}
		if err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, deleteUserSessions, name); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.AccountChanged, id, survey.AuditDetails{"account": name, "changed": "password"})
	})
}

// UserByName returns the account of that name, in any case, with the hash of
// its password.
func (s *Store) UserByName(ctx context.Context, name string) (_ survey.User, passwordHash string, err error) {
	defer fault.Wrap(&err, "store.UserByName")
	u, err := sqldb.One(ctx, s.DB, func(r sqldb.Row) (u survey.User, err error) {
		err = r.Scan(&u.ID, &u.Name, &u.Level, &passwordHash)
		return u, err
	}, selectUserByName, strings.ToLower(strings.TrimSpace(name)))
	return u, passwordHash, err
}

// Users returns all staff accounts by name.
func (s *Store) Users(ctx context.Context) (_ []survey.User, err error) {
	defer fault.Wrap(&err, "store.Users")
	return sqldb.Collect(ctx, s.DB, scanUser, selectUsers)
}

// CreateSession stores a session of the account and returns its token, of which
// only a hash is kept. Sessions that have expired are cleared away.
func (s *Store) CreateSession(ctx context.Context, userID string, lifetime time.Duration) (token string, err error) {
	defer fault.Wrap(&err, "store.CreateSession(%s)", userID)
	token, now := sqldb.NewID(), s.Now()
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteExpiredSessions, sqldb.Micros(now)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertSession, hash("session", token), userID, sqldb.Micros(now.Add(lifetime))); err != nil {
			return err
		}
		user, err := sqldb.One(ctx, tx, scanUser, selectUser, userID)
		if err != nil {
			return err
		}
		return s.auditUser(ctx, tx, survey.SignedIn, user)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// SessionUser returns the account whose session the token opens. It is a fault
// of kind NotFound when there is none or it has expired.
func (s *Store) SessionUser(ctx context.Context, token string) (_ survey.User, err error) {
	defer fault.Wrap(&err, "store.SessionUser")
	return sqldb.One(ctx, s.DB, scanUser, selectSessionUser, hash("session", token), sqldb.Micros(s.Now()))
}

// DeleteSession ends the session that the token opens, if there is one.
func (s *Store) DeleteSession(ctx context.Context, token string) (err error) {
	defer fault.Wrap(&err, "store.DeleteSession")
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		user, err := sqldb.One(ctx, tx, scanUser, selectSessionUser, hash("session", token), sqldb.Micros(s.Now()))
		known := err == nil
		if !known && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if _, err := tx.Exec(ctx, deleteSession, hash("session", token)); err != nil || !known {
			return err // not known: it had expired, which nobody did
		}
		return s.auditUser(ctx, tx, survey.SignedOut, user)
	})
}

// auditUser audits what the account itself did.
func (s *Store) auditUser(ctx context.Context, tx *sqldb.Tx, action survey.AuditAction, u survey.User) error {
	return s.audit(survey.WithActor(ctx, u.Actor()), tx, action, u.ID, nil)
}

func scanUser(r sqldb.Row) (u survey.User, err error) {
	err = r.Scan(&u.ID, &u.Name, &u.Level)
	return u, err
}
