package quote

import "verbatim/analysis"

// A Candidate is a quote that could be printed under a theme.
type Candidate struct {
	Quote    analysis.Quote
	Person   string  // who counts as one person; see survey.Verbatim
	Score    float64 // how well it speaks for the theme, 0 to 1
	Critical bool    // it speaks against the theme, or against the scheme
}

// Pick returns at most limit of the candidates, best first.
func Pick(cands []Candidate, limit int) []Candidate { return nil }

// A Meter says how fairly quotes are spread over people.
type Meter struct {
	Quotes int     // quotes in all
	People int     // people they come from
	Of     int     // people who could have been quoted
	Often  []Often // people quoted more than twice, or giving more than a quarter of the quotes; most often first
}

// Often is a person who is quoted often.
type Often struct {
	Person string
	Label  string // safe for an edition, such as "Mentor 3"
	Quotes int
}

// Spread measures how quotes are spread over people: person says who gave the
// verbatim of a quote, of how many people could have been quoted.
func Spread(quotes []analysis.Quote, person func(verbatimID string) string, of int) Meter {
	return Meter{}
}

// String returns the meter in words: "11 quotes from 8 of 10; Mentor 3 four times".
func (m Meter) String() string { return "" }
