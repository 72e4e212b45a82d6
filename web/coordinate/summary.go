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
	r, err := d.drafted(c.Request.Context(), p)
	if err != nil {
		return err
	}
	built := summaryPage(p, r.summary, r.labels)
	built.Meter = collate.FairnessLine(r.in, r.summary)
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
	out.Downloads, out.Beside = downloads(p), beside(p)
	if len(s.New)+len(s.Building)+len(s.Sections) == 0 {
		out.Onward = nothingToSay(p)
	}
	for _, part := range s.Printed() {
		out.Parts = append(out.Parts, summaryPart(p, s, part, l))
	}
	out.Aside = aside(p, s)
	if s.Programme != "" || p.programme.Key != "" {
		out.Edit, out.Style, out.Close = p.at("summary")+"/edit", stylePath(p.programme.Key), p.at("summary")+"/check"
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

func outcomes(p place, os []analysis.Outcome, l research.Labels) []page.SummaryOutcome {
	out := make([]page.SummaryOutcome, 0, len(os))
	for _, o := range os {
		v := page.SummaryOutcome{Text: o.Text, Support: support(o.Support, l), Own: len(o.Support) == 0, Known: o.Recommendation.Known()}
		if slices.ContainsFunc(o.Points, func(p string) bool { return !strings.Contains(o.Text, p) }) {
			v.Points = o.Points // in the text already, they are not printed twice
		}
		v.Sources = asked{}.sources(o.Verbatims)
		if ref := o.Recommendation.Reference; ref != "" {
			v.Sources = append([]page.Link{{Text: ref, Address: recommendationPath(p.programme.Key, p.round.Key, ref)}}, v.Sources...)
		}
		out = append(out, v)
	}
	return out
}

// fated says what became of earlier recommendations that nothing builds on.
func fated(p place, fates []analysis.Fate) []page.SummaryOutcome {
	out := make([]page.SummaryOutcome, 0, len(fates))
	for _, f := range fates {
		v := page.SummaryOutcome{Text: f.Previous.Title, Sources: []page.Link{{Text: f.Previous.Reference, Address: recommendationPath(p.programme.Key, f.Round, f.Previous.Reference)}}}
		if f.Kind != "" {
			v.Known = f.Text()
		} else {
			v.Sources = append(v.Sources, page.Link{Text: "Say what became of it", Address: p.at("fates")})
		}
		out = append(out, v)
	}
	return out
}

// summaryPart builds one part of the draft.
func summaryPart(p place, s analysis.Summary, part analysis.Part, l research.Labels) page.SummaryPart {
	out := page.SummaryPart{Key: part.Key, Anchor: partAnchor(part.Key), Heading: partHeading(s, part.Key)}
	switch role, ok := part.Role(); {
	case ok:
		sec, _ := s.Section(role)
		for _, st := range sec.Statements {
			out.Statements = append(out.Statements, statement(p, sec, st, l))
		}
	case part.Key == analysis.NewPart:
		out.Groups = []page.OutcomeGroup{{Outcomes: outcomes(p, s.New, l)}}
	case part.Key == analysis.BuildingPart:
		for _, b := range s.Building {
			out.Groups = append(out.Groups, page.OutcomeGroup{Heading: b.Previous.Title, Outcomes: outcomes(p, b.Points, l)})
		}
		if rest := s.Rest(); len(rest) > 0 {
			out.Groups = append(out.Groups, page.OutcomeGroup{Heading: "What became of earlier recommendations", Outcomes: fated(p, rest)})
		}
	default:
		out.Body, out.By = part.Body, changedBy(part.By, part.At)
	}
	return out
}

// partAnchor returns the anchor of a part on the page.
func partAnchor(key string) string {
	if role, ok := (analysis.Part{Key: key}).Role(); ok {
		return research.Anchor("section", role)
	}
	return research.Anchor("part", key)
}

// partHeading returns the heading of a part, hidden or not.
func partHeading(s analysis.Summary, key string) string {
	if key == analysis.NewPart {
		return "New recommendations " + s.Round
	}
	if key == analysis.BuildingPart {
		return "Recommendations building on " + s.Earlier
	}
	role, _ := (analysis.Part{Key: key}).Role()
	for _, sec := range slices.Concat(s.Sections, s.Aside) {
		if analysis.RolePart(sec.Role) == key {
			return sec.Heading
		}
	}
	for _, part := range s.Outline.Parts {
		if part.Key == key {
			return part.Heading
		}
	}
	return role
}

func statement(p place, sec analysis.Section, st analysis.Statement, l research.Labels) page.SummaryStatement {
	v := page.SummaryStatement{
		Anchor: statementAnchor(sec.Role, st.Theme), Theme: cmp.Or(st.Name, "Not yet under a theme"),
		Lead: lead(st), Count: prevalence(sec.Role, st, l),
	}
	if st.Theme != "" {
		v.Edit = statementPath(p, sec.Role, st.Theme)
	}
	if st.Own {
		v.By = changedBy(st.By, st.At)
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
	if st.Against > 0 {
		text += fmt.Sprintf("; %s against it", research.Plural(st.Against, "person speaks", "people speak"))
	}
	switch st.Reviewed {
	case st.People:
		return text + ", all by decisions of people"
	case 0:
		return text + ", none decided by a person yet"
	}
	return text + fmt.Sprintf(", %d by a decision of a person", st.Reviewed)
}
