package disclose

// CountText returns a count of people as a sensitive breakdown may print it.
func CountText(n int) string { return "" }

// Suppress returns the cells of one table row as they may be printed beside
// their total: 1 to 4 hidden, and one more when a single hidden cell could be
// recovered from the total.
func Suppress(row []int) []string { return nil }
