package coordinate

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
	"verbatim/web/page"
	"verbatim/web/research"
)

// ledgerShown is how many recommendations a page of the ledger shows: a table
// that can be read to its end.
const ledgerShown = 100

// ledgerPage builds the page of a programme's recommendations.
func ledgerPage(l ledger) page.Ledger {
	out := page.Ledger{Scope: l.programme.Name, Tally: l.tally(), Filters: l.filters(), Unacted: unacted(l.latest, l.labels)}
	out.Title = "Recommendations through the rounds"
	at := ledgerPath(l.programme.Key)
	rows := l.shown()
	pager, from, to := pagesOf(len(rows), ledgerShown, l.page, l.filter.at(at))
	out.Pager = pager
	for _, row := range rows[from:to] {
		out.Rows = append(out.Rows, l.row(row))
	}
	out.Shown = research.Number(len(rows)) + " of " + research.Plural(len(l.Rows), "recommendation", "recommendations")
	if l.filter != (ledgerFilter{}) {
		out.All = at
	}
	for _, round := range l.Rounds[min(1, len(l.Rounds)):] {
		out.Rounds = append(out.Rounds, page.Link{Text: round, Address: l.place(round).at("fates")})
	}
	if len(l.Rows) == 0 {
		out.Onward = l.nothing()
		return out
	}
	out.Import = importPath(l.programme.Key)
	for _, kind := range []string{sheet.CSV, sheet.XLSX} {
		out.Exports = append(out.Exports, page.Link{Text: map[string]string{sheet.CSV: "Download as CSV", sheet.XLSX: "Download for a spreadsheet"}[kind], Address: l.filter.at(at + "/export/" + kind)})
	}
	return out
}

// place names a round of the programme.
func (l ledger) place(round string) place {
	return place{programme: l.programme, round: survey.Round{Key: round}}
}

func (l ledger) nothing() *page.Onward {
	out := &page.Onward{
		Heading: "No recommendation is taken up yet",
		Text:    "What a round's answers ask for is taken up on its page of recommendations; those of earlier years can be brought in from their summaries.",
	}
	for _, round := range slices.Backward(l.Rounds) {
		out.Links = append(out.Links, page.Link{Text: "Recommendations of " + round, Address: l.place(round).at("recommendations")})
	}
	out.Links = append(out.Links, page.Link{Text: "Take over a published summary", Address: importPath(l.programme.Key)})
	return out
}

// notFiltered builds the page of all recommendations, with what is wrong with the
// filter.
func notFiltered(l ledger, err error) page.Ledger {
	l.filter = ledgerFilter{}
	built := ledgerPage(l)
	built.Wrong = true
	built.Problems = []page.Problem{{Anchor: "#only", Text: fault.Text(err)}}
	return built
}

// tally leads to what needs to be looked at.
func (l ledger) tally() []page.LedgerTally {
	counts := map[string]int{}
	for _, row := range l.Rows {
		for _, only := range []string{onlyOpen, onlyOverdue, onlyRaised, onlyUnsupported} {
			if (ledgerFilter{only: only}).keeps(row, l.today) {
				counts[only]++
			}
		}
	}
	var out []page.LedgerTally
	for _, t := range []struct{ only, severity, one, many string }{
		{onlyOverdue, "block", "is overdue", "are overdue"},
		{onlyRaised, "warn", "is raised three rounds running or more", "are raised three rounds running or more"},
		{onlyUnsupported, "warn", "rests on no answer and no theme", "rest on no answer and no theme"},
		{onlyOpen, "inform", "is open", "are open"},
	} {
		if n := counts[t.only]; n > 0 {
			link := page.Link{Text: research.Plural(n, t.one, t.many), Address: ledgerFilter{only: t.only}.at(ledgerPath(l.programme.Key))}
			out = append(out, page.LedgerTally{Link: link, Severity: t.severity})
		}
	}
	return out
}

// filters are the ways to see fewer.
func (l ledger) filters() []page.LedgerFilter {
	var bodies, owners []string
	for _, row := range l.Rows {
		r := row.Recommendation
		bodies = append(bodies, r.Body)
		owners = append(owners, slices.Concat([]string{r.Owner}, r.CoOwners)...)
	}
	only := page.LedgerFilter{Name: "only", Label: "Which"}
	for _, o := range [][2]string{{"", "All"}, {onlyOpen, "Open"}, {onlyOverdue, "Overdue"}, {onlyRaised, "Raised three rounds running"}, {onlyUnsupported, "Resting on nothing"}} {
		only.Options = append(only.Options, page.ChoiceValue{Value: o[0], Text: o[1], Chosen: o[0] == l.filter.only})
	}
	status := page.LedgerFilter{Name: "status", Label: "Status", Options: []page.ChoiceValue{{Text: "Any", Chosen: l.filter.status == ""}}}
	for _, p := range analysis.Progresses() {
		status.Options = append(status.Options, page.ChoiceValue{Value: string(p), Text: research.Capital(string(p)), Chosen: string(p) == l.filter.status})
	}
	return []page.LedgerFilter{only, status, namesFilter("body", "Body", bodies, l.filter.body), namesFilter("owner", "Owner", owners, l.filter.owner)}
}

// namesFilter offers the names that occur, and the chosen one also where it does
// not.
func namesFilter(name, label string, names []string, chosen string) page.LedgerFilter {
	names = slices.DeleteFunc(append(names, chosen), func(n string) bool { return n == "" })
	slices.Sort(names)
	out := page.LedgerFilter{Name: name, Label: label, Options: []page.ChoiceValue{{Text: "Any", Chosen: chosen == ""}}}
	for _, n := range slices.Compact(names) {
		out.Options = append(out.Options, page.ChoiceValue{Value: n, Text: shortened(n, longestChoice), Chosen: n == chosen})
	}
	return out
}

// row shows one recommendation through the rounds.
func (l ledger) row(row collate.LedgerRow) page.LedgerRow {
	r := row.Recommendation
	out := page.LedgerRow{
		To: page.Link{Text: r.Reference, Address: recommendationPath(l.programme.Key, row.Round, r.Reference)}, Title: r.Title, Status: research.Capital(string(r.Status())),
	}
	if r.Overdue(l.today) {
		out.Overdue = "Overdue since " + r.Due().Next().String()
	}
	if raised(row) {
		out.Raised = "Raised in " + research.Number(row.Raised) + " rounds running"
	}
	if unsupported(r) {
		out.Lacks = "Rests on no answer and no theme"
	}
	out.For = strings.Join(slices.DeleteFunc([]string{r.Body, r.Owner}, func(s string) bool { return s == "" }), ", ")
	for _, round := range l.Rounds {
		out.Cells = append(out.Cells, l.cell(row, round))
	}
	return out
}

// cell says in words what a round says of a recommendation.
func (l ledger) cell(row collate.LedgerRow, round string) page.LedgerCell {
	out := page.LedgerCell{Round: round}
	if round == row.Round {
		out.Text = "Made"
		for i, link := range row.Recommendation.Links {
			if i == 0 {
				out.Text += ": "
			} else {
				out.Text += ", "
			}
			out.Text += string(link.Kind) + " " + link.Reference
		}
		return out
	}
	i := slices.IndexFunc(row.Cells, func(c collate.LedgerCell) bool { return c.Round == round })
	if i < 0 || row.Cells[i].Settled {
		return out
	}
	fate := row.Cells[i].Fate
	if fate.Kind == "" {
		out.Text, out.Lacks = "Nothing said", true
		if round == l.Rounds[len(l.Rounds)-1] {
			out.Text = "Nothing said yet"
		}
		return out
	}
	out.Text, out.Why = fateWords(fate), fate.Why
	if len(fate.GoesOn) > 0 {
		out.Text += " by " + research.And(slices.Clone(fate.GoesOn))
	}
	return out
}

// unacted finds the themes of a round that people coded and on which none of its
// recommendations rests. A theme is acted on with the themes above and below it:
// whoever acts on one has the other in mind.
func unacted(in collate.Input, labels research.Labels) *page.Unacted {
	if in.Round.ID == "" {
		return nil
	}
	named, above := map[string]bool{}, map[string]bool{}
	for _, r := range in.TakenUp {
		for _, key := range themesOf(in, r) {
			named[key] = true
			for _, up := range branchOf(in.Codebook, key) {
				above[up] = true
			}
		}
	}
	acted := func(theme string) bool {
		return above[theme] || slices.ContainsFunc(branchOf(in.Codebook, theme), func(up string) bool { return named[up] })
	}
	people := map[string]map[string]bool{}
	who := map[string]string{}
	for _, v := range in.Verbatims {
		who[v.ID] = cmp.Or(v.Person, v.ResponseID)
	}
	for _, k := range in.Codings {
		if person := who[k.VerbatimID]; k.Status == analysis.Accepted && person != "" {
			if people[k.Theme] == nil {
				people[k.Theme] = map[string]bool{}
			}
			people[k.Theme][person] = true
		}
	}
	out := &page.Unacted{Round: in.Round.Key}
	for _, t := range in.Codebook.Themes {
		if n := len(people[t.Key]); n > 0 && !acted(t.Key) {
			out.Themes = append(out.Themes, page.Count{Number: labels.Theme(t.Key), Unit: research.Plural(n, "person", "people")})
		}
	}
	return out
}

// branchOf returns a theme and those above it, each once.
func branchOf(book analysis.Codebook, key string) []string {
	var out []string
	for t, ok := book.Theme(key); ok && !slices.Contains(out, t.Key); t, ok = book.Theme(t.Parent) {
		out = append(out, t.Key)
	}
	return out
}

// ledgerTables returns the recommendations that are asked for as tables: one row
// each, their points, and their histories.
func ledgerTables(l ledger) []sheet.Table {
	all := sheet.Table{Name: "Recommendations", Head: append([]string{
		"reference", "round", "recommendation", "status", "overdue", "response", "reason", "first_due", "due", "closed_by", "closed_on", "body", "owner", "co_owners",
		"feeds_into", "public_text", "own", "answers", "themes", "rounds_running", "goes_on_as",
	}, l.Rounds...)}
	points := sheet.Table{Name: "Points", Head: []string{"reference", "point"}}
	history := sheet.Table{Name: "History", Head: []string{"reference", "day", "kind", "value", "words", "evidence", "public", "by"}}
	for _, row := range l.shown() {
		r := row.Recommendation
		all.Rows = append(all.Rows, l.tableRow(row))
		for _, p := range r.Points {
			points.Rows = append(points.Rows, []any{r.PointReference(p), p.Title})
		}
		for _, n := range r.Notes {
			history.Rows = append(history.Rows, []any{r.Reference, string(n.Day), string(n.Kind), n.Value, n.Words, n.Evidence, n.Public, n.By})
		}
	}
	return []sheet.Table{all, points, history}
}

func (l ledger) tableRow(row collate.LedgerRow) []any {
	r := row.Recommendation
	response, _ := r.Response()
	closure, _ := r.Closure()
	out := []any{
		r.Reference, row.Round, r.Title, string(r.Status()), r.Overdue(l.today), response.Value, response.Words, string(r.FirstDue()), string(r.Due()),
		closure.Value, string(closure.Day), r.Body, r.Owner, strings.Join(r.CoOwners, "; "), strings.Join(r.FeedsInto, "; "), r.PublicText, r.Own, len(r.Sources),
		strings.Join(r.Themes, "; "), row.Raised, strings.Join(row.GoesOn, "; "),
	}
	for _, round := range l.Rounds {
		cell := l.cell(row, round)
		out = append(out, withWords(cell.Text, cell.Why))
	}
	return out
}
