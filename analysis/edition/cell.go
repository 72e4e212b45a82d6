package edition

import (
	"slices"
	"strings"

	"verbatim/analysis"
)

// A Cell is one count of people that an edition is about, with what the edition
// tells of it. Cells are kept with the edition when its words are gone: copies
// of it are not, and the next edition must not complete them.
type Cell struct {
	Key  string `json:"key"`  // such as "theme/mentor/confidence"
	Name string `json:"name"` // in words
	Base int    `json:"base"` // of how many
	Lo   int    `json:"lo"`   // the least and the most that a reader can conclude
	Hi   int    `json:"hi"`
}

func themeKey(role, theme string) string { return "theme/" + role + "/" + theme }

// told returns what editions that everybody could read told of a cell.
func told(earlier [][]Cell, key string) []Cell {
	var out []Cell
	for _, cells := range earlier {
		if i := slices.IndexFunc(cells, func(c Cell) bool { return c.Key == key }); i >= 0 {
			out = append(out, cells[i])
		}
	}
	return out
}

// baseCells returns how many of each role were asked and answered, as told.
func baseCells(bases []analysis.RoleBase) []Cell {
	var out []Cell
	for _, b := range bases {
		for _, c := range []struct {
			key, did string
			n        int
		}{{"invited", "were invited", b.Invited}, {"responded", "responded", b.Responses}, {"wrote", "wrote", b.FreeText}} {
			out = append(out, count(c.key+"/"+b.Role, strings.TrimSpace(b.Plural+" who "+c.did), c.n))
		}
	}
	return out
}

// count returns the cell of a number that is told as it is unless it is small.
func count(key, name string, n int) Cell {
	if small(n) {
		return Cell{Key: key, Name: name, Base: few, Lo: 1, Hi: few}
	}
	return Cell{Key: key, Name: name, Base: n, Lo: n, Hi: n}
}

// supportCells returns how many people of each role asked for each
// recommendation that has a reference, as told.
func supportCells(s analysis.Summary) []Cell {
	var out []Cell
	for o := range s.Outcomes() {
		for _, c := range o.Support {
			if ref := o.Recommendation.Reference; ref != "" {
				out = append(out, count("support/"+c.Role+"/"+ref, roleBase(s, c.Role).Plural+" who asked for "+ref, c.People))
			}
		}
	}
	return out
}

// compared tells where this edition and one that is out tell together how few
// people came or left.
func (k *checker) compared(d Draft, cells []Cell) {
	for _, c := range cells {
		if strings.HasPrefix(c.Key, "theme/") {
			continue // what would tell too much is not printed: see say
		}
		for _, before := range told(d.Earlier, c.Key) {
			if change := c.Lo - before.Lo; change != 0 && c.Lo == c.Hi && before.Lo == before.Hi && small(max(change, -change)) {
				k.add(analysis.Inform, ruleDifference, c.Name, "An edition that is out says %d %s, and this one %d: who compares the two learns how few came or left. If that could give somebody away, wait with this edition.", before.Lo, c.Name, c.Lo)
				break
			}
		}
	}
}
