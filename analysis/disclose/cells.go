package disclose

import "strconv"

// SmallCell is the count of people below which a sensitive breakdown prints no
// number: a table that says "2" tells each of the two about the other. The
// value is that of Ofqual's rounding policy for small counts.
const SmallCell = 5

// CountText returns a count of people as a sensitive breakdown may print it:
// nought as 0, one to four as "fewer than 5". A count below nought is none.
func CountText(n int) string {
	switch {
	case n <= 0:
		return "0"
	case n < SmallCell:
		return "fewer than " + strconv.Itoa(SmallCell)
	}
	return strconv.Itoa(n)
}

// Hidden is what a cell prints that is suppressed only because another could be
// computed from it and the total.
const Hidden = "not shown"

// Suppress returns the cells of one table row as they may be printed beside the
// row's true total. Counts of one to four print as "fewer than 5". When the
// printed cells and the total would still give such a count away, because it is
// the only one, or because the sum of those hidden leaves each one value only,
// the smallest other cell is hidden too, and so on.
func Suppress(row []int) []string {
	cells := make([]string, len(row))
	hidden := make([]bool, len(row))
	for i, n := range row {
		cells[i] = CountText(n)
		hidden[i] = n > 0 && n < SmallCell
	}
	for gives(row, hidden) {
		least := -1
		for i, n := range row {
			if !hidden[i] && (least < 0 || worse(row[least], n)) {
				least = i
			}
		}
		if least < 0 {
			break
		}
		hidden[least] = true
		cells[least] = Hidden
	}
	return cells
}

// worse reports whether hiding a count n costs a reader less than hiding one of
// least: a small one rather than a large one, a nought last, because it says
// that there was nobody.
func worse(least, n int) bool {
	if (least == 0) != (n == 0) {
		return least == 0
	}
	return n < least
}

// gives reports whether the hidden small counts can be recovered from their
// sum. A small cell may hold 1 to 4, another hidden one anything.
func gives(row []int, hidden []bool) bool {
	small, sum, others := 0, 0, false
	for i, n := range row {
		if !hidden[i] {
			continue
		}
		sum += n
		if n > 0 && n < SmallCell {
			small++
		} else {
			others = true
		}
	}
	if small == 0 || others {
		return false
	}
	return small == 1 || sum == small || sum == small*(SmallCell-1)
}
