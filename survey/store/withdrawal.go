package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectByCode = `SELECT r.id, r.wave_id, r.mode, w.withdraw_until FROM response r JOIN wave w ON w.id = r.wave_id
		WHERE r.id = COALESCE((SELECT s.response_id FROM submission s WHERE s.code_hash = $1), $2)`
	selectByID = `SELECT r.id, r.wave_id, r.mode, w.withdraw_until FROM response r JOIN wave w ON w.id = r.wave_id WHERE r.id = $1`
	// keepSubmission keeps a form instance from being stored again.
	keepSubmission = `INSERT INTO submission (code_hash, response_id) VALUES ($1, $2) ON CONFLICT (code_hash) DO NOTHING`
	selectWords    = `SELECT text FROM answer WHERE response_id = $1 AND text <> ''`
	// deleteResponse takes the answers with it, and what other packages' tables
	// hang on it.
	deleteResponse   = `DELETE FROM response WHERE id = $1`
	insertWithdrawal = `INSERT INTO withdrawal (response_id, wave_id, code_hash, expired) VALUES ($1, $2, $3, $4) ON CONFLICT (response_id) DO NOTHING`

	countWithdrawn = `SELECT COALESCE(d.wave_id, ''), count(*) FROM withdrawal d JOIN wave w ON w.id = d.wave_id
		WHERE w.round_id = $1 AND NOT d.expired GROUP BY d.wave_id`
	selectLinked = `SELECT r.id, w.key, w.title, w.withdraw_until, p.name, p.role FROM response r JOIN wave w ON w.id = r.wave_id
		JOIN participant p ON p.id = r.participant_id WHERE w.round_id = $1 ORDER BY w.key, p.name, p.id`
)

// An Eraser is what another package does when a response goes: it removes what
// its tables hold of the words and what no foreign key takes along. It is called
// in the transaction that removes the response, before that is gone. An eraser
// that returns a fault keeps the response, which is how a publication that has
// been frozen refuses a withdrawal, and what an edition has printed is listed by
// one for a decision: this is the one place that all removals come through.
type Eraser func(ctx context.Context, tx *sqldb.Tx, e Erased) error

// Erased is a response that is being removed.
type Erased struct {
	ResponseID string
	WaveID     string
	Texts      []string // its free-text answers
	Expired    bool     // kept as long as was promised, and not withdrawn by anybody
	Day        survey.Day
}

// Withdraw removes the response that the code belongs to, with its answers and
// all that was made of them, tells followers, and counts it for the audit. The
// code may be typed in any case, with or without hyphens. It is a fault of kind
// NotFound when no response has the code, and Gone after the last day for
// withdrawing.
func (s *Store) Withdraw(ctx context.Context, code string) (err error) {
	defer fault.Wrap(&err, "store.Withdraw")
	x := removal{codeHash: hashCode(code)}
	derived := s.responseID(code)
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		found, err := sqldb.One(ctx, tx, scanWithdrawable, selectByCode, x.codeHash, derived)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "No answers belong to this code. Check each letter and digit of it; if they are right, the answers have been withdrawn before.")
		}
		if err != nil {
			return err
		}
		if err := s.inTime(found.until); err != nil {
			return err
		}
		x.id, x.wave = found.id, found.wave
		return s.withdraw(ctx, tx, x)
	})
	if err == nil {
		s.noteOutside(ctx, x)
	}
	return err
}

// WithdrawFor removes a response because its participant asked staff to, which
// is possible only where responses are joined to participants. The audit tells
// who did it and to which wave, and never whose response it was.
func (s *Store) WithdrawFor(ctx context.Context, responseID string) (err error) {
	defer fault.Wrap(&err, "store.WithdrawFor")
	x := removal{id: responseID}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		found, err := sqldb.One(ctx, tx, scanWithdrawable, selectByID, responseID)
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "This response is not there any more: it has been withdrawn.")
		}
		if err != nil {
			return err
		}
		if !found.mode.Linked() {
			return &fault.Error{Kind: fault.Forbidden, Code: "L11", Text: "Nobody can tell whose response this is. Only who has the code of its receipt can withdraw it, on the page for withdrawing."}
		}
		if err := s.inTime(found.until); err != nil {
			return err
		}
		x.wave = found.wave
		if err := s.audit(ctx, tx, survey.AnswersWithdrawnFor, x.wave, nil); err != nil {
			return err
		}
		_, err = s.remove(ctx, tx, x)
		return err
	})
	if err == nil {
		s.noteOutside(ctx, x)
	}
	return err
}

// inTime refuses a withdrawal after its last day.
func (s *Store) inTime(until survey.Day) error {
	if until != "" && s.today() > until {
		return fault.New(fault.Gone, "Answers could be withdrawn until %s.", until)
	}
	return nil
}

// withdraw is remove with what a participant's own withdrawal counts as.
func (s *Store) withdraw(ctx context.Context, tx *sqldb.Tx, x removal) error {
	removed, err := s.remove(ctx, tx, x)
	if err != nil || !removed {
		return err // another process removed it a moment ago
	}
	return s.tally(ctx, tx, survey.AnswersWithdrawn, x.wave)
}

// A removal is a response on its way out.
type removal struct {
	id, wave string
	codeHash string // empty where no code was used
	expired  bool
}

// remove takes a response out of all tables, and tells followers. It reports
// whether the response was still there.
func (s *Store) remove(ctx context.Context, tx *sqldb.Tx, x removal) (removed bool, err error) {
	texts, err := sqldb.Collect(ctx, tx, scanString, selectWords, x.id)
	if err != nil {
		return false, err
	}
	for _, erase := range s.Erasers {
		if err := erase(ctx, tx, Erased{ResponseID: x.id, WaveID: x.wave, Texts: texts, Expired: x.expired, Day: s.today()}); err != nil {
			return false, err
		}
	}
	n, err := tx.Exec(ctx, deleteResponse, x.id)
	if err != nil || n == 0 {
		return false, err
	}
	if x.codeHash != "" {
		if _, err := tx.Exec(ctx, keepSubmission, x.codeHash, x.id); err != nil {
			return false, err
		}
	}
	if _, err := tx.Exec(ctx, insertWithdrawal, x.id, x.wave, x.codeHash, x.expired); err != nil {
		return false, err
	}
	return true, AppendChange(ctx, tx, survey.ResponseWithdrawn, x.id)
}

// CountWithdrawn returns how many responses were withdrawn from each wave of a
// round. When is kept for none of them.
func (s *Store) CountWithdrawn(ctx context.Context, roundID string) (_ map[string]int, err error) {
	defer fault.Wrap(&err, "store.CountWithdrawn(%s)", roundID)
	type count struct {
		wave string
		n    int
	}
	counts, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (c count, err error) {
		err = r.Scan(&c.wave, &c.n)
		return c, err
	}, countWithdrawn, roundID)
	byWave := make(map[string]int, len(counts))
	for _, c := range counts {
		byWave[c.wave] = c.n
	}
	return byWave, err
}

// A LinkedResponse is a response that is joined to who gave it.
type LinkedResponse struct {
	ID        string
	WaveKey   string
	WaveTitle string
	Until     survey.Day // last day for withdrawing
	Name      string
	Role      string
}

// LinkedResponses returns the responses of a round that are joined to their
// participants, by wave and name. It is for coordinators who were asked by one
// of them to withdraw it.
func (s *Store) LinkedResponses(ctx context.Context, roundID string) (_ []LinkedResponse, err error) {
	defer fault.Wrap(&err, "store.LinkedResponses(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (l LinkedResponse, err error) {
		err = r.Scan(&l.ID, &l.WaveKey, &l.WaveTitle, &l.Until, &l.Name, &l.Role)
		return l, err
	}, selectLinked, roundID)
}

type withdrawable struct {
	id, wave string
	mode     survey.Mode
	until    survey.Day
}

func scanWithdrawable(r sqldb.Row) (w withdrawable, err error) {
	err = r.Scan(&w.id, &w.wave, &w.mode, &w.until)
	return w, err
}
