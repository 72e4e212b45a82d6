package participate

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/render"
)

const (
	// placeAge is how long a place is taken from memory. What this process
	// changes shows at once, what another changes after so long. The days on
	// which a form opens and closes are compared with the clock each time.
	placeAge = time.Second
	// longestPlaceAge is how long it is taken while somebody reads it again.
	longestPlaceAge = 2 * placeAge
)

// places remembers the places that people are filling in, so that a page does
// not read four tables each time. Only places that are there are remembered.
type places struct {
	survey *store.Store
	render *render.Renderer
	now    func() time.Time

	mu   sync.RWMutex
	seen map[string]*seenPlace // by what names them in an address, or the wave's ID
}

// A seenPlace is a place as it was last read.
type seenPlace struct {
	reading sync.Mutex // held by one who reads it again, while others take it as it was
	last    atomic.Pointer[snapshot]
}

type snapshot struct {
	place    place
	at       time.Time
	settings uint64 // what the store had saved by then; see store.Settings
}

func newPlaces(s *store.Store, r *render.Renderer, now func() time.Time) *places {
	return &places{survey: s, render: r, now: now, seen: map[string]*seenPlace{}}
}

// at returns the place that an address names.
func (ps *places) at(ctx context.Context, programme, round, wave string) (place, error) {
	if round == TrialRound {
		return ps.trial(ctx, programme, wave)
	}
	return ps.get(ctx, programme+"/"+round+"/"+wave, func() (place, error) { return ps.readAt(ctx, programme, round, wave) })
}

// of returns the place of a wave.
func (ps *places) of(ctx context.Context, waveID string) (place, error) {
	return ps.get(ctx, waveID, func() (place, error) { return ps.readOf(ctx, waveID) })
}

// get returns the place remembered under key, or what read returns. A place that
// cannot be read at present is taken as it was: nothing can be stored then
// either, but the words that are posted to it can be shown again.
func (ps *places) get(ctx context.Context, key string, read func() (place, error)) (place, error) {
	ps.mu.RLock()
	seen := ps.seen[key]
	ps.mu.RUnlock()
	if seen == nil {
		seen = &seenPlace{}
	}
	last := seen.last.Load()
	if last != nil && last.settings == ps.survey.Settings() {
		age := ps.now().Sub(last.at)
		if age >= 0 && age < placeAge {
			return last.place, nil
		}
		if seen.reading.TryLock() {
			defer seen.reading.Unlock()
		} else if age >= 0 && age < longestPlaceAge {
			return last.place, nil
		}
	}
	next := &snapshot{at: ps.now(), settings: ps.survey.Settings()}
	var err error
	if next.place, err = read(); err != nil {
		if last == nil || ctx.Err() != nil || isHalt(err) {
			return place{}, err
		}
		return last.place, nil
	}
	ps.keep(key, seen, next)
	return next.place, nil
}

// keep remembers a place, with the form made ready as before when nothing has
// changed.
func (ps *places) keep(key string, seen *seenPlace, next *snapshot) {
	if last := seen.last.Load(); last != nil && last.place.same(next.place) {
		next.place.tongues = last.place.tongues
	} else {
		next.place.tongues = newTongues(ps.render, next.place.form)
	}
	seen.last.Store(next)
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.seen[key] = seen
}

// same reports whether two readings of a place are equal.
func (p place) same(q place) bool {
	p.tongues, q.tongues = nil, nil
	return reflect.DeepEqual(p, q)
}

func (ps *places) readAt(ctx context.Context, programme, round, wave string) (p place, err error) {
	if p.programme, err = ps.survey.ProgrammeByKey(ctx, programme); err != nil {
		return p, unknownForm(err)
	}
	if p.round, err = ps.survey.RoundByKey(ctx, p.programme.ID, round); err != nil {
		return p, unknownForm(err)
	}
	if p.wave, err = ps.survey.WaveByKey(ctx, p.round.ID, wave); err != nil {
		return p, unknownForm(err)
	}
	p.form, err = ps.formOf(ctx, p)
	return p, err
}

func (ps *places) readOf(ctx context.Context, waveID string) (p place, err error) {
	if p.wave, err = ps.survey.Wave(ctx, waveID); err != nil {
		return p, err
	}
	if p.round, err = ps.survey.Round(ctx, p.wave.RoundID); err != nil {
		return p, err
	}
	if p.programme, err = ps.survey.Programme(ctx, p.round.ProgrammeID); err != nil {
		return p, err
	}
	p.form, err = ps.formOf(ctx, p)
	return p, err
}

func (ps *places) formOf(ctx context.Context, p place) (survey.Form, error) {
	return ps.survey.Form(ctx, p.programme.ID, p.wave.FormKey, p.wave.FormVersion)
}

func isHalt(err error) bool {
	_, halted := errors.AsType[*halt](err)
	return halted || fault.KindOf(err) == fault.NotFound
}
