package dataset

import (
	"strconv"
	"strings"
)

// longestName is how many bytes a name has at most: SPSS takes 64, and some are
// left for a number that tells it from another.
const longestName = 58

// names gives columns names that R and SPSS take.
type names map[string]bool // in lower case, because SPSS does not tell cases apart

// reserved are words that one of the two keeps for itself.
var reserved = " all and by eq ge gt le lt ne not or to with if else repeat while function for next break in true false null inf nan na "

// of returns a name made of parts that is not taken.
func (n names) of(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('_')
		}
		b.WriteString(legal(p))
	}
	name := b.String()
	if name == "" || name[0] < 'A' || name[0] == '_' || strings.Contains(reserved, " "+strings.ToLower(name)+" ") {
		name = "q_" + name
	}
	name = strings.TrimRight(name[:min(len(name), longestName)], "_")
	free := name
	for i := 2; n[strings.ToLower(free)]; i++ {
		free = name + "_" + strconv.Itoa(i)
	}
	n[strings.ToLower(free)] = true
	return free
}

// legal replaces what no name may hold.
func legal(part string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		}
		return '_'
	}, part)
}
