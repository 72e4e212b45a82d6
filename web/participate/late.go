package participate

import "verbatim/survey"

// open fails with a halt when the sitting's wave cannot be answered on the given
// day. A late link can be answered after the wave has closed.
func (s sitting) open(today survey.Day) error {
	if s.late() && today <= s.invitation.OpenUntil && s.wave.Closed(today) {
		return nil
	}
	return s.place.open(today)
}

func (s sitting) late() bool { return s.invitation.OpenUntil != "" }

// until says until when the wave can be answered, and where it was extended that
// it was: people who knew of the first day are to know that the new one is no
// mistake.
func (s sitting) until() string {
	w := s.wave
	switch {
	case s.late() && s.invitation.OpenUntil > w.ClosesOn:
		return s.say("%s with this link, although the form has closed for others", s.invitation.OpenUntil)
	case w.ExtendedFrom != "":
		return s.say("%s. The time was extended: it was to close on %s", w.ClosesOn, w.ExtendedFrom)
	}
	return s.tongue.words.Day(w.ClosesOn)
}
