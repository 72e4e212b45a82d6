package find

import (
	"slices"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey/fault"
)

// An Unknown is a name of a query that nothing has.
type Unknown struct {
	Field string // of the query, such as search.FieldRole
	Value string
	Meant string   // the key that it is a misspelling of; empty for none
	There []string // the keys that there are, where they are few
}

// mostOffered is how many keys are listed to somebody whose name is near to none.
const mostOffered = 8

// offer returns an unknown name with what could be written instead.
func (n *names) offer(field, value string) Unknown {
	u := Unknown{Field: field, Value: value}
	var names, keys []string // in step: what a key is called, and the key
	for _, k := range n.keys[field] {
		for _, name := range append([]string{k.key}, k.names...) {
			names, keys = append(names, name), append(keys, k.key)
		}
		if !slices.Contains(u.There, k.key) {
			u.There = append(u.There, k.key)
		}
	}
	if meant := fault.Meant(search.FoldName(value), names); meant != "" {
		u.Meant = keys[slices.Index(names, meant)]
	}
	if u.Meant != "" || len(u.There) > mostOffered {
		u.There = nil
	}
	return u
}

// String says in words that there is no such name, and which there are.
func (u Unknown) String() string {
	if u.Field == search.FieldPair {
		return "No answers are joined to a pair “" + u.Value + "”: only waves that say so join answers to people."
	}
	said := "There is no " + u.Field + " “" + u.Value + "”."
	switch {
	case u.Meant != "":
		return said + " “" + u.Meant + "” may be meant."
	case len(u.There) > 0:
		return said + " There are: " + analysis.And(u.There) + "."
	}
	return said
}

// Said returns what there is to say of unknown names, each once.
func Said(unknown []Unknown) []string {
	var out []string
	for _, u := range unknown {
		if words := u.String(); !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return out
}
