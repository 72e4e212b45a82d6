package stats_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"verbatim/analysis/disclose"
	"verbatim/analysis/stats"
)

func TestCrosstab(t *testing.T) {
	everybody := append(members("mentor", 1, 12), members("mentee", 101, 9)...)
	for _, c := range []struct {
		name    string
		members []stats.Member
		marks   []stats.Mark
		want    stats.Row
		bases   []string
	}{
		{"all large", everybody, append(marks("a", "mentor", 1, 7), marks("a", "mentee", 101, 5)...), stats.Row{Cells: []string{"7", "5"}, Total: "12"}, []string{"12", "9"}},
		{"nobody", everybody, nil, stats.Row{Cells: []string{"0", "0"}, Total: "0"}, []string{"12", "9"}},
		{"one small takes the other with it", everybody, append(marks("a", "mentor", 1, 7), marks("a", "mentee", 101, 2)...), stats.Row{Cells: []string{"not shown", "fewer than 5"}, Total: "9"}, []string{"12", "9"}},
		{"a small total needs no more", everybody, marks("a", "mentor", 1, 2), stats.Row{Cells: []string{"fewer than 5", "0"}, Total: "fewer than 5"}, []string{"12", "9"}},
		{"twice marked counts once", everybody, append(marks("a", "mentor", 1, 7), marks("a", "mentor", 1, 7)...), stats.Row{Cells: []string{"7", "0"}, Total: "7"}, []string{"12", "9"}},
		{"a small group hides the bases", append(members("mentor", 1, 12), members("mentee", 101, 1)...), marks("a", "mentee", 101, 1), stats.Row{Cells: []string{"0", "fewer than 5"}, Total: "fewer than 5"}, []string{"not shown", "not shown"}},
		{"overlapping groups have no total", append(members("mentor", 1, 12), members("mentee", 1, 12)...), marks("a", "mentor", 1, 7), stats.Row{Cells: []string{"7", "0"}, Total: "not shown"}, []string{"12", "12"}},
		{"an unknown group is passed over", everybody, marks("a", "pair", 1, 7), stats.Row{Cells: []string{"0", "0"}, Total: "0"}, []string{"12", "9"}},
	} {
		got := stats.Crosstab([]string{"a"}, []string{"mentor", "mentee"}, c.members, c.marks)
		if diff := cmp.Diff(c.want, got.Rows[0]); diff != "" {
			t.Errorf("%s: row (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.bases, got.Bases); diff != "" {
			t.Errorf("%s: bases (-want +got):\n%s", c.name, diff)
		}
	}
}

// values returns every number that a reader who sees text printed for a number
// of at most bound must reckon with.
func values(text string, bound int) []int {
	low, high := 0, bound
	switch n, err := strconv.Atoi(text); {
	case err == nil:
		low, high = n, n
	case text == disclose.CountText(1):
		low, high = 1, min(bound, disclose.SmallCell-1)
	}
	var out []int
	for n := low; n <= high; n++ {
		out = append(out, n)
	}
	return out
}

// attack tries every row of numbers that fits what is printed and returns the
// values that each cell can have.
func attack(row stats.Row, bounds []int) []map[int]bool {
	found := make([]map[int]bool, len(row.Cells))
	totals := values(row.Total, 1000)
	var try func(cells []int, sum int)
	try = func(cells []int, sum int) {
		if len(cells) == len(row.Cells) {
			if slices.Contains(totals, sum) {
				for i, n := range cells {
					if found[i] == nil {
						found[i] = map[int]bool{}
					}
					found[i][n] = true
				}
			}
			return
		}
		for _, n := range values(row.Cells[len(cells)], bounds[len(cells)]) {
			try(append(cells, n), sum+n)
		}
	}
	try(make([]int, 0, len(row.Cells)), 0)
	return found
}

// TestNothingHiddenCanBeRecovered draws tables and tries every reading of them:
// each cell that is not printed must be left with two values or more, and the
// true one must be among them.
func TestNothingHiddenCanBeRecovered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := []string{"a", "b", "c", "d"}[:rapid.IntRange(1, 4).Draw(t, "groups")]
		var in []stats.Member
		var with []stats.Mark
		counts, bases := make([]int, len(groups)), make([]int, len(groups))
		for i, g := range groups {
			bases[i] = rapid.IntRange(0, 9).Draw(t, "base")
			counts[i] = rapid.IntRange(0, bases[i]).Draw(t, "count")
			in = append(in, members(g, 100*i, bases[i])...)
			with = append(with, marks("theme", g, 100*i, counts[i])...)
		}
		table := stats.Crosstab([]string{"theme"}, groups, in, with)
		bounds := make([]int, len(groups))
		for i, text := range table.Bases {
			bounds[i] = 12 // more than any group has: what a reader of no bases must reckon with
			if n, err := strconv.Atoi(text); err == nil {
				bounds[i] = n
			}
			if bases[i] > 0 && bases[i] < disclose.SmallCell && text != disclose.Hidden {
				t.Fatalf("a group of %d is printed as %q", bases[i], text)
			}
		}
		for i, possible := range attack(table.Rows[0], bounds) {
			text := table.Rows[0].Cells[i]
			if !possible[counts[i]] {
				t.Fatalf("%v printed as %+v: the true %d is not a reading of it", counts, table.Rows[0], counts[i])
			}
			if _, err := strconv.Atoi(text); err != nil && len(possible) < 2 {
				t.Fatalf("%v of %v printed as %+v: cell %d can only be %d", counts, bases, table.Rows[0], i, counts[i])
			}
			if counts[i] > 0 && counts[i] < disclose.SmallCell && text == strconv.Itoa(counts[i]) {
				t.Fatalf("%v printed as %+v: a small count is shown", counts, table.Rows[0])
			}
		}
	})
}
