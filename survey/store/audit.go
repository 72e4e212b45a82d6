package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// lockAudit holds the head until the transaction ends: who comes next
	// continues from the row that this one writes.
	lockAudit     = `UPDATE audit_head SET seq = seq WHERE one = 1 RETURNING seq, hash`
	moveAudit     = `UPDATE audit_head SET seq = $1, hash = $2 WHERE one = 1`
	selectVersion = `SELECT max(version_id) FROM survey_version`
	insertAudit   = `INSERT INTO audit (seq, at, actor_kind, actor_id, actor, action, object_kind, object_id, details, hash) VALUES`
)

// Audit adds what is being done in the transaction tx to the audit, as done by
// the actor of ctx. The row is chained to the one before it when the transaction
// ends, together with those of all writes that share the commit; until then no
// other transaction can add one.
func Audit(ctx context.Context, tx *sqldb.Tx, e survey.AuditEvent) error {
	kind, ok := e.Action.Kind()
	if !ok || kind.Total || e.At.IsZero() {
		return fault.New(fault.Internal, "%q is nothing that can go into the audit with a time", e.Action)
	}
	return addAudit(tx, survey.ActorOf(ctx), survey.AuditTime(e.At), kind, e)
}

// addAudit hands a row over to the end of the transaction.
func addAudit(tx *sqldb.Tx, by survey.Actor, at string, kind survey.AuditKind, e survey.AuditEvent) error {
	details, err := e.Details.Encode()
	if err != nil {
		return err
	}
	if err := checkLines("audit", by.Name, e.Object); err != nil {
		return err
	}
	tx.AtEnd("audit", chainAudit, survey.AuditRow{
		At: at, ActorKind: by.Kind, ActorID: by.ID, Actor: by.Name,
		Action: e.Action, ObjectKind: kind.Object, ObjectID: e.Object, Details: details,
	})
	return nil
}

// chainAudit numbers the rows after the head and chains them. The first row of
// all says which database the audit is of.
func chainAudit(ctx context.Context, tx *sqldb.Tx, rows [][]any) error {
	head, err := sqldb.One(ctx, tx, scanHead, lockAudit)
	if err != nil {
		return noHead(err)
	}
	chain := make([][]any, 0, len(rows)+1)
	add := func(r survey.AuditRow) {
		r.Seq = head.Seq + 1
		r.Hash = r.Chained(head.Hash)
		head = survey.AuditHead{Seq: r.Seq, Hash: r.Hash}
		chain = append(chain, []any{
			r.Seq, r.At, string(r.ActorKind), r.ActorID, r.Actor,
			string(r.Action), r.ObjectKind, r.ObjectID, r.Details, r.Hash,
		})
	}
	for i, row := range rows {
		r := row[0].(survey.AuditRow)
		if i == 0 && head.Seq == 0 {
			first, err := firstRow(ctx, tx, r.At)
			if err != nil {
				return err
			}
			add(first)
		}
		add(r)
	}
	if err := sqldb.Insert(ctx, tx, insertAudit, chain); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, moveAudit, head.Seq, head.Hash)
	return err
}

// firstRow returns the row that an audit begins with.
func firstRow(ctx context.Context, tx *sqldb.Tx, at string) (survey.AuditRow, error) {
	if _, err := tx.Exec(ctx, insertSecret, identitySecret, sqldb.NewID()); err != nil {
		return survey.AuditRow{}, err
	}
	identity, err := sqldb.One(ctx, tx, scanString, selectSecret, identitySecret)
	return survey.AuditRow{
		At: at, ActorKind: survey.ActorSystem, Action: survey.AuditBegun,
		ObjectKind: "database", ObjectID: identity, Details: "{}",
	}, err
}

// noHead says that the row is gone that the audit continues from.
func noHead(err error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	return &fault.Error{Kind: fault.Internal, Code: "L01", Text: "The head of the audit is gone, and nothing that is audited can be stored: put back the last backup.", Err: err}
}

func scanHead(r sqldb.Row) (h survey.AuditHead, err error) {
	err = r.Scan(&h.Seq, &h.Hash)
	return h, err
}

// Note writes an audit row of its own, for what is done outside of the
// database: a file that was written or read, an index that was made again.
func (s *Store) Note(ctx context.Context, action survey.AuditAction, object string, details survey.AuditDetails) (err error) {
	defer fault.Wrap(&err, "store.Note(%s)", action)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return s.audit(ctx, tx, action, object, details)
	})
}

// audit is [Audit] at the store's time.
func (s *Store) audit(ctx context.Context, tx *sqldb.Tx, action survey.AuditAction, object string, details survey.AuditDetails) error {
	return Audit(ctx, tx, survey.AuditEvent{Action: action, Object: object, Details: details, At: s.Now()})
}

// execAudited runs one statement as a write of its own and audits it where it
// changed something.
func (s *Store) execAudited(ctx context.Context, action survey.AuditAction, object string, details survey.AuditDetails, query string, args ...any) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if n, err := tx.Exec(ctx, query, args...); err != nil || n == 0 {
			return err
		}
		return s.audit(ctx, tx, action, object, details)
	})
}

// auditSince is the migration that makes the tables of the audit.
const auditSince = 2

// NoteOn is [Store.Note] on a database as it is: one that is too old to have an
// audit is left alone rather than brought up to date.
func NoteOn(ctx context.Context, db *sqldb.DB, e survey.AuditEvent) (err error) {
	defer fault.Wrap(&err, "store.NoteOn(%s)", e.Action)
	version, err := sqldb.One(ctx, db, scanInt64, selectVersion)
	if err != nil || version < auditSince {
		return err
	}
	return db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return Audit(ctx, tx, e) })
}
