package quote

import (
	"fmt"
	"slices"
	"strings"
)

// A Said is a quote as fairness counts it.
type Said struct {
	Person   string // for counting only
	Label    string
	Role     string // as it is called: "mentors"
	Wave     string // as it is called
	Words    int
	Critical bool
}

// A Fairness says how quotes are spread: over people, roles, waves and length,
// and whether critical voices are heard.
type Fairness struct {
	Meter
	Roles    []Share
	Waves    []Share
	Short    int // quotes of fewer words than read well
	Long     int // of more
	Critical int
}

// A Share is how many quotes come from a part of the people.
type Share struct {
	Name   string
	Quotes int
}

// Fair measures quotes of as many people as could have been quoted.
func Fair(said []Said, of int) Fairness {
	f := Fairness{Meter: Meter{Quotes: len(said), Of: of}}
	var people []Often
	for _, q := range said {
		i := slices.IndexFunc(people, func(o Often) bool { return o.Person == q.Person })
		if i < 0 {
			people = append(people, Often{Person: q.Person, Label: q.Label})
			i = len(people) - 1
		}
		people[i].Quotes++
		f.Roles, f.Waves = count(f.Roles, q.Role), count(f.Waves, q.Wave)
		switch {
		case q.Words < ShortestLiked:
			f.Short++
		case q.Words > LongestLiked:
			f.Long++
		}
		if q.Critical {
			f.Critical++
		}
	}
	f.People = len(people)
	f.Often = often(people, f.Quotes)
	return f
}

func count(shares []Share, name string) []Share {
	if i := slices.IndexFunc(shares, func(s Share) bool { return s.Name == name }); i >= 0 {
		shares[i].Quotes++
		return shares
	}
	return append(shares, Share{name, 1})
}

// Lines returns the meter in words, a line a matter.
func (f Fairness) Lines() []string {
	if f.Quotes == 0 {
		return []string{"No quotes are chosen yet."}
	}
	lines := []string{capitalised(f.String()) + "."}
	if len(f.Roles) > 0 {
		lines = append(lines, "By role: "+shares(f.Roles)+".")
	}
	if len(f.Waves) > 1 {
		lines = append(lines, "By wave: "+shares(f.Waves)+".")
	}
	if f.Short+f.Long > 0 {
		lines = append(lines, fmt.Sprintf("Length: %d of fewer than %d words, %d of more than %d.", f.Short, ShortestLiked, f.Long, LongestLiked))
	}
	switch f.Critical {
	case 0:
		return append(lines, "No critical voice is quoted.")
	case 1:
		return append(lines, "1 critical voice is quoted.")
	}
	return append(lines, fmt.Sprintf("%d critical voices are quoted.", f.Critical))
}

func shares(ss []Share) string {
	parts := make([]string, len(ss))
	for i, s := range ss {
		parts[i] = fmt.Sprintf("%s %d", s.Name, s.Quotes)
	}
	return strings.Join(parts, ", ")
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// CountWords returns the number of words of a text.
func CountWords(text string) int { return countWords(text) }

// Times writes how often something is: "once", "twice", "11 times".
func Times(n int) string { return times(n) }
