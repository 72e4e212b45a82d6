package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/survey"
)

// isDocument reports whether a file is a document rather than a table.
func isDocument(name string) bool {
	return slices.Contains([]string{".docx", ".doc", ".odt", ".pdf", ".rtf", ".txt"}, strings.ToLower(filepath.Ext(name)))
}

// importSummary takes over a summary that was published elsewhere: its
// recommendations, and its words as what everybody can read. What is wrong with
// the document is not in their way: verbatim lint lists it.
func (m *importCmd) importSummary(ctx context.Context, c *console) error {
	d, err := readPublished(m.File)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, m.place)
	if err != nil {
		return err
	}
	defer a.close()
	if findings := d.Lint(nil); len(findings) > 0 {
		c.warn("%s has %s: see verbatim lint %s", m.File, some(len(findings), "thing to look at", "things to look at"), m.File)
	}
	return m.importRecommendations(ctx, c, a, func(r survey.Round, earlier []analysis.Recommendation) (published.Takeover, error) {
		found, err := d.Recommendations(r.ID, r.Key)
		if err != nil {
			return published.Takeover{}, err
		}
		published.Link(found, earlier)
		t := published.Takeover{Public: analysis.PublicText{Title: d.Title, Text: d.Text(), By: survey.ActorOf(ctx).String()}}
		for _, p := range found {
			t.Recommendations = append(t.Recommendations, p.Recommendation)
			c.say(p.Reference, "%s (%s)", p.Title, p.Kind)
			sayProposed(c, p)
		}
		for _, claim := range d.Claims {
			c.say("Theme", "%s, with %s", claim.Lead, some(len(claim.Quotes), "quote", "quotes"))
		}
		return t, nil
	})
}

// sayProposed prints what a document says of a recommendation beside its words.
func sayProposed(c *console, p published.Proposed) {
	for _, point := range p.Points {
		c.say("", "%s %s", p.PointReference(point), point.Title)
	}
	for _, l := range p.Links {
		c.say("", "goes on with %s", l.Reference)
	}
	for _, n := range p.Notes {
		status := ""
		if n.Kind == analysis.StatusNote {
			status = n.Value + ": "
		}
		c.say("", "%s%s", status, n.Words)
	}
	for _, work := range p.FeedsInto {
		c.say("", "feeds into %s", work)
	}
}
