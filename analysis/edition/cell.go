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

// baseCells returns how many of each role answered, as told.
func baseCells(bases []analysis.RoleBase) []Cell {
	var out []Cell
	for _, b := range bases {
		for _, c := range []struct {
			what string
			n    int
		}{{"invited", b.Invited}, {"responded", b.Responses}, {"wrote", b.FreeText}} {
			lo, hi := c.n, c.n
			if small(c.n) {
				lo, hi = 1, few
			}
			out = append(out, Cell{Key: c.what + "/" + b.Role, Name: strings.TrimSpace(b.Plural + " who " + c.what), Base: hi, Lo: lo, Hi: hi})
		}
	}
	return out
}
