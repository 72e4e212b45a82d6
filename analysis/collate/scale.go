package collate

import "strings"

// Shares of the scale for larger groups, in thousandths of the base.
const (
	fewShare      = 150
	halfFrom      = 475
	halfTo        = 525
	mostFrom      = 750
	almostAllOver = 900
	whole         = 1000
)

// shareBase is the base from which on words stand for shares rather than for
// counts: below it, one person more or less changes a share too much.
const shareBase = 20

// Quantifier returns the word of the printed scale for a number of people of a
// base; "no" for none. The scale is the one in [ScaleNote]: counts in a small
// group, shares from twenty people on. One and two people are always called so,
// because in no group do they make "a few".
func Quantifier(people, base int) string {
	share := func(thousandths int) int { return people*whole - base*thousandths } // sign of the difference
	switch {
	case people <= 0:
		return "no"
	case people == 1:
		return "one"
	case people == 2:
		return "two"
	case people >= base:
		return "all"
	case base >= shareBase:
		return shareWord(share)
	case share(whole/2) < 0:
		return "several"
	case share(whole/2) == 0:
		return "half"
	case share(mostFrom) < 0:
		return "more than half"
	}
	return "most"
}

// shareWord uses half-open intervals, so that every share has one word.
func shareWord(share func(thousandths int) int) string {
	switch {
	case share(fewShare) <= 0:
		return "a few"
	case share(halfFrom) < 0:
		return "some"
	case share(halfTo) <= 0:
		return "about half"
	case share(mostFrom) < 0:
		return "a majority"
	case share(almostAllOver) <= 0:
		return "most"
	}
	return "almost all"
}

// ScaleNote returns the scale in words, for the note that an edition prints.
func ScaleNote() string {
	return "Words for numbers of people mean the same throughout. Where fewer than 20 people answered: one, two, several (three or more, but fewer than half), half, more than half (but fewer than three quarters), most (three quarters or more) and all. " +
		"Where 20 or more answered: one, two, a few (15% or less), some (fewer than half), about half (47.5% to 52.5%), a majority (fewer than three quarters), most (75% to 90%), almost all (more than 90%) and all. " +
		"They count people, never how often something was mentioned."
}

// ofThe are the words that need "of the" before the people they count.
var ofThe = map[string]bool{"half": true, "more than half": true, "about half": true}

// subject returns the people that a quantifier counts as the beginning of a
// sentence: "Several mentors", "Half of the mentors", "One mentor".
func subject(quantifier, singular, plural string) string {
	noun := plural
	switch {
	case quantifier == "one":
		noun = singular
	case ofThe[quantifier]:
		noun = "of the " + plural
	case quantifier == "a majority":
		noun = "of " + plural
	}
	return capital(quantifier) + " " + noun
}

// capital returns s with its first letter in upper case.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
