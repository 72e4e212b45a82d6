package roster

import (
	"slices"
	"strings"
)

// A Field is what a column can hold.
type Field string

// The fields of a participant.
const (
	Name    Field = "name" // the whole name, or the first one beside a surname
	Surname Field = "surname"
	Email   Field = "email"
	Role    Field = "role"
	Pair    Field = "pair"
)

// Fields returns all fields in the order in which they are asked for.
func Fields() []Field { return []Field{Name, Surname, Email, Role, Pair} }

// Columns says which column, from 0, holds a field. A field without an entry is
// in no column.
type Columns map[Field]int

// called are the names that columns of each field have in the lists of
// universities, in small letters without anything but letters.
var called = map[Field][]string{
	Name:    {"name", "fullname", "participant", "person", "firstname", "forename", "givenname", "displayname", "preferredname"},
	Surname: {"surname", "lastname", "familyname"},
	Email:   {"email", "emailaddress", "mail", "eaddress", "universityemail", "workemail", "contact"},
	Role:    {"role", "part", "type", "group", "mentorormentee", "mentormentee"},
	Pair:    {"pair", "pairid", "pairnumber", "pairno", "partnership", "match", "matchid", "dyad"},
}

// Guess proposes which column holds what, by the columns' names.
func Guess(header []string) Columns {
	out := Columns{}
	for _, f := range Fields() {
		for _, name := range called[f] {
			i := slices.IndexFunc(header, func(h string) bool { return letters(h) == name })
			if i >= 0 && !out.uses(i) {
				out[f] = i
				break
			}
		}
	}
	return out
}

func (c Columns) uses(column int) bool {
	for _, i := range c {
		if i == column {
			return true
		}
	}
	return false
}

// cell returns what a row holds of a field, with spaces made single.
func (c Columns) cell(cells []string, f Field) string {
	i, ok := c[f]
	if !ok || i < 0 || i >= len(cells) {
		return ""
	}
	return strings.Join(strings.Fields(cells[i]), " ")
}

// letters returns the letters of s, small.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}
