package coordinate

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// typedImport reads what was decided about each recommendation. Everything that
// was typed is kept, whatever is wrong with it; the fault is of the first that is.
func typedImport(c *gin.Context, m *importing) (wrong error) {
	text := strings.ReplaceAll(c.PostForm("text"), "\r\n", "\n")
	m.doc, wrong = readWords(text)
	m.read, m.name, m.keep = true, typed(c, "name"), c.PostForm("keep") != ""
	if err := survey.CheckKey("round", m.round); err != nil && wrong == nil {
		wrong = err
	}
	n := min(postedNumber(c, "items"), maxItems)
	used := map[string]bool{}
	for i := 1; i <= n; i++ {
		it := typedItem(c, i, m.earlier)
		if err := it.check(used); err != nil && wrong == nil {
			wrong = err
		} else if err != nil {
			it.wrong = ""
		}
		m.items = append(m.items, it)
	}
	if wrong == nil && !slices.ContainsFunc(m.items, func(it proposedItem) bool { return it.take }) {
		wrong = fault.Coded("L53", "Tick at least one recommendation to take over.")
	}
	return wrong
}

func typedItem(c *gin.Context, i int, earlier []analysis.Recommendation) proposedItem {
	field := func(name string) string { return name + "-" + strconv.Itoa(i) }
	it := proposedItem{take: c.PostForm(field("take")) != "", status: analysis.Progress(typed(c, field("status")))}
	it.Position, it.Line, it.Kind = i, postedNumber(c, field("line")), published.Kind(typed(c, field("kind")))
	it.Reference, it.Title, it.Clause, it.FeedsInto = typed(c, field("reference")), typed(c, field("title")), typed(c, field("clause")), typedLines(c, field("feeds"))
	for k, title := range typedLines(c, field("points")) {
		it.Points = append(it.Points, analysis.Point{Number: k + 1, Title: title})
	}
	to := c.PostForm(field("link"))
	if at := slices.IndexFunc(earlier, func(r analysis.Recommendation) bool { return r.ID == to }); at >= 0 {
		it.Links = []analysis.Link{{To: to, Reference: earlier[at].Reference, Kind: analysis.Continues}}
	}
	return it
}

// check returns what is wrong with an item that is to be taken over, and notes
// where.
func (it *proposedItem) check(used map[string]bool) error {
	if !it.take {
		return nil
	}
	switch {
	case it.Reference == "":
		it.wrong = "reference"
		return fault.Coded("L54", "Give the recommendation a reference, such as 2020-R03.")
	case used[it.Reference]:
		it.wrong = "reference"
		return fault.Coded("L55", "%s is the reference of two of these. A reference is used once.", it.Reference)
	case it.Title == "":
		it.wrong = "title"
		return fault.Coded("L56", "%s has no words. Say what is to be done, or do not tick it.", it.Reference)
	case it.status != "" && !slices.Contains(analysis.Progresses(), it.status):
		it.wrong = "status"
		return fault.Coded("L57", "%q is no status: choose one of the list.", string(it.status))
	case it.status.Ended() && it.status != analysis.Done && it.Clause == "":
		it.wrong = "clause"
		return fault.Coded("L58", "Say why %s is %s: the history keeps it.", it.Reference, it.status)
	}
	used[it.Reference] = true
	return nil
}

// importPage builds the page: a document to bring, or what was read of one.
func importPage(m importing) page.Import {
	at := importPath(m.programme.Key)
	out := page.Import{
		Scope: m.programme.Name, Back: page.Link{Text: "Recommendations through the rounds", Address: ledgerPath(m.programme.Key)},
		Action: at, Take: at + "/take", Round: m.round, Read: m.read, Name: m.name, Keep: m.keep,
	}
	out.Title = "Take over a published summary"
	if !m.read {
		return out
	}
	out.Text = m.doc.Text()
	findings := m.doc.Lint(nil)
	slices.SortStableFunc(findings, func(a, b published.Finding) int { return graveness(a.Severity) - graveness(b.Severity) })
	placed := map[int]bool{}
	for _, it := range m.items {
		lines := append([]int{it.Line}, pointLines(m.doc, it.Line)...)
		out.Items = append(out.Items, it.view(m.earlier, findingsAt(findings, placed, lines)))
	}
	quotes := 0
	for _, claim := range m.doc.Claims {
		theme := page.ImportTheme{Audience: claim.Audience, Lead: claim.Lead}
		lines := []int{claim.Number}
		for _, q := range claim.Quotes {
			theme.Quotes, lines = append(theme.Quotes, q.Words), append(lines, q.Number)
		}
		quotes += len(claim.Quotes)
		theme.Findings = findingsAt(findings, placed, lines)
		out.Themes = append(out.Themes, theme)
	}
	for i, f := range findings {
		if !placed[i] {
			out.Findings = append(out.Findings, findingView(f))
		}
	}
	out.Tally = research.And([]string{
		research.Plural(len(m.items), "recommendation", "recommendations"), research.Plural(len(m.doc.Claims), "theme", "themes"),
		research.Plural(quotes, "quote", "quotes"), research.Plural(len(findings), "thing to look at", "things to look at"),
	})
	return out
}

func (it proposedItem) view(earlier []analysis.Recommendation, findings []page.ImportFinding) page.ImportItem {
	v := page.ImportItem{
		Index: it.Position, Kind: "New", Line: strconv.Itoa(it.Line), Take: it.take, Reference: it.Reference, Title: it.Title, Clause: it.Clause,
		Feeds: strings.Join(it.FeedsInto, "\n"), Wrong: it.wrong, Findings: findings,
	}
	if it.Kind == published.BuildsOn {
		v.Kind = "Builds on an earlier one"
	}
	var points []string
	for _, p := range it.Points {
		points = append(points, p.Title)
	}
	v.Points = strings.Join(points, "\n")
	v.Status = []page.Pick{{Text: "It does not say", Chosen: it.status == ""}}
	for _, s := range analysis.Progresses() {
		v.Status = append(v.Status, page.Pick{Value: string(s), Text: research.Capital(string(s)), Chosen: s == it.status})
	}
	if len(earlier) == 0 {
		return v
	}
	v.Links = []page.Pick{{Text: "None", Chosen: len(it.Links) == 0}}
	for _, r := range earlier {
		v.Links = append(v.Links, page.Pick{Value: r.ID, Text: r.Reference + " " + analysis.Excerpt(r.Title), Chosen: len(it.Links) > 0 && it.Links[0].To == r.ID})
	}
	return v
}

// graveness returns the place of a severity, the gravest first.
func graveness(s analysis.Severity) int {
	return slices.Index([]analysis.Severity{analysis.Block, analysis.Warn, analysis.Inform}, s)
}

// pointLines returns where the points of the recommendation on a line stand.
func pointLines(d published.Document, line int) []int {
	var out []int
	for _, p := range d.Proposals {
		if p.Number == line {
			for _, point := range p.Points {
				out = append(out, point.Number)
			}
		}
	}
	return out
}

// findingsAt returns what is wrong on some lines and nowhere else, and marks it
// as placed.
func findingsAt(all []published.Finding, placed map[int]bool, lines []int) []page.ImportFinding {
	var out []page.ImportFinding
	for i, f := range all {
		outside := func(n int) bool { return !slices.Contains(lines, n) }
		if placed[i] || len(f.Lines) == 0 || slices.ContainsFunc(f.Lines, outside) {
			continue
		}
		placed[i] = true
		out = append(out, findingView(f))
	}
	return out
}

func findingView(f published.Finding) page.ImportFinding {
	v := page.ImportFinding{Severity: string(f.Severity), Text: f.Text, Mend: f.Mend, Rule: string(f.Rule)}
	v.Word = map[analysis.Severity]string{analysis.Block: "Would block publication.", analysis.Warn: "Would need a reason.", analysis.Inform: "Good to know."}[f.Severity]
	numbers := make([]string, len(f.Lines))
	for i, n := range f.Lines {
		numbers[i] = strconv.Itoa(n)
	}
	switch len(numbers) {
	case 0:
	case 1:
		v.Where = "Line " + numbers[0]
	default:
		v.Where = "Lines " + research.And(numbers)
	}
	return v
}

// takenPage says what was taken over.
func takenPage(m importing, done published.Taken) page.Import {
	out := importPage(importing{programme: m.programme})
	out.Title = "Taken over"
	out.Tally = fmt.Sprintf("%s of %s taken over", research.Plural(len(done.New)+len(done.Again), "recommendation", "recommendations"), m.round)
	if done.Public {
		out.Tally += ", and the words of the document are known as what everybody can read"
	}
	for _, it := range m.items {
		if !it.take {
			continue
		}
		t := page.ImportTaken{Link: page.Link{Text: it.Reference, Address: recommendationPath(m.programme.Key, m.round, it.Reference)}, Title: it.Title, State: "taken over"}
		switch {
		case slices.Contains(done.Kept, it.Reference):
			t.State = "was changed here since: the words here stay"
		case slices.Contains(done.Again, it.Reference):
			t.State = "was here already, and is as the form had it"
		}
		out.Taken = append(out.Taken, t)
	}
	out.Ways = []page.Link{
		{Text: "All of the programme", Address: ledgerPath(m.programme.Key)},
		{Text: "What " + m.round + " says of earlier ones", Address: "/staff/fates/" + url.PathEscape(m.programme.Key) + "/" + url.PathEscape(m.round)},
		{Text: "Take over another one", Address: importPath(m.programme.Key)},
	}
	return out
}
