package sqldb_test

import (
	"testing"

	"verbatim/survey/sqldb"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		in, want string
		highest  int
	}{
		{`SELECT $1, $12, $1`, `SELECT ?1, ?12, ?1`, 12},
		{`SELECT '$1', "$2", $3`, `SELECT '$1', "$2", ?3`, 3},
		{"SELECT 1 -- $1\n, $2", "SELECT 1 -- $1\n, ?2", 2},
		{`SELECT 'it''s $1', $2`, `SELECT 'it''s $1', ?2`, 2},
		{`SELECT $name, $0, $`, `SELECT $name, $0, $`, 0},
		{`SELECT '$1`, `SELECT '$1`, 0},
		{``, ``, 0},
	} {
		if got, highest := sqldb.Number(c.in); got != c.want || highest != c.highest {
			t.Errorf("number(%q) = %q, %d, want %q, %d", c.in, got, highest, c.want, c.highest)
		}
	}
}

func FuzzNumber(f *testing.F) {
	f.Add(`SELECT '$1', "$2", $3 -- $4`)
	f.Fuzz(func(t *testing.T, query string) {
		once, _ := sqldb.Number(query)
		twice, _ := sqldb.Number(once)
		if once != twice || len(once) != len(query) {
			t.Errorf("number(%q) = %q, again %q", query, once, twice)
		}
	})
}
