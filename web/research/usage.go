package research

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/disclose"
	"verbatim/analysis/find"
	"verbatim/analysis/stats"
	"verbatim/search"
	"verbatim/survey/sheet"
	"verbatim/web/page"
)

const (
	// usualWindow is how many words on either side count as near, and usualLeast
	// how often a word must stand there: what corpus linguists usually take.
	usualWindow = 5
	usualLeast  = 5
	widestNear  = 10
	// collocatesShown is how many of the words near are listed; a file has all.
	collocatesShown = 60
)

// usageView is what the address of the page says.
type usageView struct {
	view
	window find.Window
	small  bool // function words are listed
}

func readUsageView(q url.Values) usageView {
	return usageView{view: readView(q), small: q.Get("small") == "yes", window: find.Window{
		Left: within(q.Get("left"), usualWindow, 0, widestNear), Right: within(q.Get("right"), usualWindow, 0, widestNear), Least: within(q.Get("least"), usualLeast, 1, find.MostCounted),
	}}
}

// within reads a number, and gives the usual one for what is none.
func within(value string, usual, least, most int) int {
	n, err := strconv.Atoi(value)
	if err != nil {
		return usual
	}
	return min(max(n, least), most)
}

func (v usageView) at(path string) string {
	q := v.values()
	q.Set("left", strconv.Itoa(v.window.Left))
	q.Set("right", strconv.Itoa(v.window.Right))
	q.Set("least", strconv.Itoa(v.window.Least))
	if v.small {
		q.Set("small", "yes")
	}
	return path + "?" + q.Encode()
}

// Usage answers with the words that stand near what was found, and how evenly
// that is spread.
func (d *Desk) Usage(c *gin.Context) error {
	v := readUsageView(c.Request.URL.Query())
	p, status, err := d.usage(c.Request.Context(), v)
	if err != nil {
		return err
	}
	p.Notes = append(d.incomplete(), p.Notes...)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, status, "research-usage", p)
}

func (d *Desk) usage(ctx context.Context, v usageView) (page.Usage, int, error) {
	labels, err := LoadLabels(ctx, d.survey, d.analysis)
	if err != nil {
		return page.Usage{}, 0, err
	}
	q, err := d.find.Read(ctx, v.query)
	if isQueryFault(err) {
		p := usagePage(v, q, find.Usage{}, labels)
		p.Problem, p.Onward, p.Wrong = queryProblem(v.query, err), nil, true
		return p, http.StatusUnprocessableEntity, nil
	}
	if err != nil || len(search.Leaves(q.Node)) == 0 {
		return usagePage(v, q, find.Usage{}, labels), http.StatusOK, err
	}
	u, err := d.find.Usage(ctx, q.Node, v.filters, v.window)
	if isQueryFault(err) {
		p := usagePage(v, q, u, labels)
		p.Onward, p.Wrong = tooBroad(err, v.view), true
		return p, http.StatusUnprocessableEntity, nil
	}
	return usagePage(v, q, u, labels), http.StatusOK, err
}

// ExportUsage answers with the words near what was found as a file.
func (d *Desk) ExportUsage(c *gin.Context) error {
	v := readUsageView(c.Request.URL.Query())
	return d.export(c, v.view, "collocates", func(ctx context.Context, q find.Query) ([]sheet.Table, error) {
		u, err := d.find.Usage(ctx, q.Node, v.filters, v.window)
		if err != nil {
			return nil, err
		}
		w, err := d.find.Writer(ctx, v.asQuery(q), find.Found{})
		if err != nil {
			return nil, err
		}
		about := w.About(find.Found{Result: search.Result{Total: len(u.Texts)}}, [2]string{"window", windowWords(v.window)}, [2]string{"least", strconv.Itoa(v.window.Least)})
		return []sheet.Table{u.Collocations(), about}, nil
	})
}

func windowWords(w find.Window) string {
	return fmt.Sprintf("%d words before and %d after", w.Left, w.Right)
}

// usagePage builds the page.
func usagePage(v usageView, q find.Query, u find.Usage, l Labels) page.Usage {
	p := page.Usage{
		Query: v.query, Hidden: hiddenFilters(v.view), Notes: find.Said(q.Unknown), Chosen: chosen(v.view, UsagePath, l), Clear: v.unfiltered().at(UsagePath),
		Left: strconv.Itoa(v.window.Left), Right: strconv.Itoa(v.window.Right), Least: strconv.Itoa(v.window.Least), Concordance: v.sorted().at(ConcordancePath),
	}
	p.Title = "Words near what was found"
	if u.Found == 0 {
		p.Onward = nothingLinedUp(v.view, "")
		return p
	}
	p.Meaning = "Counted in " + Plural(len(u.Texts), "answer", "answers") + ", where it was found " + Plural(u.Found, "time", "times") + "; near is " + windowWords(v.window) + "."
	if u.Sampled {
		p.Meaning += " That is a sample: there are " + Plural(u.Of, "answer", "answers") + ", too many to count while you wait."
	}
	other := v
	other.small = !v.small
	p.Small, p.SmallLink = "List function words too (the, and, of)", other.at(UsagePath)
	if v.small {
		p.Small = "Leave function words out (the, and, of)"
	}
	v.collocates(&p, q, u)
	p.Spreads = []page.Spread{spread("Over roles", "Role", u.Roles, func(key string) string { return Capital(l.Roles(key)) }), spread("Over rounds", "Round", u.Rounds, func(key string) string { return key })}
	p.Away = []page.Link{{Text: "XLSX", Address: v.at(UsagePath + "/export/xlsx")}, {Text: "CSV", Address: v.at(UsagePath + "/export/csv")}}
	return p
}

func (v usageView) collocates(p *page.Usage, q find.Query, u find.Usage) {
	left := 0
	for _, c := range u.Collocates {
		if c.LogLikelihood <= 0 || !v.small && stats.IsFunctionWord(c.Word) {
			continue
		}
		if len(p.Collocates) == collocatesShown {
			left++
			continue
		}
		p.Collocates = append(p.Collocates, page.Collocate{
			Word: page.Link{Text: c.Word, Address: v.nearWord(q, c.Word)}, Near: Number(c.Count), Before: Number(c.Left), After: Number(c.Right), Total: Number(c.Total),
			LogLikelihood: fmt.Sprintf("%.1f", c.LogLikelihood), LogDice: fmt.Sprintf("%.1f", c.LogDice), MI: fmt.Sprintf("%.1f", c.MI),
		})
	}
	if left > 0 {
		p.More = Plural(left, "more word is", "more words are") + " in the files."
	}
}

// nearWord returns the address of the places where a word stands near what was
// found. Of a query that NEAR cannot join, it is those that hold both.
func (v usageView) nearWord(q find.Query, word string) string {
	exact := search.Word{Text: word, Exact: true}
	both := search.All(q.Typed, exact).String()
	if leaves := search.Leaves(q.Typed); len(leaves) == 1 && leaves[0].String() == q.Typed.String() {
		both = search.Near{Left: q.Typed, Right: exact, Distance: max(v.window.Left, v.window.Right, 1)}.String()
	}
	return v.asking(both).sorted().at(ConcordancePath)
}

// spread shows how evenly the words found are spread over parts.
func spread(title, column string, parts []search.Part, name func(string) string) page.Spread {
	s := page.Spread{Title: title, Column: column}
	greatest := 0.0
	for _, p := range parts {
		greatest = max(greatest, p.PerThousand())
	}
	for _, p := range parts {
		row := page.SpreadPart{
			Name: name(p.Name), Times: Number(p.Count), Rate: fmt.Sprintf("%.2f", p.PerThousand()),
			People: figure(p.People, disclose.CountText(p.People)), Writers: figure(p.Everybody, disclose.CountText(p.Everybody)),
		}
		if greatest > 0 {
			const whole = 100
			row.Bar = int(whole * p.PerThousand() / greatest)
		}
		s.Parts = append(s.Parts, row)
	}
	if d := search.Disperse(parts); d.Count > 0 && len(parts) > 1 {
		s.Meaning = fmt.Sprintf("Deviation of proportions %.2f: 0 is spread as evenly as the words themselves, towards 1 it is all in one small part.", d.DPNorm)
	}
	return s
}
