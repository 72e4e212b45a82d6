package main

import (
	"context"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// readRecommendations reads a table with columns id and title as the
// recommendations of one round.
func readRecommendations(t csvfile.Table, roundID string) ([]analysis.Recommendation, error) {
	id, title := -1, -1
	for i, h := range t.Header {
		switch strings.ToLower(h) {
		case "id", "reference":
			id = i
		case "title", "recommendation":
			title = i
		}
	}
	if id < 0 || title < 0 {
		return nil, fault.Coded("I05", "A file of recommendations has the columns id and title. This one has: %s.", strings.Join(t.Header, ", "))
	}
	var recs []analysis.Recommendation
	seen := map[string]int{}
	for n, row := range t.Rows {
		ref, words := strings.TrimSpace(row.Cells[id]), strings.TrimSpace(row.Cells[title])
		if ref == "" || words == "" {
			return nil, fault.Coded("I17", "Row %d has no id or no title. Both are needed.", row.Line)
		}
		if at, ok := seen[ref]; ok {
			return nil, fault.Coded("I18", "Rows %d and %d both have the id %q. A reference is used once.", at, row.Line, ref)
		}
		seen[ref] = row.Line
		recs = append(recs, analysis.Recommendation{ID: roundID + "." + ref, RoundID: roundID, Reference: ref, Title: words, Position: n + 1})
	}
	return recs, nil
}

// readTable returns what reads a table as the recommendations of a round.
func readTable(c *console, t csvfile.Table) func(survey.Round, []analysis.Recommendation) (published.Takeover, error) {
	return func(r survey.Round, _ []analysis.Recommendation) (published.Takeover, error) {
		recs, err := readRecommendations(t, r.ID)
		for _, rec := range recs {
			c.say(rec.Reference, "%s", rec.Title)
		}
		return published.Takeover{Recommendations: recs}, err
	}
}

// importRecommendations stores the recommendations of an earlier round, so that
// later ones can be seen to build on them.
func (m *importCmd) importRecommendations(ctx context.Context, c *console, a *app, read func(survey.Round, []analysis.Recommendation) (published.Takeover, error)) error {
	p, err := a.survey.ProgrammeByKey(ctx, m.Programme)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil {
		p = m.newProgramme(nil)
	}
	r, err := a.survey.RoundByKey(ctx, p.ID, m.Round)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err != nil {
		r = survey.Round{ID: sqldb.NewID(), ProgrammeID: p.ID, Key: m.Round}
	}
	rounds, err := a.survey.Rounds(ctx, p.ID)
	if err != nil {
		return err
	}
	earlier, err := published.Earlier(ctx, a.analysis, rounds, m.Round)
	if err != nil {
		return err
	}
	c.say("Round", "%s of programme %s", m.Round, m.Programme)
	takeover, err := read(r, earlier)
	if err != nil {
		return err
	}
	if m.DryRun {
		c.say("Dry run", "nothing was stored")
		return nil
	}
	if err := a.survey.SaveProgramme(ctx, p); err != nil {
		return err
	}
	if err := a.survey.SaveRound(ctx, r); err != nil {
		return err
	}
	takeover.ProgrammeID = p.ID
	taken, err := published.Take(ctx, a.analysis, takeover)
	if err != nil {
		return err
	}
	sayTaken(c, taken)
	return nil
}

func sayTaken(c *console, t published.Taken) {
	c.say("Stored", "%d new, %d as they were", len(t.New), len(t.Again))
	if len(t.Kept) > 0 {
		c.say("Kept", "%s: people have changed the words since, and theirs stay", strings.Join(t.Kept, ", "))
	}
	if t.Public {
		c.say("Public", "the words of the document are known as what everybody can read")
	}
}
