package analysis

import (
	"iter"
	"slices"
	"strconv"
	"time"
)

// A Summary is the draft for publication of one round, collated from its
// codings, quotes and recommendations.
type Summary struct {
	Title        string
	Programme    string
	Organisation string
	Round        string
	Introduction []string // paragraphs
	Base         []RoleBase
	New          []Outcome  // recommendations that no earlier round made
	Building     []Building // recommendations that build on an earlier round's
	Earlier      string     // key of the earlier round that Building builds on; empty for none
	Sections     []Section  // themes and quotes, a section a role
	Method       []string   // paragraphs: how this was made
	Annexes      []Annex    // reporting checklists; an edition has them where somebody asked for them
	Checks       []Check    // what a person must still decide
	Reviewed     int        // codings that a person has decided
	Codings      int        // codings in all
	Outline      Outline    // the parts in their order, those that people wrote among them; see Summary.Printed
	Style        Style      // the scale and the patterns that the statements are held to
	Aside        []Section  // what is made of the answers and not printed: hidden sections, and statements that were left out
	Fates        []Fate     `json:",omitempty"` // what became of every earlier recommendation that was open
	Silent       []Outcome  `json:"-"`          // asked for by people who did not agree to be printed, for staff to put into other words
}

// A RoleBase says how many people of a role gave what.
type RoleBase struct {
	Role      string // key
	Singular  string
	Plural    string
	Joint     bool // responses are joint answers, such as a pair's, not people
	Invited   int  // people who were invited; 0 where nobody was, or it is not known
	Responses int  // people (or joint answers) who responded
	FreeText  int  // of these, how many gave any free-text answer that may be analysed
}

// An Outcome is one recommendation in a summary.
type Outcome struct {
	Action    Action
	Actions   []Action // all that it rests on, Action first: a person decides about each
	Text      string   // as it will be printed
	Points    []string // several actions asked for in one breath, split; empty for one action
	Support   []Count  // people behind it, by role
	Verbatims []string // where it comes from

	Recommendation Recommendation `json:",omitzero"`  // that it was taken up as; none while it is a suggestion
	Own            bool           `json:",omitempty"` // Text and Points are in the words of a coordinator
}

// ID returns what tells an outcome apart within its summary.
func (o Outcome) ID() string {
	if o.Recommendation.ID != "" {
		return o.Recommendation.ID
	}
	return o.Action.ID
}

// Outcomes returns every recommendation of the summary: the new ones, then
// those that build on earlier ones.
func (s *Summary) Outcomes() iter.Seq[*Outcome] {
	return func(yield func(*Outcome) bool) {
		for i := range s.New {
			if !yield(&s.New[i]) {
				return
			}
		}
		for i := range s.Building {
			for j := range s.Building[i].Points {
				if !yield(&s.Building[i].Points[j]) {
					return
				}
			}
		}
	}
}

// Rest returns the fates of those earlier recommendations that nothing in the
// summary builds on.
func (s *Summary) Rest() []Fate {
	var out []Fate
	for _, f := range s.Fates {
		if !slices.ContainsFunc(s.Building, func(b Building) bool { return b.Previous.Reference == f.Previous.Reference }) {
			out = append(out, f)
		}
	}
	return out
}

// Quotes returns every quote of the sections that are printed, in their order.
func (s *Summary) Quotes() iter.Seq[*Quote] {
	return func(yield func(*Quote) bool) {
		for _, sec := range s.Sections {
			for _, st := range sec.Statements {
				for i := range st.Quotes {
					if !yield(&st.Quotes[i]) {
						return
					}
				}
			}
		}
	}
}

// A Building is a recommendation of an earlier round and what this round adds
// to it.
type Building struct {
	Previous Recommendation
	Points   []Outcome
}

// A Count is a number of people of one role.
type Count struct {
	Role   string // key
	People int
}

// A Section holds the themes of one role.
type Section struct {
	Role       string // key
	Heading    string // "Themes and quotes from mentors' feedback"
	Statements []Statement
}

// A Statement is a theme's lead sentence with its prevalence and its quotes.
type Statement struct {
	Theme      string // key; empty for quotes that stand under no theme yet
	Name       string // the theme's name
	Lead       string // the sentence, without the colon
	Quantifier string // "several"
	People     int    // people coded with the theme
	Base       int    // people who could have been
	Reviewed   int    // of People, how many by a decision of a person
	Quotes     []Quote
	Against    int       // people whose words speak against the theme
	Own        bool      // Lead is in the words of a person
	Computed   string    // the sentence that is made of the counts
	Left       bool      // it was left out: such a statement stands in Summary.Aside only
	Place      int       // where a person put it among those of its role, from 1; 0 for where its count puts it
	Version    int       // of the sentence; 0 for one that nobody has touched
	By         string    // who wrote the sentence or decided about the statement last; empty for nobody
	At         time.Time // when
}

// A Quote is a span of a verbatim chosen for publication.
type Quote struct {
	ID         string
	VerbatimID string
	Span       Span
	Text       string // the words of the span, byte for byte, with declared edits applied
	Edits      []Edit
	Role       string // key of the speaker's role
	Label      string // who speaks, safe for an edition: "Mentor 3"
	Hash       string // hex SHA-256 of the whole verbatim

	Theme    string `json:",omitempty"` // key of the theme that it stands under
	Chosen   bool   `json:",omitempty"` // a person chose it; else it is a candidate
	Critical bool   `json:",omitempty"` // it speaks against the theme or the scheme
	Person   string `json:"-"`          // who counts as one person; for counting only, never printed or exported
}

// An Edit is a declared change to a quote's words. Nothing else may differ from
// the verbatim.
type Edit struct {
	Op     EditOp `json:"op"`
	Span   Span   `json:"span"` // of the verbatim; empty for insertions
	Text   string `json:"text,omitempty"`
	Reason string `json:"reason,omitempty"`
	By     string `json:"by,omitempty"`
}

// An EditOp is a kind of declared edit.
type EditOp string

// The declared edits and how they print.
const (
	Omit    EditOp = "omit"    // [...]
	Replace EditOp = "replace" // [text]
	Insert  EditOp = "insert"  // [text], span empty
	Sic     EditOp = "sic"     // [sic], span empty
	Case    EditOp = "case"    // [M]y: the first letter's case changed
)

// A Check is something about a summary that a person must know or decide.
type Check struct {
	Severity Severity
	Rule     string  // number of the rule, such as "R25"
	Where    string  // which part of the summary: a heading, a theme, a reference
	Text     string  // what is wrong and what would mend it
	Key      string  // tells it apart, and from itself once what it is about has changed
	Waiver   *Waiver // of a warning, the reason for which somebody lets it be; nil for none
}

// A Severity says what a check does to publication.
type Severity string

// The severities. They differ by word, not by colour alone.
const (
	Block  Severity = "block"  // cannot be published
	Warn   Severity = "warn"   // needs a recorded reason
	Inform Severity = "inform" // good to know
)

func itoa(n int) string { return strconv.Itoa(n) }
