package store

import (
	"context"
	"database/sql"
	"slices"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// lockWave lets one transaction at a time decide who gets what of a wave. It
	// does not hold up those who answer: they refer to other columns.
	lockWave = `UPDATE wave SET title = title WHERE id = $1`

	runColumns = `SELECT id, wave_id, kind, turn, started_on, letters, sent, refused, uncertain, dropped, ended FROM mail_run`
	selectRun  = runColumns + ` WHERE id = $1`
	selectRuns = runColumns + ` WHERE wave_id = $1 ORDER BY turn DESC`
	insertRun  = `INSERT INTO mail_run (id, wave_id, kind, turn, started_on, letters, sent, refused, uncertain, dropped, ended)
		VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, FALSE)`
	insertLetters = `INSERT INTO mail_letter (run_id, participant_id, wave_id, kind, state, claim, tries, due_at, sent_on, status) VALUES`

	// countLeft adds what was neither sent nor refused to the run's counts.
	countLeft = `UPDATE mail_run SET ended = TRUE,
			dropped = dropped + (SELECT count(*) FROM mail_letter l WHERE l.run_id = mail_run.id AND l.state = 'waiting'),
			uncertain = uncertain + (SELECT count(*) FROM mail_letter l WHERE l.run_id = mail_run.id AND l.state = 'sending')
		WHERE id = $1 AND ended = FALSE`
	//nolint:gosec // a statement, no credential
	dropWaiting = `UPDATE mail_letter SET state = CASE WHEN state = 'sending' THEN 'uncertain' ELSE 'dropped' END, claim = ''
		WHERE run_id = $1 AND state IN ('waiting', 'sending')`
	deleteRunLetters = `DELETE FROM mail_letter WHERE run_id = $1`
	// forgetDays takes the days off the letters of the modes that do not link.
	forgetDays = `UPDATE mail_letter SET sent_on = '' WHERE sent_on <> '' AND sent_on < $1
		AND wave_id IN (SELECT w.id FROM wave w WHERE w.mode NOT IN ('named', 'confidential'))`
)

// MailJob is the kind of the jobs that send the letters of a run.
const MailJob = "mail"

// StartMailRun decides who gets a message of the kind about the wave, stores a
// letter for each, with an invitation for those who have none, and the job that
// sends them. The same ID again is the same run. The faults are numbered M05 to
// M10 and say why nothing can be sent.
//
// Invitations made here have links that nobody knows: each gets one when its
// letter is sent. The letters have no order.
func (s *Store) StartMailRun(ctx context.Context, id, waveID string, kind survey.MailKind) (run survey.MailRun, err error) {
	defer fault.Wrap(&err, "store.StartMailRun(%s, %s)", waveID, kind)
	if err := needID("sending", id); err != nil {
		return run, err
	}
	a, err := s.newAudience(ctx, waveID, kind)
	if err != nil {
		return run, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, lockWave, waveID); err != nil {
			return err
		}
		if run, err = sqldb.One(ctx, tx, scanRun, selectRun, id); err == nil || fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err := a.look(ctx, tx); err != nil {
			return err
		}
		if err := a.mayStart(); err != nil {
			return err
		}
		run = survey.MailRun{ID: id, WaveID: waveID, Kind: kind, Turn: a.turn(), StartedOn: a.today, Letters: len(a.To)}
		return s.storeRun(ctx, tx, a, run)
	})
	return run, err
}

// storeRun stores the run with all that belongs to it.
func (s *Store) storeRun(ctx context.Context, tx *sqldb.Tx, a *Audience, run survey.MailRun) error {
	if err := a.invite(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertRun, run.ID, run.WaveID, string(run.Kind), run.Turn, string(run.StartedOn), run.Letters); err != nil {
		return err
	}
	letters := make([][]any, len(a.To))
	for i, p := range a.To {
		letters[i] = []any{run.ID, p.ID, run.WaveID, string(run.Kind), string(survey.LetterWaiting), "", 0, 0, "", ""}
	}
	if err := sqldb.Insert(ctx, tx, insertLetters, letters); err != nil {
		return err
	}
	if err := Enqueue(ctx, tx, Job{ID: run.ID, Kind: MailJob, Subject: run.WaveID}); err != nil {
		return err
	}
	return s.audit(ctx, tx, survey.InvitationsSent, run.WaveID, survey.AuditDetails{
		"wave": a.Wave.Key, "message": string(run.Kind), "letters": run.Letters, "state": "begun",
	})
}

// EndMailRun ends the run: what still waits is dropped. Where nothing may join a
// person with a response, the letters of reminders are deleted.
func (s *Store) EndMailRun(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.EndMailRun(%s)", id)
	return s.endMailRun(ctx, id, survey.InvitationsSent, nil)
}

// StopMailRun ends a run that is under way, and its job.
func (s *Store) StopMailRun(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.StopMailRun(%s)", id)
	return s.endMailRun(ctx, id, survey.MailStopped, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, stopJob, sqldb.Micros(s.Now()), id)
		return err
	})
}

func (s *Store) endMailRun(ctx context.Context, id string, action survey.AuditAction, also func(context.Context, *sqldb.Tx) error) error {
	run, err := s.MailRun(ctx, id)
	if err != nil {
		return err
	}
	wave, err := s.Wave(ctx, run.WaveID)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if also != nil {
			if err := also(ctx, tx); err != nil {
				return err
			}
		}
		if n, err := tx.Exec(ctx, countLeft, id); err != nil || n == 0 {
			return err
		}
		after := dropWaiting
		if run.Kind.Reminds() && !wave.Mode.Linked() {
			after = deleteRunLetters
		}
		if _, err := tx.Exec(ctx, after, id); err != nil {
			return err
		}
		if run, err = sqldb.One(ctx, tx, scanRun, selectRun, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, action, wave.ID, survey.AuditDetails{
			"wave": wave.Key, "message": string(run.Kind), "state": "ended",
			"sent": run.Sent, "refused": run.Refused, "uncertain": run.Uncertain, "dropped": run.Dropped,
		})
	})
}

// ForgetMailDays takes the days off the letters of days that are over, where
// nothing may join a person with a response. They are needed on their own day
// only, on which nobody is reminded of what they have just been sent.
func (s *Store) ForgetMailDays(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.ForgetMailDays")
	_, err = s.exec(ctx, forgetDays, string(s.today()))
	return err
}

// MailRun returns the run with the given ID.
func (s *Store) MailRun(ctx context.Context, id string) (_ survey.MailRun, err error) {
	defer fault.Wrap(&err, "store.MailRun(%s)", id)
	return sqldb.One(ctx, s.DB, scanRun, selectRun, id)
}

// MailRuns returns the runs of a wave, the latest first.
func (s *Store) MailRuns(ctx context.Context, waveID string) (_ []survey.MailRun, err error) {
	defer fault.Wrap(&err, "store.MailRuns(%s)", waveID)
	return sqldb.Collect(ctx, s.DB, scanRun, selectRuns, waveID)
}

func scanRun(r sqldb.Row) (m survey.MailRun, err error) {
	err = r.Scan(&m.ID, &m.WaveID, &m.Kind, &m.Turn, &m.StartedOn, &m.Letters, &m.Sent, &m.Refused, &m.Uncertain, &m.Dropped, &m.Ended)
	return m, err
}

// invite stores invitations for those of the audience who have none, into
// crowds like those that are made by hand.
func (a *Audience) invite(ctx context.Context, tx *sqldb.Tx) error {
	var rows [][]any
	for _, p := range a.To {
		if !a.invited[p.ID] {
			rows = append(rows, []any{sqldb.NewID(), hash(tokenPurpose, sqldb.NewID()), a.Wave.ID, string(a.Wave.Mode), p.Role, p.ID, 0, false})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	first, err := sqldb.One(ctx, tx, scanInt, selectCrowds, a.Wave.ID)
	if err != nil {
		return err
	}
	for i, c := range crowds(first, len(rows)) {
		rows[i][6] = c
	}
	return sqldb.Insert(ctx, tx, insertInvitations, rows)
}

// turn returns the number of the next run.
func (a *Audience) turn() int {
	last := 0
	for _, r := range a.runs {
		last = max(last, r.Turn)
	}
	return last + 1
}

// collectNames returns a set of what one column holds.
func collectNames(ctx context.Context, q sqldb.Querier, query, waveID string) (map[string]bool, error) {
	names, err := sqldb.Collect(ctx, q, func(r sqldb.Row) (v sql.NullString, err error) { err = r.Scan(&v); return v, err }, query, waveID)
	set := make(map[string]bool, len(names))
	for _, n := range names {
		set[n.String] = n.Valid
	}
	return set, err
}

func active(runs []survey.MailRun) bool {
	return slices.ContainsFunc(runs, func(r survey.MailRun) bool { return !r.Ended })
}
