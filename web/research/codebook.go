package research

import (
	"strconv"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/web/page"
)

// codebookPage builds the page of a programme's codebook. The counts are of
// people, of a theme with all below it.
func codebookPage(p survey.Programme, book analysis.Codebook, accepted, suggested []search.Count) page.Codebook {
	out := page.Codebook{Name: or(book.Title, "Codebook of "+p.Name)}
	out.Title = out.Name
	if len(book.Themes) == 0 {
		out.Onward = &page.Onward{
			Heading: "This programme has no themes yet",
			Text:    "Take the starter codebook or import your own from the command line: verbatim codebook --help says how. Suggestions appear here as soon as there are themes to suggest.",
		}
		return out
	}
	out.Version = "Version " + strconv.Itoa(book.Version) + ", " + Plural(len(book.Themes), "theme", "themes")
	for _, b := range tree(book) {
		out.Themes = append(out.Themes, codebookTheme(p, book, b, accepted, suggested))
	}
	return out
}

func codebookTheme(p survey.Programme, book analysis.Codebook, b branch, accepted, suggested []search.Count) page.CodebookTheme {
	inProgramme := view{filters: map[string][]string{search.FieldProgramme: {p.Key}}}
	t := page.CodebookTheme{
		ThemeAbout: about(b.Theme), Anchor: Anchor("theme", b.Key), Depth: b.depth, Colour: b.colour,
		SearchIn: inProgramme.toggled(search.FieldTheme, b.Key).at(SearchPath),
		ReviewIn: reviewView{programme: p.Key, theme: b.Key}.at(),
		Accepted: "nobody",
	}
	if above, ok := book.Theme(b.Parent); ok {
		t.Above = above.Name
	}
	if n := peopleOf(accepted, b.Key); n > 0 {
		t.Accepted = peopleWords(n)
	}
	if n := peopleOf(suggested, b.Key); n > 0 {
		t.Suggested = peopleWords(n)
	}
	return t
}

func peopleOf(counts []search.Count, value string) int {
	for _, c := range counts {
		if c.Value == value {
			return c.People
		}
	}
	return 0
}

func about(t analysis.Theme) page.ThemeAbout {
	return page.ThemeAbout{Name: t.Name, Definition: t.Definition, Use: t.Use, UseNot: t.UseNot, Examples: t.Examples}
}
