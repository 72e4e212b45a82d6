package disclose

import "verbatim/analysis"

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

// Direct reports whether the kind names a person by itself.
func (k Kind) Direct() bool { return k != Role && k != Place && k != Date && k != OnlyOne }

// Found is one identifier in a text.
type Found struct {
	Kind       Kind
	Span       analysis.Span // bytes of the text
	Text       string        // the words of the span
	Descriptor string        // what could stand in brackets instead: "senior doctor"
	Score      float64       // how sure, 0 to 1; 1 for a name on the roster
}

// Identifiers returns what could identify somebody in text, in order of
// appearance, without overlaps. Roster holds the names of the people known to
// the programme.
func Identifiers(text string, roster []string) []Found { return NewFinder(roster, nil).Find(text) }

// A Finder finds identifiers with one roster, compiled once.
type Finder struct{}

// NewFinder returns a finder for a programme whose people are called roster and
// whose sites are called places.
func NewFinder(roster, places []string) *Finder { return &Finder{} }

// Find returns what Identifiers does.
func (f *Finder) Find(text string) []Found { return nil }
