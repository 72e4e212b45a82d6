package main

import (
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/starter"
)

// allWaves stands for every starter wave.
const allWaves = "all"

// plainWaveForm is what a wave asks that has no starter form of its own, when the
// command line names none.
const plainWaveForm = "reverse-mentoring-end"

// A waveSpec is a wave as somebody types it: KEY, and after colons its mode and
// its days, as in half-way:confidential:2026-01-12..2026-01-30.
type waveSpec struct {
	wave      survey.Wave // what is said and what follows from it
	mode      bool        // it says its mode
	days      bool        // and its days
	form      bool        // and its form
	otherwise string      // what to say of the mode, where it is the starter's
}

// parseWave reads one wave.
func parseWave(typed string) (waveSpec, error) {
	key, rest, more := strings.Cut(typed, ":")
	s := waveSpec{wave: survey.Wave{Key: key}}
	if err := survey.CheckKey("wave", key); err != nil {
		return s, err
	}
	for more {
		var part string
		part, rest, more = strings.Cut(rest, ":")
		opens, closes, isDays := strings.Cut(part, "..")
		switch {
		case survey.Mode(part).Valid() && !s.mode:
			s.wave.Mode, s.mode = survey.Mode(part), true
		case isDays && !s.days:
			s.days = true
			var err error
			if s.wave.OpensOn, err = survey.ParseDay(opens); err != nil {
				return s, err
			}
			if s.wave.ClosesOn, err = survey.ParseDay(closes); err != nil {
				return s, err
			}
		default:
			return s, fault.Coded("S55", "Wave %q: %q is neither a mode nor days. Write it as %s:confidential:2026-01-12..2026-01-30; a mode is named, confidential, anonymous-invited or open, and either day may be left out.", key, part, key)
		}
	}
	return s, nil
}

// waves reads what is typed, with what holds for waves that do not say it
// themselves. Nothing of it is stored.
func (n *newCmd) waves() ([]waveSpec, error) {
	typed := n.Wave
	if len(typed) == 0 {
		typed = []string{"end"}
	}
	var out []waveSpec
	for _, t := range typed {
		s, err := parseWave(t)
		if err != nil {
			return nil, err
		}
		if s.wave.Key != allWaves {
			out = append(out, s)
			continue
		}
		for _, w := range starter.Waves() {
			s.wave.Key = w.Key
			out = append(out, s)
		}
	}
	if n.Form != "" && len(out) > 1 {
		return nil, fault.Coded("S56", "-form says what one wave asks, and there are %d. Leave it out to give each its starter form, or set the waves up one by one.", len(out))
	}
	for i := range out {
		if slices.ContainsFunc(out[:i], func(b waveSpec) bool { return b.wave.Key == out[i].wave.Key }) {
			return nil, fault.Coded("S57", "The wave %q is named twice. Name it once, with its mode and days.", out[i].wave.Key)
		}
		if err := n.complete(&out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// complete gives a wave what it does not say itself: what the flags say, else
// what suits a starter wave.
func (n *newCmd) complete(s *waveSpec) (err error) {
	w := &s.wave
	suits, known := starter.WaveOf(w.Key)
	if known {
		w.Kind = suits.Kind
	}
	s.form = n.Form != ""
	switch {
	case s.form:
		w.FormKey = n.Form
	case known:
		w.FormKey = suits.Form
	default:
		w.FormKey = plainWaveForm
	}
	switch {
	case s.mode:
	case n.Mode != "":
		w.Mode, s.mode = n.Mode, true
	case known:
		w.Mode, s.otherwise = suits.Mode, suits.Why
	default:
		w.Mode = survey.AnonymousInvited
	}
	opens, err := survey.ParseDay(n.Opens)
	if err != nil {
		return err
	}
	closes, err := survey.ParseDay(n.Closes)
	if err != nil {
		return err
	}
	if !s.days {
		w.OpensOn, w.ClosesOn, s.days = opens, closes, opens != "" || closes != ""
	}
	if w.WithdrawUntil, err = survey.ParseDay(n.WithdrawUntil); err != nil {
		return err
	}
	w.RetainUntil, err = survey.ParseDay(n.RetainUntil)
	return err
}

// differs returns what was said of a wave that the one that is there has not.
func (s waveSpec) differs(there survey.Wave) string {
	w := s.wave
	switch {
	case s.mode && w.Mode != there.Mode:
		return "is " + string(there.Mode)
	case s.form && w.FormKey != there.FormKey:
		return "asks the form " + there.FormKey
	case s.days && (w.OpensOn != there.OpensOn || w.ClosesOn != there.ClosesOn):
		return "is open " + days(there)
	case w.WithdrawUntil != "" && w.WithdrawUntil != there.WithdrawUntil:
		return "has another last day to withdraw"
	case w.RetainUntil != "" && w.RetainUntil != there.RetainUntil:
		return "is kept until another day"
	}
	return ""
}

// days says when a wave can be answered.
func days(w survey.Wave) string {
	switch {
	case w.OpensOn != "" && w.ClosesOn != "":
		return "from " + w.OpensOn.String() + " to " + w.ClosesOn.String()
	case w.OpensOn != "":
		return "from " + w.OpensOn.String()
	case w.ClosesOn != "":
		return "at once, until " + w.ClosesOn.String()
	}
	return "at once, until it is closed"
}
