package store

import (
	"context"
	"time"
	"unicode/utf8"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// selectDue finds the waves that are kept no longer: those whose day is over,
	// and those that were being cleared when a process ended.
	selectDue = `SELECT w.id, w.programme_id FROM wave w LEFT JOIN retention t ON t.wave_id = w.id
		WHERE w.retain_until <> '' AND w.retain_until < $1
			AND (t.ended_on IS NULL OR t.ended_on = '' OR EXISTS (SELECT 1 FROM response r WHERE r.wave_id = w.id))
		ORDER BY w.id`
	// countDue counts what is to go with a wave.
	countDue = `SELECT (SELECT count(*) FROM response r WHERE r.wave_id = $1),
		(SELECT count(*) FROM invitation i WHERE i.wave_id = $2), (SELECT count(*) FROM mail_letter l WHERE l.wave_id = $3)`
	// countNamed counts the participants that nothing else needs once the wave
	// is kept no longer: all waves of their round are not.
	countNamed = `SELECT count(*) FROM participant p JOIN wave w ON w.round_id = p.round_id WHERE w.id = $1 AND (p.name <> '' OR p.email <> '')
		AND NOT EXISTS (SELECT 1 FROM wave o LEFT JOIN retention t ON t.wave_id = o.id WHERE o.round_id = w.round_id AND o.id <> w.id AND COALESCE(t.ended_on, '') = '')`
	forgetNames = `UPDATE participant SET name = '', email = '', pair_id = '', person = '' WHERE round_id = (SELECT w.round_id FROM wave w WHERE w.id = $1)
		AND NOT EXISTS (SELECT 1 FROM wave o LEFT JOIN retention t ON t.wave_id = o.id WHERE o.round_id = participant.round_id AND COALESCE(t.ended_on, '') = '')`
	deleteLetters     = `DELETE FROM mail_letter WHERE wave_id = $1`
	deleteInvitations = `DELETE FROM invitation WHERE wave_id = $1`
	closeForGood      = `UPDATE wave SET closes_on = $1 WHERE id = $2 AND (closes_on = '' OR closes_on > $3)`
	endRetention      = `INSERT INTO retention (wave_id, told, reason, ended_on, responses) VALUES ($1, $2, '', $3, $4)
		ON CONFLICT (wave_id) DO UPDATE SET ended_on = excluded.ended_on, responses = excluded.responses`
	selectLeft = `SELECT r.id FROM response r WHERE r.wave_id = $1 ORDER BY r.id LIMIT $2`

	selectRetention = `SELECT w.id, w.key, w.title, w.retain_until, COALESCE(t.told, w.retain_until), COALESCE(t.reason, ''), COALESCE(t.ended_on, ''), COALESCE(t.responses, 0)
		FROM wave w LEFT JOIN retention t ON t.wave_id = w.id WHERE w.round_id = $1 ORDER BY w.opens_on, w.key`
	selectPromise = `SELECT w.retain_until, COALESCE(t.told, w.retain_until), COALESCE(t.ended_on, ''),
			EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = w.id) OR EXISTS (SELECT 1 FROM response r WHERE r.wave_id = w.id)
		FROM wave w LEFT JOIN retention t ON t.wave_id = w.id WHERE w.id = $1`
	insertTold = `INSERT INTO retention (wave_id, told, reason, ended_on, responses) VALUES ($1, $2, '', '', 0) ON CONFLICT (wave_id) DO NOTHING`
	keepLonger = `INSERT INTO retention (wave_id, told, reason, ended_on, responses) VALUES ($1, $2, $3, '', 0)
		ON CONFLICT (wave_id) DO UPDATE SET reason = excluded.reason`
	selectReason = `SELECT reason FROM retention WHERE wave_id = $1`
	setRetain    = `UPDATE wave SET retain_until = $1 WHERE id = $2`
)

const (
	// RetentionWarning is how long before its end coordinators are warned.
	RetentionWarning = 30 * 24 * time.Hour
	// maxReason is how many characters the reason for keeping answers longer may
	// have: it stands on the participants' page.
	maxReason = 300
	// expireTogether is how many responses are removed in one write, so that
	// those who submit elsewhere do not wait.
	expireTogether = 100
	// draftLife is how long a draft may lie before it goes with a wave that is
	// kept no longer: as long as a browser finds it.
	draftLife = 14
)

// Retention says how long the answers to a wave are kept.
type Retention struct {
	WaveID    string
	WaveKey   string
	WaveTitle string
	Until     survey.Day // the last day; zero means that no end is stated
	Told      survey.Day // the last day that participants were told
	Reason    string     // why the answers are kept longer than that; empty where they are not
	EndedOn   survey.Day // when they were made counts; zero while they are kept
	Responses int        // how many they were then
}

// Soon reports whether the answers are there and go within [RetentionWarning].
func (r Retention) Soon(now time.Time) bool {
	return r.EndedOn == "" && r.Until != "" && r.Until <= survey.DayOf(now.Add(RetentionWarning))
}

// Retentions returns how long the answers to the waves of a round are kept.
func (s *Store) Retentions(ctx context.Context, roundID string) (_ []Retention, err error) {
	defer fault.Wrap(&err, "store.Retentions(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (t Retention, err error) {
		err = r.Scan(&t.WaveID, &t.WaveKey, &t.WaveTitle, &t.Until, &t.Told, &t.Reason, &t.EndedOn, &t.Responses)
		return t, err
	}, selectRetention, roundID)
}

// KeptLonger returns why the answers to a wave are kept longer than participants
// were told at first, "" where they are not.
func (s *Store) KeptLonger(ctx context.Context, waveID string) (reason string, err error) {
	defer fault.Wrap(&err, "store.KeptLonger(%s)", waveID)
	reason, err = sqldb.One(ctx, s.DB, scanString, selectReason, waveID)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return reason, err
}

// A Due is a wave that is kept no longer, and what goes with it.
type Due struct {
	Wave         survey.Wave
	Responses    int
	Invitations  int
	Letters      int
	Participants int // whose names nothing else needs
	programme    string
}

// RetentionDue returns the waves whose answers were kept as long as was
// promised, and what [Store.Retain] would remove of each.
func (s *Store) RetentionDue(ctx context.Context) (_ []Due, err error) {
	defer fault.Wrap(&err, "store.RetentionDue")
	due, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (d Due, err error) {
		err = r.Scan(&d.Wave.ID, &d.programme)
		return d, err
	}, selectDue, string(s.today()))
	for i := range due {
		if err != nil {
			return nil, err
		}
		due[i].Wave, err = s.Wave(ctx, due[i].Wave.ID)
		if err == nil {
			err = due[i].count(ctx, s.DB)
		}
	}
	return due, err
}

func (d *Due) count(ctx context.Context, q sqldb.Querier) error {
	id := d.Wave.ID
	_, err := sqldb.One(ctx, q, func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&d.Responses, &d.Invitations, &d.Letters)
	}, countDue, id, id, id)
	if err != nil {
		return err
	}
	d.Participants, err = sqldb.One(ctx, q, scanInt, countNamed, id)
	return err
}

// Retain removes what was kept as long as was promised: answers with all that
// was made of them, the keys that opened the wave, and the names of participants
// that no other wave needs. Closed answers become counts, small ones folded
// together. Recommendations stay as they were approved. What was begun is gone
// on with after a crash.
func (s *Store) Retain(ctx context.Context) (ended []Due, err error) {
	defer fault.Wrap(&err, "store.Retain")
	due, err := s.RetentionDue(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		if err := s.end(ctx, &d); err != nil {
			return ended, err
		}
		ended = append(ended, d)
	}
	return ended, nil
}

// end reduces one wave to counts.
func (s *Store) end(ctx context.Context, d *Due) error {
	id := d.Wave.ID
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.beginEnd(ctx, tx, d) })
	s.desks.forget(id)
	s.settings.Add(1)
	for err == nil {
		var left []string
		left, err = sqldb.Collect(ctx, s.DB, scanString, selectLeft, id, expireTogether)
		if err != nil || len(left) == 0 {
			break
		}
		err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			for _, r := range left {
				if _, err := s.remove(ctx, tx, removal{id: r, wave: id, expired: true}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return err
	}
	_, err = s.DeleteDraftsBefore(ctx, min(survey.DayOf(s.Now().AddDate(0, 0, -draftLife)), d.Wave.RetainUntil.Next()))
	return err
}

// beginEnd counts, closes the wave and removes all but the responses, in one
// transaction. Where that was done before it does nothing.
func (s *Store) beginEnd(ctx context.Context, tx *sqldb.Tx, d *Due) error {
	id, today := d.Wave.ID, s.today()
	p, err := sqldb.One(ctx, tx, scanPromise, selectPromise, id)
	if err != nil || p.ended != "" {
		return err
	}
	if p.until == "" || p.until >= today {
		return fault.New(fault.Conflict, "The answers to %q are kept until %s.", d.Wave.Key, p.until)
	}
	if err := d.count(ctx, tx); err != nil {
		return err
	}
	counts, err := s.counts(ctx, tx, d.Wave, d.programme)
	if err != nil {
		return err
	}
	rows := make([][]any, len(counts))
	for i, k := range counts {
		rows[i] = []any{id, k.Role, k.Question, k.Choice, k.N}
	}
	if err := sqldb.Insert(ctx, tx, insertKeptCounts, rows); err != nil {
		return err
	}
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{closeForGood, []any{string(p.until), id, string(p.until)}},
		{endRetention, []any{id, string(p.told), string(today), d.Responses}},
		{deleteLetters, []any{id}},
		{deleteInvitations, []any{id}},
		{forgetNames, []any{id}},
	} {
		if _, err := tx.Exec(ctx, step.statement, step.args...); err != nil {
			return err
		}
	}
	return s.audit(ctx, tx, survey.RetentionEnforced, id, survey.AuditDetails{
		"wave": d.Wave.Key, "responses": d.Responses, "invitations": d.Invitations, "letters": d.Letters, "participants": d.Participants, "counts": len(counts),
	})
}

// promise is what was said about how long answers are kept.
type promise struct {
	until, told, ended survey.Day
	made               bool // somebody has been invited or has answered
}

func scanPromise(r sqldb.Row) (p promise, err error) {
	err = r.Scan(&p.until, &p.told, &p.ended, &p.made)
	return p, err
}

// guardRetention refuses to keep answers longer than their participants were
// told, when a wave is saved. It is called before the wave is stored.
func (s *Store) guardRetention(ctx context.Context, tx *sqldb.Tx, w survey.Wave) error {
	p, err := sqldb.One(ctx, tx, scanPromise, selectPromise, w.ID)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil // a new wave
	case err != nil || p.until == w.RetainUntil && p.ended == "":
		return err
	}
	if err := s.checkPromise(p, w.Key); err != nil {
		return err
	}
	if !p.made || p.until == "" {
		return nil
	}
	if w.RetainUntil == "" || w.RetainUntil > p.told {
		return &fault.Error{Kind: fault.Conflict, Code: "L19", Text: "People were told that the answers to \"" + w.Key + "\" are kept until " + p.told.String() + ". They can be kept longer only with a reason that participants read, on the page about anonymity and keeping."}
	}
	_, err = tx.Exec(ctx, insertTold, w.ID, string(p.told))
	return err
}

// checkPromise refuses to change what is over.
func (s *Store) checkPromise(p promise, key string) error {
	if p.ended != "" {
		return &fault.Error{Kind: fault.Gone, Code: "L17", Text: "The answers to \"" + key + "\" are counts since " + p.ended.String() + ": nothing is kept any more."}
	}
	if p.until != "" && s.today() > p.until {
		return &fault.Error{Kind: fault.Gone, Code: "L18", Text: "The answers to \"" + key + "\" were to be kept until " + p.until.String() + ", which is over: that cannot be changed afterwards."}
	}
	return nil
}

// KeepUntil changes the last day on which the answers to a wave are kept, before
// it is over. Beyond what participants were told it needs a reason, which they
// read on their page.
func (s *Store) KeepUntil(ctx context.Context, waveID string, until survey.Day, reason string) (err error) {
	defer fault.Wrap(&err, "store.KeepUntil(%s, %s)", waveID, string(until))
	if _, err := survey.ParseDay(string(until)); err != nil || until == "" {
		return fault.Coded("L20", "%q is no day: write it as 2027-06-30.", string(until))
	}
	if utf8.RuneCountInString(reason) > maxReason {
		return fault.Coded("L21", "The reason is too long: shorten it to %d characters.", maxReason)
	}
	w, err := s.Wave(ctx, waveID)
	if err != nil {
		return err
	}
	if last := max(w.ClosesOn, w.WithdrawUntil); until < last {
		return fault.Coded("L22", "The wave takes answers or withdrawals until %s: keep them at least as long.", last)
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.keepUntil(ctx, tx, w, until, reason) })
	s.desks.forget(waveID)
	s.settings.Add(1)
	return err
}

func (s *Store) keepUntil(ctx context.Context, tx *sqldb.Tx, w survey.Wave, until survey.Day, reason string) error {
	p, err := sqldb.One(ctx, tx, scanPromise, selectPromise, w.ID)
	if err != nil {
		return err
	}
	if err := s.checkPromise(p, w.Key); err != nil {
		return err
	}
	if longer := p.made && p.told != "" && until > p.told; longer {
		if reason == "" {
			return fault.Coded("L23", "People were told that their answers are kept until %s: give the reason for keeping them longer. They read it on their page.", p.told)
		}
		if err := checkLines("reason", reason); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, keepLonger, w.ID, string(p.told), reason); err != nil {
			return err
		}
	} else if p.made && p.told != "" {
		if _, err := tx.Exec(ctx, keepLonger, w.ID, string(p.told), ""); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, setRetain, string(until), w.ID); err != nil {
		return err
	}
	return s.audit(ctx, tx, survey.RetentionExtended, w.ID, survey.AuditDetails{"wave": w.Key, "until": string(until), "before": string(p.until), "told": string(p.told), "reason": reason})
}
