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
	of, err := n.answers(ctx, ids)
	if err != nil {
		return nil, err
	}
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

// answers returns a tree that finds these verbatims and no others.
func (n *names) answers(ctx context.Context, ids []string) (search.Node, error) {
	vs, err := n.finder.Survey.VerbatimsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	either := search.Or{}
	for _, v := range vs {
		either.Of = append(either.Of, search.And{Of: []search.Node{
			search.Field{Name: search.FieldResponse, Values: []string{v.ResponseID}}, search.Field{Name: search.FieldQuestion, Values: []string{v.Question}},
		}})
	}
	switch len(either.Of) {
	case 0:
		return search.Field{Name: search.FieldResponse, Values: []string{"none"}}, nil // no response has this name
	case 1:
		return either.Of[0], nil
	}
	return either, nil
}
