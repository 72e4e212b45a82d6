package theme

import (
	"slices"
	"strings"

	"verbatim/analysis"
)

// How much the words of the codebook count against one coded answer, whose
// weight is 1. They are all that there is before anybody has coded, and go on
// counting afterwards, where they still gain precision at 64 answers a theme.
const (
	nameWeight       = 3
	definitionWeight = 1
	useWeight        = 0.5
	phraseWeight     = 1
)

// doubtWeight is the weight of an answer as an example of what a theme is not,
// when people only rejected suggestions for it and gave it no theme: perhaps
// they have not looked for others yet.
const doubtWeight = 0.3

// A class is a text to learn from and what is known about it.
type class struct {
	text   string
	v      *vector
	yes    []int // themes that fit, by number
	no     []int // themes that are known not to
	skip   []int // themes about which nothing is known
	phrase bool  // a phrase that people might write, fit to be shown as a likeness
	weight float32
	other  float32 // weight as an example of what all other themes are not
}

// says reports what the class says about a theme: whether it fits, and how much
// that counts; weight 0 means that nothing is known.
func (c *class) says(theme int) (fits bool, weight float32) {
	switch {
	case slices.Contains(c.yes, theme):
		return true, c.weight
	case slices.Contains(c.no, theme):
		return false, c.weight
	case slices.Contains(c.skip, theme):
		return false, 0
	}
	return false, c.other
}

// maxLessons is how many texts one theme learns from: half of them, at least,
// for what it is not. From more it learns little more, and slowly.
const maxLessons = 1000

// lessons returns what the classes teach about one theme. Where there are too
// many, they are evenly spread over the classes and count for those left out.
func lessons(classes []class, theme int) []lesson {
	var yes, no []lesson
	for i := range classes {
		switch fits, weight := classes[i].says(theme); {
		case weight == 0:
		case fits:
			yes = append(yes, lesson{classes[i].v, 1, weight})
		default:
			no = append(no, lesson{classes[i].v, -1, weight})
		}
	}
	yes = thinned(yes, max(maxLessons/2, maxLessons-len(no)))
	return append(yes, thinned(no, maxLessons-len(yes))...)
}

func thinned(ls []lesson, n int) []lesson {
	if len(ls) <= n {
		return ls
	}
	out := make([]lesson, 0, n)
	for _, i := range spread(len(ls), n) {
		l := ls[i]
		l.weight *= float32(len(ls)) / float32(n)
		out = append(out, l)
	}
	return out
}

// leaves returns the themes of the book that have none below them. Those are
// suggested; a theme above follows from them.
func leaves(book analysis.Codebook) []analysis.Theme {
	parents := map[string]bool{}
	for _, t := range book.Themes {
		parents[t.Parent] = true
	}
	var out []analysis.Theme
	for _, t := range book.Themes {
		if !parents[t.Key] {
			out = append(out, t)
		}
	}
	return out
}

// bookClasses returns the words of the codebook as texts to learn from.
func bookClasses(themes []analysis.Theme) []class {
	var out []class
	for i, t := range themes {
		put := func(text string, weight float32, phrase bool) {
			if strings.TrimSpace(text) != "" {
				out = append(out, class{text: text, yes: []int{i}, phrase: phrase, weight: weight, other: weight})
			}
		}
		put(t.Name, nameWeight, false)
		put(t.Definition, definitionWeight, false)
		put(t.Use, useWeight, false)
		for _, e := range t.Examples {
			put(e, phraseWeight, true)
		}
	}
	return out
}

// exampleClasses returns reviewed answers as texts to learn from. A theme above
// others says that one of them fits, not which.
func exampleClasses(book analysis.Codebook, themes []analysis.Theme, examples []Example) []class {
	number := map[string]int{}
	below := map[string][]int{}
	for i, t := range themes {
		number[t.Key] = i
		for _, up := range book.Ancestors(t.Key) {
			below[up] = append(below[up], i)
		}
	}
	var out []class
	for _, e := range examples {
		c := class{text: e.Text, weight: 1, other: 1}
		for _, k := range e.Themes {
			if i, ok := number[k]; ok {
				c.yes = append(c.yes, i)
			}
			c.skip = append(c.skip, below[k]...)
		}
		for _, k := range e.Not {
			if i, ok := number[k]; ok {
				c.no = append(c.no, i)
			}
			c.no = append(c.no, below[k]...)
		}
		if len(e.Themes) == 0 && len(e.Not) > 0 {
			c.other = doubtWeight
		}
		out = append(out, c)
	}
	return out
}
