package roster

import (
	"cmp"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/csvfile"
)

// longest is how many characters a name, an address or a pair may have: more
// than any that is real, and what fits in a column of a page.
const longest = 200

// A List is what a file is read against.
type List struct {
	RoundID  string
	Roles    []survey.Role
	Existing []survey.Participant
	NewID    func() string
}

// A Plan is what storing a file would do. Nothing may be stored of one that has
// problems.
type Plan struct {
	People   []survey.Participant // of each row of the file, as they would be stored, in its order
	Lines    []int                // the row that each of People is in
	Added    []survey.Participant
	Changed  []Change
	Same     int // rows that say what is stored already
	Problems []csvfile.Problem
	Notes    []string // what should be looked at and is no problem
}

// A Change is a person of the list before and after.
type Change struct{ From, To survey.Participant }

// Make plans the storing of a file whose columns hold what the columns say.
func Make(t csvfile.Table, c Columns, l List) Plan {
	m := maker{list: l, columns: c, addresses: map[string]int{}, names: map[string][]int{}, rows: map[string]int{}}
	for i, p := range l.Existing {
		if p.Email != "" {
			m.addresses[strings.ToLower(p.Email)] = i
		}
		if p.Name != "" {
			m.names[strings.ToLower(p.Name)] = append(m.names[strings.ToLower(p.Name)], i)
		}
	}
	if !m.complete(t.Header) {
		return m.plan
	}
	for _, row := range t.Rows {
		m.row(row)
	}
	m.pairs()
	return m.plan
}

type maker struct {
	list      List
	columns   Columns
	plan      Plan
	addresses map[string]int   // to the place among the existing
	names     map[string][]int // the same
	rows      map[string]int   // of what a person is known by, to the row that had it before
}

func (m *maker) problem(line int, f Field, code, format string, args ...any) {
	column := ""
	if f != "" {
		column = string(f)
	}
	m.plan.Problems = append(m.plan.Problems, csvfile.Problem{Line: line, Column: column, Code: code, Text: fmt.Sprintf(format, args...)})
}

// complete reports whether the columns that are needed have been named.
func (m *maker) complete(header []string) bool {
	_, name := m.columns[Name]
	_, email := m.columns[Email]
	_, role := m.columns[Role]
	if !name && !email {
		m.problem(0, "", "P13", "No column holds names or e-mail addresses. The file has: %s. Say which column it is.", strings.Join(header, ", "))
	}
	if !role {
		m.problem(0, "", "P13", "No column holds the role. The file has: %s. Say which column it is, or add one.", strings.Join(header, ", "))
	}
	return len(m.plan.Problems) == 0
}

func (m *maker) row(row csvfile.Row) {
	p := survey.Participant{
		RoundID: m.list.RoundID, Email: m.columns.cell(row.Cells, Email), PairID: m.columns.cell(row.Cells, Pair),
		Name: strings.TrimSpace(m.columns.cell(row.Cells, Name) + " " + m.columns.cell(row.Cells, Surname)),
	}
	given := m.columns.cell(row.Cells, Role)
	role, ok := roleOf(m.list.Roles, given)
	p.Role = role
	if !ok {
		m.problem(row.Line, Role, "P14", "%q is not a role of this programme. Write one of: %s.", given, roleNames(m.list.Roles))
	}
	for _, wrong := range Wrong(p) {
		wrong.Line = row.Line
		m.plan.Problems = append(m.plan.Problems, wrong)
		ok = false
	}
	if key := known(p); key != "" {
		if before, twice := m.rows[key]; twice {
			m.problem(row.Line, "", "P16", "This is the same person as in row %d. Take one of the rows out.", before)
			return
		}
		m.rows[key] = row.Line
	}
	if ok {
		m.settle(p, row.Line)
	}
}

// Wrong returns what is wrong with a participant whatever else is on the list.
func Wrong(p survey.Participant) (out []csvfile.Problem) {
	add := func(f Field, code, text string) {
		out = append(out, csvfile.Problem{Column: string(f), Code: code, Text: text})
	}
	if p.Name == "" && p.Email == "" {
		add("", "P15", "There is neither a name nor an e-mail address. Enter one of them.")
	}
	if p.Email != "" && !isAddress(p.Email) {
		add(Email, "P17", fmt.Sprintf("%q is not an e-mail address. Write it like ada@example.ac.uk, one to a cell.", p.Email))
	}
	for f, text := range map[Field]string{Name: p.Name, Email: p.Email, Pair: p.PairID} {
		if len([]rune(text)) > longest {
			add(f, "P17", fmt.Sprintf("This is longer than %d characters. Shorten it.", longest))
		}
	}
	return out
}

func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == "" && !strings.ContainsAny(s, "\"\\ ")
}

// settle takes a person of the file for one of the list, or for a new one. What
// the file has no column for stays as it is.
func (m *maker) settle(p survey.Participant, line int) {
	if at := m.existing(p); at < 0 {
		p.ID = m.list.NewID()
		m.plan.Added = append(m.plan.Added, p)
	} else {
		p = m.change(m.list.Existing[at], p)
	}
	m.plan.People = append(m.plan.People, p)
	m.plan.Lines = append(m.plan.Lines, line)
}

// change returns what a person of the list becomes by a row of the file.
func (m *maker) change(was, p survey.Participant) survey.Participant {
	p.ID, p.Person = was.ID, was.Person
	if _, ok := m.columns[Pair]; !ok {
		p.PairID = was.PairID
	}
	p.Name, p.Email = cmp.Or(p.Name, was.Name), cmp.Or(p.Email, was.Email)
	if p == was {
		m.plan.Same++
	} else {
		m.plan.Changed = append(m.plan.Changed, Change{was, p})
	}
	return p
}

// existing returns the place among the existing of the person, or -1. A name
// alone is enough where one person has it and the addresses do not differ.
func (m *maker) existing(p survey.Participant) int {
	if i, ok := m.addresses[strings.ToLower(p.Email)]; ok && p.Email != "" {
		return i
	}
	same := m.names[strings.ToLower(p.Name)]
	if len(same) == 1 && (p.Email == "" || m.list.Existing[same[0]].Email == "") {
		return same[0]
	}
	return -1
}

// known returns what a person of the file is known by: the address, or else the
// name.
func known(p survey.Participant) string {
	if p.Email != "" {
		return "e\x00" + strings.ToLower(p.Email)
	}
	if p.Name != "" {
		return "n\x00" + strings.ToLower(p.Name)
	}
	return ""
}

// pairs checks that two and no more share a pair, in different roles.
func (m *maker) pairs() {
	members := map[string][]survey.Participant{}
	line := map[string]int{}
	seen := map[string]bool{}
	for i, p := range m.plan.People {
		seen[p.ID] = true
		if p.PairID != "" {
			members[p.PairID] = append(members[p.PairID], p)
			line[p.PairID] = m.plan.Lines[i]
		}
	}
	for _, p := range m.list.Existing {
		if _, touched := members[p.PairID]; touched && !seen[p.ID] {
			members[p.PairID] = append(members[p.PairID], p)
		}
	}
	var alone []string
	for pair, ps := range members {
		switch {
		case len(ps) > 2:
			m.problem(line[pair], Pair, "P18", "The pair %q has %d people. A pair is two: give the others another pair.", pair, len(ps))
		case len(ps) == 2 && ps[0].Role == ps[1].Role:
			m.problem(line[pair], Pair, "P18", "Both people of the pair %q have the role %q. Change the role or the pair of one of them.", pair, ps[0].Role)
		case len(ps) == 1:
			alone = append(alone, pair)
		}
	}
	slices.SortStableFunc(m.plan.Problems, func(a, b csvfile.Problem) int { return a.Line - b.Line })
	if len(alone) > 0 {
		slices.Sort(alone)
		m.plan.Notes = append(m.plan.Notes, "Only one person is in: "+listed("pair ", alone)+".")
	}
}

func listed(before string, names []string) string {
	const most = 10
	if len(names) > most {
		return before + strings.Join(names[:most], ", "+before) + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return before + strings.Join(names, ", "+before)
}

// roleOf finds a role by its key or one of its names.
func roleOf(roles []survey.Role, given string) (string, bool) {
	for _, r := range roles {
		if strings.EqualFold(given, r.Key) || strings.EqualFold(given, r.Singular) || strings.EqualFold(given, r.Plural) {
			return r.Key, given != ""
		}
	}
	return "", false
}

func roleNames(roles []survey.Role) string {
	var names []string
	for _, r := range roles {
		if !r.Joint { // nobody is a pair by themselves
			names = append(names, r.Singular)
		}
	}
	return strings.Join(names, ", ")
}
