package store

import (
	"context"
	"iter"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	auditColumns    = `SELECT seq, at, actor_kind, actor_id, actor, action, object_kind, object_id, details, hash FROM audit`
	selectAudit     = auditColumns + ` WHERE seq > $1 ORDER BY seq LIMIT $2`
	selectAuditOnly = auditColumns + ` WHERE seq < $1
		AND ($2 = '' OR actor_kind || ':' || actor = $2) AND ($3 = '' OR action = $3)
		AND ($4 = '' OR at >= $4) AND ($5 = '' OR at < $5)
		ORDER BY seq DESC LIMIT $6`
	selectAuditHead   = `SELECT seq, hash FROM audit_head WHERE one = 1`
	selectAuditByHash = `SELECT seq FROM audit WHERE hash = $1`
	selectActors      = `SELECT DISTINCT actor_kind, actor FROM audit ORDER BY actor_kind, actor`
)

// auditPage is how many rows of the audit are read at a time where all are.
const auditPage = 1000

// AuditFilter chooses rows of the audit. Empty fields choose all.
type AuditFilter struct {
	Before    int64            // rows with lower numbers; 0 for all
	ActorKind survey.ActorKind // with Actor
	Actor     string
	Action    survey.AuditAction
	From, To  survey.Day // both included
	Limit     int
}

// AuditRows returns the rows that the filter chooses, newest first.
func (s *Store) AuditRows(ctx context.Context, f AuditFilter) (_ []survey.AuditRow, err error) {
	defer fault.Wrap(&err, "store.AuditRows")
	if f.Before == 0 {
		f.Before = 1 << 62
	}
	actor, to := "", ""
	if f.ActorKind != "" {
		actor = string(f.ActorKind) + ":" + f.Actor
	}
	if f.To != "" {
		to = string(f.To.Next())
	}
	return sqldb.Collect(ctx, s.DB, scanAudit, selectAuditOnly, f.Before, actor, string(f.Action), string(f.From), to, f.Limit)
}

// AuditActors returns all who ever did something, by kind and name.
func (s *Store) AuditActors(ctx context.Context) (_ []survey.Actor, err error) {
	defer fault.Wrap(&err, "store.AuditActors")
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (a survey.Actor, err error) {
		err = r.Scan(&a.Kind, &a.Name)
		return a, err
	}, selectActors)
}

// Audited yields all rows of the audit in their order.
func (s *Store) Audited(ctx context.Context) iter.Seq2[survey.AuditRow, error] {
	return func(yield func(survey.AuditRow, error) bool) {
		after := int64(-1 << 62) // a row with a number that none can have is found too
		for {
			rows, err := sqldb.Collect(ctx, s.DB, scanAudit, selectAudit, after, auditPage)
			if err != nil {
				yield(survey.AuditRow{}, err)
				return
			}
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
				after = r.Seq
			}
			if len(rows) < auditPage {
				return
			}
		}
	}
}

// AuditHead returns the last row of the audit.
func (s *Store) AuditHead(ctx context.Context) (_ survey.AuditHead, err error) {
	defer fault.Wrap(&err, "store.AuditHead")
	head, err := sqldb.One(ctx, s.DB, scanHead, selectAuditHead)
	return head, noHead(err)
}

// CheckAudit walks along the whole audit: each row must follow from the one
// before, the first must be of this database, and the last must be the one that
// the next would be chained to. Where noted is not empty, a row must have that
// hash: a head that was noted earlier.
func (s *Store) CheckAudit(ctx context.Context, noted string) (report survey.AuditReport, err error) {
	defer fault.Wrap(&err, "store.CheckAudit")
	before, err := s.AuditHead(ctx)
	if err != nil {
		return report, err
	}
	if report, err = survey.CheckAudit(s.Audited(ctx)); err != nil {
		return report, err
	}
	last := report.Head
	switch {
	case last.Seq < before.Seq:
		report.Add(last.Seq+1, "The audit ends at row %d, but had %d: rows were taken off its end.", last.Seq, before.Seq)
	case last.Seq == before.Seq && last.Hash != before.Hash:
		report.Add(last.Seq, "Row %d is not the one that was written last: the end of the audit was written anew.", last.Seq)
	}
	if err := s.checkGrowth(ctx, &report, before); err != nil {
		return report, err
	}
	if err := s.checkBegun(ctx, &report); err != nil {
		return report, err
	}
	return report, s.checkNoted(ctx, &report, noted)
}

// checkGrowth finds rows that were put after the end rather than written there
// since the walk began.
func (s *Store) checkGrowth(ctx context.Context, report *survey.AuditReport, before survey.AuditHead) error {
	if report.Head.Seq <= before.Seq {
		return nil
	}
	now, err := s.AuditHead(ctx)
	if err == nil && now.Seq < report.Head.Seq {
		report.Add(now.Seq+1, "The rows after row %d were put in: nothing says that they were written.", now.Seq)
	}
	return err
}

// checkBegun compares the database that the first row names with this one.
func (s *Store) checkBegun(ctx context.Context, report *survey.AuditReport) error {
	first, err := sqldb.One(ctx, s.DB, scanAudit, selectAudit, 0, 1)
	if fault.KindOf(err) == fault.NotFound {
		return nil // nothing was audited yet, or all was taken, which has been said
	}
	if err != nil {
		return err
	}
	identity, err := s.Identity(ctx)
	own, _, _ := strings.Cut(identity, ".")
	if err == nil && first.Seq == 1 && first.ObjectID != own {
		report.Add(1, "Row 1 names another database: this audit was brought from elsewhere.")
	}
	return err
}

func (s *Store) checkNoted(ctx context.Context, report *survey.AuditReport, noted string) error {
	if noted == "" {
		return nil
	}
	_, err := sqldb.One(ctx, s.DB, scanInt64, selectAuditByHash, strings.ToLower(noted))
	if fault.KindOf(err) == fault.NotFound {
		report.Add(report.Head.Seq, "No row has the hash that was noted: rows were taken off the end, or the audit was written anew.")
		return nil
	}
	return err
}

func scanAudit(r sqldb.Row) (a survey.AuditRow, err error) {
	err = r.Scan(&a.Seq, &a.At, &a.ActorKind, &a.ActorID, &a.Actor, &a.Action, &a.ObjectKind, &a.ObjectID, &a.Details, &a.Hash)
	return a, err
}
