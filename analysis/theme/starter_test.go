package theme_test

import (
	"strings"
	"testing"

	"verbatim/analysis/theme"
	"verbatim/survey"
)

func TestStarterIsComplete(t *testing.T) {
	book := theme.Starter()
	children := map[string]int{}
	seen := map[string]bool{}
	for _, th := range book.Themes {
		children[th.Parent]++
		if err := survey.CheckKey("theme", th.Key); err != nil || seen[th.Key] {
			t.Errorf("theme %q: key is unusable or given twice: %v", th.Key, err)
		}
		seen[th.Key] = true
		if th.Name == "" || th.Definition == "" || th.Use == "" || th.UseNot == "" {
			t.Errorf("theme %q has an empty name, definition or rule", th.Key)
		}
		if _, ok := book.Theme(th.Parent); th.Parent != "" && !ok {
			t.Errorf("theme %q stands under %q, which is missing", th.Key, th.Parent)
		}
	}
	for _, th := range book.Themes {
		if children[th.Key] > 0 {
			continue
		}
		if n := len(th.Examples); n < 5 || n > 8 {
			t.Errorf("theme %q has %d examples, want 5 to 8", th.Key, n)
		}
		if th.Says == "" || strings.HasSuffix(th.Says, ".") {
			t.Errorf("theme %q says %q, want a verb phrase without a full stop", th.Key, th.Says)
		}
	}
}

func TestStarterIsACopy(t *testing.T) {
	theme.Starter().Themes[1].Examples[0] = "changed"
	if theme.Starter().Themes[1].Examples[0] == "changed" {
		t.Error("changing what Starter returned changed the starter")
	}
}
