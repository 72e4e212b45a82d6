package coordinate

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/web/page"
	"verbatim/web/research"
)

// Summary answers with the draft of a round's summary.
func (d *Desk) Summary(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	s, err := collate.Round(c.Request.Context(), d.survey, d.analysis, p.round.ID)
	if err != nil {
		return err
	}
	labels, err := research.LoadLabels(c.Request.Context(), d.survey, d.analysis, p.programme.ID)
	if err != nil {
		return err
	}
	built := summaryPage(p, s, labels)
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, http.StatusOK, "coordinate-summary", built)
}

// summaryPage builds the page of the draft.
func summaryPage(p place, s analysis.Summary, l research.Labels) page.Summary {
	out := page.Summary{
		Heading: s.Title, Introduction: s.Introduction, Method: s.Method, MethodHeading: "How this summary was made", Tally: tallyChecks(s.Checks),
		Progress: research.Number(s.Reviewed) + " of " + research.Plural(s.Codings, "coding", "codings") + " decided",
	}
	out.Title = "Draft of the summary"
	out.Downloads = downloads(p)
	if len(s.New)+len(s.Building)+len(s.Sections) == 0 {
		out.Onward = nothingToSay(p)
	}
	if len(s.New) > 0 {
		part := page.SummaryPart{Anchor: "new", Heading: "New recommendations " + s.Round}
		part.Groups = []page.OutcomeGroup{{Outcomes: outcomes(s.New, l)}}
		out.Parts = append(out.Parts, part)
	}
	if len(s.Building) > 0 {
		part := page.SummaryPart{Anchor: "building", Heading: "Recommendations building on " + s.Earlier}
		for _, b := range s.Building {
			part.Groups = append(part.Groups, page.OutcomeGroup{Heading: b.Previous.Title, Outcomes: outcomes(b.Points, l)})
		}
		out.Parts = append(out.Parts, part)
	}
	for _, sec := range s.Sections {
		out.Parts = append(out.Parts, section(sec, l))
	}
	placeChecks(&out, s)
	return out
}

func nothingToSay(p place) *page.Onward {
	return &page.Onward{
		Heading: "There is nothing to summarise yet",
		Text:    "The draft writes itself from recommendations and accepted codings as answers arrive.",
		Links: []page.Link{
			{Text: "See to collecting answers", Address: p.at("collect")},
			{Text: "Review the suggested codings", Address: research.RoundReview(p.programme.Key, p.round.Key)},
		},
	}
}

func outcomes(os []analysis.Outcome, l research.Labels) []page.SummaryOutcome {
	out := make([]page.SummaryOutcome, 0, len(os))
	for _, o := range os {
		v := page.SummaryOutcome{Text: o.Text, Support: support(o.Support, l)}
		if slices.ContainsFunc(o.Points, func(p string) bool { return !strings.Contains(o.Text, p) }) {
			v.Points = o.Points // in the text already, they are not printed twice
		}
		v.Sources = asked{}.sources(o.Verbatims)
		out = append(out, v)
	}
	return out
}

func section(sec analysis.Section, l research.Labels) page.SummaryPart {
	part := page.SummaryPart{Anchor: research.Anchor("section", sec.Role), Heading: sec.Heading}
	if len(sec.Statements) == 0 {
		part.Empty = "No theme yet: accept codings, and their statements appear here."
	}
	for _, st := range sec.Statements {
		part.Statements = append(part.Statements, statement(sec, st, l))
	}
	return part
}

func statement(sec analysis.Section, st analysis.Statement, l research.Labels) page.SummaryStatement {
	v := page.SummaryStatement{
		Anchor: research.Anchor("statement", sec.Role+"-"+st.Theme), Theme: cmp.Or(st.Name, "Not yet under a theme"),
		Lead: lead(st), Count: prevalence(sec.Role, st, l),
	}
	for _, q := range st.Quotes {
		v.Quotes = append(v.Quotes, page.SummaryQuote{Text: q.Text, Label: q.Label, Address: research.VerbatimPath(q.VerbatimID)})
	}
	return v
}

// lead returns the lead sentence as it is printed: with a colon where quotes
// follow, else with a full stop.
func lead(st analysis.Statement) string {
	text := strings.TrimRight(st.Lead, " .:")
	switch {
	case text == "":
		return ""
	case len(st.Quotes) > 0:
		return text + ":"
	}
	return text + "."
}

// prevalence says what stands behind the word of a statement.
func prevalence(role string, st analysis.Statement, l research.Labels) string {
	if st.Theme == "" {
		return "Code these answers to give them a sentence"
	}
	text := fmt.Sprintf("%d of %s", st.People, l.People(st.Base, role))
	if st.Quantifier != "" {
		text = "“" + st.Quantifier + "” is " + text
	}
	switch st.Reviewed {
	case st.People:
		return text + ", all by decisions of people"
	case 0:
		return text + ", none decided by a person yet"
	}
	return text + fmt.Sprintf(", %d by a decision of a person", st.Reviewed)
}
