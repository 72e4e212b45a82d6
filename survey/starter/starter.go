// Package starter holds the forms that a programme can begin with, written for
// reverse mentoring: the five occasions on which such a scheme asks ([Waves]), a
// form for each. A coordinator takes one, changes it and publishes it as the
// programme's own; nothing else in Verbatim knows these forms.
package starter

import (
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
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

// Unchecked returns the tags of the languages that the starter form is translated
// into and that no native speaker has checked yet.
func Unchecked(key string) []string {
	b, err := files.ReadFile("forms/" + key + ".json")
	var noted struct {
		Unchecked []string `json:"unchecked"`
	}
	if err != nil || json.Unmarshal(b, &noted) != nil { // a form that cannot be read is Form's to report
		return nil
	}
	return noted.Unchecked
}

// WithRoles returns the form with its question about the role offering the given
// ones. Roles that the form has words for keep them. A form that offers no joint
// role, because people fill it in before there are pairs, is given none.
func WithRoles(f survey.Form, roles []survey.Role) survey.Form {
	pages := slices.Clone(f.Pages)
	for i := range pages {
		pages[i].Questions = slices.Clone(pages[i].Questions)
		for j, q := range pages[i].Questions {
			if q.Purpose == survey.ForRole {
				pages[i].Questions[j].Choices = offer(q, roles)
			}
		}
	}
	f.Pages = pages
	return f
}

func offer(q survey.Question, roles []survey.Role) []survey.Choice {
	var choices []survey.Choice
	for _, r := range roles {
		if r.Joint && !slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Key == r.Key }) {
			continue
		}
		label := q.ChoiceLabel(r.Key)
		if label == r.Key {
			label = "As one of the " + r.Plural
		}
		choices = append(choices, survey.Choice{Key: r.Key, Label: label})
	}
	return choices
}

func unknown(key string) error {
	return fault.New(fault.NotFound, "There is no starter form %q. There are: %s.", key, strings.Join(Keys(), ", "))
}
