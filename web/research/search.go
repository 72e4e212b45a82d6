package research

import (
	"slices"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/web/page"
)

// hitsPerPage is how many answers one page shows: as many as are read in one
// sitting without losing the place.
const hitsPerPage = 20

// finding is everything a page of search results is made of.
type finding struct {
	view       view
	query      find.Query
	found      find.Found
	codings    []analysis.Coding
	labels     Labels
	guard      find.Guard
	meant      string // the query with other spellings; empty for none
	programmes []survey.Programme
}

// searchPage builds the page of what was found.
func searchPage(f finding) page.Search {
	p := page.Search{
		Query: f.view.query, Hidden: hidden(f.view), Notes: find.Said(f.query.Unknown),
		Chosen: chosen(f.view, SearchPath, f.labels), Clear: f.view.unfiltered().at(SearchPath),
		Total: total(f.found.Result), Facets: facets(f), Hits: hits(f), Pager: searchPager(f),
		Concordance: f.view.sorted().at(ConcordancePath),
	}
	p.Title = "Search"
	if f.view.query != "" {
		p.Title = f.view.query + " – search"
	}
	if f.found.Total == 0 {
		p.Onward = nothingFound(f.view, f.meant)
		return p
	}
	p.Small = smallWords(p.Facets, f.found.People)
	p.Sort = sortChoices(f.view)
	p.Wider = wider(f)
	p.Away = []page.Link{{Text: "XLSX", Address: f.view.at(SearchPath + "/export/xlsx")}, {Text: "CSV", Address: f.view.at(SearchPath + "/export/csv")}}
	if whole := f.view.asQuery(f.query); whole != "" {
		p.Save = &page.SaveSearch{Query: whole, Return: f.view.at(SearchPath), Programmes: programmeChoices(f.programmes)}
		p.CodeAll = f.view.onPage(1).sorted().at(CodeAllPath)
		p.Keyness = keynessView{a: whole}.at(KeynessPath)
	}
	return p
}

// total says how many answers of how many people were found.
func total(r search.Result) string {
	if r.Total == 0 {
		return "No answers"
	}
	return Plural(r.Total, "answer", "answers") + " from " + peopleWords(r.People)
}

// peopleWords writes a number of people as it may be shown.
func peopleWords(n int) string {
	if n < disclose.SmallCell {
		return find.People(n)
	}
	return Number(n) + " people"
}

// asQuery returns the whole search, with its filters, as one query; "" for a
// search for everything.
func (v view) asQuery(q find.Query) string {
	nodes := []search.Node{q.Typed}
	for _, field := range fields() {
		if values := v.filters[field]; len(values) > 0 {
			nodes = append(nodes, search.Field{Name: field, Values: values})
		}
	}
	if whole := search.All(nodes...); whole != nil {
		return whole.String()
	}
	return ""
}

func programmeChoices(all []survey.Programme) []page.ThemeChoice {
	out := []page.ThemeChoice{{Key: "", Name: "All programmes"}}
	for _, p := range all {
		out = append(out, page.ThemeChoice{Key: p.Key, Name: "Only " + p.Name})
	}
	return out
}

// hidden returns the filters and the order of v for a form that asks anew.
func hidden(v view) []page.Field {
	out := hiddenFilters(v)
	for _, s := range v.sort {
		out = append(out, page.Field{Name: "sort", Value: s})
	}
	return out
}

func hiddenFilters(v view) []page.Field {
	var out []page.Field
	for _, f := range fields() {
		for _, value := range v.filters[f] {
			out = append(out, page.Field{Name: f, Value: value})
		}
	}
	return out
}

// chosen lists the filters in force on the page at path.
func chosen(v view, path string, l Labels) []page.Link {
	var out []page.Link
	for _, f := range fields() {
		for _, value := range v.filters[f] {
			text := l.value(f, value)
			switch f {
			case search.FieldSuggested:
				text += " (suggested)"
			case search.FieldCoder:
				text = "Coded by " + text
			}
			out = append(out, page.Link{Text: Shorten(text, 60), Address: v.toggled(f, value).at(path)})
		}
	}
	return out
}

// hits shows the answers found, in the order found. An answer that has been
// withdrawn since it was indexed is not among the verbatims and is passed over.
func hits(f finding) []page.Hit {
	codings := codingsByVerbatim(f.codings)
	var out []page.Hit
	for _, h := range f.found.Hits {
		v, ok := f.found.Verbatims[h.ID]
		if !ok {
			continue
		}
		found := analysisSpans(h.Spans)
		out = append(out, page.Hit{
			Address:    VerbatimPath(v.ID),
			Pieces:     pieces(v.Text, excerpt(v.Text, found), found, nil),
			Attributes: attributes(v, f.labels),
			Themes:     tags(codings[v.ID], f.labels),
			Label:      "this " + f.labels.Role(v.Role),
			Like:       LikePath(v.ID),
			Quote:      quotePathOf(v),
			Apart:      f.guard.Keeps(v),
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

// searchPager is the pager of a search. The next page begins after the last hit
// of this one, so that answers that arrive meanwhile move nothing.
func searchPager(f finding) page.Pager {
	p := pager(f.view, SearchPath, f.found.Total, hitsPerPage)
	if n := len(f.found.Hits); p.Next != "" && n > 0 {
		p.Next = f.view.beginningAfter(f.view.page+1, f.found.Hits[n-1].Cursor()).at(SearchPath)
	}
	return p
}

// An ordering is a way to sort answers.
type ordering struct {
	value, text string
	by          search.Order
}

// orderings are the ways to sort answers, the usual one first.
func orderings() []ordering {
	return []ordering{
		{"", "how well they match", search.Order{}},
		{"newest", "newest first", search.Order{Field: search.FieldDay, Descending: true}},
		{"oldest", "oldest first", search.Order{Field: search.FieldDay}},
		{"role", "role", search.Order{Field: search.FieldRole}},
		{"question", "question", search.Order{Field: search.FieldQuestion}},
		{"response", "response", search.Order{Field: search.FieldResponse}},
	}
}

// ordered returns the order that the address asks for.
func (v view) ordered() ordering {
	for _, o := range orderings() {
		if len(v.sort) > 0 && o.value == v.sort[0] {
			return o
		}
	}
	return orderings()[0]
}

func sortChoices(v view) []page.Choice {
	var out []page.Choice
	for _, o := range orderings() {
		w := v.sorted()
		if o.value != "" {
			w = v.sorted(o.value)
		}
		out = append(out, page.Choice{Text: o.text, Address: w.at(SearchPath), Chosen: o.value == v.ordered().value})
	}
	return out
}

// wider offers to find, beside the answers with a theme, those that say what its
// example phrases say and that nobody has coded yet.
func wider(f finding) []page.Link {
	var out []page.Link
	for _, theme := range f.view.filters[search.FieldTheme] {
		b, ok := f.labels.branch(theme)
		if !ok || len(b.Examples) == 0 {
			continue
		}
		either := search.Any(search.Field{Name: search.FieldTheme, Values: []string{theme}}, search.Field{Name: search.FieldExamples, Values: []string{theme}})
		v := f.view.toggled(search.FieldTheme, theme).asking(search.All(f.query.Typed, either).String())
		out = append(out, page.Link{Text: "Also answers like the examples of “" + b.Name + "”", Address: v.at(SearchPath)})
	}
	return out
}

// mayBeMisspelt reports whether a query looks for words at all.
func mayBeMisspelt(q find.Query) bool { return len(search.Leaves(q.Typed)) > 0 }
