package research

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis/disclose"
	"verbatim/search"
	"verbatim/web/page"
)

// facetValues is the most values of an attribute shown: more than this no
// longer help to choose, and the query can name them.
const facetValues = 40

// facetTitle names an attribute and says what its counts are of where that is
// not plain.
func facetTitle(field string) (title, note string) {
	switch field {
	case search.FieldProgramme:
		return "Programme", ""
	case search.FieldRound:
		return "Round", ""
	case search.FieldWave:
		return "Wave", ""
	case search.FieldRole:
		return "Role", ""
	case search.FieldQuestion:
		return "Question", ""
	case search.FieldTheme:
		return "Theme", "Accepted by a person"
	case search.FieldSuggested:
		return "Suggested theme", "By the machine, not reviewed"
	case search.FieldCoder:
		return "Coder", "Put a theme on the answer, or decided about one"
	}
	return "Consent", ""
}

// facets counts what was found by each attribute. The counts of an attribute
// that is filtered by are those without its own filter, so that further values
// can be added.
func facets(f finding) []page.Facet {
	var out []page.Facet
	for _, field := range fields() {
		if hiddenFacet(f, field) {
			continue
		}
		fc := page.Facet{Chosen: len(f.view.filters[field])}
		fc.Title, fc.Note = facetTitle(field)
		counts := arrange(field, withChosen(f.found.Facets[field], f.view.filters[field]), f.labels)
		people := shownPeople(field, counts)
		for i, c := range counts {
			fc.Values = append(fc.Values, facetValue(f, field, c, people[i]))
		}
		if len(fc.Values) > 0 {
			out = append(out, fc)
		}
	}
	return out
}

// hiddenFacet reports whether an attribute says nothing: a single programme or
// wave.
func hiddenFacet(f finding, field string) bool {
	if len(f.view.filters[field]) > 0 {
		return false
	}
	switch field {
	case search.FieldProgramme:
		return len(f.labels.programmes) < 2
	case search.FieldWave:
		return len(f.found.Facets[field]) < 2
	}
	return false
}

// shownPeople returns the counts of people of an attribute as they may be shown.
// Where everybody has one value, a small count could be worked out from the
// others and the total, so another is hidden with it.
func shownPeople(field string, counts []search.Count) []page.Figure {
	row := make([]int, len(counts))
	for i, c := range counts {
		row[i] = c.People
	}
	var cells []string
	if field == search.FieldRole || field == search.FieldProgramme {
		cells = disclose.Suppress(row)
	} else {
		for _, n := range row {
			cells = append(cells, disclose.CountText(n))
		}
	}
	out := make([]page.Figure, len(cells))
	for i, words := range cells {
		out[i] = figure(row[i], words)
	}
	return out
}

// figure returns a count whose words are those of disclose.
func figure(n int, words string) page.Figure {
	switch words {
	case disclose.Hidden:
		return page.Figure{Text: "–", Words: words}
	case disclose.CountText(n):
		if n > 0 && n < disclose.SmallCell {
			return page.Figure{Text: "<5", Words: words}
		}
	}
	return page.Figure{Text: Number(n)}
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

func facetValue(f finding, field string, c search.Count, people page.Figure) page.FacetValue {
	b, _ := f.labels.branch(c.Value)
	v := page.FacetValue{
		Label: f.labels.value(field, c.Value), Answers: answersFigure(c), People: people,
		Address: f.view.toggled(field, c.Value).at(SearchPath),
		Chosen:  slices.Contains(f.view.filters[field], c.Value),
	}
	if field == search.FieldTheme || field == search.FieldSuggested {
		v.Depth = b.depth
	}
	return v
}

// answersFigure returns how many answers have a value. Fewer answers than a
// small cell are of as few people, so their number would give theirs away.
func answersFigure(c search.Count) page.Figure {
	return figure(c.Documents, disclose.CountText(c.Documents))
}

// smallWords explains the counts that are not shown as numbers.
func smallWords(facets []page.Facet, people int) string {
	some := people < disclose.SmallCell
	for _, f := range facets {
		some = some || slices.ContainsFunc(f.Values, func(v page.FacetValue) bool { return v.People.Words != "" || v.Answers.Words != "" })
	}
	if !some {
		return ""
	}
	return "“<5” stands for fewer than 5, and “–” for a count from which one of those could be worked out: a small number could tell who somebody is."
}
