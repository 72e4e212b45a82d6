package bleveindex_test

import (
	"testing"

	"verbatim/search"
)

func TestSuggest(t *testing.T) {
	x := open(t, t.TempDir())
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	docs := []search.Document{
		{ID: "a", Programme: "one", Role: "mentor", Text: "My confidence grew. A voice."},
		{ID: "b", Programme: "one", Role: "mentee", Text: "More confidence, more courage."},
		{ID: "c", Programme: "two", Role: "mentee", Text: "Hierarchies and confidants. The xylophone."},
	}
	if err := x.Update(t.Context(), search.Batch{Put: docs, Position: 1}); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ query, programme, want string }{
		{"confidnce", "", "confidence"},
		{"=Confidnce", "", "=confidence"},
		{"confidence", "", ""}, // it is there
		{"confidnce role:mentor", "", "confidence role:mentor"},
		{`"more coruage" OR voixe`, "", `"more courage" OR voice`},
		{"xylofone", "two", "xylophone"},
		{"xylofone", "one", ""},            // another programme's word
		{"xylofone programme:one", "", ""}, // the same, by the query's own attribute
		{"xylofone -programme:two", "", ""},
		{"voic3 -confidnce", "", "voice -confidence"},
		{"the", "one", ""}, // too short to guess
	}
	for _, tt := range tests {
		filters := map[string][]string{}
		if tt.programme != "" {
			filters[search.FieldProgramme] = []string{tt.programme}
		}
		typed := parse(t, tt.query)
		got, err := search.Suggest(t.Context(), x, typed, typed, filters)
		if err != nil {
			t.Fatal(err)
		}
		printed := ""
		if got != nil {
			printed = got.String()
		}
		if printed != tt.want {
			t.Errorf("Suggest(%s) in programme %q = %q, want %q", tt.query, tt.programme, printed, tt.want)
		}
	}
}
