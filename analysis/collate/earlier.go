package collate

import (
	"cmp"
	"context"
	"slices"

	astore "verbatim/analysis/store"
	"verbatim/survey"
)

// EarlierThan returns those of the rounds whose key is less than key and that
// made recommendations, in the order of their keys.
func EarlierThan(ctx context.Context, a *astore.Store, rounds []survey.Round, key string) ([]Earlier, error) {
	var out []Earlier
	for _, r := range rounds {
		if r.Key >= key {
			continue
		}
		recs, err := a.Recommendations(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if len(recs) > 0 {
			out = append(out, Earlier{r, recs})
		}
	}
	slices.SortFunc(out, func(a, b Earlier) int { return cmp.Compare(a.Round.Key, b.Round.Key) })
	return out, nil
}
