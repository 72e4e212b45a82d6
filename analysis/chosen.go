package analysis

import (
	"slices"
	"time"
)

// A Chosen is a person's decision to quote words of an answer. It holds places
// and declared edits, never the words; those are read in the answer, for as long
// as it is there.
type Chosen struct {
	ID           string
	RoundID      string
	Role         string // key of the role it speaks for
	Theme        string // key; empty for under no theme yet
	VerbatimID   string
	Span         Span
	Edits        []Edit
	Hash         string   // hex SHA-256 of the whole verbatim as it was when the words were chosen
	Place        int      // among those of its role and theme, from 1
	Critical     bool     // it speaks against the theme or the scheme
	Acknowledged []string // what the person saw and let be: the texts of the warnings
	Reason       string   // why these words
	Version      int      // goes up with each change, so that two people do not undo each other's
	By           string   // who chose it or changed it last
	At           time.Time
}

// Knows reports whether the person who chose the words saw and let be the
// warning.
func (c Chosen) Knows(warning string) bool { return slices.Contains(c.Acknowledged, warning) }

// A PublicText is what everybody can read already, such as an earlier edition or
// a page of news: whoever searches for a quote that is in it finds more than the
// quote.
type PublicText struct {
	ID          string
	ProgrammeID string
	Title       string
	Text        string
	By          string
	At          time.Time
}
