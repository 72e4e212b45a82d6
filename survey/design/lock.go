package design

import (
	"slices"
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

// Untranslated returns the paths of the words that have no translation into the
// language and may have one: a translated instrument is another instrument.
func Untranslated(f survey.Form, tag string) []string {
	return slices.DeleteFunc(f.Untranslated(tag), func(path string) bool {
		return slices.ContainsFunc(f.Pages, func(p survey.Page) bool {
			return p.Instrument != nil && slices.ContainsFunc(p.Questions, func(q survey.Question) bool { return movedPath(path, q.Key, "") != path })
		})
	})
}
