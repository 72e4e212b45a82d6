// Package starter holds the forms that a programme can begin with, written for
// reverse mentoring. A coordinator takes one, changes it and publishes it as
// the programme's own; nothing else in Verbatim knows these forms.
package starter

import (
	"embed"
	"encoding/json"
	"io/fs"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
)

//go:embed forms/*.json
var files embed.FS

// Keys returns the keys of the starter forms, sorted.
func Keys() []string {
	entries, _ := fs.ReadDir(files, "forms") // an embedded folder can be read
	var keys []string
	for _, e := range entries {
		keys = append(keys, strings.TrimSuffix(e.Name(), ".json"))
	}
	return keys
}

// Form returns the starter form with the given key, as version 0. The fault is
// of kind NotFound and names the forms there are.
func Form(key string) (survey.Form, error) {
	var f survey.Form
	if survey.CheckKey("form", key) != nil {
		return f, unknown(key)
	}
	b, err := files.ReadFile("forms/" + key + ".json")
	if err != nil {
		return f, unknown(key)
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return f, &fault.Error{Kind: fault.Internal, Op: "starter.Form(" + key + ")", Err: err}
	}
	return f, nil
}

// Roles returns the roles that the starter forms name, for a programme that
// begins with one of them.
func Roles() []survey.Role {
	return []survey.Role{
		{Key: "mentor", Singular: "mentor", Plural: "mentors"},
		{Key: "mentee", Singular: "mentee", Plural: "mentees"},
		{Key: "pair", Singular: "pair", Plural: "pairs", Joint: true},
	}
}

func unknown(key string) error {
	return fault.New(fault.NotFound, "There is no starter form %q. There are: %s.", key, strings.Join(Keys(), ", "))
}
