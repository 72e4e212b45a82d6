package starter

import "verbatim/survey"

// A Wave is an occasion to ask that the starter forms are written for.
type Wave struct {
	Key  string
	Form string // key of its starter form
	Kind survey.WaveKind
	Mode survey.Mode // the most private that serves its purpose
	Why  string      // why this mode, in words
}

// Waves returns the occasions on which a reverse-mentoring scheme asks, in the
// order in which they come.
func Waves() []Wave {
	return []Wave{
		{"interest", "reverse-mentoring-interest", survey.Interest, survey.AnonymousInvited, "a call for interest needs to know how many, not who"},
		{"application", "reverse-mentoring-application", survey.Application, survey.Named, "places are given to people"},
		{"meeting-log", "reverse-mentoring-meeting-log", survey.Meetings, survey.Named, "hours are paid to people, and meetings counted by pair"},
		{"half-way", "reverse-mentoring-half-way", survey.HalfWay, survey.Confidential, "a second half can be compared with the first without names"},
		{"end", "reverse-mentoring-end", survey.End, survey.AnonymousInvited, "the frankest answers are those that nobody can be joined to"},
	}
}

// WaveOf returns the starter wave with the given key.
func WaveOf(key string) (Wave, bool) {
	for _, w := range Waves() {
		if w.Key == key {
			return w, true
		}
	}
	return Wave{}, false
}
