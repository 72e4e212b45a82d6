package forms

import (
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/instrument"
	"verbatim/web/page"
)

// ownInstruments are the instruments that come with their words. Of templates
// somebody else holds the words: they come in with a file.
func ownInstruments() (out []page.Pick) {
	for _, i := range instrument.List() {
		if !i.Template() {
			out = append(out, page.Pick{Value: i.Key, Text: i.Name})
		}
	}
	return out
}

// instrumentPages returns the locked page of an instrument.
func instrumentPages(key string) ([]survey.Page, error) {
	i, err := instrument.Get(key)
	if err != nil {
		return nil, err
	}
	if i.Template() {
		return nil, fault.Coded("W66", "The words of %q are somebody else’s and do not come with Verbatim. Get them from its authors, and read them in with a file.", i.Name)
	}
	return []survey.Page{i.Page()}, nil
}

// lock says why a page cannot be reworded, nil for one that can.
func lock(p survey.Page) *page.Lock {
	if p.Instrument == nil {
		return nil
	}
	return &page.Lock{Name: p.Instrument.Name, Citation: p.Instrument.Citation, Licence: p.Instrument.Licence}
}
