package store

import (
	"context"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// selectWaiting picks any letter that is due: an order would be an order.
	selectWaiting = `SELECT participant_id, tries FROM mail_letter WHERE run_id = $1 AND state = 'waiting' AND due_at <= $2 ORDER BY random() LIMIT 1`
	claimLetter   = `UPDATE mail_letter SET state = 'sending', claim = $1, tries = tries + 1 WHERE run_id = $2 AND participant_id = $3 AND state = 'waiting'`
	dropLetter    = `UPDATE mail_letter SET state = 'dropped' WHERE run_id = $1 AND participant_id = $2 AND state = 'waiting'`
	settleLetter  = `UPDATE mail_letter SET state = $1, claim = '', due_at = $2, sent_on = $3, status = $4 WHERE run_id = $5 AND participant_id = $6 AND claim = $7`
	givenUp       = `UPDATE mail_letter SET state = 'uncertain', claim = '' WHERE run_id = $1 AND state = 'sending'`
	countLetters  = `SELECT COALESCE(sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0), COALESCE(min(CASE WHEN state = 'waiting' THEN due_at END), 0)
		FROM mail_letter WHERE run_id = $1`

	countSent      = `UPDATE mail_run SET sent = sent + 1 WHERE id = $1`
	countRefused   = `UPDATE mail_run SET refused = refused + 1 WHERE id = $1`
	countUncertain = `UPDATE mail_run SET uncertain = uncertain + $1 WHERE id = $2`
	countDropped   = `UPDATE mail_run SET dropped = dropped + 1 WHERE id = $1`
)

// A Letter is one message in the hands of who sends it. Its token is nowhere
// else.
type Letter struct {
	Run         survey.MailRun
	Participant survey.Participant
	Token       string // of a fresh link; empty where the message carries none
	Tries       int    // with this one
	AddressHash string

	claim string
}

// An Outcome is what became of handing a letter to a mail server.
type Outcome struct {
	State   survey.LetterState // sent, refused, uncertain, or waiting for another try
	Status  string             // what the server said, such as 5.1.1 or 450
	DueAt   time.Time          // of a letter that waits
	Bounced bool               // the address takes no mail
}

// NextLetter marks one letter of the run as being sent, makes a fresh link for
// it and returns it. The mark is durable before the letter leaves, so that it is
// never sent a second time: one whose sender dies is uncertain from then on.
// Those who have answered or opted out meanwhile are passed over. It is a fault
// of kind NotFound when no letter is due.
func (s *Store) NextLetter(ctx context.Context, r *JobRun) (_ Letter, err error) {
	defer fault.Wrap(&err, "store.NextLetter(%s)", r.ID)
	run, err := s.MailRun(ctx, r.ID)
	if err != nil {
		return Letter{}, err
	}
	a, err := s.newAudience(ctx, run.WaveID, run.Kind)
	if err != nil {
		return Letter{}, err
	}
	for {
		l := Letter{Run: run, claim: sqldb.NewID()}
		taken := false
		err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			if err := r.Hold(ctx, tx); err != nil {
				return err
			}
			taken, err = l.take(ctx, tx, a, s.Now())
			return err
		})
		if err != nil || taken {
			return l, err
		}
	}
}

// take marks a letter, or drops one that has no purpose any more.
func (l *Letter) take(ctx context.Context, tx *sqldb.Tx, a *Audience, now time.Time) (bool, error) {
	var id string
	_, err := sqldb.One(ctx, tx, func(r sqldb.Row) (bool, error) { return true, r.Scan(&id, &l.Tries) }, selectWaiting, l.Run.ID, sqldb.Micros(now))
	if err != nil {
		return false, err
	}
	if l.Participant, err = sqldb.One(ctx, tx, scanParticipant, selectParticipant, id); err != nil {
		return false, err
	}
	l.AddressHash = a.hasher(l.Participant.Email)
	wanted, err := l.wanted(ctx, tx, a)
	if err != nil {
		return false, err
	}
	if !wanted {
		if _, err := tx.Exec(ctx, dropLetter, l.Run.ID, id); err != nil {
			return false, err
		}
		_, err := tx.Exec(ctx, countDropped, l.Run.ID)
		return false, err
	}
	l.Tries++
	n, err := tx.Exec(ctx, claimLetter, l.claim, l.Run.ID, id)
	return n > 0, err
}

// wanted makes the letter's link, and reports whether it is still to be sent.
func (l *Letter) wanted(ctx context.Context, tx *sqldb.Tx, a *Audience) (bool, error) {
	known, err := sqldb.One(ctx, tx, scanAddress, selectAddress, a.programme, l.AddressHash)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return false, err
	}
	if known.Quiet() || !UsableAddress(l.Participant.Email) {
		return false, nil
	}
	if !l.Run.Kind.Links() {
		return true, nil
	}
	answered, err := collectNames(ctx, tx, selectAnswered, l.Run.WaveID)
	if err != nil || answered[l.Participant.ID] {
		return false, err
	}
	l.Token, err = renew(ctx, tx, l.Run.WaveID, l.Participant.ID)
	return l.Token != "", err
}

// Settle stores what became of the letter. A letter that was given up meanwhile
// stays uncertain.
func (s *Store) Settle(ctx context.Context, l Letter, o Outcome) (err error) {
	defer fault.Wrap(&err, "store.Settle(%s)", l.Run.ID)
	due, day := int64(0), survey.Day("")
	if o.State == survey.LetterWaiting {
		due = sqldb.Micros(o.DueAt)
	}
	if o.State == survey.LetterSent || o.State == survey.LetterUncertain {
		day = s.today()
	}
	wave, err := s.Wave(ctx, l.Run.WaveID)
	if err != nil {
		return err
	}
	round, err := s.Round(ctx, wave.RoundID)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, settleLetter, string(o.State), due, string(day), o.Status, l.Run.ID, l.Participant.ID, l.claim)
		if err != nil || n == 0 {
			return err
		}
		switch o.State {
		case survey.LetterSent:
			_, err = tx.Exec(ctx, countSent, l.Run.ID)
		case survey.LetterRefused:
			_, err = tx.Exec(ctx, countRefused, l.Run.ID)
		case survey.LetterUncertain:
			_, err = tx.Exec(ctx, countUncertain, 1, l.Run.ID)
		case survey.LetterWaiting, survey.LetterSending, survey.LetterDropped:
		}
		if err == nil && o.Bounced {
			_, err = tx.Exec(ctx, upsertBounce, round.ProgrammeID, l.AddressHash, o.Status)
		}
		return err
	})
}

// ResumeMailRun is called before the letters of a run are sent, or sent on: what
// a process was sending when it died may have arrived, and is not sent again. It
// returns how many were given up so.
func (s *Store) ResumeMailRun(ctx context.Context, r *JobRun) (given int, err error) {
	defer fault.Wrap(&err, "store.ResumeMailRun(%s)", r.ID)
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := r.Hold(ctx, tx); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, givenUp, r.ID)
		if err != nil {
			return err
		}
		given = int(n)
		_, err = tx.Exec(ctx, countUncertain, n, r.ID)
		return err
	})
	return given, err
}

// LettersWaiting returns how many letters of the run wait, and when the first of
// them is due.
func (s *Store) LettersWaiting(ctx context.Context, runID string) (n int, due time.Time, err error) {
	defer fault.Wrap(&err, "store.LettersWaiting(%s)", runID)
	counts, err := sqldb.One(ctx, s.DB, func(r sqldb.Row) (c [2]int64, err error) {
		err = r.Scan(&c[0], &c[1])
		return c, err
	}, countLetters, runID)
	return int(counts[0]), sqldb.Time(counts[1]), err
}

// LetterViews returns the letters of a wave. Where nothing may join a person
// with a response there are none of reminders, while they are being sent either.
func (s *Store) LetterViews(ctx context.Context, wave survey.Wave) (_ []LetterView, err error) {
	defer fault.Wrap(&err, "store.LetterViews(%s)", wave.ID)
	all, err := sqldb.Collect(ctx, s.DB, scanLetterView, selectWaveLetters, wave.ID)
	if wave.Mode.Linked() {
		return all, err
	}
	var views []LetterView
	for _, l := range all {
		if !l.Kind.Reminds() && l.State != survey.LetterDropped { // who has answered is passed over
			l.SentOn = ""
			views = append(views, l)
		}
	}
	return views, err
}

// MailAnswered returns the participants who have answered a wave whose mode
// links, and nil for one whose mode does not.
func (s *Store) MailAnswered(ctx context.Context, wave survey.Wave) (_ map[string]bool, err error) {
	defer fault.Wrap(&err, "store.MailAnswered(%s)", wave.ID)
	if !wave.Mode.Linked() {
		return nil, nil
	}
	return collectNames(ctx, s.DB, selectAnswered, wave.ID)
}
