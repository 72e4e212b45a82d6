package search

import (
	"net/url"
	"strconv"
	"strings"
)

// An Order says by which attribute hits are sorted. The zero value sorts them
// by how well they match. Hits that are equal come by identifier, so that those
// of one response stand together; hits without the attribute come last.
type Order struct {
	Field      string // FieldDay, FieldRound, FieldWave, FieldRole, FieldQuestion, FieldProgramme or FieldResponse
	Descending bool
}

// A Cursor is the place of a hit in an order. It leads on from there however
// many hits lie before, and passes over none and shows none twice when answers
// arrive meanwhile.
type Cursor struct {
	Score float64
	Value string
	ID    string
}

// String returns the cursor as an address carries it; see [ParseCursor].
func (c Cursor) String() string {
	return strconv.FormatFloat(c.Score, 'g', -1, 64) + "~" + url.QueryEscape(c.Value) + "~" + c.ID
}

// ParseCursor reads what [Cursor.String] wrote.
func ParseCursor(s string) (Cursor, bool) {
	score, rest, ok1 := strings.Cut(s, "~")
	value, id, ok2 := strings.Cut(rest, "~")
	n, err1 := strconv.ParseFloat(score, 64)
	v, err2 := url.QueryUnescape(value)
	return Cursor{Score: n, Value: v, ID: id}, ok1 && ok2 && err1 == nil && err2 == nil && n == n && id != ""
}
