package research

import (
	"errors"
	"strings"
	"unicode"

	"verbatim/search"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// nothingFound helps on from a search without results: other spellings that the
// answers have, fewer filters, fewer words. Meant is the query with such
// spellings, empty for none.
func nothingFound(v view, meant string) *page.Onward {
	o := &page.Onward{Heading: "No answer matches"}
	if meant != "" {
		o.Links = append(o.Links, page.Link{Text: "Did you mean: " + meant, Address: v.asking(meant).at(SearchPath)})
	}
	if len(v.filters) > 0 {
		o.Links = append(o.Links, page.Link{Text: "Search all answers for this, without the filters", Address: v.unfiltered().at(SearchPath)})
	}
	words := plainWords(v.query)
	if len(words) > 0 {
		o.Text = "A word may be spelt differently in the answers, or not occur."
	}
	if v.query == "" {
		o.Heading = "There is nothing to search yet"
		o.Text = "Answers can be searched as soon as participants have given them."
		if len(v.filters) > 0 {
			o.Heading, o.Text = "No answer matches", "Nothing has all the attributes chosen."
		}
		return o
	}
	if len(words) > 0 && meant == "" {
		similar := strings.Join(words, "~1 ") + "~1"
		o.Links = append(o.Links, page.Link{Text: "Allow one letter to differ: " + similar, Address: v.asking(similar).at(SearchPath)})
	}
	if len(words) > 1 {
		either := strings.Join(words, " OR ")
		o.Links = append(o.Links, page.Link{Text: "Any of the words: " + either, Address: v.asking(either).at(SearchPath)})
	}
	return o
}

// maxPlainWords is the most words of a query that are tried again: longer
// queries are phrases somebody pasted.
const maxPlainWords = 6

// plainWords returns the words of a query, without its operators.
func plainWords(query string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\'' && r != '’' }) {
		const shortest = 3 // letters that a word needs before one of them may differ
		if len([]rune(w)) >= shortest && w != "AND" && w != "NOT" && w != "NEAR" && w != "PRE" {
			out = append(out, w)
		}
	}
	return out[:min(len(out), maxPlainWords)]
}

// tooBroad helps on from a query that the engine declines.
func tooBroad(err error, v view) *page.Onward {
	o := &page.Onward{Heading: "This search is too broad", Text: fault.Text(err)}
	if words := plainWords(v.query); len(words) > 0 {
		all := strings.Join(words, " ")
		o.Links = append(o.Links, page.Link{Text: "Search for the words as written: " + all, Address: v.asking(all).at(SearchPath)})
	}
	return o
}

// queryProblem shows what Parse found wrong with a query, around the place.
func queryProblem(query string, err error) *page.QueryProblem {
	p := &page.QueryProblem{Text: fault.Text(err)}
	at, ok := errors.AsType[*search.SyntaxError](err)
	if !ok {
		return p
	}
	runes := []rune(query)
	i := min(max(at.Column-1, 0), len(runes))
	p.KnowsItsPlace = true
	p.Before = string(runes[:i])
	if i < len(runes) {
		p.At, p.After = string(runes[i]), string(runes[i+1:])
	}
	return p
}
