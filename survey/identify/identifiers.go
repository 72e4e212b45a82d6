package identify

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/survey"
)

// A Kind is a kind of identifier.
type Kind string

// The kinds. The direct ones must be gone before a quote is printed; of the
// others each must be accepted or edited by a person.
const (
	Name     Kind = "name"
	Email    Kind = "e-mail"
	Phone    Kind = "phone"
	URL      Kind = "url"
	Handle   Kind = "handle"
	Number   Kind = "number" // student, staff, card or account number
	Postcode Kind = "postcode"
	Role     Kind = "role"
	Place    Kind = "place"
	Date     Kind = "date"
	OnlyOne  Kind = "only-one" // "the only hijabi in her year"
)

// Direct reports whether the kind points to a person by itself.
func (k Kind) Direct() bool {
	switch k {
	case Role, Place, Date, OnlyOne, Module, Trait, Age, Origin:
		return false
	case Name, Email, Phone, URL, Handle, Number, Postcode:
	}
	return true
}

// Found is one identifier in a text.
type Found struct {
	Kind       Kind
	Span       survey.Span // bytes of the text
	Text       string      // the words of the span
	Descriptor string      // what could stand in brackets instead, such as "senior member of staff"
	Score      float64     // how sure, 0 to 1; 1 for a whole name of the roster
}

// Identifiers returns what could identify somebody in text, in order of
// appearance, without overlaps: of two that overlap the surer one, and of
// equally sure ones the longer. Roster holds the names of the people known to
// the programme, whole. For many texts make one [Finder].
func Identifiers(text string, roster []string) []Found { return NewFinder(roster, nil).Find(text) }

// A Finder finds identifiers with one roster, made ready once. It is safe for
// concurrent use.
type Finder struct {
	given, surnames, ambiguous, institutions, towns map[string]bool
	people                                          map[string]bool     // parts of names on the roster, folded
	shortened                                       map[string]bool     // of people, those that are only short for a name
	whole                                           map[string]bool     // names on the roster, folded, parts joined by spaces
	longest                                         int                 // parts in the longest name on the roster
	places                                          [][]string          // the programme's own sites, folded words
	near                                            map[string][]string // parts of names on the roster, by what they are without a letter
}

// NewFinder returns a finder for a programme whose people are called roster and
// whose own sites (wards, buildings, hospitals) are called places.
func NewFinder(roster, places []string) *Finder {
	f := &Finder{
		given: readList(givenList), surnames: readList(surnameList), ambiguous: readList(ambiguousList), institutions: readList(placeList), towns: readList(townList),
		people: map[string]bool{}, shortened: map[string]bool{}, whole: map[string]bool{}, near: map[string][]string{},
	}
	short := nicknames()
	for _, name := range roster {
		f.addPerson(name, short)
	}
	for _, p := range places {
		var folded []string
		for _, w := range words(p) {
			folded = append(folded, w.fold)
		}
		if len(folded) > 0 {
			f.places = append(f.places, folded)
		}
	}
	return f
}

// addPerson takes a name of the roster: whole, each part that could stand alone,
// and what people with the given name are called.
func (f *Finder) addPerson(name string, short map[string][]string) {
	var key strings.Builder
	parts := 0
	for _, w := range words(name) {
		if isTitle(w.fold) {
			continue
		}
		key.WriteString(" " + w.fold)
		parts++
		if !w.initial && !isParticle(w.fold) && len(w.fold) > 1 {
			f.people[w.fold] = true
			f.addNear(w.fold)
			if parts == 1 {
				for _, n := range short[w.fold] {
					f.shortened[n] = !f.people[n]
					f.people[n] = true
				}
			}
		}
	}
	if parts > 0 {
		f.whole[key.String()] = true
		f.longest = max(f.longest, parts)
	}
}

// Find returns what [Identifiers] does.
func (f *Finder) Find(text string) []Found {
	ws := words(text)
	found := f.names(text, ws)
	found = append(found, patterns(text)...)
	found = append(found, matches(text, reviewForms, reviewGates)...)
	found = append(found, origins(text)...)
	found = append(found, f.misspelt(text, ws)...)
	found = append(found, f.ownPlaces(text, ws)...)
	return Settle(found, Found.place)
}

// How sure a place is: one of the programme's own, or a town, which gives away
// little by itself.
const (
	ownPlace  = 0.95
	townScore = 0.45
)

// ownPlaces returns the programme's own sites and the names of towns.
func (f *Finder) ownPlaces(text string, ws []word) []Found {
	var found []Found
	for i, w := range ws {
		if w.capital && f.towns[w.fold] {
			found = append(found, Found{Place, w.span, w.span.In(text), "a city", townScore})
		}
		for _, p := range f.places {
			if i+len(p) > len(ws) || !slices.EqualFunc(ws[i:i+len(p)], p, func(w word, fold string) bool { return w.fold == fold }) {
				continue
			}
			span := survey.Span{Start: ws[i].span.Start, End: ws[i+len(p)-1].span.End}
			found = append(found, Found{Place, span, span.In(text), "site", ownPlace})
		}
	}
	return found
}

// Settle drops overlaps, of two places the surer and then the longer stays, and
// puts what is left in order of appearance. Place says where something is found
// and how sure it is.
func Settle[T any](all []T, place func(T) (survey.Span, float64)) []T {
	slices.SortStableFunc(all, func(a, b T) int {
		at, sure := place(a)
		other, surer := place(b)
		return cmp.Or(cmp.Compare(surer, sure), other.Len()-at.Len(), at.Start-other.Start)
	})
	var kept []T
	for _, f := range all {
		at, _ := place(f)
		if !slices.ContainsFunc(kept, func(k T) bool { is, _ := place(k); return is.Overlaps(at) }) {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(a, b T) int {
		at, _ := place(a)
		other, _ := place(b)
		return at.Start - other.Start
	})
	return kept
}

func (f Found) place() (survey.Span, float64) { return f.Span, f.Score }
