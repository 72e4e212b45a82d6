package sqldb

import "slices"

// number rewrites $N to SQLite's ?N outside quotes and -- comments, and returns
// the highest N. The text keeps its length; a text already rewritten is
// returned unchanged.
func number(query string) numbered {
	b, highest := []byte(query), 0
	for i := 0; i < len(b); i++ {
		switch ch := b[i]; {
		case ch == '\'' || ch == '"' || ch == '`':
			i = indexFrom(b, i+1, ch)
		case ch == '-' && i+1 < len(b) && b[i+1] == '-':
			i = indexFrom(b, i, '\n')
		case ch == '$' && i+1 < len(b) && b[i+1] >= '1' && b[i+1] <= '9':
			b[i] = '?'
			n := 0
			for i+1 < len(b) && b[i+1] >= '0' && b[i+1] <= '9' && n < maxParams {
				i++
				n = n*10 + int(b[i]-'0')
			}
			highest = max(highest, n)
		}
	}
	return numbered{string(b), highest}
}

// maxParams is the number of parameters that SQLite accepts in one statement
// (SQLITE_MAX_VARIABLE_NUMBER as compiled); PostgreSQL accepts twice as many.
const maxParams = 32766

// indexFrom returns the index of the first ch at or after i, or len(b).
func indexFrom(b []byte, i int, ch byte) int {
	if i > len(b) {
		return len(b)
	}
	if j := slices.Index(b[i:], ch); j >= 0 {
		return i + j
	}
	return len(b)
}
