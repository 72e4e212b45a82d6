package theme

import (
	_ "embed" // the codebook is part of the program
	"encoding/json"
	"sync"

	"verbatim/analysis"
)

//go:embed starter.json
var starterJSON []byte

var starter = sync.OnceValue(func() analysis.Codebook {
	var book analysis.Codebook
	if err := json.Unmarshal(starterJSON, &book); err != nil {
		panic(err) // the codebook is compiled in: it is damaged only if the program is
	}
	return book
})

// Starter returns the codebook for reverse mentoring that new programmes begin
// with: a tree of themes, each with definition, rules of use and example
// phrases. The phrases are invented. The caller may change what it gets.
func Starter() analysis.Codebook {
	book := starter()
	themes := make([]analysis.Theme, len(book.Themes))
	for i, t := range book.Themes {
		t.Examples = append([]string(nil), t.Examples...)
		themes[i] = t
	}
	book.Themes = themes
	return book
}
