package find

import (
	"context"
	"slices"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/search"
	"verbatim/survey/fault"
)

// quoted returns the answers whose words stand in the draft of a round's summary,
// or all others. The draft is made anew: it changes with every decision.
func (n *names) quoted(ctx context.Context, f search.Field) (search.Node, error) {
	if err := n.load(ctx); err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range n.programmes {
		rounds, err := n.finder.Survey.Rounds(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range rounds {
			s, err := collate.Round(ctx, n.finder.Survey, n.finder.Analysis, r.ID)
			if err != nil && fault.KindOf(err) != fault.NotFound { // a programme without a codebook quotes nobody
				return nil, err
			}
			ids = append(ids, quotedIn(s)...)
		}
	}
	if len(ids) == 0 {
		ids = []string{"none"} // no verbatim has this identifier
	}
	// By themselves and not by their response and question: a page that repeats has
	// a question more than once in a response.
	of := search.Field{Name: search.FieldVerbatim, Values: ids}
	if f.Values[0] == "no" {
		return search.Not{Of: of}, nil
	}
	return of, nil
}

// quotedIn returns the verbatims that a draft quotes, each once.
func quotedIn(s analysis.Summary) []string {
	var ids []string
	for _, section := range s.Sections {
		for _, statement := range section.Statements {
			for _, q := range statement.Quotes {
				if !slices.Contains(ids, q.VerbatimID) {
					ids = append(ids, q.VerbatimID)
				}
			}
		}
	}
	return ids
}
