package research

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

const (
	// linesPerPage is how many lines a page of a concordance shows: patterns are
	// seen in many short lines, so more than answers to be read.
	linesPerPage = 100
	// contextWords is how many words stand on either side of what was found:
	// what fits beside it on a wide screen.
	contextWords = 14
)

// order is a way to sort the lines of a concordance.
type order struct {
	value, text string
	by          []search.Column
}

// orders are the ways to sort, the usual one first.
func orders() []order {
	return []order{
		{"", "the words after", []search.Column{search.R1, search.R2, search.R3}},
		{"before", "the words before", []search.Column{search.L1, search.L2, search.L3}},
		{"found", "the word found", []search.Column{search.Centre, search.R1}},
		{"rank", "how well answers match", nil},
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
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, status, "research-concordance", p)
}

func (d *Desk) concordance(ctx context.Context, v view) (page.Concordance, int, error) {
	labels, err := LoadLabels(ctx, d.survey, d.analysis)
	if err != nil {
		return page.Concordance{}, 0, err
	}
	f := finding{view: v, labels: labels}
	if f.node, err = search.Parse(v.query); err != nil {
		p := concordancePage(f)
		p.Problem, p.Onward, p.Wrong = queryProblem(v.query, err), nil, true
		return p, http.StatusUnprocessableEntity, nil
	}
	if len(search.Leaves(f.node)) == 0 {
		return concordancePage(f), http.StatusOK, nil
	}
	f.result, err = d.engine.Search(ctx, search.Request{Query: f.node, Filters: v.filters, Size: search.MaxSize, Spans: true})
	if fault.KindOf(err) == fault.Invalid && err != nil {
		p := concordancePage(f)
		p.Onward, p.Wrong = tooBroad(err, v), true
		return p, http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return page.Concordance{}, 0, err
	}
	ids := make([]string, 0, len(f.result.Hits))
	for _, h := range f.result.Hits {
		ids = append(ids, h.ID)
	}
	if f.verbatims, err = d.survey.VerbatimsByID(ctx, ids); err != nil {
		return page.Concordance{}, 0, err
	}
	return concordancePage(f), http.StatusOK, nil
}

// concordancePage builds the page of a concordance.
func concordancePage(f finding) page.Concordance {
	p := page.Concordance{
		Query: f.view.query, Hidden: hidden(f.view), Chosen: chosen(f.view, ConcordancePath, f.labels),
		Clear: f.view.unfiltered().at(ConcordancePath), Search: f.view.sorted("").at(SearchPath),
	}
	p.Title = "Concordance"
	byID := readable(f.verbatims)
	lines := search.Concordance(texts(f.result.Hits, byID), contextWords, sortBy(f.view.sort)...)
	if len(lines) == 0 {
		p.Onward = nothingLinedUp(f.view)
		return p
	}
	p.Total = Plural(len(lines), "line", "lines") + " from " + total(f.result)
	if shown := len(f.result.Hits); shown < f.result.Total {
		p.Total = Plural(len(lines), "line", "lines") + " from the first " + Plural(shown, "answer", "answers") + " of " + Number(f.result.Total)
	}
	for _, o := range orders() {
		p.Sort = append(p.Sort, page.Choice{Text: o.text, Address: f.view.sorted(o.value).at(ConcordancePath), Chosen: o.value == f.view.sort})
	}
	p.Pager = pager(f.view, ConcordancePath, len(lines), linesPerPage)
	from := min((f.view.page-1)*linesPerPage, len(lines))
	for _, l := range lines[from:min(from+linesPerPage, len(lines))] {
		v := byID[l.ID]
		p.Lines = append(p.Lines, page.ConcordanceLine{
			Left: l.Left, Node: l.Node, Right: l.Right, Who: Capital(f.labels.Role(v.Role)) + ", " + v.RoundKey, Address: VerbatimPath(l.ID),
		})
	}
	return p
}

// readable returns the verbatims that may be read, by their identifiers.
func readable(verbatims []survey.Verbatim) map[string]survey.Verbatim {
	out := make(map[string]survey.Verbatim, len(verbatims))
	for _, v := range verbatims {
		if v.QuoteConsent.MayAnalyse() {
			out[v.ID] = v
		}
	}
	return out
}

// texts returns what was found with its words, in the order found.
func texts(hits []search.Hit, byID map[string]survey.Verbatim) []search.Text {
	out := make([]search.Text, 0, len(hits))
	for _, h := range hits {
		if v, ok := byID[h.ID]; ok {
			out = append(out, search.Text{ID: v.ID, Person: v.Person, Text: v.Text, Spans: h.Spans})
		}
	}
	return out
}

func sortBy(value string) []search.Column {
	for _, o := range orders() {
		if o.value == value {
			return o.by
		}
	}
	return orders()[0].by
}

func nothingLinedUp(v view) *page.Onward {
	if v.query == "" {
		return &page.Onward{
			Heading: "Type a word to line up",
			Text:    "Every place where it occurs is shown with the words before and after it, so that the ways it is used can be seen.",
		}
	}
	o := nothingFound(v)
	for i := range o.Links {
		o.Links[i].Text += " (as answers)"
	}
	return o
}
