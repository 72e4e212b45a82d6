package identify

import (
	_ "embed" // the list is a file, so that it can be read and mended as one
	"regexp"
	"slices"
	"strings"
)

//go:embed lists/nicknames.txt
var nicknameList string

// Module is the kind of a module's or course's code, "COMP1201", which only
// notes tell of: printed in a summary it gives nobody away, but in an answer it
// tells who taught or sat there.
const Module Kind = "module"

// noteScore is how sure a find must be to be put to the person who wrote it: a
// listed name, a title with a name, what has a syntax of its own. Below it are
// capitals that may be anything.
const noteScore = listedName

// moduleForms are the codes of modules as British universities write them, and
// "module 3".
var moduleForms = []pattern{
	{Module, "a module", likelyPattern, regexp.MustCompile(`\b[A-Z]{3,4} ?[0-9]{4,5}\b|\b(?i:module|course) (?:code )?[A-Z]{2,4}[0-9]{1,5}\b`), nil},
}

var moduleGates = gatesOf(moduleForms)

// Notes returns what of [Finder.Find] is to be shown to the person who wrote
// text, before it is sent: names, addresses, numbers, wards, module codes and
// what makes somebody the only one. Towns, dates and offices are left out, which
// most answers may hold. Each is told by what was typed and by its kind alone,
// so that nobody learns who is on the roster.
func (f *Finder) Notes(text string) []Found {
	ws := words(text)
	found := append(f.names(text, ws), patterns(text)...)
	found = append(found, matches(text, moduleForms, moduleGates)...)
	return slices.DeleteFunc(Settle(found, Found.place), func(x Found) bool { return !notable(x) })
}

func notable(x Found) bool {
	switch x.Kind {
	case OnlyOne:
		return true
	case Place:
		return x.Descriptor == "ward" || x.Descriptor == "site" && x.Score >= likelyPattern
	case Date, Role, Trait, Age, Origin:
		return false
	case Name, Email, Phone, URL, Handle, Number, Postcode, Module:
	}
	return x.Score >= noteScore
}

// Words returns what a find is called before the person who wrote it.
func (k Kind) Words() string {
	switch k {
	case Name:
		return "a person’s name"
	case Email:
		return "an e-mail address"
	case Phone:
		return "a telephone number"
	case URL:
		return "a web address"
	case Handle:
		return "a name on social media"
	case Number:
		return "a number that belongs to one person"
	case Postcode:
		return "a postcode"
	case Place:
		return "a ward or a site"
	case Module:
		return "a module"
	case OnlyOne:
		return "words that fit one person only"
	case Role:
		return "somebody’s office"
	case Trait:
		return "a trait of one person"
	case Age:
		return "somebody’s age"
	case Origin:
		return "a place that somebody comes from"
	case Date:
	}
	return "a date"
}

// nicknames returns what people are called short who have one of the given names
// in a line of the list, or are called by one of its short names.
func nicknames() map[string][]string {
	of := map[string][]string{}
	for line := range strings.Lines(nicknameList) {
		names := strings.Fields(line)
		if len(names) == 0 || names[0] == "#" {
			continue
		}
		for _, n := range names {
			of[n] = append(of[n], names...)
		}
	}
	return of
}
