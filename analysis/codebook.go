package analysis

import "slices"

// A Codebook is the tree of themes of one programme, as one version.
type Codebook struct {
	ProgrammeID string  `json:"-"`
	Version     int     `json:"version"`
	Title       string  `json:"title,omitempty"`
	Themes      []Theme `json:"themes"`
}

// A Theme is a code: what it is called, what it means, when to use it and when
// not.
type Theme struct {
	Key        string   `json:"key"`              // stable, such as "confidence"
	Parent     string   `json:"parent,omitempty"` // key of the theme above; empty at the top
	Name       string   `json:"name"`             // "Confidence and finding a voice"
	Definition string   `json:"definition"`
	Use        string   `json:"use,omitempty"`      // when to use it
	UseNot     string   `json:"use_not,omitempty"`  // when not to, and what to use instead
	Examples   []string `json:"examples,omitempty"` // phrases a person might write, never an answer of a participant
	Says       string   `json:"says,omitempty"`     // what those coded with it did, for the lead sentence: "described gaining confidence"
}

// Theme returns the theme with the given key.
func (c Codebook) Theme(key string) (Theme, bool) {
	i := slices.IndexFunc(c.Themes, func(t Theme) bool { return t.Key == key })
	if i < 0 {
		return Theme{}, false
	}
	return c.Themes[i], true
}

// Ancestors returns the keys of the themes above key, nearest first. It ends at
// a missing parent and at a cycle, so that a damaged codebook cannot hang it.
func (c Codebook) Ancestors(key string) []string {
	var up []string
	for t, ok := c.Theme(key); ok && t.Parent != "" && t.Parent != key && !slices.Contains(up, t.Parent); t, ok = c.Theme(t.Parent) {
		up = append(up, t.Parent)
	}
	return up
}

// WithAncestors returns keys and all themes above them, sorted, each once: a
// child implies its parent.
func (c Codebook) WithAncestors(keys []string) []string {
	all := slices.Clone(keys)
	for _, k := range keys {
		all = append(all, c.Ancestors(k)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
