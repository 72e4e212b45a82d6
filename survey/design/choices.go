package design

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// mostChoices is how many choices one question may have: more than there are
// countries.
const mostChoices = 300

// Lines returns choices as they are typed: one on a line, its key in square
// brackets behind the words, and after the key what a filter looks at:
//
//	Anatomy [anatomy; year=1; campus=north]
func Lines(choices []survey.Choice) string {
	var b strings.Builder
	for _, c := range choices {
		b.WriteString(oneLine(c.Label) + " [" + c.Key)
		for _, name := range slices.Sorted(maps.Keys(c.Columns)) {
			b.WriteString("; " + name + "=" + c.Columns[name])
		}
		b.WriteString("]\n")
	}
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ReadLines makes choices of what was typed. A line without a key keeps the one
// that a choice with the same words has in old, and else gets one that is made
// of its words. What else old knows of a key is kept.
func ReadLines(text string, old []survey.Choice) ([]survey.Choice, error) {
	var out []survey.Choice
	used := map[string]bool{}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for _, line := range lines { // keys that were typed come first: none that is made may take one
		if c := readLine(line); c.Key != "" {
			used[c.Key] = true
		}
	}
	for _, line := range lines {
		c := readLine(line)
		switch {
		case c.Label == "" && c.Key == "":
			continue
		case c.Label == "":
			return nil, fault.Coded("W60", "The choice with the key %q has no words. Write what participants read before the bracket.", c.Key)
		case strings.ContainsAny(c.Key, "=~"):
			return nil, fault.Coded("W60", "The key %q of the choice “%s” cannot be used: take letters, digits and hyphens.", c.Key, c.Label)
		case c.Key == "":
			c.Key = keyOf(c.Label, old, used)
			used[c.Key] = true
		}
		if i := slices.IndexFunc(old, func(o survey.Choice) bool { return o.Key == c.Key }); i >= 0 {
			c.Other, c.Alone = old[i].Other, old[i].Alone
		}
		if out = append(out, c); len(out) > mostChoices {
			return nil, fault.Coded("W60", "There are more than %d choices. Group them, or ask for words instead.", mostChoices)
		}
	}
	return out, nil
}

// readLine cuts a line into words, key and columns.
func readLine(line string) (c survey.Choice) {
	c.Label = oneLine(line)
	before, inside, found := cutLast(c.Label, "[")
	inside, closed := strings.CutSuffix(inside, "]")
	if !found || !closed {
		return c
	}
	parts := strings.Split(inside, ";")
	key := strings.TrimSpace(parts[0])
	if key == "" || strings.Contains(key, " ") {
		return c
	}
	c.Label, c.Key = strings.TrimSpace(before), key
	for _, p := range parts[1:] {
		name, value, ok := strings.Cut(p, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			continue
		}
		if c.Columns == nil {
			c.Columns = map[string]string{}
		}
		c.Columns[name] = strings.TrimSpace(value)
	}
	return c
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// keyOf returns the key of a choice that was typed without one.
func keyOf(label string, old []survey.Choice, used map[string]bool) string {
	for _, o := range old {
		if oneLine(o.Label) == label && !used[o.Key] {
			return o.Key
		}
	}
	key := slug(label)
	if key == "" {
		key = fmt.Sprintf("choice-%d", len(used)+1)
	}
	return numbered(key, func(k string) bool { return used[k] })
}
