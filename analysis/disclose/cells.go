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

// SuppressTable returns a table's cells as they may be printed beside the true
// totals of its rows and columns. After the rows, it hides more cells until no
// row or column has a single hidden cell, which its total would give back, and
// none gives a small count away by its sum.
func SuppressTable(rows [][]int) [][]string {
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = Suppress(row)
	}
	for again := true; again; {
		again = false
		for _, line := range allLines(rows) {
			again = hideOne(rows, cells, line) || again
		}
	}
	return cells
}

// A cell is a place in a table: row and column.
type cell struct{ row, col int }

// allLines returns the rows and columns of a table as lists of places.
func allLines(rows [][]int) [][]cell {
	var across [][]cell
	var down [][]cell
	for r, row := range rows {
		across = append(across, nil)
		for c := range row {
			if c == len(down) {
				down = append(down, nil)
			}
			across[r] = append(across[r], cell{r, c})
			down[c] = append(down[c], cell{r, c})
		}
	}
	return append(across, down...)
}

// hideOne hides one more cell of a line that gives a hidden one away, and
// reports whether it did. Cells that share their other line with a hidden one
// come first, so that few cells are lost.
func hideOne(rows [][]int, cells [][]string, line []cell) bool {
	values, hidden, count := make([]int, len(line)), make([]bool, len(line)), 0
	for i, p := range line {
		values[i] = rows[p.row][p.col]
		hidden[i] = isHidden(rows, cells, p)
		if hidden[i] {
			count++
		}
	}
	if count != 1 && !gives(values, hidden) {
		return false
	}
	best := -1
	for i, p := range line {
		if hidden[i] {
			continue
		}
		if best < 0 || paired(rows, cells, p) && !paired(rows, cells, line[best]) ||
			paired(rows, cells, p) == paired(rows, cells, line[best]) && worse(values[best], values[i]) {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	cells[line[best].row][line[best].col] = Hidden
	return true
}

func isHidden(rows [][]int, cells [][]string, p cell) bool {
	return cells[p.row][p.col] != strconv.Itoa(max(0, rows[p.row][p.col]))
}

// paired reports whether a hidden cell stands in both the row and the column of
// p, so that hiding p gives each of them a partner.
func paired(rows [][]int, cells [][]string, p cell) bool {
	inRow, inCol := false, false
	for c := range rows[p.row] {
		inRow = inRow || isHidden(rows, cells, cell{p.row, c})
	}
	for r := range rows {
		inCol = inCol || p.col < len(rows[r]) && isHidden(rows, cells, cell{r, p.col})
	}
	return inRow && inCol
}
