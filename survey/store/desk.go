package store

import (
	"database/sql"
	"sync"
	"time"

	"verbatim/survey"
)

// A desk is what decides about a submission to a wave.
type desk struct {
	stored      string // the response that the key has stored
	invitation  sql.NullString
	role        sql.NullString
	participant sql.NullString
	crowd       sql.NullInt64
	spent       bool
	form        formKey
	mode        survey.Mode
	opens       survey.Day
	closes      survey.Day
}

// deskAge is how long what is known of a wave is trusted without looking: when
// another process closes a wave, answers are taken for so long after.
const deskAge = time.Second

// desks remembers what was seen of waves, so that a rush of answers to one does
// not read the same row over and over. It never remembers a person's part.
type desks struct {
	mu     sync.Mutex
	byWave map[string]seenDesk
}

type seenDesk struct {
	desk
	at time.Time
}

// recent returns what was seen of the wave within deskAge before now.
func (ds *desks) recent(wave string, now time.Time) (desk, bool) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	d, ok := ds.byWave[wave]
	age := now.Sub(d.at)
	return d.desk, ok && age >= 0 && age < deskAge
}

func (ds *desks) keep(wave string, d desk, now time.Time) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if ds.byWave == nil {
		ds.byWave = map[string]seenDesk{}
	}
	ds.byWave[wave] = seenDesk{desk{form: d.form, mode: d.mode, opens: d.opens, closes: d.closes}, now}
}

// forget makes the next submission look again.
func (ds *desks) forget(wave string) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	delete(ds.byWave, wave)
}
