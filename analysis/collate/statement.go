package collate

import (
	"cmp"
	"slices"
	"unicode"

	"verbatim/analysis"
	"verbatim/survey"
)

// Unthemed is the name of the statement that holds the quotes that stand under
// no theme yet.
const Unthemed = "Not yet under a theme"

// A draft is the second half of a summary in the making: themes and quotes.
type draft struct {
	*cohort
	printed     map[string]bool // verbatims printed as recommendations
	shown       map[string]bool // chosen quotes that are printed
	omitted     int             // quotes that a full statement left out
	blank       int             // answers that say nothing, such as "n/a"
	onlyAgainst []string        // themes that words speak against and none for
	joint       int             // answers that several people gave together and that are not printed
	gone        []string        // themes that are coded with but no longer in the codebook
}

// sections returns a section for each role that answers for itself.
func (d *draft) sections() []analysis.Section {
	byRole := map[string][]survey.Verbatim{}
	for _, v := range d.inOrder() {
		byRole[v.Role] = append(byRole[v.Role], v)
	}
	var out []analysis.Section
	for _, r := range d.roles {
		if r.Joint {
			d.countJoint(byRole[r.Key])
			continue
		}
		if statements := d.statements(r, byRole[r.Key]); len(statements) > 0 {
			out = append(out, analysis.Section{Role: r.Key, Heading: "Themes and quotes from " + possessive(r.Plural) + " feedback", Statements: statements})
		}
	}
	return out
}

func (d *draft) countJoint(vs []survey.Verbatim) {
	for _, v := range vs {
		d.joint += one(!d.printed[v.ID] && v.QuoteConsent.MayQuote() && !blank(v.Text))
	}
}

// possessive returns "mentors'" and "children's".
func possessive(plural string) string {
	if plural != "" && plural[len(plural)-1] == 's' {
		return plural + "'"
	}
	return plural + "'s"
}

// statements returns a role's themes with their counts and quotes, the most
// widely shared first, and what stands under no theme at the end.
func (d *draft) statements(r survey.Role, vs []survey.Verbatim) []analysis.Statement {
	themes := d.tally(vs)
	quotes := d.assign(vs, themes)
	var out []analysis.Statement
	for _, t := range themes {
		if len(t.people) > 0 { // words against a theme only make no statement of it
			out = append(out, d.statement(r, t, quotes[t.key]))
		} else {
			d.onlyAgainst = append(d.onlyAgainst, t.key)
		}
	}
	placed(out)
	if qs := quotes[""]; len(qs) > 0 || d.choseUnthemed(r.Key) {
		st := analysis.Statement{Name: Unthemed, Lead: Unthemed, Base: d.base[r.Key].FreeText}
		st.Quotes = d.choose(r.Key, "", qs)
		speakers := map[string]bool{}
		for _, q := range qs {
			speakers[q.verbatim.Person] = true
		}
		st.People = len(speakers)
		out = append(out, st)
	}
	return out
}

// A tallied is a theme with the people of one role who are coded with it.
type tallied struct {
	key      string
	people   map[string]bool // whether by a decision of a person
	against  map[string]bool // people whose words speak against it
	verbatim int             // answers coded with it
}

// tally counts, for each theme, the people coded with it. What was printed as a
// recommendation speaks of what should be, so the machine's themes for it say
// nothing about what was; a person's do.
func (d *draft) tally(vs []survey.Verbatim) []tallied {
	by := map[string]*tallied{}
	for _, v := range vs {
		for _, k := range d.countable(v) {
			t := by[k.Theme]
			if t == nil {
				t = &tallied{key: k.Theme, people: map[string]bool{}, against: map[string]bool{}}
				by[k.Theme] = t
			}
			t.verbatim++
			if k.Against {
				t.against[v.Person] = true
				continue
			}
			t.people[v.Person] = t.people[v.Person] || k.Status == analysis.Accepted
		}
	}
	var out []tallied
	for _, t := range by {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b tallied) int {
		return cmp.Or(cmp.Compare(len(b.people), len(a.people)), cmp.Compare(d.place(a.key), d.place(b.key)), cmp.Compare(a.key, b.key))
	})
	return out
}

func (d *draft) countable(v survey.Verbatim) []analysis.Coding {
	if !d.printed[v.ID] {
		return d.codings[v.ID]
	}
	return slices.DeleteFunc(slices.Clone(d.codings[v.ID]), func(k analysis.Coding) bool { return k.Status != analysis.Accepted })
}

// place returns where a theme stands in the codebook.
func (d *draft) place(key string) int {
	if i := slices.IndexFunc(d.Codebook.Themes, func(t analysis.Theme) bool { return t.Key == key }); i >= 0 {
		return i
	}
	return len(d.Codebook.Themes)
}

// statement returns the lead sentence of a theme with its quotes.
func (d *draft) statement(r survey.Role, t tallied, quotes []quotable) analysis.Statement {
	theme, ok := d.Codebook.Theme(t.key)
	if !ok {
		theme = analysis.Theme{Key: t.key, Name: t.key}
		if !slices.Contains(d.gone, t.key) {
			d.gone = append(d.gone, t.key)
		}
	}
	st := analysis.Statement{Theme: t.key, Name: theme.Name, People: len(t.people), Base: d.base[r.Key].FreeText, Against: len(t.against)}
	for _, reviewed := range t.people {
		st.Reviewed += one(reviewed)
	}
	st.Quantifier = d.Style.Scale.Quantifier(st.People, st.Base)
	st.Computed = compose(d.Style, d.base[r.Key], st.People, st.Base, d.baseName(r.Key), says(theme), !d.Outline.WithoutCount)
	st.Lead = st.Computed
	st.Quotes = d.choose(r.Key, t.key, quotes)
	d.worded(r.Key, &st)
	return st
}

// baseName says what the people of a role's base did.
func (c *cohort) baseName(role string) string {
	if b := c.base[role]; b.FreeText < b.Responses {
		return "who wrote an answer"
	}
	return "who answered"
}

// says returns what those coded with a theme did.
func says(t analysis.Theme) string {
	if t.Says != "" {
		return t.Says
	}
	return "wrote about " + uncapital(t.Name)
}

// uncapital returns s with its first letter in lower case, unless its first
// word is an abbreviation.
func uncapital(s string) string {
	rs := []rune(s)
	if len(rs) > 1 && unicode.IsUpper(rs[1]) || len(rs) == 0 {
		return s
	}
	rs[0] = unicode.ToLower(rs[0])
	return string(rs)
}
