package analysis

import (
	"verbatim/survey"
	"verbatim/survey/fault"
)

// Check returns a coded fault unless the codebook is sound: every theme has a
// usable key and a name, no key is used twice, and every parent is a theme of
// the book above it, not below.
func (c Codebook) Check() error {
	seen := map[string]bool{}
	for _, t := range c.Themes {
		if err := survey.CheckKey("The key of a theme", t.Key); err != nil {
			return err
		}
		if t.Name == "" {
			return fault.Coded("A01", "Theme %q has no name: say in a few words what it is called.", t.Key)
		}
		if seen[t.Key] {
			return fault.Coded("A02", "Two themes have the key %q: give one of them another.", t.Key)
		}
		seen[t.Key] = true
	}
	for _, t := range c.Themes {
		if t.Parent != "" && !seen[t.Parent] {
			return fault.Coded("A03", "Theme %q stands under %q, which the codebook does not have: add that theme or choose another.", t.Key, t.Parent)
		}
		if c.belowItself(t.Key) {
			return fault.Coded("A04", "Theme %q stands under itself: choose another theme above it, or none.", t.Key)
		}
	}
	return nil
}

// belowItself reports whether the way up from key comes back to it.
func (c Codebook) belowItself(key string) bool {
	t, _ := c.Theme(key)
	for range c.Themes {
		if t.Parent == "" {
			return false
		}
		if t.Parent == key {
			return true
		}
		t, _ = c.Theme(t.Parent)
	}
	return false
}
