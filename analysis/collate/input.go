package collate

import (
	"context"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

// An Input is everything that a summary is collated from.
type Input struct {
	Programme survey.Programme
	Round     survey.Round
	Waves     []survey.Wave
	Forms     []survey.Form // those that the waves asked with, each once
	Invited   int           // invitations sent in all waves; 0 when none were
	Responses []survey.Response
	Verbatims []survey.Verbatim
	Codebook  analysis.Codebook
	Codings   []analysis.Coding
	Actions   []analysis.Action
	Earlier   []Earlier                 // rounds before this one that made recommendations, in their order
	TakenUp   []analysis.Recommendation // of this round
	Stated    []analysis.StatedFate     // what people said became of earlier recommendations, by whichever round
	Failures  []astore.Failure
	Identities

	Outline  analysis.Outline
	Wordings []analysis.Wording
	Waivers  []analysis.Waiver
	Style    analysis.Style // the usual one when it has no words

	Chosen []analysis.Chosen     // quotes that people chose
	Public []analysis.PublicText // what everybody can read already

	Previews   []survey.Preview // what quoted people said to their words
	PreviewDay survey.Day       // today, for the last day on which they can
	InvitedBy  map[string]int   // people invited, by role
}

// Earlier is a round before this one with its recommendations.
type Earlier struct {
	Round           survey.Round
	Recommendations []analysis.Recommendation
}

// Load reads the input of a round's summary.
func Load(ctx context.Context, s *store.Store, a *astore.Store, roundID string) (in Input, err error) {
	defer fault.Wrap(&err, "collate.Load(%s)", roundID)
	if in.Round, err = s.Round(ctx, roundID); err != nil {
		return in, err
	}
	if in.Programme, err = s.Programme(ctx, in.Round.ProgrammeID); err != nil {
		return in, err
	}
	for _, load := range []func(context.Context, *store.Store, *astore.Store) error{in.loadAnswers, in.loadWaves, in.loadAnalysis, in.loadEarlier, in.loadIdentities, in.loadPreviews, in.loadDecisions, in.loadChosen} {
		if err := load(ctx, s, a); err != nil {
			return in, err
		}
	}
	return in, nil
}

func (in *Input) loadAnswers(ctx context.Context, s *store.Store, _ *astore.Store) (err error) {
	if in.Responses, err = s.RoundResponses(ctx, in.Round.ID); err != nil {
		return err
	}
	in.Verbatims, err = s.RoundVerbatims(ctx, in.Round.ID)
	return err
}

// loadWaves also reads the forms that the waves asked with and how many people
// were invited.
func (in *Input) loadWaves(ctx context.Context, s *store.Store, _ *astore.Store) (err error) {
	if in.Waves, err = s.Waves(ctx, in.Round.ID); err != nil {
		return err
	}
	type version struct {
		key    string
		number int
	}
	seen := map[version]bool{}
	for _, w := range in.Waves {
		invited, _, err := s.InvitationCounts(ctx, w.ID)
		if err != nil {
			return err
		}
		in.Invited += invited
		if v := (version{w.FormKey, w.FormVersion}); !seen[v] {
			seen[v] = true
			f, err := s.Form(ctx, in.Programme.ID, w.FormKey, w.FormVersion)
			if err != nil {
				return err
			}
			in.Forms = append(in.Forms, f)
		}
	}
	return nil
}

func (in *Input) loadAnalysis(ctx context.Context, _ *store.Store, a *astore.Store) (err error) {
	in.Codebook, err = a.Codebook(ctx, in.Programme.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if in.Codings, err = a.RoundCodings(ctx, in.Round.ID); err != nil {
		return err
	}
	if in.Actions, err = a.RoundActions(ctx, in.Round.ID); err != nil {
		return err
	}
	in.Failures, err = a.RoundFailures(ctx, in.Round.ID)
	return err
}

func (in *Input) loadEarlier(ctx context.Context, s *store.Store, a *astore.Store) error {
	rounds, err := s.Rounds(ctx, in.Programme.ID)
	if err != nil {
		return err
	}
	if in.Earlier, err = EarlierThan(ctx, a, rounds, in.Round.Key); err != nil {
		return err
	}
	if in.TakenUp, err = a.Recommendations(ctx, in.Round.ID); err != nil {
		return err
	}
	in.Stated, err = a.StatedFates(ctx, in.Programme.ID)
	return err
}

// Round loads a round and collates it.
func Round(ctx context.Context, s *store.Store, a *astore.Store, roundID string) (analysis.Summary, error) {
	in, err := Load(ctx, s, a, roundID)
	if err != nil {
		return analysis.Summary{}, err
	}
	return Collate(in), nil
}

// Source returns what looks up the words of an answer by its identifier, and
// reports whether it is there.
func (in Input) Source() func(verbatimID string) (text string, ok bool) {
	texts := make(map[string]string, len(in.Verbatims))
	for _, v := range in.Verbatims {
		texts[v.ID] = v.Text
	}
	return func(id string) (string, bool) { text, ok := texts[id]; return text, ok }
}
