package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	addTally = `INSERT INTO audit_tally (day, action, object_id, n) VALUES ($1, $2, $3, 1)
		ON CONFLICT (day, action, object_id) DO UPDATE SET n = audit_tally.n + 1`
	selectTallies = `SELECT day, action, object_id, n FROM audit_tally WHERE day < $1`
	deleteTallies = `DELETE FROM audit_tally WHERE day < $1`

	selectCounted = `SELECT day FROM audit_counted WHERE wave_id = ''`
	moveCounted   = `UPDATE audit_counted SET day = $1 WHERE wave_id = '' AND day = $2`
	upsertCounted = `INSERT INTO audit_counted (wave_id, day) VALUES ($1, $2) ON CONFLICT (wave_id) DO UPDATE SET day = excluded.day`

	countReceived = `SELECT received_on, wave_id, count(*) FROM response WHERE received_on > $1 AND received_on < $2 GROUP BY received_on, wave_id`
	// countConsenting finds the waves with enough responses since their consents
	// were last told of.
	countConsenting = `SELECT r.wave_id, COALESCE(c.day, ''), count(*) FROM response r LEFT JOIN audit_counted c ON c.wave_id = r.wave_id
		WHERE r.received_on > COALESCE(c.day, '') AND r.received_on < $1
		GROUP BY r.wave_id, COALESCE(c.day, '') HAVING count(*) >= $2`
	countConsents = `SELECT a.quote_consent, count(*) FROM answer a JOIN response r ON r.id = a.response_id
		WHERE r.wave_id = $1 AND r.received_on > $2 AND r.received_on < $3 AND a.quote_consent <> '' GROUP BY a.quote_consent`
	selectWaveNames = `SELECT w.id, p.key, o.key, w.key FROM wave w JOIN round o ON o.id = w.round_id JOIN programme p ON p.id = o.programme_id`
)

// consentsTogether is the least number of responses whose consents go into the
// audit together: as many as a count must have to be printed.
const consentsTogether = 5

// CountDays writes what participants did on the days that are over into the
// audit: for each day and wave how many responses were received and how many
// withdrawn, and for each wave, once enough responses have come in, which
// consents were given with them. Failed sign-ins are counted too. It does
// nothing when the last day has been counted, and is to be called now and then.
//
// The counts of responses are taken from the responses themselves, so that
// nothing has to be written when one arrives. One that was withdrawn before its
// day was counted is in the count of those withdrawn only; one that a file
// dates on a day is counted with that day if it is imported before.
func (s *Store) CountDays(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.CountDays")
	today := s.today()
	counted, err := sqldb.One(ctx, s.DB, scanString, selectCounted)
	if err != nil || survey.Day(counted) >= today.Before() {
		return err
	}
	totals, err := s.totals(ctx, survey.Day(counted), today)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if n, err := tx.Exec(ctx, moveCounted, string(today.Before()), counted); err != nil || n == 0 {
			return err // none: another process has counted
		}
		return totals.write(ctx, tx, today)
	})
}

// A total is what participants did on some days to one wave.
type total struct {
	day    survey.Day
	action survey.AuditAction
	wave   string
	n      int64
	more   survey.AuditDetails
}

type totals struct {
	all   []total
	waves map[string]survey.AuditDetails // the keys of each wave
	told  map[string]bool                // waves whose consents are told of
}

// totals counts what is stored of the days after counted and before today.
func (s *Store) totals(ctx context.Context, counted, today survey.Day) (*totals, error) {
	t := &totals{told: map[string]bool{}}
	var err error
	if t.waves, err = s.waveNames(ctx); err != nil {
		return nil, err
	}
	t.all, err = sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (x total, err error) {
		x.action = survey.AnswersReceived
		err = r.Scan(&x.day, &x.wave, &x.n)
		return x, err
	}, countReceived, string(counted), string(today))
	if err != nil {
		return nil, err
	}
	return t, s.consents(ctx, t, today)
}

// consents adds the consents of the waves that have enough of them.
func (s *Store) consents(ctx context.Context, t *totals, today survey.Day) error {
	type count struct {
		key string
		n   int64
	}
	waves, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (x total, err error) {
		x.action = survey.ConsentsGiven
		err = r.Scan(&x.wave, &x.day, &x.n)
		return x, err
	}, countConsenting, string(today), consentsTogether)
	if err != nil {
		return err
	}
	for _, w := range waves {
		counts, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (c count, err error) {
			err = r.Scan(&c.key, &c.n)
			return c, err
		}, countConsents, w.wave, string(w.day), string(today))
		if err != nil {
			return err
		}
		w.more = survey.AuditDetails{"after": string(w.day)}
		for _, c := range counts {
			w.more["consent-"+c.key] = c.n
		}
		w.day = today.Before()
		t.all = append(t.all, w)
		t.told[w.wave] = true
	}
	return nil
}

func (s *Store) waveNames(ctx context.Context) (map[string]survey.AuditDetails, error) {
	type wave struct{ id, programme, round, key string }
	waves, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (w wave, err error) {
		err = r.Scan(&w.id, &w.programme, &w.round, &w.key)
		return w, err
	}, selectWaveNames)
	names := make(map[string]survey.AuditDetails, len(waves))
	for _, w := range waves {
		names[w.id] = survey.AuditDetails{"programme": w.programme, "round": w.round, "wave": w.key}
	}
	return names, err
}

// write adds the totals to the audit with those that were tallied, in an order
// that says nothing: by day, kind and wave.
func (t *totals) write(ctx context.Context, tx *sqldb.Tx, today survey.Day) error {
	all, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (x total, err error) {
		err = r.Scan(&x.day, &x.action, &x.wave, &x.n)
		return x, err
	}, selectTallies, string(today))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, deleteTallies, string(today)); err != nil {
		return err
	}
	all = append(all, t.all...)
	slices.SortFunc(all, func(a, b total) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.action, b.action), cmp.Compare(a.wave, b.wave))
	})
	for _, x := range all {
		if err := t.add(tx, x); err != nil {
			return err
		}
	}
	for wave := range t.told {
		if _, err := tx.Exec(ctx, upsertCounted, wave, string(today.Before())); err != nil {
			return err
		}
	}
	return nil
}

// add hands one total over to the audit.
func (t *totals) add(tx *sqldb.Tx, x total) error {
	kind, ok := x.action.Kind()
	if !ok || !kind.Total {
		return fault.New(fault.Internal, "%q is no total", x.action)
	}
	by, counted := survey.Actor{Kind: survey.ActorParticipants}, "responses"
	if x.action == survey.SignInsFailed {
		by.Kind, counted = survey.ActorSystem, "attempts"
	}
	details := survey.AuditDetails{counted: x.n}
	for _, more := range []survey.AuditDetails{t.waves[x.wave], x.more} {
		maps.Copy(details, more)
	}
	return addAudit(tx, by, string(x.day), kind, survey.AuditEvent{Action: x.action, Object: x.wave, Details: details})
}

// tally counts something that goes into the audit when its day is over.
func (s *Store) tally(ctx context.Context, tx *sqldb.Tx, action survey.AuditAction, object string) error {
	_, err := tx.Exec(ctx, addTally, string(s.today()), string(action), object)
	return err
}

// CountFailedSignIn counts an attempt to sign in that failed. The name is not
// kept: people type their passwords there.
func (s *Store) CountFailedSignIn(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.CountFailedSignIn")
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return s.tally(ctx, tx, survey.SignInsFailed, "")
	})
}
