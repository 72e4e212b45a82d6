package coordinate

import (
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/web/page"
	"verbatim/web/research"
)

// severities are the severities with their words, the gravest first.
func severities() []struct {
	severity  analysis.Severity
	word      string
	one, many string
} {
	return []struct {
		severity  analysis.Severity
		word      string
		one, many string
	}{
		{analysis.Block, "Blocks publication.", "check blocks publication", "checks block publication"},
		{analysis.Warn, "Needs a reason.", "needs a reason on record", "need a reason on record"},
		{analysis.Inform, "Good to know.", "thing good to know", "things good to know"},
	}
}

// tallyChecks counts the checks by severity.
func tallyChecks(checks []analysis.Check) []page.CheckTally {
	var out []page.CheckTally
	for _, s := range severities() {
		n := 0
		for _, c := range checks {
			if c.Severity == s.severity && (c.Hinders() || s.severity == analysis.Inform) {
				n++
			}
		}
		if n > 0 {
			out = append(out, page.CheckTally{Severity: string(s.severity), Text: research.Plural(n, s.one, s.many)})
		}
	}
	return out
}

func checkView(c analysis.Check, where string) page.CheckView {
	v := page.CheckView{Severity: string(c.Severity), Rule: c.Rule, Where: where, Text: c.Text, Anchor: research.Anchor("check", c.Key)}
	if c.Severity == analysis.Warn {
		v.Key = c.Key
	}
	if c.Waiver != nil {
		v.Reason, v.By = c.Waiver.Reason, changedBy(c.Waiver.By, c.Waiver.At)
		v.Severity, v.Word = "closed", "Closed with a reason."
		return v
	}
	for _, s := range severities() {
		if s.severity == c.Severity {
			v.Word = s.word
		}
	}
	return v
}

// A spot is a place beside the draft where checks stand, and what checks may
// call it.
type spot struct {
	named  func(c analysis.Check) bool
	checks *[]page.CheckView
}

// placeChecks puts every check beside the part it is about, the gravest first.
// A check about something that has no place of its own stands at the top and
// says what it is about.
func placeChecks(p *page.Summary, s analysis.Summary) {
	spots := spotsOf(p, s)
	for _, sev := range severities() {
		for _, c := range s.Checks {
			if c.Severity != sev.severity {
				continue
			}
			if at := slices.IndexFunc(spots, func(sp spot) bool { return sp.named(c) }); at >= 0 {
				*spots[at].checks = append(*spots[at].checks, checkView(c, ""))
				continue
			}
			p.General = append(p.General, checkView(c, c.Where))
		}
	}
}

// called returns whether a check is about something with one of the names.
func called(names ...string) func(analysis.Check) bool {
	return func(c analysis.Check) bool {
		return slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.EqualFold(n, c.Where) })
	}
}

// beginning returns whether a check names a text by its first words, followed
// by dots.
func beginning(text string) func(analysis.Check) bool {
	text = strings.Join(strings.Fields(text), " ")
	return func(c analysis.Check) bool {
		first, cut := strings.CutSuffix(c.Where, " …")
		return c.Where != "" && (c.Where == text || cut && strings.HasPrefix(text, first))
	}
}

// quoted returns whether a check is about the quote: it names who speaks, and
// the words that it cites are in it.
func quoted(q analysis.Quote) func(analysis.Check) bool {
	return func(c analysis.Check) bool {
		if c.Where == "" || c.Where != q.Label && c.Where != q.ID {
			return false
		}
		_, cited, _ := strings.Cut(c.Text, "“")
		cited, _, ok := strings.Cut(cited, "”")
		return c.Where == q.ID || ok && strings.Contains(q.Text, cited)
	}
}

// spotsOf lists the places of a draft, the narrowest first.
func spotsOf(p *page.Summary, s analysis.Summary) []spot {
	var narrow, wide []spot
	for i := range p.Parts {
		part := &p.Parts[i]
		role, ok := (analysis.Part{Key: part.Key}).Role()
		switch {
		case ok:
			sec, _ := s.Section(role)
			quotes, statements, section := sectionSpots(part, sec, s.Base)
			narrow, wide = append(quotes, narrow...), append(wide, append(statements, section)...)
		case part.Key == analysis.NewPart:
			narrow = append(narrow, outcomeSpots(part.Groups[0].Outcomes, s.New)...)
			wide = append(wide, spot{called(part.Heading, "Recommendations"), &part.Checks})
		case part.Key == analysis.BuildingPart:
			for i, b := range s.Building {
				g := &part.Groups[i]
				narrow = append(narrow, outcomeSpots(g.Outcomes, b.Points)...)
				narrow = append(narrow, spot{called(b.Previous.Reference, b.Previous.Title), &g.Checks})
			}
			for i, f := range s.Rest() {
				g := &part.Groups[len(s.Building)]
				narrow = append(narrow, spot{called(f.Previous.Reference), &g.Outcomes[i].Checks})
			}
			wide = append(wide, spot{called(part.Heading, "Recommendations"), &part.Checks})
		default:
			wide = append(wide, spot{called(part.Heading), &part.Checks})
		}
	}
	return append(append(narrow, wide...), spot{called("Method", p.MethodHeading), &p.MethodChecks})
}

func outcomeSpots(views []page.SummaryOutcome, os []analysis.Outcome) []spot {
	out := make([]spot, 0, len(os))
	for i, o := range os {
		about := beginning(o.Text)
		if o.Own {
			about = called(o.Recommendation.Reference)
		}
		out = append(out, spot{about, &views[i].Checks})
	}
	return out
}

// sectionSpots lists the places of one role: quotes, statements, and the whole.
func sectionSpots(part *page.SummaryPart, sec analysis.Section, bases []analysis.RoleBase) (quotes, statements []spot, section spot) {
	plural := pluralOf(bases, sec.Role)
	for j, st := range sec.Statements {
		v := &part.Statements[j]
		statements = append(statements, spot{called(plural+": "+st.Name, st.Theme), &v.Checks})
		for k, q := range st.Quotes {
			quotes = append(quotes, spot{quoted(q), &v.Quotes[k].Checks})
		}
	}
	return quotes, statements, spot{called(sec.Heading, plural), &part.Checks}
}

// pluralOf returns what several people of a role are called.
func pluralOf(bases []analysis.RoleBase, role string) string {
	for _, b := range bases {
		if b.Role == role {
			return b.Plural
		}
	}
	return role
}
