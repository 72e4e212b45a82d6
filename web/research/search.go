package research

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/web/page"
)

const (
	// hitsPerPage is how many answers one page shows: as many as are read in one
	// sitting without losing the place.
	hitsPerPage = 20
	// facetValues is the most values of an attribute shown: more than this no
	// longer help to choose, and the query can name them.
	facetValues = 40
)

// finding is everything a page of search results is made of.
type finding struct {
	view      view
	node      search.Node
	result    search.Result
	wider     map[string][]search.Count // counts of a field in force, found without its own filter
	verbatims []survey.Verbatim
	codings   []analysis.Coding
	labels    Labels
}

// searchPage builds the page of what was found.
func searchPage(f finding) page.Search {
	p := page.Search{
		Query:       f.view.query,
		Hidden:      hidden(f.view),
		Total:       total(f.result),
		Chosen:      chosen(f.view, SearchPath, f.labels),
		Clear:       f.view.unfiltered().at(SearchPath),
		Facets:      facets(f),
		Hits:        hits(f),
		Pager:       pager(f.view, SearchPath, f.result.Total, hitsPerPage),
		Concordance: f.view.onPage(1).sorted("").at(ConcordancePath),
	}
	p.Title = "Search"
	if f.view.query != "" {
		p.Title = f.view.query + " – search"
	}
	if f.result.Total == 0 {
		p.Onward = nothingFound(f.view)
	}
	return p
}

// total says how many answers of how many people were found.
func total(r search.Result) string {
	if r.Total == 0 {
		return "No answers"
	}
	return Plural(r.Total, "answer", "answers") + " from " + Plural(r.People, "person", "people")
}

// hidden returns the filters and the order of v for a form that asks anew.
func hidden(v view) []page.Field {
	var out []page.Field
	for _, f := range fields() {
		for _, value := range v.filters[f] {
			out = append(out, page.Field{Name: f, Value: value})
		}
	}
	if v.sort != "" {
		out = append(out, page.Field{Name: "sort", Value: v.sort})
	}
	return out
}

// chosen lists the filters in force on the page at path.
func chosen(v view, path string, l Labels) []page.Link {
	var out []page.Link
	for _, f := range fields() {
		for _, value := range v.filters[f] {
			text := l.value(f, value)
			if f == search.FieldSuggested {
				text += " (suggested)"
			}
			out = append(out, page.Link{Text: Shorten(text, 60), Address: v.toggled(f, value).at(path)})
		}
	}
	return out
}

// facetTitle names an attribute and says what its counts are of where that is
// not plain.
func facetTitle(field string) (title, note string) {
	switch field {
	case search.FieldProgramme:
		return "Programme", ""
	case search.FieldRound:
		return "Round", ""
	case search.FieldRole:
		return "Role", ""
	case search.FieldQuestion:
		return "Question", ""
	case search.FieldTheme:
		return "Theme", "Accepted by a person"
	case search.FieldSuggested:
		return "Suggested theme", "By the machine, not reviewed"
	}
	return "Consent", ""
}

func facets(f finding) []page.Facet {
	var out []page.Facet
	for _, field := range fields() {
		counts, ok := f.wider[field]
		if !ok {
			counts = f.result.Facets[field]
		}
		if field == search.FieldProgramme && len(f.labels.programmes) < 2 && len(f.view.filters[field]) == 0 {
			continue
		}
		fc := page.Facet{Chosen: len(f.view.filters[field])}
		fc.Title, fc.Note = facetTitle(field)
		for _, c := range arrange(field, withChosen(counts, f.view.filters[field]), f.labels) {
			fc.Values = append(fc.Values, facetValue(f, field, c))
		}
		if len(fc.Values) > 0 {
			out = append(out, fc)
		}
	}
	return out
}

// withChosen adds values that are in force but that nothing found has, so that
// they can be taken out again.
func withChosen(counts []search.Count, values []string) []search.Count {
	counts = slices.Clone(counts)
	for _, v := range values {
		if !slices.ContainsFunc(counts, func(c search.Count) bool { return c.Value == v }) {
			counts = append(counts, search.Count{Value: v})
		}
	}
	return counts
}

// arrange puts counts in the order of reading: rounds latest first, themes as
// the codebook has them, everything else by how much there is.
func arrange(field string, counts []search.Count, l Labels) []search.Count {
	counts = slices.DeleteFunc(counts, func(c search.Count) bool { return c.Value == "" })
	slices.SortStableFunc(counts, func(a, b search.Count) int {
		switch field {
		case search.FieldRound:
			return strings.Compare(b.Value, a.Value)
		case search.FieldTheme, search.FieldSuggested:
			return cmp.Or(cmp.Compare(l.placeOf(a.Value), l.placeOf(b.Value)), strings.Compare(a.Value, b.Value))
		}
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), strings.Compare(a.Value, b.Value))
	})
	return counts[:min(len(counts), facetValues)]
}

// placeOf returns where a theme stands in the tree; unknown ones stand last.
func (l Labels) placeOf(theme string) int {
	if i, ok := l.place[theme]; ok {
		return i
	}
	return len(l.themes)
}

func facetValue(f finding, field string, c search.Count) page.FacetValue {
	b, _ := f.labels.branch(c.Value)
	v := page.FacetValue{
		Label: f.labels.value(field, c.Value), Answers: c.Documents, People: c.People,
		Address: f.view.toggled(field, c.Value).at(SearchPath),
		Chosen:  slices.Contains(f.view.filters[field], c.Value),
	}
	if field == search.FieldTheme || field == search.FieldSuggested {
		v.Depth = b.depth
	}
	return v
}

// hits shows the answers found, in the order found. An answer that has been
// withdrawn since it was indexed is not among the verbatims and is passed over.
func hits(f finding) []page.Hit {
	byID := readable(f.verbatims)
	codings := codingsByVerbatim(f.codings)
	var out []page.Hit
	for _, h := range f.result.Hits {
		v, ok := byID[h.ID]
		if !ok {
			continue
		}
		found := analysisSpans(h.Spans)
		out = append(out, page.Hit{
			Address:    VerbatimPath(v.ID),
			Pieces:     pieces(v.Text, excerpt(v.Text, found), found, nil),
			Attributes: attributes(v, f.labels),
			Themes:     tags(codings[v.ID], f.labels),
			Label:      "The whole response of this " + f.labels.Role(v.Role),
			Like:       LikePath(v.ID),
		})
	}
	return out
}

// attributes says who wrote v, when and to which question.
func attributes(v survey.Verbatim, l Labels) []string {
	return slices.DeleteFunc([]string{Capital(l.Role(v.Role)), v.RoundKey, or(v.QuestionLabel, l.Question(v.Question))},
		func(s string) bool { return s == "" })
}

// tags lists the themes of one answer, each once: accepted ones first, then
// those only suggested.
func tags(codings []analysis.Coding, l Labels) []page.ThemeTag {
	var out []page.ThemeTag
	seen := map[string]bool{}
	for _, status := range []analysis.Status{analysis.Accepted, analysis.Suggested} {
		for _, c := range codings {
			if c.Status == status && !seen[c.Theme] {
				seen[c.Theme] = true
				out = append(out, l.tag(c.Theme, status == analysis.Suggested))
			}
		}
	}
	return out
}

func codingsByVerbatim(codings []analysis.Coding) map[string][]analysis.Coding {
	out := map[string][]analysis.Coding{}
	for _, c := range codings {
		out[c.VerbatimID] = append(out[c.VerbatimID], c)
	}
	return out
}

func analysisSpans(spans []search.Span) []analysis.Span {
	out := make([]analysis.Span, 0, len(spans))
	for _, s := range spans {
		out = append(out, analysis.Span(s))
	}
	return out
}

// pager leads through a list of total entries shown by size on a page.
func pager(v view, path string, total, size int) page.Pager {
	pages := (total + size - 1) / size
	if pages < 2 && v.page == 1 {
		return page.Pager{}
	}
	p := page.Pager{Text: "Page " + Number(v.page) + " of " + Number(max(pages, 1))}
	if v.page > 1 {
		p.Previous = v.onPage(min(v.page-1, max(pages, 1))).at(path)
	}
	if v.page < pages {
		p.Next = v.onPage(v.page + 1).at(path)
	}
	return p
}
