package identify

import "strings"

// NameKey returns a name as names are compared: its words folded, without
// titles and possessives. "Dr Jane Smith’s" and "jane smith" have the same.
func NameKey(name string) string {
	var parts []string
	for _, w := range words(name) {
		if !isTitle(w.fold) {
			parts = append(parts, w.fold)
		}
	}
	return strings.Join(parts, " ")
}

// Weak is the score below which a find is a hint: a word that may be a name by
// the place where it stands, or is one letter away from one.
const Weak = listedName

// FromAccount returns the name of a person as their account name tells it, and
// "" for one that names no person: "priya.raman" is Priya Raman, "admin" nobody.
func FromAccount(account string) string {
	name := strings.Join(strings.FieldsFunc(account, func(r rune) bool { return r == '.' || r == '_' || r == '-' || r == ' ' }), " ")
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if offices[w] || common[w] || len(w) < 3 || strings.ContainsAny(w, "0123456789@") {
			return ""
		}
	}
	return name
}

// offices are names of accounts that several people may use.
var offices = readList("admin administrator coordinator co-ordinator researcher office staff team root test demo guest user evaluation evaluator manager support research analyst reader viewer editor owner first second local console")
