package coordinate

import (
	"maps"
	"slices"
	"strings"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/web/research"
)

// Which rounds somebody took part in, and in which roles, is on the lists of
// participants. Where few share that, it tells who a pseudonym is that answered in
// just those rounds: over rounds they are shown only where at least
// disclose.SmallCell people on the lists share it. Of named waves everybody who
// reads answers may know who answered.

// A sidePair is two people who met in the same rounds.
type sidePair struct {
	who    []sider
	rounds []string
}

func (p sidePair) name() string { return p.joined(" and ") }

// key names the pair in addresses.
func (p sidePair) key() string { return p.joined("+") }

func (p sidePair) joined(with string) string {
	names := make([]string, len(p.who))
	for i, one := range p.who {
		names[i] = one.name
	}
	return strings.Join(names, with)
}

// shown returns the people who have answered and may be shown, by their
// pseudonyms, and how many may not.
func (s *sides) shown() (shown []sider, held int) {
	sharing := map[string]int{}
	for _, one := range s.people {
		sharing[s.pattern(*one)]++
	}
	for _, one := range s.people {
		switch {
		case len(one.given) == 0:
		case s.over && !s.allNamed(*one) && sharing[s.pattern(*one)] < disclose.SmallCell:
			held++
		default:
			shown = append(shown, *one)
		}
	}
	slices.SortFunc(shown, func(a, b sider) int { return strings.Compare(a.name, b.name) })
	return shown, held
}

// pattern is the rounds in which a person is listed, with the roles.
func (s *sides) pattern(one sider) string {
	var b strings.Builder
	for _, r := range s.rounds {
		if role, listed := one.roles[r.ID]; listed {
			b.WriteString(r.Key + ":" + role + " ")
		}
	}
	return b.String()
}

// allNamed reports whether everything that people answered is of named waves.
func (s *sides) allNamed(who ...sider) bool {
	return !slices.ContainsFunc(s.occasions, func(o occasion) bool {
		return o.wave.Mode != survey.Named && slices.ContainsFunc(who, func(one sider) bool { _, ok := one.given[o.wave.ID]; return ok })
	})
}

// person returns the one with a pseudonym who may be shown; nobody for others.
func (s *sides) person(name string) []sider {
	shown, _ := s.shown()
	if i := slices.IndexFunc(shown, func(one sider) bool { return one.name == name }); i >= 0 {
		return shown[i : i+1]
	}
	return nil
}

// pairs returns those who met, by whether anybody of them has answered.
func (s *sides) pairs() []sidePair {
	together := map[string]*sidePair{}
	for _, r := range s.rounds {
		for _, people := range s.memberships[r.ID] {
			if len(people) < 2 {
				continue
			}
			slices.Sort(people)
			key := strings.Join(people, " ")
			if together[key] == nil {
				together[key] = &sidePair{}
				for _, person := range people {
					together[key].who = append(together[key].who, *s.people[person])
				}
			}
			together[key].rounds = append(together[key].rounds, r.ID)
		}
	}
	var out []sidePair
	for _, key := range slices.Sorted(maps.Keys(together)) {
		out = append(out, s.within(*together[key]))
	}
	return out
}

// within leaves of the two of a pair what they did in the rounds in which they met.
func (s *sides) within(p sidePair) sidePair {
	for i, one := range p.who {
		one.given, one.roles = maps.Clone(one.given), maps.Clone(one.roles)
		maps.DeleteFunc(one.roles, func(round, _ string) bool { return !slices.Contains(p.rounds, round) })
		for _, o := range s.occasions {
			if !slices.Contains(p.rounds, o.round.ID) {
				delete(one.given, o.wave.ID)
			}
		}
		p.who[i] = one
	}
	slices.SortFunc(p.who, func(a, b sider) int {
		if byRole := strings.Compare(s.pattern(b), s.pattern(a)); byRole != 0 { // mentor before mentee
			return byRole
		}
		return strings.Compare(a.name, b.name)
	})
	return p
}

// shownPairs returns the pairs of whom somebody has answered and who may be shown,
// and how many may not.
func (s *sides) shownPairs() (shown []sidePair, held int) {
	all, sharing := s.pairs(), map[string]int{}
	pattern := func(p sidePair) string {
		parts := make([]string, len(p.who))
		for i, one := range p.who {
			parts[i] = s.pattern(one)
		}
		return strings.Join(parts, "& ")
	}
	for _, p := range all {
		sharing[pattern(p)]++
	}
	for _, p := range all {
		switch {
		case !slices.ContainsFunc(p.who, func(one sider) bool { return len(one.given) > 0 }):
		case !s.allNamed(p.who...) && sharing[pattern(p)] < disclose.SmallCell:
			held++
		default:
			shown = append(shown, p)
		}
	}
	slices.SortFunc(shown, func(a, b sidePair) int { return strings.Compare(a.key(), b.key()) })
	return shown, held
}

// pair returns the two who may be shown; nobody for others.
func (s *sides) pair(key string) []sider {
	if !s.over {
		return nil
	}
	shown, _ := s.shownPairs()
	if i := slices.IndexFunc(shown, func(p sidePair) bool { return p.key() == key }); i >= 0 {
		return shown[i].who
	}
	return nil
}

// heldWords says how many are not shown, and why.
func heldWords(people, pairs int) string {
	if people+pairs == 0 {
		return ""
	}
	var who []string
	if people > 0 {
		who = append(who, cells([]int{people}, true)[0]+" of those who answered")
	}
	if pairs > 0 {
		who = append(who, cells([]int{pairs}, true)[0]+" of the pairs")
	}
	return "Not shown: " + strings.Join(who, " and ") + ". Fewer than " + research.Number(disclose.SmallCell) + " on the lists took part in the same rounds in the same roles as they did, so the lists would tell who they are."
}

// roleOf says in which roles a person took part.
func (s *sides) roleOf(one sider) string {
	var roles []string
	for _, r := range s.rounds {
		if role := one.roles[r.ID]; role != "" && !slices.Contains(roles, roleWord(s.programme, role)) {
			roles = append(roles, roleWord(s.programme, role))
		}
	}
	return strings.Join(roles, ", then ")
}

func (s *sides) rolesOf(p sidePair) string {
	roles := make([]string, len(p.who))
	for i, one := range p.who {
		roles[i] = s.roleOf(one)
	}
	return strings.Join(roles, " and ")
}
