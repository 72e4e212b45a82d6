package edition

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/agreement"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// facts are what the programme knows of how a summary came about.
type facts struct {
	in      collate.Input
	s       analysis.Summary
	public  bool // small counts are not told
	coders  []string
	machine int // codings that software suggested
	taken   int // of these, accepted by people
	own     int // codings that people gave themselves
	both    int // answers that two people coded
	agreed  agreement.Value
}

func factsOf(in collate.Input, s analysis.Summary, public bool) facts {
	f := facts{in: in, s: s, public: public}
	by := map[string]map[string][]string{} // answer, coder, themes
	for _, k := range in.Codings {
		who := k.Coder
		if who == analysis.Machine {
			f.machine++
			f.taken += one(k.Status == analysis.Accepted)
			who = k.DecidedBy
		} else if k.Status == analysis.Accepted {
			f.own++
		}
		if who == "" {
			continue
		}
		if !slices.Contains(f.coders, who) {
			f.coders = append(f.coders, who)
		}
		if by[k.VerbatimID] == nil {
			by[k.VerbatimID] = map[string][]string{}
		}
		given := by[k.VerbatimID][who]
		if k.Status == analysis.Accepted && !slices.Contains(given, k.Theme) {
			given = append(given, k.Theme)
		}
		by[k.VerbatimID][who] = given
	}
	slices.Sort(f.coders)
	f.measure(by)
	return f
}

// measure takes the agreement of two people or more over the answers that they
// both coded: Krippendorff's alpha over whole sets of themes.
func (f *facts) measure(by map[string]map[string][]string) {
	var units agreement.Sets
	for _, answer := range slices.Sorted(maps.Keys(by)) {
		if len(by[answer]) < 2 {
			continue
		}
		f.both++
		unit := make([][]string, len(f.coders))
		for i, who := range f.coders {
			if themes, ok := by[answer][who]; ok {
				unit[i] = append([]string{}, themes...)
			}
		}
		units = append(units, unit)
	}
	if f.both > 0 {
		f.agreed = units.Alpha(agreement.MASI)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// people returns a count of people with its noun, as this edition may tell it.
func (f facts) people(n int, singular, plural string) string {
	switch {
	case f.public && small(n):
		return analysis.CountText(analysis.Small) + " " + plural
	case n == 1:
		return "1 " + singular
	case n == 0:
		return "no " + plural
	}
	return strconv.Itoa(n) + " " + plural
}

// quotedPeople returns how many people are quoted. Where the number of a role is
// hidden, their sum would tell it to whoever takes the other roles away.
func (f facts) quotedPeople(n int) string {
	if f.public && slices.ContainsFunc(f.s.Base, func(b analysis.RoleBase) bool { return small(b.Responses) || small(b.FreeText) }) {
		return "people"
	}
	return f.people(n, "person", "people")
}

// waves returns the titles of the waves with their modes and days.
func (f facts) waves() []string {
	var out []string
	for _, w := range f.in.Waves {
		text := "“" + w.Title + "” (" + modeWords(w.Mode)
		if w.OpensOn != "" && w.ClosesOn != "" {
			text += ", " + w.OpensOn.String() + " to " + w.ClosesOn.String()
		}
		out = append(out, text+")")
	}
	return out
}

func modeWords(m survey.Mode) string {
	switch m {
	case survey.Named:
		return "answers with names"
	case survey.Confidential:
		return "answers under pseudonyms"
	case survey.AnonymousInvited:
		return "anonymous answers of people who were invited"
	case survey.Open:
		return "anonymous answers of anybody with the link"
	}
	return "online"
}

// questions counts what the forms asked, all and in one's own words.
func (f facts) questions() (all, free int) {
	for _, form := range f.in.Forms {
		for _, p := range form.Pages {
			for _, q := range p.Questions {
				all += one(q.Kind.Asked())
				free += one(q.Kind.FreeText())
			}
		}
	}
	return all, free
}

// days returns the first and the last day on which answers came in.
func (f facts) days() (from, to survey.Day) {
	for _, r := range f.in.Responses {
		if r.ReceivedOn != "" && (from == "" || r.ReceivedOn < from) {
			from = r.ReceivedOn
		}
		to = max(to, r.ReceivedOn)
	}
	return from, to
}

// counts says of each role how many were invited, answered, and are used. A
// total is left out where one of its parts is hidden.
func (f facts) counts() string {
	var parts []string
	for _, b := range f.s.Base {
		noun, people := b.Plural, f.number
		if b.Joint {
			noun += " together"
		}
		text := noun + ": "
		if b.Invited > 0 {
			text += people(b.Invited) + " invited, "
		}
		text += people(b.Responses) + " responded, " + people(b.FreeText) + " used"
		if b.Invited >= rateBase && !(f.public && small(b.Responses)) {
			text += fmt.Sprintf(" (%d%% of those invited responded)", b.Responses*100/b.Invited)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// rateBase is how many must have been invited for a rate as a percentage: below
// it one person more or less changes it by more than four in a hundred.
const rateBase = 23

func (f facts) number(n int) string {
	if f.public {
		n = hide(n)
	}
	return analysis.CountText(n)
}

// quoted counts the quotes and the people who are quoted.
func (f facts) quoted() (quotes, people int) {
	by := map[string]bool{}
	person := map[string]string{}
	for _, v := range f.in.Verbatims {
		person[v.ID] = v.Person
	}
	for _, sec := range f.s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				quotes++
				by[person[q.VerbatimID]] = true
			}
		}
	}
	return quotes, len(by)
}
