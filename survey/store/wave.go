package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertWave = `INSERT INTO wave (id, round_id, programme_id, key, title, form_key, form_version, mode, opens_on, closes_on, withdraw_until,
			kind, retain_until, extended_from, closed_on, apart)
		SELECT $1, r.id, r.programme_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM round r WHERE r.id = $15
		ON CONFLICT (id) DO UPDATE SET key = excluded.key, title = excluded.title, form_key = excluded.form_key,
			form_version = excluded.form_version, mode = excluded.mode, opens_on = excluded.opens_on,
			closes_on = excluded.closes_on, withdraw_until = excluded.withdraw_until, kind = excluded.kind,
			retain_until = excluded.retain_until, extended_from = excluded.extended_from, closed_on = excluded.closed_on, apart = excluded.apart`
	selectLocked = `SELECT w.mode, w.form_key, w.form_version, w.apart FROM wave w WHERE w.id = $1 AND
		(EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = w.id) OR EXISTS (SELECT 1 FROM response r WHERE r.wave_id = w.id))`

	waveColumns = `SELECT id, round_id, key, title, form_key, form_version, mode, opens_on, closes_on, withdraw_until,
		kind, retain_until, extended_from, closed_on, apart FROM wave`
	selectWave      = waveColumns + ` WHERE id = $1`
	selectWaveByKey = waveColumns + ` WHERE round_id = $1 AND key = $2`
	selectWaves     = waveColumns + ` WHERE round_id = $1 ORDER BY opens_on, key`
)

// SaveWave stores a wave, new or changed, by its ID. The form version it names
// has to be published. It is a fault of kind Conflict to change the mode, the
// form or what joins it to other waves once somebody has been invited or has
// answered: the words that people were shown were generated from them.
func (s *Store) SaveWave(ctx context.Context, w survey.Wave) (err error) {
	defer fault.Wrap(&err, "store.SaveWave(%s)", w.ID)
	if err := checkWave(w); err != nil {
		return err
	}
	round, err := s.Round(ctx, w.RoundID)
	if err != nil {
		return err
	}
	if _, err := s.Form(ctx, round.ProgrammeID, w.FormKey, w.FormVersion); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return fault.Coded("S12", "There is no form %q of version %d: publish it first.", w.FormKey, w.FormVersion)
		}
		return err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := checkLocked(ctx, tx, w); err != nil {
			return err
		}
		if err := s.guardRetention(ctx, tx, w); err != nil {
			return err
		}
		return s.putWave(ctx, tx, w)
	})
	s.desks.forget(w.ID)
	s.settings.Add(1)
	return taken(err, "The round has a wave %q already: choose another key.", w.Key)
}

// putWave writes a wave that was checked, and audits it.
func (s *Store) putWave(ctx context.Context, tx *sqldb.Tx, w survey.Wave) error {
	_, err := tx.Exec(ctx, upsertWave, w.ID, w.Key, w.Title, w.FormKey, w.FormVersion, string(w.Mode),
		string(w.OpensOn), string(w.ClosesOn), string(w.WithdrawUntil),
		string(w.Kind), string(w.RetainUntil), string(w.ExtendedFrom), string(w.ClosedOn), w.Apart, w.RoundID)
	if err != nil {
		return err
	}
	return s.audit(ctx, tx, survey.WaveSaved, w.ID, survey.AuditDetails{
		"wave": w.Key, "form": w.FormKey, "version": w.FormVersion, "mode": string(w.Mode),
		"opens": string(w.OpensOn), "closes": string(w.ClosesOn), "withdraw-until": string(w.WithdrawUntil), "retain-until": string(w.RetainUntil),
	})
}

// Locked reports whether the mode and the form of a wave can be changed no more,
// because somebody was invited or has answered.
func (s *Store) Locked(ctx context.Context, waveID string) (_ bool, err error) {
	defer fault.Wrap(&err, "store.Locked(%s)", waveID)
	_, err = sqldb.One(ctx, s.DB, scanLocked, selectLocked, waveID)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

func scanLocked(r sqldb.Row) (o survey.Wave, err error) {
	err = r.Scan(&o.Mode, &o.FormKey, &o.FormVersion, &o.Apart)
	return o, err
}

// checkLocked returns a fault when what is locked would be changed.
func checkLocked(ctx context.Context, tx *sqldb.Tx, w survey.Wave) error {
	was, err := sqldb.One(ctx, tx, scanLocked, selectLocked, w.ID)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	case was.Mode != w.Mode:
		return fault.New(fault.Conflict, "The mode of %q cannot be changed from %s any more: people have been invited or have answered. Make a new wave.", w.Key, was.Mode)
	case was.FormKey != w.FormKey || was.FormVersion != w.FormVersion:
		return fault.New(fault.Conflict, "%q keeps the form %q, version %d: people have been invited or have answered. Make a new wave for another form.", w.Key, was.FormKey, was.FormVersion)
	case was.Apart != w.Apart:
		return fault.New(fault.Conflict, "Whether %q is joined to other waves cannot be changed any more: people have been invited or have answered. Make a new wave.", w.Key)
	}
	return nil
}

func checkWave(w survey.Wave) error {
	if err := needID("wave", w.ID); err != nil {
		return err
	}
	if err := survey.CheckKey("Wave key", w.Key); err != nil {
		return err
	}
	if !w.Mode.Valid() {
		return fault.Coded("S13", "%q is not a mode: take named, confidential, anonymous-invited or open.", w.Mode)
	}
	if !w.Kind.Valid() {
		return fault.Coded("P07", "%q is not a kind of wave: take application, interest, meetings, half-way, end or none.", w.Kind)
	}
	for _, d := range []survey.Day{w.OpensOn, w.ClosesOn, w.WithdrawUntil, w.RetainUntil, w.ExtendedFrom, w.ClosedOn} {
		if _, err := survey.ParseDay(string(d)); err != nil {
			return err
		}
	}
	if w.OpensOn != "" && w.ClosesOn != "" && w.ClosesOn < w.OpensOn && w.ClosedOn == "" {
		return fault.Coded("S14", "The wave %q closes on %s, before it opens on %s: change one of the days.", w.Key, w.ClosesOn, w.OpensOn)
	}
	if w.RetainUntil != "" && w.RetainUntil < max(w.ClosesOn, w.WithdrawUntil) {
		return fault.Coded("P08", "The answers to %q would be kept until %s only, before %s: change one of the days.", w.Key, w.RetainUntil, max(w.ClosesOn, w.WithdrawUntil))
	}
	return checkLines("wave", w.Title)
}

// checkOpen refuses answers to a wave before its first day and after its last.
func checkOpen(opens, closes, today survey.Day) error {
	if closes != "" && today > closes {
		return fault.New(fault.Gone, "This closed on %s.", closes)
	}
	if opens != "" && today < opens {
		return fault.New(fault.Forbidden, "This opens on %s.", opens)
	}
	return nil
}

// Wave returns the wave with the given ID.
func (s *Store) Wave(ctx context.Context, id string) (_ survey.Wave, err error) {
	defer fault.Wrap(&err, "store.Wave(%s)", id)
	return sqldb.One(ctx, s.DB, scanWave, selectWave, id)
}

// WaveByKey returns the wave of the round with the given key.
func (s *Store) WaveByKey(ctx context.Context, roundID, key string) (_ survey.Wave, err error) {
	defer fault.Wrap(&err, "store.WaveByKey(%s, %s)", roundID, key)
	return sqldb.One(ctx, s.DB, scanWave, selectWaveByKey, roundID, key)
}

// Waves returns the waves of a round by the day on which they open.
func (s *Store) Waves(ctx context.Context, roundID string) (_ []survey.Wave, err error) {
	defer fault.Wrap(&err, "store.Waves(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanWave, selectWaves, roundID)
}

func scanWave(r sqldb.Row) (w survey.Wave, err error) {
	err = r.Scan(&w.ID, &w.RoundID, &w.Key, &w.Title, &w.FormKey, &w.FormVersion, &w.Mode, &w.OpensOn, &w.ClosesOn, &w.WithdrawUntil,
		&w.Kind, &w.RetainUntil, &w.ExtendedFrom, &w.ClosedOn, &w.Apart)
	return w, err
}
