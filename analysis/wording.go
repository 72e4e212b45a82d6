package analysis

import (
	"slices"
	"time"
)

// An Outline is what people decided about a round's summary as a whole: what it
// is called, how it begins, and which parts it has in which order. What nobody
// decided is as it is made of the answers.
type Outline struct {
	RoundID      string    `json:"-"`
	Title        string    `json:"title,omitempty"`         // empty for the usual one
	Introduction []string  `json:"introduction,omitempty"`  // paragraphs; none for those that are made of the counts
	WithoutCount bool      `json:"without_count,omitempty"` // for a committee that prefers words to numbers
	Parts        []Part    `json:"parts,omitempty"`         // in their order; in a Summary, every part there is
	Version      int       `json:"version,omitempty"`       // of title, introduction and WithoutCount, 0 for untouched
	By           string    `json:"by,omitempty"`            // who changed those last
	At           time.Time `json:"at,omitzero"`
}

// A Part is one part of a summary: recommendations, the themes of a role, or
// text that somebody wrote.
type Part struct {
	Key     string    `json:"key"` // NewPart, BuildingPart, RolePart(role), or OwnPart(id)
	Hidden  bool      `json:"hidden,omitempty"`
	Heading string    `json:"heading,omitempty"` // of own text; else the part has its own
	Body    []string  `json:"body,omitempty"`    // paragraphs of own text
	Version int       `json:"version,omitempty"` // of own text
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

// The keys of parts that every summary has.
const (
	NewPart      = "new"
	BuildingPart = "building"
	rolePrefix   = "role:"
	ownPrefix    = "own:"
)

// RolePart returns the key of the part with the themes of a role.
func RolePart(role string) string { return rolePrefix + role }

// OwnPart returns the key of a part that somebody wrote.
func OwnPart(id string) string { return ownPrefix + id }

// Own reports whether the part is text that somebody wrote.
func (p Part) Own() bool { return len(p.Key) > len(ownPrefix) && p.Key[:len(ownPrefix)] == ownPrefix }

// Role returns the role whose themes the part holds.
func (p Part) Role() (string, bool) {
	if len(p.Key) >= len(rolePrefix) && p.Key[:len(rolePrefix)] == rolePrefix {
		return p.Key[len(rolePrefix):], true
	}
	return "", false
}

// A Wording is what people decided about one statement: its sentence in their
// own words, that it is left out, or where it stands.
type Wording struct {
	RoundID string
	Role    string
	Theme   string
	Lead    string // the sentence; empty for the one that is made of the counts
	Left    bool   // it is not printed
	Place   int    // among those of its role, from 1; 0 for where its count puts it
	Version int    // goes up with each new sentence
	By      string
	At      time.Time
}

// Printed returns the parts that the summary prints, in their order. Of parts
// with themes those are listed that there are.
func (s Summary) Printed() []Part {
	var out []Part
	seen := map[string]bool{}
	for _, p := range append(slices.Clone(s.Outline.Parts), s.usualParts()...) {
		if seen[p.Key] {
			continue
		}
		seen[p.Key] = true
		if !p.Hidden && s.has(p) {
			out = append(out, p)
		}
	}
	return out
}

// usualParts returns the parts that a summary has when nobody decided about
// them.
func (s Summary) usualParts() []Part {
	out := []Part{{Key: NewPart}, {Key: BuildingPart}}
	for _, sec := range s.Sections {
		out = append(out, Part{Key: RolePart(sec.Role)})
	}
	return out
}

func (s Summary) has(p Part) bool {
	switch role, ok := p.Role(); {
	case ok:
		_, there := s.Section(role)
		return there
	case p.Key == NewPart:
		return len(s.New) > 0
	case p.Key == BuildingPart:
		return len(s.Building) > 0
	}
	return p.Heading != "" || len(p.Body) > 0
}

// Section returns the section of a role.
func (s Summary) Section(role string) (Section, bool) {
	i := slices.IndexFunc(s.Sections, func(sec Section) bool { return sec.Role == role })
	if i < 0 {
		return Section{}, false
	}
	return s.Sections[i], true
}
