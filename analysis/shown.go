package analysis

import "strconv"

// What stands in the place of a count that an edition does not print.
const (
	Small    = -1 // one to four people
	Withheld = -2 // a count that would give a small one away
)

// CountText returns a count of people as it is printed.
func CountText(n int) string {
	switch n {
	case Small:
		return "fewer than 5"
	case Withheld:
		return "not shown"
	}
	return strconv.Itoa(n)
}
