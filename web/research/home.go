package research

import (
	"net/url"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/web/page"
)

// roundState is what the home page says of one round.
type roundState struct {
	round     survey.Round
	responses map[string]int // by role
	verbatims int            // answers that may be read
	codings   []analysis.Coding
}

// programmeState is what the home page says of one programme.
type programmeState struct {
	programme survey.Programme
	rounds    []roundState // latest first
	themes    int
}

// homePage builds the page that staff arrive at.
func homePage(states []programmeState, behind int64, coordinates bool) page.StaffHome {
	p := page.StaffHome{Reading: "Up to date", Coordinates: coordinates}
	p.Title = "What is being evaluated"
	if behind > 0 {
		p.Busy = true
		p.Reading = Plural(int(behind), "change is", "changes are") + " still being read"
	}
	for _, s := range states {
		hp := page.HomeProgramme{Name: s.programme.Name, Codebook: page.Link{Text: codebookWords(s.themes), Address: CodebookPath(s.programme.Key)}}
		if coordinates {
			hp.Setup = "/staff/programmes/" + url.PathEscape(s.programme.Key)
			hp.Ledger = "/staff/ledger/" + url.PathEscape(s.programme.Key)
		}
		for _, r := range s.rounds {
			hp.Rounds = append(hp.Rounds, homeRound(s.programme, r, coordinates))
		}
		p.Programmes = append(p.Programmes, hp)
	}
	return p
}

func codebookWords(themes int) string {
	if themes == 0 {
		return "No codebook yet"
	}
	return "Codebook, " + Plural(themes, "theme", "themes")
}

func homeRound(p survey.Programme, s roundState, coordinates bool) page.HomeRound {
	r := page.HomeRound{
		Key: s.round.Key, Verbatims: s.verbatims, Responses: ResponseCounts(p, s.responses),
		Search: RoundSearch(p.Key, s.round.Key),
		Review: reviewView{programme: p.Key, round: s.round.Key}.at(),
	}
	for _, c := range s.codings {
		switch {
		case c.Status == analysis.Suggested:
			r.Waiting++
		case c.Coder == analysis.Machine:
			r.Decided++
		}
	}
	if coordinates {
		at := roundPath(p.Key, s.round.Key)
		r.Next = []page.Link{
			{Text: "Recommendations", Address: "/staff/recommendations/" + at},
			{Text: "Earlier recommendations", Address: "/staff/fates/" + at},
			{Text: "Summary", Address: "/staff/summary/" + at},
			{Text: "Editions", Address: "/staff/editions/" + at},
			{Text: "Collecting answers", Address: "/staff/collect/" + at},
			{Text: "Forms", Address: "/staff/forms/" + p.Key}, // a key is safe in an address
		}
	} else {
		r.Next = []page.Link{{Text: "Read", Address: r.Search}}
	}
	r.Next = append(r.Next, page.Link{Text: "Quality of suggestions", Address: MeasurePath(p.Key, s.round.Key)})
	r.Next = append(r.Next, page.Link{Text: "Words that set them apart", Address: TypicalPath(p.Key, s.round.Key)})
	return r
}

// ResponseCounts lists responses by role in the programme's order; roles that
// the programme does not know come last. Of no responses it is empty. It counts
// as [disclose.CountStep] does, so that nobody sees one answer arrive.
func ResponseCounts(p survey.Programme, byRole map[string]int) []page.Count {
	var out []page.Count
	rest := 0
	for _, n := range byRole {
		rest += n
	}
	if rest == 0 {
		return nil
	}
	for _, r := range p.Roles {
		n := byRole[r.Key]
		rest -= n
		out = append(out, page.Count{Number: disclose.CountStep(n), Unit: r.Plural})
	}
	if rest > 0 {
		out = append(out, page.Count{Number: disclose.CountStep(rest), Unit: "of no role"})
	}
	return out
}

// RoundSearch returns the address of all answers of a round.
func RoundSearch(programme, round string) string {
	v := view{filters: map[string][]string{search.FieldProgramme: {programme}, search.FieldRound: {round}}}
	return v.at(SearchPath)
}
