package stats

import (
	"slices"
	"strconv"

	"verbatim/analysis/disclose"
)

// A Member is a person in a group: in a role, a round or a wave. One person may
// be in several waves.
type Member struct {
	Person string
	Group  string
}

// A Mark says that a person of a group was coded with a theme. The same mark
// twice counts once.
type Mark struct {
	Person string
	Group  string
	Theme  string
}

// A Table counts people by theme and group, in the words that may be printed.
type Table struct {
	Themes []string
	Groups []string
	Rows   []Row    // one a theme
	Bases  []string // people of each group, one a group
	People string   // people in all groups, each once
}

// A Row is one theme of a Table.
type Row struct {
	Cells []string // one a group
	Total string   // people with the theme in all groups; disclose.Hidden where groups share people
}

// Crosstab counts the people of each group who were coded with each theme.
//
// A count of one to four is printed as disclose.CountText prints it, and as much
// beside it is left out as is needed so that nobody can work a small count or a
// cell left out back to one value, from the cells, the totals and the bases. To
// that end the bases are printed only when no group has one to four people, and
// totals of rows only when no person is in two groups: what several overlapping
// groups add up to would say how far they overlap.
//
// Marks must be of the theme itself, not of themes below it: otherwise the
// counts of a theme and of one below bound each other across rows.
func Crosstab(themes, groups []string, members []Member, marks []Mark) Table {
	people := tally(groups, members)
	t := Table{Themes: themes, Groups: groups, Bases: make([]string, len(groups)), People: disclose.CountText(people.all)}
	bounds := make([]int, len(groups))
	for i, n := range people.in {
		t.Bases[i] = disclose.Hidden
		bounds[i] = unbounded
		if people.printable() {
			t.Bases[i], bounds[i] = strconv.Itoa(n), n
		}
	}
	for _, theme := range themes {
		var with []Member
		for _, m := range marks {
			if m.Theme == theme {
				with = append(with, Member{m.Person, m.Group})
			}
		}
		t.Rows = append(t.Rows, protect(tally(groups, with).in, bounds, !people.overlap))
	}
	return t
}

// A headcount is how many different people are in each group and in all.
type headcount struct {
	in      []int
	all     int
	overlap bool // somebody is in two groups
}

func tally(groups []string, members []Member) headcount {
	h := headcount{in: make([]int, len(groups))}
	seen := map[Member]bool{}
	everybody := map[string]bool{}
	for _, m := range members {
		g := slices.Index(groups, m.Group)
		if g < 0 || seen[m] {
			continue
		}
		seen[m] = true
		h.in[g]++
		h.overlap = h.overlap || everybody[m.Person]
		everybody[m.Person] = true
	}
	h.all = len(everybody)
	return h
}

// printable reports whether no group is so small that its size bounds a hidden
// cell.
func (h headcount) printable() bool {
	return !slices.ContainsFunc(h.in, small)
}

func small(n int) bool { return n > 0 && n < disclose.SmallCell }

// unbounded is more people than a group can have.
const unbounded = 1 << 40

// A span is what a reader knows of a number: it is from low to high.
type span struct{ low, high int }

// A shown is how a number is printed.
type shown int

// The ways to print a number.
const (
	exact  shown = iota // as it is
	few                 // "fewer than 5"
	hidden              // "not shown"
)

// A draft is a row with how its cells and total would be printed.
type draft struct {
	counts, bounds []int
	cells          []shown
	total          shown
}

// protect returns the row of the given counts, of groups of at most bounds
// people. With sum, its total is the sum of the counts and is printed too.
func protect(counts, bounds []int, sum bool) Row {
	d := draft{counts: counts, bounds: bounds, cells: make([]shown, len(counts)), total: hidden}
	for i, n := range counts {
		if small(n) {
			d.cells[i] = few
		}
	}
	if sum {
		d.total = exact
		if small(d.sum()) {
			d.total = few
		}
	}
	for d.gives() {
		d.hideMore()
	}
	row := Row{Total: d.total.text(d.sum())}
	for i, n := range counts {
		row.Cells = append(row.Cells, d.cells[i].text(n))
	}
	return row
}

func (d *draft) sum() int {
	sum := 0
	for _, n := range d.counts {
		sum += n
	}
	return sum
}

func (s shown) text(n int) string {
	switch s {
	case few:
		return disclose.CountText(n)
	case hidden:
		return disclose.Hidden
	}
	return strconv.Itoa(n)
}

// known returns what a reader knows of a count from what is printed for it.
func (s shown) known(n, bound int) span {
	switch s {
	case few:
		return span{1, min(disclose.SmallCell-1, bound)}
	case hidden:
		return span{0, bound}
	}
	return span{n, n}
}

// gives reports whether a reader can work a cell that is not printed back to one
// value: within the bounds of all others, the sum leaves it no other.
func (d *draft) gives() bool {
	total := d.total.known(d.sum(), unbounded)
	low, high := 0, 0
	for i, n := range d.counts {
		k := d.cells[i].known(n, d.bounds[i])
		low, high = low+k.low, high+k.high
	}
	for i, n := range d.counts {
		k := d.cells[i].known(n, d.bounds[i])
		least := max(k.low, total.low-(high-k.high))
		most := min(k.high, total.high-(low-k.low))
		if d.cells[i] != exact && d.bounds[i] > 0 && least >= most {
			return true
		}
	}
	return false
}

// hideMore leaves one more number of the row out: the least of those printed,
// noughts last because they say that there was nobody; when none is left, even
// the word for a small one; and the total at last.
func (d *draft) hideMore() {
	for _, printed := range []shown{exact, few} {
		best := -1
		for i, n := range d.counts {
			if d.cells[i] != printed || d.bounds[i] == 0 {
				continue
			}
			if best < 0 || (d.counts[best] == 0 && n > 0) || (n > 0 && n < d.counts[best]) {
				best = i
			}
		}
		if best >= 0 {
			d.cells[best] = hidden
			return
		}
	}
	d.total = hidden
}
