package published

import (
	"context"
	"slices"
	"strings"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// A Takeover is what somebody decided to take over of a document.
type Takeover struct {
	ProgrammeID     string
	Recommendations []analysis.Recommendation // of one round, with the links that they are to have
	Public          analysis.PublicText       // the words of the document; none without a title
}

// A Taken says what became of a takeover.
type Taken struct {
	New    []string // references of those that were not there before
	Again  []string // that were, and are now as the document has them
	Kept   []string // that people have changed since: their words stay
	Public bool     // the words of the document are kept
}

// Take stores what was decided. The same document twice changes nothing, and
// what people have changed since it was taken over stays as they have it.
func Take(ctx context.Context, s *astore.Store, t Takeover) (done Taken, err error) {
	defer fault.Wrap(&err, "published.Take(%d recommendations)", len(t.Recommendations))
	for _, r := range t.Recommendations {
		if err := takeOne(ctx, s, r, &done); err != nil {
			return done, err
		}
	}
	if t.Public.Title == "" {
		return done, nil
	}
	done.Public = true
	t.Public.ProgrammeID = t.ProgrammeID
	known, err := s.PublicTexts(ctx, t.ProgrammeID)
	if err != nil || slices.ContainsFunc(known, func(p analysis.PublicText) bool { return p.Text == t.Public.Text }) {
		return done, err
	}
	return done, s.AddPublicText(ctx, t.Public)
}

func takeOne(ctx context.Context, s *astore.Store, r analysis.Recommendation, done *Taken) error {
	before, err := byReference(ctx, s, r)
	if err != nil {
		return err
	}
	r.ID = before.ID
	if err := s.SaveRecommendation(ctx, r); err != nil {
		return err
	}
	switch {
	case before.ID == "":
		done.New = append(done.New, r.Reference)
	case before.Version > 0:
		done.Kept = append(done.Kept, r.Reference)
	default:
		done.Again = append(done.Again, r.Reference)
	}
	is, err := byReference(ctx, s, r)
	if err != nil {
		return err
	}
	for _, l := range r.Links {
		if slices.ContainsFunc(is.Links, func(k analysis.Link) bool { return k.To == l.To }) {
			continue
		}
		if err := s.LinkTo(ctx, is.ID, l); err != nil {
			return err
		}
	}
	return nil
}

// byReference returns the stored recommendation of the same reference; without an
// ID for none.
func byReference(ctx context.Context, s *astore.Store, r analysis.Recommendation) (analysis.Recommendation, error) {
	all, err := s.Recommendations(ctx, r.RoundID)
	if err != nil {
		return analysis.Recommendation{}, err
	}
	if i := slices.IndexFunc(all, func(o analysis.Recommendation) bool { return o.Reference == r.Reference }); i >= 0 {
		return all[i], nil
	}
	return analysis.Recommendation{}, nil
}

// Earlier returns the recommendations of the last round before a key that made
// any.
func Earlier(ctx context.Context, s *astore.Store, rounds []survey.Round, key string) ([]analysis.Recommendation, error) {
	rounds = slices.DeleteFunc(slices.Clone(rounds), func(r survey.Round) bool { return r.Key >= key })
	slices.SortFunc(rounds, func(a, b survey.Round) int { return strings.Compare(b.Key, a.Key) })
	for _, r := range rounds {
		recs, err := s.Recommendations(ctx, r.ID)
		if err != nil || len(recs) > 0 {
			return recs, err
		}
	}
	return nil, nil
}
