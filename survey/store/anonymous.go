package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectAnonymous = `SELECT g.key, o.key, w.key, w.title, w.mode, w.id, o.id, g.id, w.form_key, w.form_version, w.closes_on, o.pairs
		FROM wave w JOIN round o ON o.id = w.round_id JOIN programme g ON g.id = o.programme_id
		WHERE w.mode IN ('anonymous-invited', 'open') ORDER BY g.key, o.key, w.key`
	selectWaveTexts = `SELECT a.text FROM answer a JOIN response r ON r.id = a.response_id WHERE r.wave_id = $1 AND a.text <> ''`
	selectNames     = `SELECT name FROM participant WHERE round_id = $1 AND name <> '' ORDER BY name`
)

// An AnonymousWave is a wave that promises that nobody can tell whose a response
// is, for those who try whether that is kept.
type AnonymousWave struct {
	Place       string // keys of programme, round and wave
	Title       string
	Mode        survey.Mode
	ID          string
	RoundID     string
	ProgrammeID string
	FormKey     string
	FormVersion int
	ClosesOn    survey.Day
	Pairs       int
}

// AnonymousWaves returns the waves that are not joined to participants.
func AnonymousWaves(ctx context.Context, q sqldb.Querier) (_ []AnonymousWave, err error) {
	defer fault.Wrap(&err, "store.AnonymousWaves")
	return sqldb.Collect(ctx, q, func(r sqldb.Row) (w AnonymousWave, err error) {
		var programme, round, wave string
		err = r.Scan(&programme, &round, &wave, &w.Title, &w.Mode, &w.ID, &w.RoundID, &w.ProgrammeID, &w.FormKey, &w.FormVersion, &w.ClosesOn, &w.Pairs)
		w.Place = programme + " " + round + " " + wave
		return w, err
	}, selectAnonymous)
}

// Form returns the form of the wave.
func (w AnonymousWave) Form(ctx context.Context, q sqldb.Querier) (_ survey.Form, err error) {
	defer fault.Wrap(&err, "store.AnonymousWave.Form")
	return sqldb.One(ctx, q, scanForm, selectForm, w.ProgrammeID, w.FormKey, w.FormVersion)
}

// Texts returns all free-text answers to the wave.
func (w AnonymousWave) Texts(ctx context.Context, q sqldb.Querier) (_ []string, err error) {
	defer fault.Wrap(&err, "store.AnonymousWave.Texts")
	return sqldb.Collect(ctx, q, scanString, selectWaveTexts, w.ID)
}

// Names returns the names on the list of the round.
func (w AnonymousWave) Names(ctx context.Context, q sqldb.Querier) (_ []string, err error) {
	defer fault.Wrap(&err, "store.AnonymousWave.Names")
	return sqldb.Collect(ctx, q, scanString, selectNames, w.RoundID)
}

// IsToken returns a function that tells whether a word is the token of an
// invitation with one of these hashes.
func IsToken(hashes map[string]bool) func(word string) bool {
	return func(word string) bool { return hashes[hash("token", word)] }
}

// CodeFinder returns a function that tells whether a word is the withdrawal code
// of one of the responses.
func CodeFinder(ctx context.Context, q sqldb.Querier, responses map[string]bool) (_ func(word string) bool, err error) {
	defer fault.Wrap(&err, "store.CodeFinder")
	secret, err := sqldb.One(ctx, q, scanString, selectSecret, codeSecret)
	if fault.KindOf(err) == fault.NotFound {
		return func(string) bool { return false }, nil
	}
	s := Store{secret: []byte(secret)}
	return func(word string) bool { return responses[s.responseID(word)] }, err
}
