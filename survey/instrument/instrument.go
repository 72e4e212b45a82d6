package instrument

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
)

//go:embed sets/*.json
var files embed.FS

// An Instrument is a published set of statements that are answered on one scale.
type Instrument struct {
	Key      string          `json:"key"`
	Name     string          `json:"name"`
	Measures string          `json:"measures"` // what, of whom
	Citation string          `json:"citation"`
	Source   string          `json:"source"`  // where its words can be got
	Licence  string          `json:"licence"` // on what terms it may be used
	Rules    []string        `json:"rules,omitempty"`
	Note     string          `json:"note,omitempty"` // what to know before using it
	Prompt   string          `json:"prompt,omitempty"`
	Items    []survey.Choice `json:"items"`   // without labels in a template
	Answers  []survey.Choice `json:"answers"` // keys that are numbers are scored; without labels in a template
	Scoring  survey.Scoring  `json:"scoring"`
}

// List returns the instruments that come with this program, templates among
// them, by key.
func List() []Instrument {
	entries, _ := fs.ReadDir(files, "sets") // an embedded folder can be read
	var out []Instrument
	for _, e := range entries {
		b, err := files.ReadFile("sets/" + e.Name())
		var i Instrument
		if err == nil && json.Unmarshal(b, &i) == nil { // a test reads each of them
			out = append(out, i)
		}
	}
	return out
}

// Get returns the instrument with the given key. The fault is of kind NotFound
// and names those there are.
func Get(key string) (Instrument, error) {
	var keys []string
	for _, i := range List() {
		if i.Key == key {
			return i, nil
		}
		keys = append(keys, i.Key)
	}
	return Instrument{}, fault.New(fault.NotFound, "There is no instrument %q. There are: %s.", key, strings.Join(keys, ", "))
}

// Template reports whether the words are missing, so that somebody who holds
// them has to fill them in first.
func (i Instrument) Template() bool {
	if i.Prompt == "" || len(i.Items) == 0 || len(i.Answers) == 0 {
		return true
	}
	for _, c := range append(append([]survey.Choice{}, i.Items...), i.Answers...) {
		if c.Label == "" {
			return true
		}
	}
	return false
}

// Page returns the page that asks the instrument: one question, which nobody is
// made to answer.
func (i Instrument) Page() survey.Page {
	return survey.Page{
		Key: i.Key, Title: i.Name,
		Questions: []survey.Question{{Key: i.Key, Kind: survey.Likert, Label: i.Prompt, Items: i.Items, Choices: i.Answers}},
		Instrument: &survey.Instrument{
			Key: i.Key, Version: version(i.Prompt, i.Items, i.Answers, i.Scoring), Name: i.Name, Citation: i.Citation, Licence: i.Licence, Scoring: i.Scoring,
		},
	}
}

// versionBytes is how much of the hash makes a version: enough that no two
// wordings ever share one, and short enough to compare by eye.
const versionBytes = 12

// version is the hash of everything that makes answers comparable.
func version(prompt string, items, answers []survey.Choice, s survey.Scoring) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q\n", prompt)
	for _, list := range [][]survey.Choice{items, answers} {
		for _, c := range list {
			fmt.Fprintf(h, "%q %q %v %v\n", c.Key, c.Label, c.Other, c.Alone)
		}
		fmt.Fprintln(h)
	}
	fmt.Fprintf(h, "%q %v %v\n", s.Method, s.Low, s.High)
	for _, scale := range s.Scales {
		fmt.Fprintf(h, "%q %q %q %d\n", scale.Key, scale.Items, scale.Reverse, scale.Least)
	}
	return hex.EncodeToString(h.Sum(nil)[:versionBytes])
}
