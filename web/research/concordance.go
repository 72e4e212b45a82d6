package research

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/web/page"
)

const (
	// linesPerPage is how many lines a page of a concordance shows: patterns are
	// seen in many short lines, so more than answers to be read.
	linesPerPage = 100
	// contextWords is how many words stand on either side of what was found:
	// what fits beside it on a wide screen.
	contextWords = 14
	// mostLined is the most answers whose words are lined up while somebody
	// waits; a file has more.
	mostLined = search.MaxSize
)

// usualOrder is how lines are sorted unless the address says otherwise: by the
// words after what was found.
func usualOrder() []search.Column { return []search.Column{search.R1, search.R2, search.R3} }

// byRank is the value of an address that keeps lines in the order in which
// answers match.
const byRank = "rank"

// columns returns by what the lines of an address are sorted; none is by how
// well answers match.
func (v view) columns() []search.Column {
	var out []search.Column
	for _, s := range v.sort {
		if s == byRank {
			return nil
		}
		if c, ok := search.ParseColumn(s); ok && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return usualOrder()
	}
	return out
}

// presets are the ways to sort that are asked for most, each with what the
// address says.
func presets() []struct {
	text string
	sort []string
} {
	return []struct {
		text string
		sort []string
	}{
		{"the words after", nil},
		{"the words before", []string{"L1", "L2", "L3"}},
		{"the word found", []string{"node", "R1"}},
		{"role, then the words after", []string{"role", "R1", "R2"}},
		{"round, then the words after", []string{"round", "R1", "R2"}},
		{"how well answers match", []string{byRank}},
	}
}

// Concordance answers with every occurrence of the words that the address asks
// for, one beneath the other.
func (d *Desk) Concordance(c *gin.Context) error {
	v := readView(c.Request.URL.Query())
	p, status, err := d.concordance(c.Request.Context(), v)
	if err != nil {
		return err
	}
	p.Notes = append(d.incomplete(), p.Notes...)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, status, "research-concordance", p)
}

func (d *Desk) concordance(ctx context.Context, v view) (page.Concordance, int, error) {
	labels, err := LoadLabels(ctx, d.survey, d.analysis)
	if err != nil {
		return page.Concordance{}, 0, err
	}
	f := finding{view: v, labels: labels}
	f.query, err = d.find.Read(ctx, v.query)
	if isQueryFault(err) {
		p := concordancePage(f, nil)
		p.Problem, p.Onward, p.Wrong = queryProblem(v.query, err), nil, true
		return p, http.StatusUnprocessableEntity, nil
	}
	if err != nil || len(search.Leaves(f.query.Node)) == 0 {
		return concordancePage(f, nil), http.StatusOK, err
	}
	f.found, err = d.find.All(ctx, search.Request{Query: f.query.Node, Filters: v.filters, Spans: true}, mostLined)
	if isQueryFault(err) {
		p := concordancePage(f, nil)
		p.Onward, p.Wrong = tooBroad(err, v), true
		return p, http.StatusUnprocessableEntity, nil
	}
	if err == nil && f.found.Total == 0 {
		f.meant, err = d.find.Suggest(ctx, f.query, v.filters)
	}
	if err != nil {
		return page.Concordance{}, 0, err
	}
	return concordancePage(f, search.Concordance(f.found.Texts(), contextWords, v.columns()...)), http.StatusOK, nil
}

// concordancePage builds the page of a concordance with all its lines.
func concordancePage(f finding, lines []search.Line) page.Concordance {
	v := f.view
	p := page.Concordance{
		Query: v.query, Hidden: hidden(v), Notes: find.Said(f.query.Unknown), Chosen: chosen(v, ConcordancePath, f.labels),
		Clear: v.unfiltered().at(ConcordancePath), Search: v.sorted().at(SearchPath),
	}
	p.Title = "Concordance"
	if len(lines) == 0 {
		p.Onward = nothingLinedUp(v, f.meant)
		return p
	}
	p.Total = Plural(len(lines), "line", "lines") + " from " + total(f.found.Result)
	if f.found.Capped {
		p.Total = Plural(len(lines), "line", "lines") + " from the first " + Plural(len(f.found.Hits), "answer", "answers") + " of " + Number(f.found.Total)
	}
	for _, o := range presets() {
		p.Sort = append(p.Sort, page.Choice{Text: o.text, Address: v.sorted(o.sort...).at(ConcordancePath), Chosen: slices.Equal(v.sort, o.sort)})
	}
	p.Keys = sortKeys(v)
	p.Usage = v.sorted().at(UsagePath)
	p.Away = []page.Link{{Text: "XLSX", Address: v.at(ConcordancePath + "/export/xlsx")}, {Text: "CSV", Address: v.at(ConcordancePath + "/export/csv")}}
	p.Pager = pager(v, ConcordancePath, len(lines), linesPerPage)
	from := min((v.page-1)*linesPerPage, len(lines))
	for _, l := range lines[from:min(from+linesPerPage, len(lines))] {
		of := f.found.Verbatims[l.ID]
		p.Lines = append(p.Lines, page.ConcordanceLine{
			Left: l.Left, Node: l.Node, Right: l.Right, Who: Capital(f.labels.Role(of.Role)) + ", " + of.RoundKey, Address: VerbatimPath(l.ID),
		})
	}
	return p
}

// sortKeys are the three things that lines can be sorted by, one after the
// other.
func sortKeys(v view) []page.SortKey {
	by := v.columns()
	var out []page.SortKey
	for i, label := range []string{"Sort by", "then by", "then by"} {
		k := page.SortKey{ID: "sort-" + strconv.Itoa(i+1), Label: label}
		if i == 0 {
			k.Options = append(k.Options, page.SortOption{Value: byRank, Text: "how well answers match", Chosen: len(by) == 0})
		} else {
			k.Options = append(k.Options, page.SortOption{Text: "nothing more", Chosen: i >= len(by)})
		}
		for _, c := range search.Columns() {
			k.Options = append(k.Options, page.SortOption{Value: c.String(), Text: columnWords(c), Chosen: i < len(by) && by[i] == c})
		}
		out = append(out, k)
	}
	return out
}

// columnWords says what a column is.
func columnWords(c search.Column) string {
	switch {
	case c == search.Centre:
		return "the word found"
	case c < search.Centre:
		return strconv.Itoa(-int(c)) + " to the left (" + c.String() + ")"
	case c <= search.R3:
		return strconv.Itoa(int(c)) + " to the right (" + c.String() + ")"
	}
	return c.String()
}

func nothingLinedUp(v view, meant string) *page.Onward {
	if v.query == "" {
		return &page.Onward{
			Heading: "Type a word to line up",
			Text:    "Every place where it occurs is shown with the words before and after it, so that the ways it is used can be seen.",
		}
	}
	o := nothingFound(v, meant)
	for i := range o.Links {
		o.Links[i].Text += " (as answers)"
	}
	return o
}
