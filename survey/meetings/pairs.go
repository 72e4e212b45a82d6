package meetings

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"verbatim/survey"
)

// muchLonger is by how many minutes two accounts of one meeting may differ
// before it is pointed out: people remember the quarter of an hour.
const muchLonger = 15

// A Pair is two who meet and what they wrote down.
type Pair struct {
	ID       string
	People   []survey.Participant // by role, as the programme has them
	Wrote    []bool               // beside People: whether there is a log
	Meetings int                  // counted; see [Pairs]
	Differ   []string             // where the two logs do not say the same
}

// Enough reports whether the pair has met as often as it was to.
func (p Pair) Enough(least int) bool { return p.Meetings >= least }

// Pairs counts the meetings of each pair, pairs in the order of their names. A
// meeting counts when one of the two wrote it down; what both wrote down for one
// day is counted once, and as often as the one who wrote down more of that day.
// Meetings without a day are counted by whoever wrote down more of them.
func Pairs(p survey.Programme, people []survey.Participant, logs map[string]Log) []Pair {
	byPair := map[string]*Pair{}
	for _, who := range people {
		if who.PairID == "" {
			continue
		}
		if byPair[who.PairID] == nil {
			byPair[who.PairID] = &Pair{ID: who.PairID}
		}
		byPair[who.PairID].People = append(byPair[who.PairID].People, who)
	}
	place := map[string]int{}
	for i, r := range p.Roles {
		place[r.Key] = i
	}
	var out []Pair
	for _, one := range byPair {
		slices.SortFunc(one.People, func(a, b survey.Participant) int {
			return cmp.Or(cmp.Compare(place[a.Role], place[b.Role]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
		one.count(p, logs)
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b Pair) int { return natural(a.ID, b.ID) })
	return out
}

// natural orders by length first, so that pair 10 comes after pair 9.
func natural(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

func (p *Pair) count(programme survey.Programme, logs map[string]Log) {
	days := map[survey.Day][][]int{} // minutes, by who wrote it down
	var wrote []string
	for _, who := range p.People {
		l, ok := logs[who.ID]
		p.Wrote = append(p.Wrote, ok)
		if !ok {
			continue
		}
		for _, m := range l.Meetings {
			for len(days[m.Day]) <= len(wrote) {
				days[m.Day] = append(days[m.Day], nil)
			}
			days[m.Day][len(wrote)] = append(days[m.Day][len(wrote)], m.Minutes)
		}
		wrote = append(wrote, theRole(programme, who))
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		by := days[day]
		most := 0
		for _, minutes := range by {
			most = max(most, len(minutes))
		}
		p.Meetings += most
		if len(wrote) == 2 {
			p.Differ = append(p.Differ, differ(day, by, wrote)...)
		}
	}
}

func theRole(p survey.Programme, who survey.Participant) string {
	if r, ok := p.Role(who.Role); ok {
		return "the " + r.Singular
	}
	return cmp.Or(who.Name, "one of them")
}

// differ says where two logs of one day do not say the same.
func differ(day survey.Day, by [][]int, who []string) []string {
	for len(by) < 2 {
		by = append(by, nil)
	}
	when := "On " + day.String()
	if day == "" {
		when = "Without a day"
	}
	if len(by[0]) != len(by[1]) {
		return []string{fmt.Sprintf("%s: %s wrote down %s, %s %s.", when, who[0], times(len(by[0])), who[1], times(len(by[1])))}
	}
	var out []string
	for i := range by[0] {
		a, b := by[0][i], by[1][i]
		if a-b > muchLonger || b-a > muchLonger {
			out = append(out, fmt.Sprintf("%s: %s wrote down %d minutes, %s %d.", when, who[0], a, who[1], b))
		}
	}
	return out
}

func times(n int) string {
	switch n {
	case 0:
		return "no meeting"
	case 1:
		return "one meeting"
	}
	return fmt.Sprintf("%d meetings", n)
}
