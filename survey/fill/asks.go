package fill

import "verbatim/survey"

// Asks reports whether there is anything on a sheet for the participant: a page
// on which no question is relevant now is passed over, like one that is itself
// not relevant. A page that was designed without questions is there to be read.
func (f *Filled) Asks(s Sheet) bool {
	if f.plan.Plain() || len(s.Page.Questions) == 0 {
		return true
	}
	for _, q := range s.Page.Questions {
		if q.Kind != survey.Calculated && f.Relevant(q.Key, s.Turn) {
			return true
		}
	}
	return false
}
