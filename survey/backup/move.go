package backup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// errAgain ends a move whose target holds everything already.
var errAgain = errors.New("the target holds the same")

// Move copies a database into another one, of whichever engine, that is empty.
// It is one transaction on the target: all is there afterwards, read again and
// compared, or nothing. Done again, it finds the same and changes nothing; a
// target that holds something else is refused. The source is read as it is at
// one moment and may be written meanwhile: the report tells how many changes
// the target then lacks.
//
// Who moved it is in the audit of the source before anything is copied, and so in
// that of both; a move that finds the target filled adds nothing, so that it
// still compares the same. A source that cannot be written can be moved all the
// same: the report says why it has no row.
func (a *Archive) Move(ctx context.Context, from, to *sqldb.DB, dir string) (r Report, err error) {
	defer fault.Wrap(&err, "backup.Move")
	tmp, remove, err := scratch(dir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(remove(), err) }()
	r, err = a.carry(ctx, from, to, tmp, nil)
	if errors.Is(err, errAgain) {
		r.Again, err = true, nil
	}
	r.MadeAt, r.Program, r.Engine = a.Now(), a.Program, from.Engine()
	return r, err
}

// carry copies from one database to the other. Where the target holds
// something, refuse says why not; with nil, the same as in the source is
// errAgain.
func (a *Archive) carry(ctx context.Context, from, to *sqldb.DB, tmp string, refuse func(held []sqldb.TableSum) error) (r Report, err error) {
	versions, err := a.versions(ctx, from)
	if err != nil {
		return r, err
	}
	if err := a.migrate(ctx, to, versions); err != nil {
		return r, err
	}
	seed, err := a.seed(ctx, tmp, versions)
	if err != nil {
		return r, err
	}
	if refuse == nil {
		if r.Unnoted, err = a.noteMove(ctx, from, to, seed); err != nil {
			return r, err
		}
	}
	s, err := from.Snapshot(ctx)
	if err != nil {
		return r, err
	}
	defer s.Close()
	sums, err := s.Copy(ctx, to, sqldb.CopyOptions{Progress: a.Progress, Into: func(held []sqldb.TableSum) error {
		if unused(held, seed) {
			return nil
		}
		if refuse != nil {
			return refuse(held)
		}
		if r.Tables, err = same(ctx, s, held); err != nil {
			return err
		}
		return errAgain
	}})
	if err != nil {
		return r, err
	}
	r.Tables = sums
	return r, a.inspect(ctx, &r, s, from, to)
}

// noteMove adds to the source's audit that it is moved, unless the target holds
// something already.
func (a *Archive) noteMove(ctx context.Context, from, to *sqldb.DB, seed []sqldb.TableSum) (unnoted, err error) {
	s, err := to.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	held, err := s.Sums(ctx, s.Tables())
	if err = errors.Join(err, s.Close()); err != nil || !unused(held, seed) {
		return nil, err
	}
	return store.NoteOn(ctx, from, survey.AuditEvent{
		Action: survey.DatabaseMoved, At: a.Now(), Details: survey.AuditDetails{"from": shortened(from.Place()), "to": shortened(to.Place())},
	}), nil
}

// shortened returns the end of a place that is too long for a line of the audit.
func shortened(place string) string {
	const longest = 300 // bytes; two of them and their keys fit
	if len(place) <= longest {
		return place
	}
	return "…" + strings.ToValidUTF8(place[len(place)-longest:], "")
}

// same reads the source and refuses a target that does not hold the same.
func same(ctx context.Context, s *sqldb.Snapshot, held []sqldb.TableSum) ([]sqldb.TableSum, error) {
	sums, err := s.Sums(ctx, s.Tables())
	if err != nil {
		return nil, err
	}
	if wrong := differing(sums, held); len(wrong) > 0 {
		return nil, fault.Coded("B21", "The target is in use and holds something else than the source, in %s; in all it holds %s. Nothing was changed. Move into an empty database.", strings.Join(wrong, ", "), contents(held))
	}
	return sums, nil
}

// contents says in words what a database holds.
func contents(held []sqldb.TableSum) string {
	r := Report{Tables: held}
	rows := 0
	for _, t := range held {
		rows += t.Rows
	}
	return fmt.Sprintf("%d responses and %d rows", r.Rows("response"), rows)
}

// inspect compares the verbatims in the target with their hashes, and looks how
// much the source has got meanwhile.
func (a *Archive) inspect(ctx context.Context, r *Report, s *sqldb.Snapshot, from, to *sqldb.DB) error {
	var bad []string
	n, err := store.CheckTexts(ctx, to, func(id string) { bad = append(bad, id) })
	if err != nil {
		return err
	}
	r.Verbatims = n
	if len(bad) > 0 {
		return &fault.Error{Kind: fault.Invalid, Code: "B15", Text: fmt.Sprintf("%d verbatims are not what was stored, in the source as in the target, the first is %s: `verbatim doctor` lists them.", len(bad), bad[0])}
	}
	before, err := store.HeadOf(ctx, s)
	if err != nil {
		return err
	}
	now, err := store.HeadOf(ctx, from)
	r.Missed = now - before
	return err
}
