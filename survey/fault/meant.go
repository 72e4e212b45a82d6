package fault

import "strings"

// Meant returns which of the known words somebody meant who wrote another: the
// first of those that are nearest, or "" where none is near. Nearness is the
// least number of letters changed, added or taken out (Levenshtein 1966, Soviet
// Physics Doklady 10, 707).
func Meant(word string, known []string) string {
	const longest = 64 // runes; longer ones are not typed
	folded := []rune(strings.ToLower(strings.TrimSpace(word)))
	if len(folded) > longest {
		return ""
	}
	best, least := "", tolerated(len(folded))+1
	for _, k := range known {
		if of := []rune(strings.ToLower(k)); len(of) <= longest {
			if d := distance(folded, of); d < least {
				best, least = k, d
			}
		}
	}
	return best
}

// tolerated is how many letters of a word may be wrong: short words are near to
// too many others.
func tolerated(letters int) int {
	const short = 4
	switch {
	case letters <= 1:
		return 0
	case letters <= short:
		return 1
	}
	return 2
}

// distance returns how many letters must be changed, added or taken out to make
// one word of the other.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
