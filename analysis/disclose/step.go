package disclose

import "strconv"

// Step returns a count of people that is still growing as it may be used before
// it is final: in steps of SmallCell, rounded down. Who looks again and again
// sees groups arrive and never one person.
func Step(n int) int { return max(0, n-n%SmallCell) }

// CountStep returns a growing count as it may be printed: nobody and one to four
// alike as "fewer than 5", and then in steps.
func CountStep(n int) string {
	n = Step(n)
	if n == 0 {
		return "fewer than " + strconv.Itoa(SmallCell)
	}
	return strconv.Itoa(n) + " or more"
}
