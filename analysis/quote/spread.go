package quote

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const (
	// MostOfOne is the share of all quotes that one person may give before a
	// reason is asked for.
	MostOfOne = 0.25
	// fewQuotes is the number of quotes below which shares of them say nothing.
	fewQuotes = 4
)

// A Meter says how fairly quotes are spread over people.
type Meter struct {
	Quotes int     // quotes in all
	People int     // people they come from
	Of     int     // people who could have been quoted
	Often  []Often // people who give more than two quotes or more than a quarter of them; most often first
}

// Often is a person who is quoted often.
type Often struct {
	Person string
	Label  string // safe for an edition, such as "Mentor 3"
	Quotes int
}

// often returns those who are quoted often, most often first.
func often(people []Often, quotes int) (out []Often) {
	for _, o := range people {
		if o.Quotes > 2 || quotes >= fewQuotes && float64(o.Quotes) > MostOfOne*float64(quotes) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Often) int { return cmp.Compare(b.Quotes, a.Quotes) })
	return out
}

// String returns the meter in words: "11 quotes from 8 of 10; M03 four times".
func (m Meter) String() string {
	if m.Quotes == 0 {
		return "no quotes"
	}
	noun := "quotes"
	if m.Quotes == 1 {
		noun = "quote"
	}
	parts := []string{fmt.Sprintf("%d %s from %d of %d", m.Quotes, noun, m.People, m.Of)}
	for _, o := range m.Often {
		parts = append(parts, cmp.Or(o.Label, "one person")+" "+times(o.Quotes))
	}
	return strings.Join(parts, "; ")
}

func times(n int) string {
	words := [...]string{"not once", "once", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times", "nine times", "ten times"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n) + " times"
}
