package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectHealth = `SELECT (SELECT count(*) FROM session WHERE expires_at <= $1), (SELECT count(*) FROM draft WHERE saved_on < $2),
		(SELECT count(*) FROM staff), (SELECT count(*) FROM staff WHERE level = 'coordinator'),
		COALESCE((SELECT max(received_on) FROM response), ''), COALESCE((SELECT max(saved_on) FROM draft), '')`
	selectNoPassword = `SELECT name FROM staff WHERE password_hash = '' ORDER BY name`
	selectTimes      = `SELECT g.key, o.key, w.key, w.title, w.mode, w.opens_on, w.closes_on, w.withdraw_until,
			(SELECT count(*) FROM response r WHERE r.wave_id = w.id), (SELECT count(*) FROM invitation i WHERE i.wave_id = w.id AND NOT i.spent)
		FROM wave w JOIN round o ON o.id = w.round_id JOIN programme g ON g.id = o.programme_id ORDER BY g.key, o.key, w.key`
)

// Health is what somebody who looks after an installation wants to know about
// its tables.
type Health struct {
	ExpiredSessions int
	OldDrafts       int
	Staff           int
	Coordinators    int
	Locked          []string   // accounts that have no password
	LastResponse    survey.Day // the newest day on which a response is said to have come
	LastDraft       survey.Day
	Waves           []WaveTimes
}

// WaveTimes says when a wave can be answered, and how much there is of it.
type WaveTimes struct {
	Place         string // keys of programme, round and wave
	Title         string
	Mode          survey.Mode
	OpensOn       survey.Day
	ClosesOn      survey.Day
	WithdrawUntil survey.Day
	Responses     int
	Waiting       int // invitations that are not spent
}

// ReadHealth reads all that the database has to say about its health. Drafts
// saved before the day are too old.
func ReadHealth(ctx context.Context, q sqldb.Querier, now int64, draftsBefore survey.Day) (_ Health, err error) {
	defer fault.Wrap(&err, "store.ReadHealth")
	h, err := sqldb.One(ctx, q, func(r sqldb.Row) (h Health, err error) {
		err = r.Scan(&h.ExpiredSessions, &h.OldDrafts, &h.Staff, &h.Coordinators, &h.LastResponse, &h.LastDraft)
		return h, err
	}, selectHealth, now, string(draftsBefore))
	if err != nil {
		return h, err
	}
	if h.Locked, err = sqldb.Collect(ctx, q, scanString, selectNoPassword); err != nil {
		return h, err
	}
	h.Waves, err = sqldb.Collect(ctx, q, func(r sqldb.Row) (w WaveTimes, err error) {
		var programme, round, wave string
		err = r.Scan(&programme, &round, &wave, &w.Title, &w.Mode, &w.OpensOn, &w.ClosesOn, &w.WithdrawUntil, &w.Responses, &w.Waiting)
		w.Place = programme + " " + round + " " + wave
		return w, err
	}, selectTimes)
	return h, err
}
