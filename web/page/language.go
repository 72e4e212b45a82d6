package page

import (
	"strings"

	"verbatim/web/page/words"
)

// LanguageField is the name of the buttons that choose a language.
const LanguageField = "language"

// A Tongue is a button that chooses a language, which is named as those call it
// who speak it.
type Tongue struct {
	Tag, Name, Dir string
	Active         bool // the page is in this language
}

// Tongues returns the buttons for the languages of a form, none where it has
// only one.
func Tongues(tags []string, active string) []Tongue {
	if len(tags) < 2 {
		return nil
	}
	out := make([]Tongue, len(tags))
	for i, tag := range tags {
		out[i] = Tongue{Tag: tag, Name: words.Name(tag), Dir: words.Dir(tag), Active: SameLanguage(tag, active)}
	}
	return out
}

// SameLanguage reports whether two tags name one language, "en" and "en-GB" too.
func SameLanguage(a, b string) bool {
	baseA, _, _ := strings.Cut(a, "-")
	baseB, _, _ := strings.Cut(b, "-")
	return strings.EqualFold(a, b) || strings.EqualFold(baseA, baseB) && (len(baseA) == len(a) || len(baseB) == len(b))
}

// Speech returns the language that the page's own words are in: one of
// words.Languages, or "zxx", which is no language, for English on a page in
// another one.
func (l Layout) Speech() string {
	w := words.For(l.Lang)
	if w.Spoken() != w.Tag() {
		return Unspoken
	}
	base, _, _ := strings.Cut(w.Tag(), "-")
	for _, tag := range words.Languages() {
		if tag == base || tag == w.Tag() {
			return tag
		}
	}
	return words.English
}

// Unspoken is what Speech returns where the interface does not speak the language
// of the page.
const Unspoken = "zxx"

// Dir returns the direction of the page's language: "rtl", or "" for left to right.
func (l Layout) Dir() string { return words.Dir(l.Lang) }
