package dataset

import (
	"context"
	"slices"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

// A Selection says which answers are wanted: those to a form in all waves of a
// programme that ask with it, or of one round, or of one wave of that.
type Selection struct {
	Programme   survey.Programme
	Form        string // key
	Round, Wave string // keys; empty for all
}

// Load reads what a dataset is made of. It returns a fault of kind NotFound where
// no wave asks with the form.
func Load(ctx context.Context, s *store.Store, sel Selection, now time.Time) (in Input, err error) {
	defer fault.Wrap(&err, "dataset.Load(%s)", sel.Form)
	in = Input{Programme: sel.Programme, Now: now}
	rounds, err := s.Rounds(ctx, sel.Programme.ID)
	if err != nil {
		return in, err
	}
	pseudonyms, err := s.Pseudonyms(ctx)
	if err != nil {
		return in, err
	}
	people := map[string]survey.Participant{}
	for _, r := range rounds {
		if sel.Round == "" || sel.Round == r.Key {
			if err := in.addRound(ctx, s, sel, r, people); err != nil {
				return in, err
			}
		}
	}
	if len(in.Waves) == 0 {
		return in, fault.New(fault.NotFound, "No such wave of %q asks with the form %q.", sel.Programme.Key, sel.Form)
	}
	in.Person = func(r survey.Response) string {
		who, listed := people[r.ParticipantID]
		if !listed {
			who.ID = r.ParticipantID
		}
		i := slices.IndexFunc(in.Waves, func(w Wave) bool { return w.ID == r.WaveID })
		return pseudonyms.Of(who, in.Waves[max(i, 0)].Wave)
	}
	return in, in.addForms(ctx, s)
}

// addRound adds the waves of a round that ask with the form, and what was
// answered.
func (in *Input) addRound(ctx context.Context, s *store.Store, sel Selection, r survey.Round, people map[string]survey.Participant) error {
	waves, err := s.Waves(ctx, r.ID)
	if err != nil {
		return err
	}
	waves = slices.DeleteFunc(waves, func(w survey.Wave) bool {
		return w.FormKey != sel.Form || sel.Wave != "" && w.Key != sel.Wave
	})
	if len(waves) == 0 {
		return nil
	}
	for _, w := range waves {
		in.Waves = append(in.Waves, Wave{w, r})
	}
	listed, err := s.Participants(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, p := range listed {
		people[p.ID] = p
	}
	responses, err := s.RoundResponses(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, response := range responses {
		if slices.ContainsFunc(waves, func(w survey.Wave) bool { return w.ID == response.WaveID }) && response.FormKey == sel.Form {
			in.Responses = append(in.Responses, response)
		}
	}
	return nil
}

// addForms adds the versions that are asked now or were answered.
func (in *Input) addForms(ctx context.Context, s *store.Store) error {
	wanted := map[int]bool{}
	key := in.Waves[0].FormKey
	for _, w := range in.Waves {
		wanted[w.FormVersion] = true
	}
	for _, r := range in.Responses {
		wanted[r.FormVersion] = true
	}
	for version := range wanted {
		f, err := s.Form(ctx, in.Programme.ID, key, version)
		if err != nil {
			return err
		}
		in.Forms = append(in.Forms, f)
	}
	slices.SortFunc(in.Forms, func(a, b survey.Form) int { return a.Version - b.Version })
	return nil
}

// Rounds returns the rounds that the waves belong to.
func (in Input) Rounds() []survey.Round {
	var out []survey.Round
	for _, w := range in.Waves {
		if !slices.ContainsFunc(out, func(r survey.Round) bool { return r.ID == w.Round.ID }) {
			out = append(out, w.Round)
		}
	}
	return out
}
