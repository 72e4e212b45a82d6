package edition

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/analysis"
)

// A Change is one thing that two editions have apart, in words.
type Change struct {
	What   ChangeKind
	Where  string // what it is about: a recommendation, a theme, a role
	Before string // empty for what was added
	After  string // empty for what was removed
}

// A ChangeKind says what became different.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Difference returns what differs between an edition and the one after it:
// recommendations, statements, counts, quotes, and the paragraphs around them.
func Difference(before, after analysis.Summary) []Change {
	var out []Change
	add := func(where, b, a string) {
		c := Change{Changed, where, b, a}
		switch {
		case b == a:
			return
		case b == "":
			c.What = Added
		case a == "":
			c.What = Removed
		}
		out = append(out, c)
	}
	add("Title", before.Title, after.Title)
	lists(add, "Introduction", before.Introduction, after.Introduction)
	lists(add, "Recommendation", recommended(before), recommended(after))
	lists(add, "Earlier recommendation", fates(before), fates(after))
	for _, role := range rolesOf(before, after) {
		add("Who answered: "+roleBase(either(before, after, role), role).Plural, baseText(before, role), baseText(after, role))
	}
	for _, p := range places(before, after) {
		b, a := p.in(before), p.in(after)
		add(p.name+": the sentence", b.Lead, a.Lead)
		lists(add, p.name+": quote", quotes(b), quotes(a))
	}
	lists(add, "Method", before.Method, after.Method)
	return out
}

// lists compares two lists of texts of which each stands for itself. One text in
// the place of another is a change rather than a loss and a gain when the two
// have most of their words in common.
func lists(add func(where, before, after string), where string, before, after []string) {
	gone := slices.DeleteFunc(slices.Clone(before), func(t string) bool { return slices.Contains(after, t) })
	fresh := slices.DeleteFunc(slices.Clone(after), func(t string) bool { return slices.Contains(before, t) })
	for _, b := range gone {
		best := slices.IndexFunc(fresh, func(a string) bool { return akin(a, b) })
		if best < 0 {
			add(where, b, "")
			continue
		}
		add(where, b, fresh[best])
		fresh = slices.Delete(fresh, best, best+1)
	}
	for _, a := range fresh {
		add(where, "", a)
	}
}

// akin reports whether two texts share more than half of their words.
func akin(a, b string) bool {
	as, bs := strings.Fields(a), strings.Fields(b)
	common := 0
	for _, w := range as {
		if i := slices.Index(bs, w); i >= 0 {
			bs = slices.Delete(bs, i, i+1)
			common++
		}
	}
	return 4*common > len(as)+len(strings.Fields(b))
}

func recommended(s analysis.Summary) []string {
	var out []string
	for o := range s.Outcomes() {
		out = append(out, o.Text)
	}
	return out
}

func fates(s analysis.Summary) []string {
	var out []string
	for _, f := range s.Fates {
		out = append(out, strings.TrimSpace(f.Previous.Reference+": "+string(f.Kind)+" "+f.Why))
	}
	return out
}

func quotes(st analysis.Statement) []string {
	var out []string
	for _, q := range st.Quotes {
		out = append(out, "“"+q.Text+"”")
	}
	return out
}

// rolesOf returns the roles that either of two summaries counts.
func rolesOf(all ...analysis.Summary) []string {
	var out []string
	for _, s := range all {
		for _, b := range s.Base {
			if !slices.Contains(out, b.Role) {
				out = append(out, b.Role)
			}
		}
	}
	return out
}

func either(a, b analysis.Summary, role string) analysis.Summary {
	if slices.ContainsFunc(a.Base, func(r analysis.RoleBase) bool { return r.Role == role }) {
		return a
	}
	return b
}

func baseText(s analysis.Summary, role string) string {
	i := slices.IndexFunc(s.Base, func(b analysis.RoleBase) bool { return b.Role == role })
	if i < 0 {
		return ""
	}
	b := s.Base[i]
	text := ""
	if b.Invited != 0 {
		text = analysis.CountText(b.Invited) + " invited, "
	}
	return text + fmt.Sprintf("%s responded, %s wrote in their own words", analysis.CountText(b.Responses), analysis.CountText(b.FreeText))
}

// A position is where a statement stands.
type position struct{ role, heading, theme, title, name string }

// places returns where statements stand in either of two summaries.
func places(all ...analysis.Summary) []position {
	var out []position
	for _, s := range all {
		for _, sec := range s.Sections {
			for _, st := range sec.Statements {
				p := position{role: sec.Role, theme: st.Theme, name: analysis.Capital(roleBase(s, sec.Role).Plural) + ", " + st.Name}
				if st.Theme == "" { // only its name tells it from others
					p.heading, p.title, p.name = sec.Heading, st.Name, sec.Heading+", "+st.Name
				}
				same := func(o position) bool { return o.key() == p.key() }
				if !slices.ContainsFunc(out, same) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

func (p position) key() position { p.name = ""; return p }

// in returns the statement that stands in the place, or none.
func (p position) in(s analysis.Summary) analysis.Statement {
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			if sec.Role == p.role && st.Theme == p.theme && (p.theme != "" || sec.Heading == p.heading && st.Name == p.title) {
				return st
			}
		}
	}
	return analysis.Statement{}
}
