package fault

import "strings"

// Meant returns which of the known words somebody meant who wrote another: the
// first of those that are nearest, or "" where none is near. Nearness is the
// least number of slips: letters changed, added, taken out or exchanged with
// their neighbours (Damerau 1964, doi 10.1145/363958.363994).
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

// distance returns how many letters must be changed, added, taken out or
// exchanged with their neighbours to make one word of the other.
func distance(a, b []rune) int {
	to := make([][]int, len(a)+1) // to[i][j] makes the first j of b of the first i of a
	for i := range to {
		to[i] = make([]int, len(b)+1)
		for j := range to[i] {
			switch {
			case i == 0 || j == 0:
				to[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				to[i][j] = to[i-1][j-1]
			default:
				to[i][j] = 1 + min(to[i-1][j-1], to[i-1][j], to[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				to[i][j] = min(to[i][j], 1+to[i-2][j-2])
			}
		}
	}
	return to[len(a)][len(b)]
}
