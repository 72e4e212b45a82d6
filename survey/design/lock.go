package design

import (
	"strings"

	"verbatim/survey"
)

// Locked returns what is known of the published instrument that a page is, and
// whether it is one: its words, its order and whether its questions must be
// answered are not to be changed.
func Locked(p survey.Page) (survey.Instrument, bool) {
	if p.Instrument == nil {
		return survey.Instrument{}, false
	}
	return *p.Instrument, true
}

// OwnCopy makes a locked page one's own, which may be changed and does not bear
// the instrument's name any more. It reports whether there was such a page.
func OwnCopy(f *survey.Form, page string) bool {
	i := FindPage(f, page)
	if i < 0 || f.Pages[i].Instrument == nil {
		return false
	}
	if strings.Contains(f.Pages[i].Title, f.Pages[i].Instrument.Name) {
		f.Pages[i].Title = "Your own questions"
	}
	f.Pages[i].Instrument = nil
	return true
}
