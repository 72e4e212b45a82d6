package search_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
	"verbatim/survey/fault"
)

// lexicon knows some saved queries and that a theme is called by its name.
func lexicon(saved map[string]string) search.Lexicon {
	return search.Lexicon{
		Saved: func(_ context.Context, name string) (string, bool, error) {
			for n, q := range saved {
				if search.SameName(n, name) {
					return q, true, nil
				}
			}
			return "", false, nil
		},
		Field: func(_ context.Context, f search.Field) (search.Node, error) {
			switch {
			case f.Name == search.FieldTheme && f.Values[0] == "Finding a voice":
				return search.Field{Name: search.FieldTheme, Values: []string{"voice"}}, nil
			case f.Name == search.FieldExamples:
				return search.AnyLike([]string{"I have found my voice", "more confident", "The of"}, func(w string) bool {
					return strings.Contains(" i have my more the of ", " "+w+" ")
				}), nil
			}
			return f, nil
		},
	}
}

func TestResolve(t *testing.T) {
	saved := map[string]string{"voices": `voice OR heard`, "Of Mentors": "role:mentor saved:Voices", "round": `saved:a`, "a": "b saved:Round", "wrong": "(", "empty": " "}
	tests := []struct{ in, want, code string }{
		{"saved:voices", "voice OR heard", ""},
		{`x saved:"of  MENTORS"`, "x role:mentor (voice OR heard)", ""},
		{"voice OR saved:voices", "voice OR voice OR heard", ""},
		{"-saved:voices", "-(voice OR heard)", ""},
		{`theme:"Finding a voice" -theme:other`, "theme:voice -theme:other", ""},
		{"examples:confidence", "(found NEAR/4 voice) OR confident", ""},
		{"saved:nothing", "", "Q27"},
		{"saved:a", "", "Q26"},
		{"saved:wrong", "", "Q04"},
		{"saved:empty", "", "Q29"},
		{"", "", ""},
	}
	for _, tt := range tests {
		tree, err := search.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := search.Resolve(t.Context(), tree, lexicon(saved))
		if e, ok := errors.AsType[*fault.Error](err); tt.code != "" || err != nil {
			if !ok || e.Code != tt.code {
				t.Errorf("Resolve(%q) = %v, want %s", tt.in, err, tt.code)
			}
			continue
		}
		if printed := printedOf(got); printed != tt.want {
			t.Errorf("Resolve(%q) = %q, want %q", tt.in, printed, tt.want)
		}
	}
}

func printedOf(n search.Node) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// TestResolveStops holds that saved searches that double each time end with an
// error and not with the memory.
func TestResolveStops(t *testing.T) {
	saved := map[string]string{"n0": "word"}
	for i := range 30 {
		saved["n"+string(rune('a'+i))] = "saved:n" + before(i) + " OR saved:n" + before(i)
	}
	_, err := search.Resolve(t.Context(), search.Saved{Name: "n" + string(rune('a'+29))}, lexicon(saved))
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Code != "Q28" {
		t.Errorf("a search that doubles thirty times gives %v, want Q28", err)
	}
}

func before(i int) string {
	if i == 0 {
		return "0"
	}
	return string(rune('a' + i - 1))
}

// An error that a saved search brings about points at its name in the query that
// was typed.
func TestErrorsOfSavedSearchesHaveAColumn(t *testing.T) {
	saved := map[string]string{"loop": "saved:loop", "wrong": "voice (heard", "empty": " ", "uses wrong": "a saved:wrong", "uses nothing": "saved:gone"}
	for _, tt := range []struct {
		in, code string
		column   int
		text     string
	}{
		{"voice -saved:loop", "Q26", 8, "uses itself"},
		{"(a OR saved:gone) b", "Q27", 7, "no saved search"},
		{`été saved:"uses nothing"`, "Q27", 5, `"gone"`},
		{"saved:Empty", "Q29", 1, "is empty"},
		{"a b saved:wrong", "Q03", 5, `In the saved search "wrong", column `},
		{`saved:"uses wrong"`, "Q03", 1, `In the saved search "wrong", column `},
	} {
		tree, err := search.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		_, err = search.Resolve(t.Context(), tree, lexicon(saved))
		err = search.Locate(tt.in, err)
		e, ok := errors.AsType[*fault.Error](err)
		at, pointed := errors.AsType[*search.SyntaxError](err)
		if !ok || !pointed || e.Code != tt.code || at.Column != tt.column || !strings.Contains(e.Text, tt.text) || !strings.HasPrefix(e.Text, "Column ") {
			t.Errorf("Locate(%q) = %v at %+v, want %s at column %d with %q", tt.in, err, at, tt.code, tt.column, tt.text)
		}
	}
	if err := search.Locate("voice", nil); err != nil {
		t.Errorf("Locate(nil) = %v", err)
	}
}

func TestSavedNames(t *testing.T) {
	tree, err := search.Parse(`a (saved:b OR -saved:"c d")`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "c d"}, search.SavedNames(tree)); diff != "" {
		t.Errorf("SavedNames (-want +got):\n%s", diff)
	}
}

// trees generates trees as Parse makes them.
func trees(depth int) *rapid.Generator[search.Node] {
	word := rapid.StringMatching(`[a-z]{3,7}('[a-z]{1,2})?`).Filter(func(s string) bool {
		return !strings.HasSuffix(s, "'s")
	})
	leaf := rapid.Custom(func(t *rapid.T) search.Node {
		w := word.Draw(t, "word")
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			return search.Phrase{Words: rapid.SliceOfN(word, 2, 5).Draw(t, "phrase")}
		case 1:
			return search.Pattern{Glob: w + "*"}
		case 2:
			return search.Fuzzy{Text: w, Edits: rapid.IntRange(1, 2).Draw(t, "edits")}
		case 3:
			return search.Near{Left: search.Word{Text: w}, Right: search.Word{Text: word.Draw(t, "right")}, Distance: rapid.IntRange(1, search.MaxDistance).Draw(t, "distance"), Ordered: rapid.Bool().Draw(t, "ordered")}
		case 4:
			name := rapid.SampledFrom([]string{"role", "theme", "question", "pair", "coder", "examples", "consent"}).Draw(t, "field")
			return search.Field{Name: name, Values: rapid.SliceOfN(rapid.StringMatching(`[A-Za-zé0-9][A-Za-z é:,()*=-]{0,12}[a-z]`), 1, 3).Draw(t, "values")}
		case 5:
			return search.Saved{Name: rapid.StringMatching(`[A-Z][a-zé0-9 :,()*=-]{0,12}[a-z]`).Draw(t, "saved")}
		case 6:
			return search.Dates{From: "2021-01-01", To: rapid.SampledFrom([]string{"", "2021-06-30"}).Draw(t, "to")}
		}
		return search.Word{Text: w, Exact: rapid.Bool().Draw(t, "exact")}
	})
	if depth == 0 {
		return leaf
	}
	return rapid.Custom(func(t *rapid.T) search.Node {
		parts := rapid.SliceOfN(trees(depth-1), 2, 3)
		switch rapid.IntRange(0, 3).Draw(t, "join") {
		case 0:
			return search.All(parts.Draw(t, "all")...)
		case 1:
			return search.Any(parts.Draw(t, "any")...)
		case 2:
			return search.Not{Of: trees(depth-1).Draw(t, "not")}
		}
		return leaf.Draw(t, "leaf")
	})
}

// TestPrintParses holds that every tree prints as a query that is read as the
// same tree.
func TestPrintParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := trees(3).Draw(t, "tree")
		got, err := search.Parse(tree.String())
		if err != nil {
			t.Fatalf("%s: %v", tree, err)
		}
		if diff := cmp.Diff(tree, got); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", tree, diff)
		}
	})
}
