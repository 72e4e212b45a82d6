package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// isDocument reports whether a file is a document rather than a table.
func isDocument(name string) bool {
	return slices.Contains([]string{".docx", ".doc", ".odt", ".pdf", ".rtf", ".txt"}, strings.ToLower(filepath.Ext(name)))
}

// importSummary stores the recommendations of a summary that was published
// elsewhere. What is wrong with the document is not in their way: verbatim lint
// lists it.
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
	return m.importRecommendations(ctx, c, a, func(r survey.Round) ([]analysis.Recommendation, error) {
		return proposed(d, r)
	})
}

// proposed returns the recommendations of a document as those of a round. Where
// they have no references they get them, in their order.
func proposed(d published.Document, r survey.Round) ([]analysis.Recommendation, error) {
	var out []analysis.Recommendation
	lines := map[string]int{}
	for i, p := range d.Proposals {
		ref := cmp.Or(strings.TrimSuffix(p.Reference, ":"), fmt.Sprintf("%s-R%02d", r.Key, i+1))
		if at, ok := lines[ref]; ok {
			return nil, fault.Coded("I18", "Lines %d and %d both have the reference %q. A reference is used once.", at, p.Number, ref)
		}
		lines[ref] = p.Number
		out = append(out, analysis.Recommendation{ID: r.ID + "." + ref, RoundID: r.ID, Reference: ref, Title: p.Title, Position: i + 1})
	}
	return out, nil
}
